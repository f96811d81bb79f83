"""Every modifying call of an add-one build and of a remove-one build, disturbed once each by ``layer``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

from faults.ground import Count, Ended, Ground, forked
from faults.layer import Layer, faults

ALL = 10_000  # calls; more than any build of the ground makes


def counts(ground: Ground, every: int = 1, fresh: bool = True) -> Iterator[Count]:
    """A row for each fault: at each ``every``-th call; ``fresh``: also for builds that find no output set aside."""
    for number, (name, fault) in enumerate(faults().items()):
        for spare in (True, False) if fresh else (True,):
            where = "with a spare" if spare else "without"
            yield _matrix(ground, f"{name} at call (in process), {where}", fault, every, number, spare)


def _matrix(ground: Ground, what: str, fault: int, every: int, first: int, spare: bool) -> Count:
    count = Count(what)
    at = 1 + first % every
    over: set[str] = set()  # contents whose build has fewer calls than that
    while len(over) < 2 and at < ALL:
        ground.turn()
        if not spare:
            ground.forget_spare()
        calls, ended = disturb(ground, count, at, fault, what)
        if len(calls) < at:
            over.add(ground.now)
            if ended.code:
                count.faults.append(f"{what} {at}: exit {ended.code} of a build that nothing happened to")
        # each number is met on the way there and on the way back
        at += every if ground.now == "few" else 0
    return count


def disturb(ground: Ground, count: Count, at: int, fault: int, what: str) -> tuple[list[str], Ended]:
    """One build with its ``at``-th call disturbed, and the next one; the calls that were made, and how it ended."""
    calls: list[str] = []

    with tempfile.TemporaryFile() as told:

        def build() -> Ended:
            layer = Layer(at, fault, told.fileno())
            ended = forked(ground.folder, layer.install)
            told.seek(0)
            calls.extend(told.read().decode("utf-8", "replace").splitlines())
            return ended

        # whether it was reached is known afterwards
        ended = ground.disturbed(count, build, f"{what} {at}", hit=False)
    count.hit += len(calls) >= at
    if len(calls) >= at and count.faults and count.faults[-1].startswith(f"{what} {at}"):
        count.faults[-1] += f" [at {calls[at - 1]}]"
    return calls, ended
