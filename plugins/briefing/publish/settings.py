"""The settings of a site: BRIEFING_* in ``pelicanconf.py``, or ``-e BRIEFING_TEXT='"points"'``. One field each."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, Literal, NoReturn, get_args, get_origin, get_type_hints

from briefing.lazy import regex
from briefing.plain import Frozen
from briefing.text import addresses
from briefing.text.slugs import is_visible

PREFIX = "BRIEFING_"
ADDRESS = regex(r"https?://[^\s/?#\"'<>]+(?:/[^\s?#\"'<>]+)?")
LONGEST = 300  # characters of a text
LANGUAGE = regex(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")


class SettingError(Exception):
    """A setting that cannot be used: its name, what was found, what was expected. Stops the build."""


class Settings(Frozen):
    """What this site is. Each field is ``BRIEFING_<NAME>``."""

    text: Literal["full", "points"] = "full"
    """What an article shows where its sidecar does not say: all of it, or only key points, quotes and figures."""

    pages: Literal["full", "plain"] = "full"
    """All kinds of page; or only articles, hubs, home and feeds, each on its own, without stories, names and files."""

    search: bool = False
    """Whether the search page has an index (Pagefind). Under ``-r`` none is made: it takes longer than all the rest."""

    cards: bool = True
    """Whether home, hubs, stories and briefings have a picture for those who share a link to them."""

    index: bool = True
    """Whether search engines may list the site. False writes ``noindex`` on every page and into robots.txt."""

    purpose: str = "Accounts of the same events, side by side. Every sentence leads to its source line."
    """What the site is for, in one line: under its name, in feeds and descriptions."""

    shrink: bool = False
    """Whether a build may replace a site that has more than twice as many pages."""

    name: str = ""
    """Pelican's SITENAME."""

    address: str = ""
    """Pelican's SITEURL: where the site will be, "https://example.org/repo", or "" while nobody knows."""

    language: str = "en"
    """Pelican's DEFAULT_LANG: the language of the site's own words."""


ELSEWHERE = {"name": "SITENAME", "address": "SITEURL", "language": "DEFAULT_LANG"}


def read(found: Mapping[str, Any]) -> Settings:
    """The settings, out of Pelican's. Raises SettingError for an unknown name or a value of another kind."""
    names = {one: ELSEWHERE.get(one, PREFIX + one.upper()) for one in Settings.__struct_fields__}
    for key in sorted(found):
        if key.startswith(PREFIX) and key not in names.values():
            known = ", ".join(sorted(name for name in names.values() if name.startswith(PREFIX)))
            raise SettingError(f"{key}: unknown setting; there are {known}")
    hints = get_type_hints(Settings)
    given = {name: _checked(key, hints[name], found[key]) for name, key in names.items() if key in found}
    settings = Settings(**given)
    if not settings.name.strip():
        _wrong("SITENAME", "the name of the site", settings.name)
    address = settings.address
    if address and not _is_address(address):
        _wrong("SITEURL", 'an address without a slash at its end, "https://example.org/repo", or ""', settings.address)
    if settings.search and not has_pagefind():
        raise SettingError("BRIEFING_SEARCH: needs Pagefind, which is not installed; pip install 'pagefind[bin]'")
    if not LANGUAGE.fullmatch(settings.language):
        _wrong("DEFAULT_LANG", 'a language code, "en"', settings.language)
    return settings


def _checked(key: str, hint: Any, value: Any) -> Any:
    if get_origin(hint) is Literal:
        if value not in get_args(hint) or not isinstance(value, str):
            _wrong(key, " or ".join(f'"{one}"' for one in get_args(hint)), value)
    elif type(value) is not hint:
        _wrong(key, {str: "a text", bool: "True or False"}[hint], value)
    elif isinstance(value, str) and (len(value) > LONGEST or not is_visible(value)):
        _wrong(key, f"one line of at most {LONGEST} characters that can be seen", value)
    return value


def _is_address(value: str) -> bool:
    """Whether a site can be there: no slash at the end, nothing in it that browsers settle away."""
    try:
        addresses.address(value)
    except addresses.BadAddress:
        return False
    return ADDRESS.fullmatch(value) is not None and {"", ".", ".."}.isdisjoint(value.split("/")[3:])


def has_pagefind() -> bool:
    """Whether Pagefind is installed, in one of its two builds."""
    builds = ("pagefind_bin", "pagefind_bin_extended")
    return bool(find_spec("pagefind")) and any(find_spec(name) for name in builds)


def _wrong(key: str, expected: str, value: object) -> NoReturn:
    raise SettingError(f"{key}: expected {expected}, found {value!r:.100}")
