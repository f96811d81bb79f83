"""How far a build has come: a bar on the terminal for a step that takes longer than two seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

PATIENCE = 2.0  # seconds


class Rate(ProgressColumn):
    """How many are left, and how many a second are done."""

    def render(self, task: Task) -> Text:
        """As "120 left, 45 a second"; the rate only once it is known."""
        left = f"{task.remaining:,.0f} left" if task.remaining is not None else ""
        rate = f", {task.speed:,.0f} a second" if task.speed else ""
        return Text(left + rate)


class Bars:
    """The bars of one build, one after another. Nothing is drawn where no terminal is, or where all goes quickly."""

    def __init__(self, console: Console) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
        self._drawn = Progress(*columns, console=console, transient=True) if console.is_terminal else None
        self._open = False

    def __enter__(self) -> Bars:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn is not None and self._open:
            self._drawn.stop()

    def step(self, what: str, total: Callable[[], int]) -> Callable[[int], None]:
        """Begins a step; what comes back is told how many are done. ``total`` is asked once, when the bar appears."""
        begun = time.monotonic()
        bar = None

        def done(number: int) -> None:
            nonlocal bar
            if self._drawn is None:
                return
            if bar is None:
                if time.monotonic() - begun < PATIENCE:
                    return
                if not self._open:
                    self._drawn.start()
                    self._open = True
                bar = self._drawn.add_task(what, total=total())
            self._drawn.update(bar, completed=number)

        return done
