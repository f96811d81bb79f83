"""What a bar on the terminal shows."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text


class Rate(ProgressColumn):
    """How many are left, and how many a second are done."""

    def render(self, task: Task) -> Text:
        """As "120 left, 45 a second"; the rate only once it is known."""
        left = f"{task.remaining:,.0f} left" if task.remaining is not None else ""
        rate = f", {task.speed:,.0f} a second" if task.speed else ""
        return Text(left + rate)


def drawn(console: Console) -> Progress:
    """Bars that go when they are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True)
