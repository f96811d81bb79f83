"""``briefing explain``: each line of a file with the verdict on it, the rule that spoke and its reason."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from briefing.command import structure
from briefing.command.place import place, settled, told
from briefing.model import Article, Block, Verdict

COLOURS = {"keep": "green", "cut": "red", "ask": "yellow"}
FIELDS = ("headline", "byline", "published", "publisher", "dateline", "url")


def explain(file: Path, as_json: bool) -> int:
    """Prints what becomes of a file and why."""
    found = place(file)
    article = settled(found)
    if as_json:
        briefing = told(found, article)
        print(json.dumps(structure.whole(briefing), ensure_ascii=False, indent=2))
        return 0
    rows = [*_head(article), ("", ""), *_rows(article)]
    if sys.stdout.isatty():
        _coloured(rows)
    else:
        for _, row in rows:
            print(row)
    for warning in article.warnings:
        print(warning, file=sys.stderr)
    return 0


def _head(article: Article) -> list[tuple[str, str]]:
    """What the file is, and what it says about itself, as (call, line to print)."""
    source = article.source
    filled = sum(1 for line in source.lines if line)
    kept = len(structure.kept_lines(article))
    rows = [
        ("", f"{source.path}: {filled} lines with text, {kept} kept, {filled - kept} cut"),
        ("", f"  {'encoding':<10} {source.encoding}, language {source.language}, hash {source.sha256[:12]}"),
    ]
    for name in FIELDS:
        stated = getattr(article.head, name)
        if stated:
            where = f"line {stated.lines[0]}, {stated.origin}" if stated.lines else stated.origin
            value = f" = {stated.value}" if stated.value != stated.text else ""
            rows.append(("", f"  {name:<10} {stated.text}{value} ({where})"))
        else:
            rows.append(("", f"  {name:<10} not stated"))
    rows += [("", f"  note       {note}") for note in source.notes]
    rows += [("", f"  mended     line {each.line}: {each.fault}, {each.count} characters") for each in source.repairs]
    return rows


def _rows(article: Article) -> list[tuple[str, str]]:
    """Every block in the order of the file: its lines, the verdict, the rule and the reason, and below it the text."""
    judged: list[tuple[Block, Verdict]] = list(zip(article.blocks, article.verdicts, strict=True))
    judged += [(cut.block, cut.verdict) for cut in article.cuts]
    rows: list[tuple[str, str]] = []
    for block, verdict in sorted(judged, key=lambda pair: pair[0].lines):
        first, last = block.lines
        place = f"L{first}" if first == last else f"L{first}-{last}"
        sure = "" if verdict.confidence >= 0.995 else f" ({verdict.confidence:.0%})"
        rows.append((verdict.call, f"{place:>9}  {verdict.call:<4}  {verdict.rule:<24}  {verdict.why}{sure}"))
        rows.append(("text", f"{'':>9}  {block.kind}: {block.text}"))
    return rows


def _coloured(rows: list[tuple[str, str]]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for call, row in rows:
        console.print(Text(row, style=COLOURS.get(call, "dim" if call == "text" else "")))
