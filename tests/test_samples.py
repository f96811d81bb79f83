"""The sample articles: enough of them, plainly marked as samples, and not a sentence taken from the real files."""

from __future__ import annotations

import codecs
import hashlib
import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest
from briefing.desk import load, sidecar
from briefing.gather import card, gather
from briefing.model import Sidecar
from briefing.pipeline import walk
from cases import shared

CONTENT = Path(__file__).parent.parent / "content"
ARTICLES = CONTENT / "articles"
RUN = 8  # words in a row that would count as copied

# What each sample tells. A story with several files is told by each of them in its own way.
STORIES = {
    "the Astana summit": (
        "astana-2024/belarus-tenth-member.txt",
        "astana-2024/summit-closes.html",
        "astana-2024/ru/itogi-sammita.txt",
    ),
    "lorries to the Caspian": (
        "trans-caspian/trucks-reach-caspian.txt",
        "trans-caspian/opening/road-joins-the-rails.txt",
    ),
    "the railway agreement": (
        "rail/cku/agreement-in-beijing.txt",
        "rail/cku/three-capitals-one-line.txt",
        "rail/cku/zh/zhengfu-jian-xieding.txt",
    ),
    "works on the railway": ("rail/cku/works/first-tunnel.txt",),
    "the World Bank's report": ("middle-corridor/triple-by-2030.html",),
    "ten billion euros": ("europe/brussels/ten-billion.txt", "europe/brussels/fifteen-days.txt"),
    "the terminal in Xi'an": ("terminals/xian-dry-port.txt",),
    "the border treaty": ("borders/ferghana/treaty-in-bishkek.txt", "borders/border-settled.txt"),
    "Rasht and Astara": ("south/instc/rasht-astara.txt",),
    "Iran in the SCO": ("sco/2023/iran-ninth-member.txt",),
    "the Anaklia tender (a draft)": ("black-sea/anaklia-bid.txt",),
}
SAMPLES = sorted(path for paths in STORIES.values() for path in paths)
LEGACY = {"astana-2024/ru/itogi-sammita.txt": "cp1251"}  # saved as scrapers once did, to show that it is read

# “…”, "…", «…», as in the real files and the samples
QUOTED = re.compile(r"“[^”]{0,2000}”|\"[^\"]{0,2000}\"|«[^»]{0,2000}»")
# publisher: {"name": "Corridor Observer (sample)"}
PUBLISHER = re.compile(r'"publisher"\s*:\s*\{[^}]{0,200}?"name"\s*:\s*"([^"]{1,200})"')
SITE_NAME = re.compile(r'property="og:site_name"\s+content="([^"]{1,200})"')
ADDRESS = re.compile(r"https?://([^\s/\"'<>]{1,200})")


