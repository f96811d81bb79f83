"""Look through the theme's templates for what would open a door (``make lint``); exit 1 with file, line and reason.

Every template must parse; none may mark text safe, strip tags, run script, carry inline style or handlers, load over
http(s) or turn escaping off.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError

TEMPLATES = Path(__file__).parent.parent / "theme" / "templates"
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)

# the one script of the site; that it stands on the search page alone is the gate's to see
OURS = re.escape(' type="module" src="{{ site.theme }}js/search.js"></script>')

FAULTS = (
    # {{ text|safe }}   {% filter safe %}   {{ items|map("safe") }}   {{ text.__html__() }}
    (
        re.compile(r"\|\s*safe\b|\bsafe\s*\(|\bfilter\s+safe\b|[\"']safe[\"']|\bMarkup\b|__html__|\bmark_safe\b"),
        "marks text safe; markup comes from press/markup.py",
    ),
    # {{ text|unescape }}   {{ text|xmlattr }}   {{ text|urlize }}: they make markup of text
    (re.compile(r"\b(?:unescape|xmlattr|urlize)\b"), "makes markup of text; write the element out"),
    # {{ text|striptags }}
    (re.compile(r"\bstriptags\b"), "strips tags; source text is no markup"),
    # {% autoescape false %}
    (re.compile(r"\bautoescape\b"), "changes escaping; it is on everywhere"),
    # <script src="x.js">, but not <script type="application/ld+json">, nor the one of ours
    (re.compile(r"<script(?!\s+type=\"application/ld\+json\"\s*>|" + OURS + ")", re.IGNORECASE), "runs a script"),
    # <style>   <p style="…">
    (re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE), "carries style; the policy allows the stylesheet only"),
    # <body onload="…">   <svg/onload=…>
    (
        re.compile(r"[\s\"'/}]on[a-z]{3,30}=(?!=)|<[^<>]{0,400}[\s\"'/]on[a-z]{3,30}\s*=", re.IGNORECASE),
        "carries an event handler",
    ),
    # <a href="javascript:…">   <img src="data:…">
    (re.compile(r"=\s*[\"']?\s*(?:javascript|vbscript|data|blob|file)\s*:", re.IGNORECASE), "leads to what runs"),
    # <meta http-equiv="refresh" content="0; url=https://…">
    (re.compile(r"url\s*=\s*[\"']?(?:https?:|//)", re.IGNORECASE), "leads off the site"),
    # <img src="https://…">   <link href="//…">
    (
        re.compile(
            r"<(?:link|img|source|iframe|script|audio|video|track|embed|object|use|image|input|form|base)\b"
            r"[^>]{0,400}(?:https?:)?//",
            re.IGNORECASE,
        ),
        "loads from elsewhere",
    ),
    # <iframe …>   <base …>   <object …>
    (
        re.compile(r"<(?:iframe|frame|base|object|embed|applet|portal|math|foreignObject|template)\b", re.IGNORECASE),
        "is an element that no page needs",
    ),
    # <form action="…">, but not a <form> that leads nowhere: the search box
    (re.compile(r"<form\b[^>]{0,400}\saction\s*=|\sformaction\s*=", re.IGNORECASE), "is a form that sends"),
    # <a href="{{ url }}"> needs its quotes: <a href={{ url }}>
    (re.compile(r"(?<!;)\s[a-z-]{1,30}=\{\{"), "an attribute without quotes"),
)


def faults(text: str) -> Iterator[tuple[int, str]]:
    """Line and reason of each fault of one template's text; what stands in a Jinja comment does not count."""
    plain = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    for pattern, reason in FAULTS:
        for found in pattern.finditer(plain):
            yield plain.count("\n", 0, found.start()) + 1, reason
    try:
        Environment(autoescape=True).parse(text)
    except TemplateSyntaxError as error:
        yield error.lineno, f"does not parse: {error.message}"


def main() -> int:
    """Print every fault; 1 when there is one."""
    found = 0
    for path in sorted(TEMPLATES.rglob("*.html")):
        for line, reason in sorted(faults(path.read_text("utf-8"))):
            print(f"{path.relative_to(TEMPLATES.parent.parent)}:{line}: {reason}")
            found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
