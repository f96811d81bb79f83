"""A small site to build in a temporary folder, inside this process."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from briefing import strict
from jinja2 import Environment
from pelican import Pelican
from pelican.settings import read_settings

REPOSITORY = Path(__file__).parents[2]

BRIDGE = """Bridge over the Naryn opens to lorries

The ministry of transport opened a bridge over the Naryn on Monday. The crossing is 420 metres long and carries two
lanes. "Lorries reach the border in a day," said Aibek Toktogulov, the minister.

Kyrgyzstan and Uzbekistan paid for it together. Traffic should grow by 30 percent within a year.

Share this article
"""
PORT = """Port of Aktau adds a second crane

The port of Aktau has put a second crane to work. Containers now leave for Baku within two days, the port authority
said in a statement. It handled 45,000 boxes last year.

Kazakhstan expects the Trans-Caspian route to carry more grain after the harvest.
"""


@dataclass
class Site:
    """A project in a folder of its own."""

    root: Path

    @property
    def output(self) -> Path:
        return self.root / "output"

    def write(self, path: str, text: str | bytes) -> None:
        """Put a file below content/."""
        place = self.root / "content" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())

    def remove(self, path: str) -> None:
        (self.root / "content" / path).unlink()

    def build(self, **settings: object) -> int:
        """What ``pelican`` would end with."""
        override = {"OUTPUT_PATH": str(self.output), **settings}
        try:
            Pelican(read_settings(str(self.root / "pelicanconf.py"), override=override)).run()
        except SystemExit as end:
            return int(end.code or 0)
        return 0

    def files(self, below: Path | None = None) -> dict[str, str]:
        """Address: hash of every file of the output."""
        root = below or self.output
        found = sorted(path for path in root.rglob("*") if path.is_file())
        return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}

    def text(self) -> str:
        """All that the output says, in one string."""
        return "\n".join(
            path.read_text("utf-8", "replace") for path in sorted(self.output.rglob("*")) if path.is_file()
        )

    def clean(self, **settings: object) -> dict[str, str]:
        """The files of a first build of the same content, elsewhere."""
        other = Site(self.root.with_name("clean"))
        shutil.rmtree(other.root, ignore_errors=True)
        shutil.copytree(self.root, other.root, ignore=shutil.ignore_patterns("output", ".briefing"))
        other.build(**settings)
        return other.files()


@pytest.fixture(scope="session", autouse=True)
def quicker() -> Iterator[None]:
    """Compile each template and check each of the desk's patterns once a session: the sites share them."""
    seen: dict = {}
    compiled = Environment.compile

    def compile_once(env, source, name=None, filename=None, raw=False, defer_init=False):
        key = (source, name, raw, defer_init)
        if key not in seen:
            seen[key] = compiled(env, source, name, filename, raw, defer_init)
        return seen[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", compile_once)
        patch.setattr(strict, "fault", cache(strict.fault))
        yield


@pytest.fixture
def site(tmp_path: Path) -> Site:
    root = tmp_path / "project"
    root.mkdir()
    shutil.copy(REPOSITORY / "pelicanconf.py", root)
    shutil.copytree(REPOSITORY / "theme", root / "theme")
    found = Site(root)
    found.write("articles/rail/bridge.txt", BRIDGE)
    found.write("articles/port.txt", PORT)
    return found
