"""Whether an editor's regular expression is safe to run on every line of every article."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from briefing.model import Way

try:
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover  another Python implementation
    import sre_parse as parser

MAX_LENGTH = 2_000  # characters of one pattern
MAX_LINE = 400  # characters: patterns are asked about no longer line; a longer one is prose or for the classifier
ASCII_TOO = "\u0130\u0131\u017f\u212a"  # match i, s and k where case is set aside
CLASSES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}
MAX_WAYS = 250_000  # ways one line may be matched; two ".*" on the longest line make 160,000


def fault(pattern: str) -> str:
    """What is wrong with ``pattern``, ready to follow "which"; "" when nothing is.

    The ways to match a line are counted from the parsed pattern, never timed: every machine gives the same answer.

    >>> fault("(a+)+b")
    'repeats a repeat'
    >>> fault("read (?:more|also):? .{0,80}")
    ''
    """
    if len(pattern) > MAX_LENGTH:
        return f"is longer than {MAX_LENGTH} characters"
    try:
        tree = parser.parse(pattern, re.IGNORECASE)
        compiled = re.compile(pattern, re.IGNORECASE)
        ways = _ways(tree)
    except (re.error, OverflowError, RecursionError) as error:
        return f"does not compile ({error})"
    except _UnsafeError as error:
        return str(error)
    if compiled.groupindex:
        return "names a group"
    if compiled.fullmatch(""):
        return "matches an empty line"
    if ways > MAX_WAYS:
        return "may match one line in too many ways (bound its repeats: .{0,40})"
    return ""


class _UnsafeError(Exception):
    """The reason a pattern is not safe."""


def _ways(tree: Any) -> int:
    """An upper bound of the ways ``tree`` may match within one line."""
    ways = 1
    for op, held in tree:
        kind = str(op)
        if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            low, high, body = held
            inner = _ways(body)
            if inner > 1 and int(high) > 1:
                raise _UnsafeError("repeats a repeat")
            ways *= inner * (min(int(high), MAX_LINE) - min(int(low), MAX_LINE) + 1)
        elif kind == "SUBPATTERN":
            ways *= _ways(held[-1])
        elif kind == "BRANCH":
            ways *= _choices(held[1])
        elif kind in ("ASSERT", "ASSERT_NOT"):
            ways *= _ways(held[1])
        elif kind == "ATOMIC_GROUP":
            ways *= _ways(held)
        elif kind.startswith("GROUPREF"):
            raise _UnsafeError("refers back to a group")
        ways = min(ways, MAX_WAYS + 1)
    return ways


def _choices(branches: list) -> int:
    """Ways through alternatives: those that begin alike are added up, since only they can match the same text."""
    by_start: dict[object, int] = {}
    anything = 0
    for branch in branches:
        first = branch[0] if len(branch) else None
        if first is not None and str(first[0]) == "LITERAL":
            start = chr(first[1]).lower()
            by_start[start] = by_start.get(start, 0) + _ways(branch)
        else:
            anything += _ways(branch)
    return anything + max(by_start.values(), default=0)


@lru_cache(maxsize=4_096)
def ways(pattern: str) -> tuple[Way, ...]:
    """The outermost alternatives of a pattern, with what is known of the lines that they match."""
    return tuple(Way(one, tuple(sorted(begins(one) or ())), needs(one), *width(one)) for one in alternatives(pattern))


def alternatives(pattern: str) -> list[str]:
    """A pattern's outermost alternatives, each a pattern by itself.

    >>> alternatives("read (?:more|on)|[|] top")
    ['read (?:more|on)', '[|] top']
    """
    found: list[str] = []
    start = deep = at = 0
    within, opened = False, 0  # a class of characters, and where its first one stands
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif within:
            within = char != "]" or at == opened
        elif char == "[":
            within, opened = True, at + 1 + (pattern[at + 1 : at + 2] == "^")
        elif char in "()":
            deep += 1 if char == "(" else -1
        elif char == "|" and not deep:
            found.append(pattern[start:at])
            start = at + 1
        at += 1
    return [*found, pattern[start:]]


def begins(pattern: str) -> frozenset[str] | None:
    """In small letters what a line must begin with to be matched, one of these; None: it may begin with any.

    >>> sorted(begins(r"(?:view )?comments?|\\d")), begins(".{0,9}comments")
    (['\\\\d', 'c', 'v'], None)
    """
    found = _begins(_parsed(pattern))
    return None if found is None or "" in found else frozenset(found)


def heads_of(char: str) -> set[str]:
    """What ``begins`` may have said of a pattern that matches a line with this first character.

    >>> sorted(heads_of("V")), sorted(heads_of("7"))
    (['\\\\w', 'v'], ['7', '\\\\d', '\\\\w'])
    """
    return _letter(ord(char)) | {kind for kind in CLASSES.values() if re.match(kind, char)}


def width(pattern: str) -> tuple[int, int]:
    """Characters of the shortest and of the longest line that ``pattern`` matches.

    >>> width("read (?:more|on)"), width("by .{1,9}")
    ((7, 9), (4, 12))
    """
    least, most = _parsed(pattern).getwidth()
    return int(least), int(most)


@lru_cache(maxsize=512)
def _parsed(pattern: str) -> Any:
    return parser.parse(pattern, re.IGNORECASE)


def _begins(tree: Any) -> set[str] | None:
    """First characters of what ``tree`` matches, "" among them where it may match nothing; None: any."""
    found: set[str] = set()
    for op, held in tree:
        kind = str(op)
        ways: list[set[str] | None]
        if kind == "LITERAL":
            ways = [_letter(held)]
        elif kind == "IN":
            ways = [_one(str(of), one) for of, one in held]
        elif kind == "BRANCH":
            ways = [_begins(branch) for branch in held[1]]
        elif kind == "SUBPATTERN":
            ways = [_begins(held[-1])]
        elif kind in ("MAX_REPEAT", "MIN_REPEAT"):
            ways = [_begins(held[2])] + ([{""}] if held[0] == 0 else [])
        else:
            return None
        for way in ways:
            if way is None:
                return None
            found |= way
        if "" not in found:
            return found
        found.discard("")
    return found | {""}


def _one(kind: str, held: Any) -> set[str] | None:
    """What one member of a class of characters matches."""
    if kind == "LITERAL":
        return _letter(held)
    return {CLASSES[str(held)]} if kind == "CATEGORY" and str(held) in CLASSES else None


def _letter(code: int) -> set[str]:
    """A character as a small letter, and as that of its capital: "ſ" is an "s" there, "İ" an "i" and a dot."""
    char = chr(code)
    return {re.escape(form[0]) for form in (char.lower(), char.upper().lower())}


def needs(pattern: str) -> tuple[str, ...]:
    """Words in small letters, one of which stands in every ASCII line that is matched; () where that is not known.

    >>> needs(".{0,80}(?:all rights|© ?the)")
    ('all rights', 'the')
    """
    return tuple(sorted(_needs(_parsed(pattern))))


def _needs(tree: Any) -> set[str]:
    found: list[set[str]] = []
    run = ""
    for op, held in tree:
        kind = str(op)
        if kind == "LITERAL" and chr(held) not in ASCII_TOO:
            run += chr(held).lower()
            continue
        found.append({run})
        run = ""
        if kind == "SUBPATTERN":
            found.append(_needs(held[-1]))
        elif kind == "BRANCH":
            ways = [_needs(branch) for branch in held[1]]
            found.append(set().union(*ways) if all(ways) else set())
        elif kind in ("MAX_REPEAT", "MIN_REPEAT") and held[0] > 0:
            found.append(_needs(held[2]))
    found = [words for words in (*found, {run}) if words and "" not in words]
    return max(found, key=lambda words: (min(map(len, words)), sorted(words)), default=set())