class _Words(HTMLParser):
    """The text of a page, scripts and styles left out."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent = False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.silent = tag in ("script", "style")
        self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent = False
        self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def _text(path: str) -> str:
    text = (ARTICLES / path).read_bytes().decode(LEGACY.get(path, "utf-8"))
    if not path.endswith(".html"):
        return text
    reader = _Words()
    reader.feed(text)
    return "".join(reader.parts)


def _runs(text: str) -> set[tuple[str, ...]]:
    """Every run of RUN words of a line, outside quotation marks."""
    found = set()
    for part in [part for line in text.split("\n") for part in QUOTED.split(line)]:
        words = re.findall(r"\w+", part.casefold())
        found |= {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}
    return found


def test_the_table_names_every_file() -> None:
    lying = sorted(
        p.relative_to(ARTICLES).as_posix() for p in ARTICLES.rglob("*") if p.suffix in (".txt", ".html", ".htm")
    )
    assert lying == SAMPLES


def test_there_are_enough() -> None:
    drafts = [p for p in ARTICLES.rglob("*.toml") if tomllib.loads(p.read_text("utf-8")).get("status") == "draft"]
    assert len(drafts) == 1  # it shows that a draft is left out
    assert len(SAMPLES) - len(drafts) >= 14
    assert len(STORIES) - len(drafts) >= 6
    assert sum(path.endswith(".html") for path in SAMPLES) >= 2
    assert sum(len(paths) > 1 for paths in STORIES.values()) >= 4
    assert any(path.count("/") >= 2 for path in SAMPLES)


def test_one_is_russian_and_one_is_chinese() -> None:
    assert any(len(re.findall("[а-яё]", _text(path))) > 500 for path in SAMPLES)
    assert any(len(re.findall("[\u4e00-\u9fff]", _text(path))) > 250 for path in SAMPLES)


def test_one_shows_what_is_repaired() -> None:
    texts = [_text(path) for path in SAMPLES]
    assert any("â€" in text for text in texts)  # an apostrophe read in the wrong code page
    assert any("\u200b" in text for text in texts)
    assert (ARTICLES / "astana-2024/ru/itogi-sammita.txt").read_bytes()[:3] != codecs.BOM_UTF8


@pytest.mark.parametrize("path", sorted(p.relative_to(CONTENT).as_posix() for p in ARTICLES.rglob("*.toml")))
def test_sidecars_are_sound_and_say_sample(path: str) -> None:
    word = sidecar(path, (CONTENT / path).read_bytes())
    assert word.publisher is not None
    assert word.publisher.endswith("(sample)")
    assert [p for p in SAMPLES if ("articles/" + p).rpartition(".")[0] + ".toml" == path], (
        "a sidecar without an article"
    )


@pytest.mark.parametrize("path", [path for path in SAMPLES if path.endswith(".html")])
def test_publishers_of_pages_say_sample(path: str) -> None:
    page = (ARTICLES / path).read_text("utf-8")
    named = PUBLISHER.findall(page) + SITE_NAME.findall(page)
    assert len(named) >= 2
    assert all(name.endswith("(sample)") for name in named)


def test_keep_and_cut_are_for_the_file_as_it_is() -> None:
    marked = [p for p in ARTICLES.rglob("*.toml") if "of =" in p.read_text("utf-8")]
    assert marked
    for path in marked:
        word = sidecar(path.name, path.read_bytes())
        data = path.with_suffix(".txt").read_bytes()
        assert word.of == hashlib.sha256(data).hexdigest()[:12]
        lines = data.decode().split("\n")
        assert all(lines[at - 1] for at in word.keep + word.cut)


def test_they_gather_into_the_stories_of_the_table() -> None:
    desk = load(CONTENT)
    cards = []
    for path in SAMPLES:
        beside = (ARTICLES / path).with_suffix(".toml")
        word = sidecar(beside.name, beside.read_bytes()) if beside.exists() else Sidecar()
        cards.append(card(walk(f"articles/{path}", (ARTICLES / path).read_bytes(), desk, word), path))
    found = {frozenset(story.accounts) for story in gather(cards).stories.values()}
    assert found == {frozenset(paths) for paths in STORIES.values()}


def test_addresses_are_nobodys() -> None:
    files = [p for p in ARTICLES.rglob("*") if p.is_file()]
    hosts = {host for p in files for host in ADDRESS.findall(p.read_bytes().decode("utf-8", "replace"))}
    known = {"schema.org", "ogp.me"}  # names of vocabularies
    assert {h for h in hosts - known if not re.search(r"(^|\.)example\.(org|com)$", h)} == set()


def test_lengths() -> None:
    for path in SAMPLES:
        words = len(re.findall(r"\w+", _text(path)))
        assert words < 700, path


@pytest.mark.data
@pytest.mark.parametrize("path", SAMPLES)
def test_nothing_is_taken_from_the_real_files(path: str) -> None:
    real = sorted((shared() / "seeds").glob("*.txt"))
    assert real
    taken = _runs(_text(path)) & set().union(*(_runs(p.read_text("utf-8")) for p in real))
    # The words of a comment form are everybody's: the same kinds of residue are the point of the samples.
    form = "your email address will not be published required fields are marked"
    assert {run for run in taken if " ".join(run) not in form} == set()
    # A whole sentence may be shorter than a run.
    lines = [line for p in real for line in QUOTED.sub(" ", p.read_text("utf-8")).splitlines()]
    sentences = {said.strip() for line in lines for said in re.split(r"(?<=[.?!])\s", line)}
    ours = QUOTED.sub(" ", _text(path))
    said = [s for s in sentences if len(s.split()) >= 5 and s in ours and not s.startswith(("Your email", "Required"))]
    assert said == []


@pytest.mark.data
def test_direct_speech_stands_in_the_real_files_or_in_the_charter() -> None:
    charter = (
        "All Members shall settle their international disputes by peaceful means in such a manner that "
        "international peace and security, and justice, are not endangered."  # Charter of the United Nations, 2 (3)
    )
    allowed = " ".join(p.read_text("utf-8") for p in sorted((shared() / "seeds").glob("*.txt"))) + charter
    for path in SAMPLES:
        for quoted in QUOTED.findall(_text(path)):
            words = quoted[1:-1].strip(" ,.")
            if len(words.split()) >= 4:
                assert words in allowed, (path, words)
