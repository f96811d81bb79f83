"""Whether a build would change nothing: then it says so at once, and no template, table or article is read.

What decides a site is looked at from outside: names, sizes, times and inodes of all files of content, theme and
program, the settings, the packages. So is the published site. Whatever is new sends the build its usual way.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.hashes import HOME, digest, looks, packages, regular
from briefing.press.tree import MARKER, Tree
from briefing.publish.report import Report, as_json, save

if TYPE_CHECKING:
    from briefing.press.manifest import Manifest

FORMAT = 1
PACKAGES = ("pelican", "jinja2", "markupsafe", "markdown", "lxml", "beautifulsoup4", "ftfy", "sentencex")
OWN_CODE = ("JINJA_FILTERS", "JINJA_TESTS", "JINJA_GLOBALS")  # code from a settings file: nobody can see it change


class Look:
    """The look of everything that decides a site, taken before the build reads any of it.

    ``before`` is what ``remember`` kept after an earlier build with the same look and the site as it stood then.
    """

    def __init__(self, path: Path, settings: Mapping[str, Any], folders: Iterable[Path], tree: Tree) -> None:
        self._path, self._tree = path, tree
        self.state = _state(settings, folders)

    def before(self) -> Report | None:
        """The report of the build that made the site which is published; None when this build might make another."""
        try:
            head, _, body = regular(self._path).partition(b"\n")
            if head.decode("ascii", "replace") != digest(body):
                return None
            kept = json.loads(body)
            if not self.state or [kept["format"], kept["state"]] != [FORMAT, self.state]:
                return None
            return Report.again(kept["report"]) if kept["site"] == self._site() else None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def remember(self, report: Report, manifest: Manifest) -> None:
        """Keep the report of a build that has been swapped in, and how its files stood when they were proofed."""
        if self.state:
            marker = os.lstat(self._tree.output / MARKER)
            files = [(address, (one.size, one.mtime_ns, one.inode)) for address, one in manifest.files()]
            site = _site([*files, (MARKER, (marker.st_size, marker.st_mtime_ns, marker.st_ino))])
            kept = {"format": FORMAT, "state": self.state, "site": site, "report": report.kept()}
            body = as_json(kept)
            save(self._path, digest(body).encode() + b"\n" + body)

    def _site(self) -> str:
        output = self._tree.output
        return _site(self._tree.walk(output) if output.is_dir() else ())


def _site(files: Iterable[tuple[str, tuple[int, int, int]]]) -> str:
    """Hash of how the files of a site stand: addresses with size, mtime_ns and inode."""
    return digest(repr(sorted(files)).encode("utf-8", "surrogatepass"))


def _state(settings: Mapping[str, Any], folders: Iterable[Path]) -> str:
    """Hash of the look of it all; "" when some of it cannot be told from outside."""
    if any(settings.get(key) for key in OWN_CODE):
        return ""
    if not (look := looks(*folders, HOME)):
        return ""
    told = sorted(f"{key}={value!r}" for key, value in settings.items() if _is_plain(value))
    return digest(packages(*PACKAGES).encode(), "\n".join(told).encode(), look.encode())


def _is_plain(value: object) -> bool:
    """Whether a value's repr is the same in every run; Pelican's own objects and functions change with its version."""
    if isinstance(value, (list, tuple)):
        return all(_is_plain(one) for one in value)
    if isinstance(value, dict):
        return all(_is_plain(one) for one in value.values())
    return value is None or isinstance(value, (str, int, float, bool))
