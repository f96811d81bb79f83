"""Whether an editor's regular expression is safe to run on every line of every article."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from briefing.lazy import regex
from briefing.model import Way

try:
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover  another Python implementation
    import sre_parse as parser

MAX_LENGTH = 2_000  # characters of one pattern
MAX_LINE = 400  # characters: patterns are asked about no longer line; a longer one is prose or for the classifier
ASCII_TOO = "\u0130\u0131\u017f\u212a"  # match i, s and k where case is set aside
# characters that only their own capital or small letter matches where case is set aside, or nothing else at all
PLAIN = (
    r"\x00-\xb4\xb6-\u012f\u0132-\u017e\u0400-\u1c7f\u2000-\u20ff\u2150-\u2bff\u3000-\ua63f\uac00-\uf8ff\ufe00-\uffff"
    r"\U0001f000-\U0001ffff"
)
STRANGE = regex(rf"[^{PLAIN}]")
APART = regex(r"[\u0370-\u03ff\u1f00-\u1fff]")  # these match no plain one
BEGINNING = 3  # characters of a line that tell which patterns it may match
BEGINNINGS = 300  # of one pattern; of more only the first character is told apart
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
    return tuple(Way(one, tuple(sorted(begins(one))), needs(one), *width(one)) for one in alternatives(pattern))


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


def begins(pattern: str) -> frozenset[str]:
    """What a line must begin with to be matched, one of these, as ``beginning`` gives it; "" among them: with anything.

    >>> sorted(begins(r"(?:view )?comm?|\\d")), sorted(begins(".{0,9}comments"))
    (['0', 'com', 'vie'], [''])
    """
    cut, whole = _begins(_parsed(pattern), {""})
    found = cut | whole
    if len(found) > BEGINNINGS:
        found = {head[:1] for head in found}
    return frozenset(head for head in found if not any(head[:size] in found for size in range(len(head))))


def beginning(line: str) -> str | None:
    """The first characters of a line, in small letters, digits and spaces all alike; None: not to be told apart.

    >>> beginning("View all"), beginning("٣ more"), beginning("ſo")
    ('vie', '0 m', None)
    """
    head = line[:BEGINNING]
    if found := STRANGE.search(head):
        if not APART.match(found[0]):
            return None
        head = head[: found.start()]
    return "".join(map(_plain, head))


def _plain(char: str) -> str:
    return "0" if char.isdecimal() else " " if char.isspace() else char.lower()


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


def _begins(tree: Any, heads: set[str]) -> tuple[set[str], set[str]]:
    """The heads, each with what ``tree`` matches behind it: those that anything may follow, and those that end so."""
    cut: set[str] = set()
    for op, held in tree:
        cut |= {head for head in heads if len(head) >= BEGINNING}
        heads = heads - cut
        kind = str(op)
        if not heads or len(heads) > BEGINNINGS:
            break
        if kind in ("LITERAL", "IN"):
            chars = {_literal(held)} if kind == "LITERAL" else {_member(str(of), one) for of, one in held}
            if None in chars:
                break
            heads = {head + str(char) for head in heads for char in chars}
        elif kind == "BRANCH":
            ways = [_begins(branch, heads) for branch in held[1]]
            cut = cut.union(*(some for some, _ in ways))
            heads = set().union(*(some for _, some in ways))
        elif kind == "SUBPATTERN":
            some, heads = _begins(held[-1], heads)
            cut |= some
        elif kind in ("MAX_REPEAT", "MIN_REPEAT"):
            low, high, body = held
            found = set(heads) if low == 0 else set()
            for times in range(1, min(int(high), BEGINNING) + 1):
                some, heads = _begins(body, heads)
                cut |= some
                if times >= min(low, BEGINNING):
                    found |= heads
            heads = found
        elif kind != "AT":
            break
    else:
        return cut, heads
    return cut | heads, set()


def _literal(code: int) -> str | None:
    char = chr(code)
    return None if STRANGE.search(char) else _plain(char)


def _member(kind: str, held: Any) -> str | None:
    """What one member of a class of characters matches, where that is one thing."""
    if kind == "LITERAL":
        return _literal(held)
    return {"CATEGORY_DIGIT": "0", "CATEGORY_SPACE": " "}.get(str(held)) if kind == "CATEGORY" else None


def needs(pattern: str) -> tuple[str, ...]:
    """Words in small letters, as few as may be, one of which stands in every ASCII line that is matched; () if unknown.

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
    return min(found, key=lambda words: (len(words), -min(map(len, words)), sorted(words)), default=set())
