"""Regular expressions that are compiled when they are first used, most builds use few of ours, and then kept.

Compiling the patterns that one article needs takes longer than to work it through. What the engine makes of a pattern,
a list of numbers, is kept in the user's own cache folder; the engine looks through it before it runs any of it.
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from typing import Any, AnyStr, Generic, cast

from briefing.cache import Cache

try:  # the parts that ``re.compile`` puts together; another Python may have them elsewhere
    import _sre  # type: ignore[import-not-found]
    from re import _compiler, _parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover
    _sre = None

NAME = "patterns"  # of the one file: the Python that made it decides it
MANY = 4_000  # patterns kept; with more, tables have changed often and it is begun anew
Parts = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]  # as the engine takes them, its code as bytes
Asked = tuple[str | bytes, int]  # a pattern and its flags


class Lazy(Generic[AnyStr]):
    """Stands for ``re.compile(pattern, flags)``: from its first use on it has the methods of the compiled one."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self.given = flags
        self.compiled: re.Pattern[AnyStr] | None = None

    def __getattr__(self, name: str) -> Any:
        if self.compiled is None:
            self.compiled = _patterns.compiled(self.pattern, self.given)
        found = self.__dict__[name] = getattr(self.compiled, name)
        return found


def regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """``re.compile`` for a pattern of ours. Raises ``re.error`` at the first use, not here."""
    return cast("re.Pattern[AnyStr]", _lazy(text, int(flags)))


@lru_cache(maxsize=MANY)
def _lazy(text: AnyStr, flags: int) -> Lazy[AnyStr]:
    return Lazy(text, flags)


def keep() -> None:
    """Keep what this process had to compile: at the end of a build, and of a worker."""
    _patterns.keep()


class _Patterns:
    def __init__(self) -> None:
        self._known: dict[Asked, Parts] | None = None
        self._new: dict[Asked, Parts] = {}
        self._cache: Cache | None = None

    def compiled(self, text: AnyStr, flags: int) -> re.Pattern[AnyStr]:
        if _sre is None:
            return re.compile(text, flags)
        if self._known is None:
            self._known = self._read()
        try:
            parts = self._known.get((text, flags))
            if parts is None:
                tree = _parser.parse(text, flags)
                parts = self._known[text, flags] = self._new[text, flags] = _parts(tree, flags)
            told, code, groups, index, names = parts
            return _sre.compile(text, told, array("I", code).tolist(), groups, index, names)
        except (AttributeError, TypeError, RuntimeError):  # a later Python puts them together otherwise
            return re.compile(text, flags)

    def keep(self) -> None:
        if self._new and self._cache:
            known = {**self._read(), **self._new}  # another process may have kept some in between
            self._cache.write(NAME, known if len(known) <= MANY else self._new)
            self._new = {}

    def _read(self) -> dict[Asked, Parts]:
        self._cache = self._cache or Cache("patterns", 4)
        found = self._cache.read(NAME)
        return found if isinstance(found, dict) else {}


def _parts(tree: Any, flags: int) -> Parts:
    names: list[str | None] = [None] * tree.state.groups
    for name, number in tree.state.groupdict.items():
        names[number] = name
    code = array("I", _compiler._code(tree, flags)).tobytes()
    return flags | tree.state.flags, code, tree.state.groups - 1, dict(tree.state.groupdict), tuple(names)


_patterns = _Patterns()
