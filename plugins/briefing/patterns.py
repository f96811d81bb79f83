"""Whether an editor's regular expression is safe to run on every line of every article."""

from __future__ import annotations

import re
from typing import Any

try:
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover  another Python implementation
    import sre_parse as parser

MAX_LENGTH = 2_000  # characters of one pattern
MAX_LINE = 400  # characters: patterns are asked about no longer line; a longer one is prose or for the classifier
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
