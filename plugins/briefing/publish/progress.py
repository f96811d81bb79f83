"""How far a build has come: a bar on the terminal for a step that takes longer than two seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 2.0  # seconds


class Bars:
    """The bars of one build, one after another. Nothing is drawn where no terminal is, or where all goes quickly."""

    def __init__(self, console: Console) -> None:
        self._console, self._seen = console, console.is_terminal
        self._drawn: Progress | None = None

    def __enter__(self) -> Bars:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn is not None:
            self._drawn.stop()

    def step(self, what: str, total: Callable[[], int]) -> Callable[[int], None]:
        """Begins a step; what comes back is told how many are done. ``total`` is asked once, when the bar appears."""
        begun = time.monotonic()
        bar = None

        def done(number: int) -> None:
            nonlocal bar
            if not self._seen or (bar is None and time.monotonic() - begun < PATIENCE):
                return
            if self._drawn is None:
                from briefing.publish.bars import drawn  # most builds are done before a bar is wanted

                self._drawn = drawn(self._console)
                self._drawn.start()
            if bar is None:
                bar = self._drawn.add_task(what, total=total())
            self._drawn.update(bar, completed=number)

        return done
