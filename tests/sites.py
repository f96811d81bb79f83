"""A site built for a test by the real ``pelican`` command in a folder of its own, and what tests ask of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

TOP = Path(__file__).parent.parent
ADDRESS = "https://example.org/repo"


@dataclass(frozen=True)
class Built:
    """A site folder after a build: what the command said, and its output."""

    folder: Path
    code: int
    said: str

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def page(self, address: str):
        """The parsed page at "briefings/x/"."""
        path = self.output / address / "index.html" if not address.endswith(".html") else self.output / address
        return html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))

    def twin(self, address: str) -> dict:
        """The JSON beside a page."""
        return json.loads((self.output / address / "index.json").read_text("utf-8"))

    def text(self, address: str) -> str:
        """What a page says, white space folded."""
        main = self.page(address).find(".//main")
        return " ".join(main.text_content().split())

    def addresses(self) -> list[str]:
        """Every file of the output."""
        return sorted(p.relative_to(self.output).as_posix() for p in self.output.rglob("*") if p.is_file())

    def pages(self) -> list[str]:
        """Every HTML file of the output."""
        return [address for address in self.addresses() if address.endswith(".html")]

    def bytes(self) -> dict[str, bytes]:
        """Every file and its content."""
        return {address: (self.output / address).read_bytes() for address in self.addresses()}


def lay(folder: Path, articles: Mapping[str, str | bytes] | Path | None = None) -> Path:
    """A site folder like a user's: settings, theme, desk, pages, and the given articles (None: the samples)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(TOP / name, folder / name)
    for name in ("theme", "plugins"):
        (folder / name).symlink_to(TOP / name)
    for name in ("desk", "pages"):
        if (TOP / "content" / name).exists():
            shutil.copytree(TOP / "content" / name, folder / "content" / name)
    target = folder / "content" / "articles"
    if articles is None:
        shutil.copytree(TOP / "content" / "articles", target)
        if (TOP / "content" / "record.jsonl").exists():
            shutil.copy(TOP / "content" / "record.jsonl", folder / "content" / "record.jsonl")
        return folder
    target.mkdir(parents=True)
    if isinstance(articles, Path):
        for path in sorted(articles.glob("*.txt")):
            shutil.copy(path, target / path.name)
    else:
        for name, body in articles.items():
            add(folder, name, body)
    return folder


def add(folder: Path, name: str, body: str | bytes) -> None:
    """Drop a file into content/articles/."""
    path = folder / "content" / "articles" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body.encode() if isinstance(body, str) else body)


def build(
    folder: Path, *options: str, publish: bool = False, record: bool = False, wait: int = 300, **environment: str
) -> Built:
    """Run ``briefing record`` (when asked) and ``pelican`` in the folder, as a user would."""
    env = {**os.environ, "SITEURL": ADDRESS, "SOURCE_DATE_EPOCH": "1785000000", **environment}
    env.pop("PYTHONPATH", None)
    env["PYTHONPATH"] = str(TOP / "plugins")
    if record:
        subprocess.run(
            [sys.executable, "-m", "briefing", "record"], cwd=folder, env=env, check=True, capture_output=True
        )
    command = [sys.executable, "-m", "pelican", *(["-s", "publishconf.py"] if publish else []), *options]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=wait)
    return Built(folder, done.returncode, done.stdout + done.stderr)


def broken_links(built: Built, base: str = "/repo/") -> list[str]:
    """Links and anchors of all pages that lead nowhere when the site is served under ``base``."""
    files = set(built.addresses())
    trees = {address: built.page(address) for address in built.pages()}
    anchors = {address: {e.get("id") for e in tree.iter() if e.get("id")} for address, tree in trees.items()}
    broken = []
    for address, tree in trees.items():
        for element in tree.iter():
            for key in ("href", "src"):
                value = element.get(key) if isinstance(element.tag, str) else None
                if value is None or urlsplit(value).scheme or value.startswith("//"):
                    continue
                path, _, anchor = value.partition("#")
                if path.startswith("/"):
                    if not path.startswith(base):
                        broken.append(f"{address}: {value} leaves {base}")
                        continue
                    target = path[len(base) :]
                else:
                    folder = address.rpartition("/")[0]
                    target = os.path.normpath(f"/{folder}/{unquote(path)}").lstrip("/") if path else address
                    if path.endswith("/"):
                        target = f"{target}/".lstrip("/")
                if target == "" or target.endswith("/"):
                    target += "index.html"
                if unquote(target) not in files:
                    broken.append(f"{address}: {value}")
                elif anchor and target in anchors and unquote(anchor) not in anchors[target]:
                    broken.append(f"{address}: {value} (no such anchor)")
    return broken
