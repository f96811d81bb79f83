"""Files that go out beside the pages: the theme's one stylesheet, its fonts and icons, pictures, CNAME and favicon.

The theme and ``content/images``, ``content/extra`` are the site's own, so they are trusted as templates are; links,
special files, other kinds of file and names that the press owns are refused all the same.
"""

from __future__ import annotations

import os
import posixpath
import re
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from briefing.cache import kept
from briefing.hashes import code, digest
from briefing.lazy import regex
from briefing.model import Refusal
from briefing.press.job import Files, Job
from briefing.press.proof import folded
from briefing.read.files import shown
from briefing.text.slugs import is_visible

LIMIT = 20_000_000  # bytes of one file
DEPTH = 8  # folders, and imports within imports
SHEETS = (
    "site.css",
    "pictures.css",
    "sharing.css",
    "search.css",
)  # of all pages; with a picture; to cite and share; to find
THEME = frozenset(
    [".woff2", ".woff", ".svg", ".png", ".webp", ".jpg", ".ico", ".txt", ".md", ".js", ".json", ".webmanifest"]
)
PICTURES = frozenset([".png", ".jpg", ".jpeg", ".webp", ".gif"])
EXTRA = frozenset(["CNAME", "favicon.ico", "favicon.svg", "apple-touch-icon.png", "humans.txt", "security.txt"])

FORBIDDEN = frozenset("\\:")  # in a name, on some systems

