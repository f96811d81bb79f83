"""The sites that are measured: ours plain and full, Hugo, vanilla Pelican, and Eleventy where it is given.

Every peer has a page an article, home with the thirty newest, three pages of a topic with all of its articles, and an
Atom feed with the twenty newest in full.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from sites import ADDRESS, TOP, lay

from bench.corpus import TOPICS

HERE = Path(__file__).parent
STYLE = "body{max-width:42rem;margin:1rem auto;padding:0 1rem;font:1rem/1.6 system-ui}nav a{margin-right:1rem}\n"


@dataclass(frozen=True)
class Peer:
    """A generator: the site it builds from, and the command that builds it in its folder."""

    name: str
    form: str  # of ``corpus.FORMS``
    content: str  # folder
    output: str
    command: tuple[str, ...]
    files: dict[str, str] = field(default_factory=dict)
    settings: str = ""  # more lines of pelicanconf.py, for ours
    known: tuple[str, ...] = ()  # what a full build must not find beside its output

    def lay(self, folder: Path) -> None:
        """Make its site, without articles."""
        if self.form == "scraped":
            lay(folder, {})
            shutil.copytree(TOP / "content/desk", folder / "content/desk", dirs_exist_ok=True)
            with open(folder / "pelicanconf.py", "a", encoding="utf-8") as file:
                file.write(f'SITEURL = "{ADDRESS}"\n{self.settings}')
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        (folder / self.content).mkdir(parents=True, exist_ok=True)


def ours(name: str, settings: str) -> Peer:
    """This project, by its own command."""
    command = (sys.executable, "-m", "pelican", "-q")
    return Peer(name, "scraped", "content/articles", "output", command, settings=settings)


def hugo(given: str) -> Peer:
    """Hugo, by its own binary: the given file, or the one that a package has put somewhere below the given folder."""
    path = Path(given).resolve()
    # the package's own command is a Python program that starts the binary; that is not Hugo's time
    binary = str(path if path.is_file() else min(path.rglob("binaries/hugo"), default=""))
    if not binary:
        raise SystemExit(f"{given}: holds no Hugo")
    return Peer("hugo", "hugo", "content/posts", "public", (binary, "--quiet"), _files("hugo"), known=("resources",))


def pelican() -> Peer:
    """Pelican as it comes, of the same version as ours and in the same interpreter, with a theme of four templates."""
    command = (sys.executable, "-m", "pelican", "content", "-o", "output", "-s", "pelicanconf.py", "-q")
    return Peer("pelican", "pelican", "content", "output", command, _files("pelican"), known=("cache", "__pycache__"))


def eleventy(modules: str) -> Peer:
    """Eleventy, out of a folder of node modules that somebody has installed."""
    command = ("node", os.path.abspath(f"{modules}/@11ty/eleventy/cmd.cjs"), "--quiet")
    return Peer("eleventy", "eleventy", "src/posts", "_site", command, _files("eleventy"))


def _files(name: str) -> dict[str, str]:
    """A peer's site from ``sites/NAME/``, its pages of topics multiplied, and the stylesheet of all."""
    top = HERE / "sites" / name
    found = {}
    for path in sorted(p for p in top.rglob("*") if p.is_file() and p.parent.name != "__pycache__"):
        address, text = path.relative_to(top).as_posix(), path.read_text("utf-8")
        for topic in TOPICS if "TOPIC" in address else ("",):
            found[address.replace("TOPIC", topic)] = text.replace("TOPIC", topic)
    return {**found, {"hugo": "static", "pelican": "theme/static", "eleventy": "src"}[name] + "/site.css": STYLE}
