"""The page of one file: every line of it, what was kept, what was cut and why."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from briefing.model import Article, Block, Briefing, Card, Passage, Repair, Verdict
from briefing.press.job import Files, Job
from briefing.press.maker import Maker
from briefing.press.markup import place
from briefing.press.sheet import Sheet, sidecar_path
from briefing.press.views import LineView, RepairView, SourceView

AROUND = 16  # characters: fewer than nine words, whatever the script


def jobs(make: Maker) -> Iterator[Job]:
    """A page for every file."""
    room = make.room
    for card in room.edition.cards.values():
        yield Job(
            f"sources/{card.slug}/index.html",
            "source",
            room.inputs([card]),
            partial(_files, make, card),
            (card.path,),
            slug=card.slug,
        )


def _files(make: Maker, card: Card) -> Files:
    files = dict(
        make.files(
            "source",
            f"sources/{card.slug}/",
            lambda sheet: view(sheet, card.slug),
            title=f"Source: {card.path}",
            description="One file line by line: what was kept, what was cut and why.",
            noindex=card.status in ("hidden", "withdrawn"),
        )
    )
    if card.reuse == "full" and card.status != "withdrawn":
        lines = make.room.whole(card.slug).article.source.lines
        files[f"sources/{card.slug}/text.txt"] = "".join(f"{line}\n" for line in lines).encode()
    return files


def view(sheet: Sheet, slug: str) -> SourceView:
    """What a source page shows.

    Where the text may not be shown in full, only key points, quotes and figures stand on their lines; of the rest
    number, verdict and length remain.
    """
    room = sheet.room
    card = room.edition.cards[slug]
    sheet.letter(slug)
    article = room.whole(slug).article
    lines = lines_of(sheet, slug, article, open_spans(card, room.load(slug)))
    missing = tuple(
        key
        for key, given in (("publisher", card.publisher), ("published", card.published), ("url", card.url))
        if given is None
    )
    return SourceView(
        account=sheet.account(slug),
        path=card.path,
        hash=card.sha256,
        encoding=article.source.encoding,
        url=card.url,
        lines=lines,
        kept=sum(line.call in ("keep", "ask") for line in lines),
        cut=sum(line.call == "cut" for line in lines),
        asked=sum(line.call == "ask" for line in lines),
        rules=len({cut.verdict.rule for cut in article.cuts}),
        repairs=tuple(_repair(found) for found in article.source.repairs) if card.status != "withdrawn" else (),
        notes=article.source.notes + article.warnings,
        missing=missing,
        sidecar=_sidecar(card, article, missing),
        download="text.txt" if card.reuse == "full" and card.status != "withdrawn" else None,
        reuse=card.reuse,
    )


def open_spans(card: Card, briefing: Briefing) -> tuple[Passage, ...] | None:
    """What of a file may be shown: the sentences of its reduced briefing; None means every line."""
    if card.status == "withdrawn":
        return ()
    return None if card.reuse == "full" else briefing.article.sentences


def judged(article: Article) -> dict[int, tuple[Block, Verdict]]:
    """For each line of the numbered text with a block on it, the block and its verdict."""
    pairs = list(zip(article.blocks, article.verdicts, strict=True)) + [
        (cut.block, cut.verdict) for cut in article.cuts
    ]
    return {line: (block, verdict) for block, verdict in pairs for line in range(block.lines[0], block.lines[1] + 1)}


def lines_of(sheet: Sheet, slug: str, article: Article, spans: tuple[Passage, ...] | None) -> tuple[LineView, ...]:
    """Every line of a file with its verdict; with ``spans``, nothing is shown but these."""
    verdicts = judged(article)
    found = []
    for number, text in enumerate(article.source.lines, start=1):
        block, verdict = verdicts.get(number, (None, None))
        allowed = [span for span in spans or () if span.lines == (number, number)]
        hidden = len(text) - sum(len(span.text) for span in allowed) if spans is not None and text else None
        found.append(
            LineView(
                number=number,
                cite=_line(sheet, slug, number, text) if text and hidden is None else None,
                masked=hidden,
                spans=tuple(sheet.cite(slug, span) for span in allowed),
                call=verdict.call if verdict and text else "empty",
                kind=block.kind if block else "",
                rule=verdict.rule if verdict else "",
                why=verdict.why if verdict else "",
                confidence=f"{verdict.confidence:.2f}" if verdict and verdict.call != "keep" else "",
            )
        )
    return tuple(found)


def cut_lines(sheet: Sheet, slug: str, article: Article) -> tuple[LineView, ...]:
    """Only the lines that were cut."""
    return tuple(line for line in lines_of(sheet, slug, article, None) if line.call == "cut")


def _repair(found: Repair) -> RepairView:
    """A repair with the few characters around the fault: more would be text without its place."""
    at = next((i for i, char in enumerate(found.before) if not char.isascii() or char == "\\"), 0)
    start = max(0, at - AROUND // 3)
    return RepairView(found.line, found.fault, found.count, found.before[start : start + AROUND].strip())


def _line(sheet: Sheet, slug: str, number: int, text: str):
    card = sheet.room.edition.cards[slug]
    return sheet.located(card, place(card.path, (number, number), 0, len(text)), text, (number, number))


def _sidecar(card: Card, article: Article, missing: tuple[str, ...]) -> str:
    """The TOML an editor can copy: what the file does not say, and how to put a line back."""
    rows = [f"# content/{sidecar_path(card.path)}", *(f'{key} = ""' for key in missing)]
    cut = next((found.block.lines[0] for found in article.cuts), None)
    example = f": keep = [{cut}]" if cut else ""
    rows += ["", f"# a line to put back, or to cut, by its number{example}", f'of = "{card.sha256[:12]}"']
    rows += ["keep = []", "cut = []"]
    return "\n".join(rows)
