"""Every payload in every place where an article can carry text: few to an article, so that each is read for itself."""

from __future__ import annotations

import html
import json
import unicodedata

from hostile import GOOD, NAMES, OTHER, _name, _sidecar

EACH = 4  # payloads of one group: as many as a headline holds
HEADLINE = 200  # characters


def files(texts: list[str]) -> dict[str, bytes]:
    """The files of one site: for each group of payloads a text, a page that escapes them and one that does not."""
    found: dict[str, bytes] = {
        f"good-{n}.txt": GOOD.format(name=name, count=300 + n).encode() for n, name in enumerate(NAMES)
    }
    for at in range(0, len(texts), EACH):
        group = texts[at : at + EACH]
        key = f"{at // EACH:04}"
        found[f"text-{key}.txt"] = _plain(group)
        found[f"page-{key}.html"] = _page([html.escape(one) for one in group], group, "<")
        path = _path(group, key)
        found[f"{path}.html"] = _page(group, group, "")
        if told := _sidecar([_fitted(group), *group[::-1]]):
            found[f"{path}.toml"] = told
    return found


def _fitted(group: list[str], size: int = HEADLINE) -> str:
    """As many of the payloads as fit into one line of a head, the first one cut where it is longer."""
    line = ""
    for text in group:
        if len(line) + len(text) < size:
            line = f"{line} {text}".strip()
    return " ".join((line or group[0][:size]).split())


def _path(group: list[str], key: str) -> str:
    """Folders and a name made of the payloads; a plain one where the names could not be a file's."""
    names = [name for name in (_name(text) for text in group) if name]
    whole = "/".join(names[:2]) + f"/{''.join(names[2:])[:60]} {key}"
    seen = all(part and part.strip(" .") and not part.startswith(".") for part in whole.split("/"))
    fits = all(unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in whole)
    articles = any(part.lower().endswith((".txt", ".html", ".htm")) for part in names[:2])
    return whole if seen and fits and not articles and len(whole.encode()) < 500 else f"raw-{key}"


def _plain(group: list[str]) -> bytes:
    head = _fitted(group)
    lines = [head, f"By {_fitted(group[1:] or group, 70)}", f"Published: 4 July 2024 {_fitted(group[2:] or group, 50)}"]
    lines += [
        f"Source: {_fitted(group[3:] or group, 70)}",
        f"ASTANA {_fitted(group, 30)} -- The port opened on Monday.",
    ]
    for text in group:
        lines += [text, f"The minister said “{text}” on Monday, and 40 lorries {text} crossed the border in Astana."]
        lines += [f"{text} Bekova of {text} told reporters that 12 percent {text} came in June 2024.", f"- {text}"]
    lines += [f"Read more: https://example.org/{group[0]}", f"URL: https://example.org/{group[-1]}"]
    lines += ["The ferry runs every day, the port of Aktau said on Friday."]
    return "\n\n".join(lines).encode("utf-8", "surrogatepass")


def _page(told: list[str], plain: list[str], kept: str) -> bytes:
    """A scraped page of the payloads as ``told``; ``kept``: "<" where JSON-LD does not let them out of its element."""
    head, last = " ".join(told)[:HEADLINE] if not kept else html.escape(_fitted(plain)), told[-1]
    turn = lambda number: told[number % len(told)]  # noqa: E731
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": _fitted(plain),
        "alternativeHeadline": plain[0],
        "description": " ".join(plain),
        "articleBody": " ".join(plain),
        "author": [{"@type": "Person", "name": one, "url": one} for one in plain],
        "publisher": {"name": plain[-1], "logo": {"url": plain[0]}},
        "datePublished": plain[0],
        "dateModified": plain[-1],
        "url": plain[0],
        "keywords": plain,
    }
    packed = json.dumps(data)
    packed = packed.replace("<", "\\u003c") if kept else packed
    metas = "".join(
        f'<meta {kind}="{name}" content="{turn(number)}">'
        for number, (kind, name) in enumerate(
            (kind, name)
            for kind, names in {
                "property": "og:title og:site_name og:url og:description article:author article:published_time "
                "article:modified_time og:image og:locale",
                "name": "author byl date dc.date dc.creator dc.publisher description keywords publisher "
                "twitter:title parsely-title parsely-pub-date sailthru.author",
                "itemprop": "headline author datePublished publisher",
            }.items()
            for name in names.split()
        )
    )
    attributes = " ".join(
        f'{name}="{turn(n)}"'
        for n, name in enumerate(
            ["id", "class", "title", "style", "lang", "dir", "data-x", "aria-label", "name", "onclick"]
        )
    )
    rows = "".join(f'<tr><td {attributes}>{one}</td><td colspan="{one}">12</td></tr>' for one in told)
    body = "".join(
        f'<p {attributes}>See <a href="{one}" title="{one}" {attributes}>the {one} report</a> of 40 lorries.</p>'
        f'<p>“We wait {one},” said {one} Bekova, the minister.</p><p itemprop="author">By {one}</p><h2>{one}</h2>'
        f'<figure><img src="{one}" alt="{one}" srcset="{one}"><figcaption>{one}</figcaption></figure>'
        f'<blockquote cite="{one}">{one}</blockquote><ul><li>{one}</li></ul><pre>{one}</pre>'
        f'<details><summary>{one}</summary>{one}</details><time datetime="{one}">{one}</time>'
        f'<abbr title="{one}">{one}</abbr>'
        for one in told
    )
    return f"""<!doctype html><html lang="{turn(0)}" dir="{last}"><head><title>{head}</title>{metas}
<link rel="canonical" href="{last}"><base href="{turn(1)}"><script type="application/ld+json">{packed}</script></head>
<body {attributes}><article {attributes}><h1>{head}</h1><p class="byline">By {turn(1)}</p>
<p class="publisher">{turn(2)}</p>
<p>The ministers of Kazakhstan met in Astana on Monday to speak of {turn(3)}, officials said.</p>{body}
<table><caption>{turn(0)}</caption>{rows}</table>
<p>The ferry runs every day, the port of Aktau said on Friday. {OTHER[len(last) % len(OTHER)]}</p></article></body>
</html>
""".encode("utf-8", "surrogatepass")
