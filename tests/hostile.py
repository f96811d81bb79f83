"""Hostile articles: public lists of payloads put through every place in which an article can carry text."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

from briefing.desk import sidecar
from briefing.model import DeskError

EACH = 8  # payloads of one article
NAME = 150  # bytes of a payload in the name of a file
SHARES = (  # file names, and how many of their payloads the short test takes
    ("xss-payloadbox/*.txt", 96),
    ("xss-payloadsallthethings/*.txt", 96),
    ("naughty-strings/blns.json", 64),
    ("html5lib/tokenizer/*.test", 24),
    ("mojibake-ftfy/*.json", 12),
    ("traversal-payloadsallthethings/*.txt", 12),
)
EVERY = tuple((names, 1_000_000) for names, _ in SHARES)  # the long test takes them all
# Strings of our own: what the lists leave out.
OURS = tuple(json.loads((Path(__file__).parent / "hostile.json").read_text("utf-8")))
GOOD = """The bridge of {name} opens to lorries

The bridge of {name} opened on Monday after nine years of work, the town council said. It carries {count} lorries a \
day.

“We waited for this bridge through nine winters,” said Mayor Aida Bekova. The toll is {count} tenge for each lorry.
"""
OTHER = (
    "A reading room with 300 seats opened in Osh, the city library said. It is open on every day of the week.",
    "Almaty counts its apple trees anew. The count takes until October, the parks office said on Tuesday.",
    "Teachers of Tashkent learn to swim, and 40 of them passed the test in June, the ministry of education said.",
    "The glacier above Karakol lost nine metres in a year, geologists of the academy reported on Thursday.",
    "A chess school of Dushanbe sends six children to the games in Ankara, its director Rustam Azimov said.",
)
NAMES = ("Aral", "Balkhash", "Chu", "Dostyk", "Ekibastuz", "Frunze")


def good() -> dict[str, str]:
    """Articles that are as they should be."""
    return {f"good-{n}.txt": GOOD.format(name=name, count=300 + n) for n, name in enumerate(NAMES)}


def payloads(folder: Path, shares: tuple[tuple[str, int], ...] = SHARES) -> list[str]:
    """Payloads of ``data/hostile``, the same ones each time, spread evenly over each list."""
    found = list(OURS)
    for names, share in shares:
        every = list(dict.fromkeys(one for path in sorted(folder.glob(names)) for one in _read(path)))
        step = max(1, len(every) // share)
        found += every[::step][:share]
    return found


def articles(texts: list[str]) -> dict[str, bytes]:
    """Files of a site made of the payloads: each stands in every place at least once."""
    files: dict[str, bytes] = {}
    for number in range(0, len(texts), EACH):
        group = texts[number : number + EACH]
        key = f"{number // EACH:03}"
        files[f"text-{key}.txt"] = _plain(group)
        files[f"page-{key}.html"] = _page(group, raw=False)
        files[f"raw-{key}.html"] = _page(group, raw=True)
        files[f"side-{key}.txt"] = f"{OTHER[number // EACH % len(OTHER)]}\n".encode()
        if told := _sidecar(group):
            files[f"side-{key}.toml"] = told
    taken = set(files)
    for number, text in enumerate(texts[::EACH]):
        name = _name(text)
        folder = f"{name}/" if number % 2 and name else ""
        path = f"{folder}{name or 'empty'} {number}.txt"
        if path.casefold() not in taken:
            files[path] = f"{OTHER[number % len(OTHER)]} This is account {number}.\n".encode()
    return files


def _read(path: Path) -> Iterator[str]:
    if path.suffix == ".txt":
        yield from (line for line in path.read_text("utf-8", "replace").split("\n") if line.strip())
        return
    told = json.loads(path.read_text("utf-8"))
    for one in told.get("tests", []) if isinstance(told, dict) else told:
        text = one if isinstance(one, str) else one.get("original", one.get("input"))
        if isinstance(text, str) and text.strip():
            yield text


def _plain(group: list[str]) -> bytes:
    head, by, date, *rest = [*group, *["x"] * 3]
    lines = [head, f"By {by}", f"Published: 4 July 2024 {date}", f"ASTANA {by} -- The port opened on Monday {head}."]
    for text in [head, by, date, *rest]:
        lines += [text, f"The minister said “{text}” on Monday, and 40 lorries {text} crossed the border in Astana."]
    lines += [f"Source: {head} https://example.org/{by}", "The ferry runs every day, the port of Aktau said on Friday."]
    return "\n\n".join(lines).encode("utf-8", "surrogatepass")


def _page(group: list[str], raw: bool) -> bytes:
    """A scraped page; ``raw``: payloads stand unescaped and break out of where they are."""
    told = group if raw else [html.escape(text) for text in group]
    a, b, c, d, *rest = [*told, *["x"] * 4]
    data = {"@type": "NewsArticle", "headline": group[0], "author": {"name": group[-1]}, "datePublished": group[0]}
    packed = json.dumps(data) if raw else json.dumps(data).replace("<", "\\u003c")
    rows = "".join(f"<li>{one}</li><tr><td>{one}</td><td>12</td></tr>" for one in rest)
    links = "".join(f'<p>See <a href="{one}" title="{one}">the {one} report</a> on Monday.</p>' for one in told)
    return f"""<!doctype html><html lang="{a}"><head><title>{a} of the port</title>
<meta property="og:title" content="{a}"><meta name="author" content="{b}"><meta property="og:site_name"
content="{c}">
<meta property="article:published_time" content="{d}"><link rel="canonical" href="{b}">
<meta property="og:url" content="{c}">
<script type="application/ld+json">{packed}</script></head><body><article id="{a}" class="{b}"><h1>{a}</h1>
<p class="byline">By {b}</p><time datetime="{c}">{d}</time>
<p>The ministers of Kazakhstan met in Astana on Monday to speak of {a}, officials said.</p><h2>{c}</h2>
<blockquote cite="{d}">{b}</blockquote><figure><img src="{a}" alt="{b}" srcset="{c}">
<figcaption>{d}</figcaption></figure>
<ul><table><caption>{a}</caption>{rows}</table></ul>{links}<p onclick="{a}" style="{b}">They met {c} again.</p>
<p>The ferry runs every day, the port of Aktau said on Friday.</p></article></body></html>""".encode(
        "utf-8", "surrogatepass"
    )


def _sidecar(group: list[str]) -> bytes:
    """Values that the desk accepts; what it refuses stops a build and is tested elsewhere."""
    lines = []
    for key, text in zip(("title", "author", "publisher", "url"), group, strict=False):
        value = f"https://example.org/{text}" if key == "url" else text
        line = f"{key} = {json.dumps(value, ensure_ascii=True)}\n".encode()
        try:
            sidecar("a.toml", line)
        except DeskError:
            continue
        lines.append(line)
    return b"".join(lines)


def _name(text: str) -> str:
    """The payload as part of a file's name, as far as one can be made of it."""
    plain = re.sub(r"[/\x00]", "_", text).strip(".").encode("utf-8", "replace")[:NAME]
    return plain.decode("utf-8", "ignore").strip()
