"""Whether a build would change nothing: then it says so at once, and no template, table or article is read.

What decides a site is looked at from outside: names, sizes, times and inodes of all files of content, theme and
program, the settings, the packages. So is the published site. Whatever is new sends the build its usual way.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.hashes import digest, looks, own_look, packages, regular
from briefing.plain import Frozen, NotPlain, decode
from briefing.press.tree import MARKER, Tree
from briefing.publish.report import Report, as_json, save
from briefing.read.files import ARTICLES, scan

if TYPE_CHECKING:
    from briefing.press.manifest import Manifest

PACKAGES = ("pelican", "jinja2", "markupsafe", "markdown", "lxml", "beautifulsoup4", "ftfy", "sentencex")
OWN_CODE = ("JINJA_FILTERS", "JINJA_TESTS", "JINJA_GLOBALS")  # code from a settings file: nobody can see it change


class Kept(Frozen):
    """What is known of a build that has been swapped in."""

    site: str  # how its files stood, as ``_site`` has it
    report: dict[str, Any]


class Look:
    """The look of everything that decides a site, taken before the build reads any of it.

    ``before`` is what ``remember`` kept after an earlier build with the same look and the site as it stood then.
    """

    def __init__(self, path: Path, settings: Mapping[str, Any], content: Path, theme: Path, tree: Tree) -> None:
        self._path, self._tree = path, tree
        self.articles = scan(content)
        rest = looks(content, theme, without=content / ARTICLES)
        self.state = _state(settings, own_look(), rest, self.articles.looks())

    def before(self) -> Report | None:
        """The report of the build that made the site which is published; None when this build might make another."""
        try:
            told, _, body = regular(self._path).partition(b"\n")
            if not self.state or told.decode("ascii", "replace") != f"{self.state} {digest(body)}":
                return None
            kept = decode(Kept, body)
            return Report.again(kept.report) if kept.site == self._site() else None
        except (OSError, NotPlain, TypeError):
            return None

    def remember(self, report: Report, manifest: Manifest) -> None:
        """Keep the report of a build that has been swapped in, and how its files stood when they were proofed."""
        if self.state:
            marker = os.lstat(self._tree.output / MARKER)
            site = _site({**manifest.files, MARKER: (marker.st_size, marker.st_mtime_ns, marker.st_ino)})
            body = as_json(Kept(site, report.kept()))
            save(self._path, f"{self.state} {digest(body)}\n".encode() + body)

    def _site(self) -> str:
        output = self._tree.output
        return _site(self._tree.walk(output) if output.is_dir() else {})


def _site(files: Mapping[str, tuple[int, ...]]) -> str:
    """Hash of how the files of a site stand: addresses with size, mtime_ns and inode."""
    return digest(as_json(sorted(files.items())))


def _state(settings: Mapping[str, Any], *seen: str) -> str:
    """Hash of the look of it all; "" when some of it cannot be told from outside."""
    if any(settings.get(key) for key in OWN_CODE) or not all(seen):
        return ""
    told = sorted(f"{key}={value!r}" for key, value in settings.items() if _is_plain(value))
    return digest(packages(*PACKAGES).encode(), "\n".join(told).encode(), *map(str.encode, seen))


def _is_plain(value: object) -> bool:
    """Whether a value's repr is the same in every run; Pelican's own objects and functions change with its version."""
    if isinstance(value, (list, tuple)):
        return all(_is_plain(one) for one in value)
    if isinstance(value, dict):
        return all(_is_plain(one) for one in value.values())
    return value is None or isinstance(value, (str, int, float, bool))