COMMENT = regex(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
# @import "parts/quote.css" layer(parts);   @import url(print.css) layer(print) print;
IMPORT = regex(
    r"""@import\s+(?:url\(\s*)?["']?(?P<file>[^"'()\s;]{1,200})["']?(?:\s*\))?"""
    r"""(?:\s*layer\((?P<layer>[\w.-]{1,60})\))?(?P<media>[^;{}]{0,200});"""
)
# "; }", ": ", "{ ", " }", " > ", "0" before ".5em" and the like, where signs say nothing; strings are skipped
SPACE = regex(
    r"""(?P<kept>"[^"]*"|'[^']*')|;[ \t]{0,80}(?=\})|(?<=[:;,{>])[ \t]+|[ \t]{1,80}(?=[{}>])|(?<![\w.])0(?=\.\d)"""
)
# url(../fonts/plex.woff2)   url("icons.svg#glyph")
URL = regex(r"""url\(\s*(["']?)(?P<to>[^"'()\s]{1,500})\1\s*\)""")


def jobs(static: Path, content: Path) -> tuple[list[Job], list[Refusal]]:
    """A job for every file to go out, and a refusal for every file that lies there and must not."""
    made: list[Job] = []
    refused: list[Refusal] = []
    spelt: dict[str, str] = {}  # files and folders, by how a file system has them that sees no case
    for sheet, text in _sheets(static).items():
        made.append(_job(f"theme/{sheet}", text.encode()))
    for folder, to, kinds in ((static, "theme", THEME), (content / "images", "images", PICTURES)):
        for path, problem in _files(folder):
            name = path.relative_to(folder).as_posix()
            if folder == static and name.startswith("css/") and not problem:
                continue
            problem = problem or ("" if path.suffix.lower() in kinds else f"only {', '.join(sorted(kinds))} go out")
            _add(made, refused, f"{to}/{name}", path, problem or _misnamed(f"{to}/{name}", spelt))
    for path, problem in _files(content / "extra"):
        name = path.relative_to(content / "extra").as_posix()
        problem = problem or ("" if name in EXTRA else f"only {', '.join(sorted(EXTRA))} go out from here")
        _add(made, refused, name, path, problem)
    return made, refused


def _sheets(static: Path) -> dict[str, str]:
    """The sheets there are, as they go out. Putting one together takes as long as making a page, so they are kept."""

    def bundled() -> dict[str, str]:
        return {sheet: stylesheet(static, sheet) for sheet in SHEETS if (static / "css" / sheet).is_file()}

    every = list(_files(static / "css"))
    if any(problem for _, problem in every):
        return bundled()
    told = [part for path, _ in every for part in (path.relative_to(static).as_posix().encode(), path.read_bytes())]
    return kept("sheets", (code("press/assets.py").encode(), *told), bundled)


def stylesheet(static: Path, sheet: str = SHEETS[0]) -> str:
    """A sheet of ``css/`` with everything it imports in it, each in its layer, addresses as seen from ``theme/``."""
    css = static / "css"
    return _bundled(css, css / sheet, 0)


def _bundled(css: Path, path: Path, depth: int) -> str:
    shown = path.relative_to(css.parent).as_posix() if path.is_relative_to(css.parent) else path.name
    if depth > DEPTH:
        raise Refusal(shown, "deep", f"imports more than {DEPTH} files within each other")
    if not path.resolve().is_relative_to(css.resolve()) or not path.is_file():
        raise Refusal(shown, "missing", "is imported and is no file of the theme's css folder")
    text = COMMENT.sub("", path.read_text("utf-8"))

    def imported(found: re.Match[str]) -> str:
        inner = _bundled(css, Path(os.path.normpath(path.parent / found["file"])), depth + 1)
        if found["layer"]:
            inner = f"@layer {found['layer']} {{\n{inner}}}\n"
        if media := found["media"].strip():
            inner = f"@media {media} {{\n{inner}}}\n"
        return inner

    def moved(found: re.Match[str]) -> str:
        to = found["to"]
        if regex(r"[a-z][a-z0-9+.-]*:|[/#]", re.IGNORECASE).match(to):
            return found[0]
        folder = path.parent.relative_to(css.parent).as_posix()
        return f'url("{posixpath.normpath(posixpath.join(folder, to))}")'

    parts: list[str] = []  # what the imports bring has its addresses set right already
    end, before = 0, ""
    for found in IMPORT.finditer(text):
        between, brought = URL.sub(moved, text[end : found.start()]), imported(found)
        opening = f"@layer {found['layer']} {{\n"
        if opening == before and not between.strip() and brought.startswith(opening):  # goes on in the same layer
            parts[-1] = parts[-1].removesuffix("}\n")
            brought = brought.removeprefix(opening)
        parts += [between, brought]
        end, before = found.end(), "" if found["media"].strip() else opening
    parts.append(URL.sub(moved, text[end:]))
    lines = SPACE.sub(lambda found: found["kept"] or "", "".join(parts)).splitlines()
    told = (line for line in map(str.strip, lines) if line)
    return "".join(line if line.endswith(("{", ",", ";", "}")) else f"{line}\n" for line in told)


def _add(made: list[Job], refused: list[Refusal], address: str, path: Path, problem: str) -> None:
    if problem:
        refused.append(Refusal(shown(address), "asset", f"{problem}; this file stays out"))
    else:
        made.append(_job(address, path.read_bytes()))


def _misnamed(address: str, spelt: dict[str, str]) -> str:
    """What is wrong with a name: some system cannot have it, or not beside one that is ``spelt`` another way."""
    if not is_visible(address) or not FORBIDDEN.isdisjoint(address):
        return "has a name that cannot be shown or that some file system forbids"
    parts = address.split("/")
    for end in range(len(parts), 0, -1):
        name = "/".join(parts[:end])
        if (other := spelt.get(folded(name), name)) != name:
            return f"has the name of {other} where case and accents are not told apart"
    spelt.update((folded(name), name) for name in ("/".join(parts[:end]) for end in range(1, len(parts) + 1)))
    return ""


def _job(address: str, data: bytes) -> Job:
    return Job(address, "asset", digest(data), partial(_file, address, data), template="")


def _file(address: str, data: bytes) -> Files:
    return {address: data}


def _files(folder: Path, depth: int = 0) -> Iterator[tuple[Path, str]]:
    """Every file below a folder in order of name, with what is wrong with it, "" when nothing is."""
    if depth == 0 and folder.is_symlink():
        yield folder / folder.name, "is a symbolic link"
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        found = entry.stat(follow_symlinks=False)
        path = folder / entry.name
        if stat.S_ISDIR(found.st_mode):
            if depth < DEPTH:
                yield from _files(path, depth + 1)
            else:
                yield path, f"lies more than {DEPTH} folders deep"
        elif not stat.S_ISREG(found.st_mode):
            yield path, "is a symbolic link or no regular file"
        else:
            yield path, "" if found.st_size <= LIMIT else f"has more than {LIMIT} bytes"
