"""Texts that are hard on a regular expression, made from its own parts: long runs of what it repeats, near-misses."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

try:
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:
    import sre_parse as parser

T = TypeVar("T", str, bytes)

LONG = 8  # a repeat that may go on for longer than this can be fed for long
LONGEST = 10_000  # a repeat bounded higher is not bounded
MOST = 22  # texts for one pattern
PLAIN = (" ", "a", "A", "A ", "1", "1,", "1 ", "a,", '"', "(", "-", "\n", "我", "ж ")
FEW, START, END = 6, 64, 12_288  # characters: from FEW to START in small steps, then doubled up to END
ENDLESS = 0.3  # seconds; no honest work on fewer than START characters takes so long
NOTICED = 0.03  # seconds of processor time; what takes less at a length is not compared
GROWTH = 3.0  # times, for twice the length
TRIES = 7  # pairs, before something is called slow


def attacks(pattern: str, flags: int) -> Iterator[Callable[[int], str]]:
    """Makers of texts of a given length; the same ones each time."""
    dice = random.Random(pattern)
    tree = parser.parse(pattern, flags)
    units: dict[tuple[str, str], None] = {}
    for _ in range(2):
        for before, body in _pumps(tree, dice, ""):
            units.setdefault((before, body))
            units.setdefault(("", before + body))
        whole = _sample(tree, dice)
        units.setdefault(("", whole))
        units.setdefault(("", whole[:-1]))
        for char in dict.fromkeys(whole):
            units.setdefault(("", char))
    for unit in PLAIN:
        units.setdefault(("", unit))
    found = [(before, unit) for before, unit in units if unit]
    if len(found) > MOST:
        found = found[: MOST // 2] + dice.sample(found[MOST // 2 :], MOST - MOST // 2)
    for before, unit in found:
        yield lambda size, before=before, unit=unit: before + unit * (size // len(unit)) + "\x00"


def bound(pattern: str, flags: int) -> int:
    """The longest run that a repeat of the pattern allows where it allows no endless one: till then time may grow."""
    most, waiting = 1, [parser.parse(pattern, flags)]
    while waiting:
        for op, held in waiting.pop():
            kind = str(op)
            if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
                waiting.append(held[2])
                most = max(most, int(held[1]) if int(held[1]) < LONGEST else 1)
            else:
                waiting += _parts(kind, held)
    return most


def grows(
    run: Callable[[T], object], text: Callable[[int], T], end: int = END, start: int = START, noticed: float = NOTICED
) -> str:
    """Where the work more than trebles for twice the length, a clause; "" when it never does."""
    size, before = FEW, 0.0
    while (
        start == START and size < START
    ):  # by small steps: what doubles with each character must not be asked for long
        if (took := _took(run, text(size))) > ENDLESS:
            return f"{took:.3f} s for {size} characters of {text(size)!r}"
        size += max(1, size // 8)
    size = start
    while size <= end:
        told = text(size)
        took = _took(run, told)
        if took > noticed and before and took > GROWTH * before:
            # in turns: a machine that others slow down does so for a while
            pairs = [(_took(run, told), _took(run, text(size // 2))) for _ in range(TRIES)]
            again, once = (min(column) for column in zip(*pairs, strict=True))
            # and once more: what grows goes on growing, a machine that is slow for a while does not
            if again > noticed and again > GROWTH * once and _took(run, text(2 * size)) > GROWTH * again:
                return f"{once:.3f} s for {size // 2:,} characters of {told[:30]!r}…, {again:.3f} s for {size:,}"
        size, before = size * 2, took
    return ""


def _took(run: Callable[[T], object], text: T) -> float:
    start = time.process_time()
    run(text)
    return time.process_time() - start


def _pumps(tree, dice: random.Random, before: str) -> Iterator[tuple[str, str]]:
    """Each long repeat as (what leads to it, what it repeats)."""
    for op, held in tree:
        kind = str(op)
        if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            yield from _pumps(held[2], dice, before)
            if int(held[1]) > LONG:
                yield before, _sample(held[2], dice)
        else:
            for part in _parts(kind, held):
                yield from _pumps(part, dice, before)
        before += _sample([(op, held)], dice)


def _parts(kind: str, held) -> list:
    if kind == "SUBPATTERN":
        return [held[-1]]
    if kind == "BRANCH":
        return list(held[1])
    if kind in ("ASSERT", "ASSERT_NOT"):
        return [held[1]]
    return [held] if kind == "ATOMIC_GROUP" else []


def _sample(tree, dice: random.Random) -> str:
    out = []
    for op, held in tree:
        kind = str(op)
        if kind == "LITERAL":
            out.append(chr(held))
        elif kind in ("ANY", "NOT_LITERAL"):
            out.append("x")
        elif kind == "IN":
            out.append(_member(held, dice))
        elif kind == "BRANCH":
            out.append(_sample(dice.choice(held[1]), dice))
        elif kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            out.append(_sample(held[2], dice) * max(1, int(held[0])))
        elif kind in ("SUBPATTERN", "ATOMIC_GROUP"):
            out += [_sample(part, dice) for part in _parts(kind, held)]
        elif kind == "ASSERT" and held[0] < 0:
            out.append(_sample(held[1], dice))
    return "".join(out)


CATEGORIES = {"DIGIT": "1", "SPACE": " ", "WORD": "aA1", "NOT_DIGIT": "a", "NOT_SPACE": "aA", "NOT_WORD": " ,"}


def _member(held, dice: random.Random) -> str:
    if str(held[0][0]) == "NEGATE":
        refused = re.compile("[" + "".join(_class(op, value) for op, value in held[1:]) + "]")
        return next((char for char in 'xA 1,."我\n' if not refused.match(char)), "\x01")
    op, value = dice.choice(held)
    kind = str(op)
    if kind == "LITERAL":
        return chr(value)
    if kind == "RANGE":
        return chr(dice.choice((value[0], value[1])))
    return dice.choice(CATEGORIES[str(value).removeprefix("CATEGORY_")])


def _class(op, value) -> str:
    kind = str(op)
    if kind == "LITERAL":
        return re.escape(chr(value))
    if kind == "RANGE":
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    name = str(value).removeprefix("CATEGORY_")
    letter = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}[name.removeprefix("NOT_")]
    return f"\\{letter.upper() if name.startswith('NOT_') else letter}"
