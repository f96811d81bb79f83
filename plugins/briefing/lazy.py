"""Regular expressions that are compiled when they are first used: most builds use few of ours."""

from __future__ import annotations

import re
from typing import Any, cast

METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split", "scanner")


class Lazy:
    """Stands for ``re.compile(pattern, flags)``: from its first use on it has the methods of the compiled one."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.given = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self.given)
        self.__dict__.update((method, getattr(compiled, method)) for method in METHODS)
        self.__dict__.update(flags=compiled.flags, groups=compiled.groups, groupindex=compiled.groupindex)
        return getattr(compiled, name)


def regex(text: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile`` for the constants of a module. Raises ``re.error`` at the first use, not here."""
    return cast("re.Pattern[str]", Lazy(text, flags))
