"""A bar appears for what takes long, on a terminal, and says how many are left."""

from io import StringIO

from briefing.publish import progress
from briefing.publish.progress import Bars
from rich.console import Console


def drawn(patience, monkeypatch, terminal=True):
    """What is on the screen after a step of ten."""
    monkeypatch.setattr(progress, "PATIENCE", patience)
    screen = StringIO()
    with Bars(Console(file=screen, force_terminal=terminal, width=100)) as bars:
        done = bars.step("Reading", lambda: 10)
        for number in range(1, 8):
            done(number)
    return screen.getvalue()


def test_a_long_step_is_shown_with_what_is_left(monkeypatch):
    assert "Reading" in drawn(0, monkeypatch)
    assert "3 left" in drawn(0, monkeypatch)


def test_a_quick_step_and_no_terminal_show_nothing(monkeypatch):
    assert drawn(60, monkeypatch) == ""
    assert drawn(0, monkeypatch, terminal=False) == ""
