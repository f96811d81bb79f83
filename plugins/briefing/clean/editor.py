"""The editor's word on one article: lines kept and cut, and values of the head."""

from __future__ import annotations

from msgspec.structs import replace

from briefing.clean.page import Page, Verdicts
from briefing.model import Head, Sidecar, Source, Stated, Verdict

KEEP = Verdict("keep", "editor.keep", "An editor keeps this line.")
CUT = Verdict("cut", "editor.cut", "An editor cut this line.")


def applies(source: Source, sidecar: Sidecar) -> bool:
    """Whether the sidecar's line numbers were written for this very file."""
    return bool(sidecar.of) and source.sha256.startswith(sidecar.of or "-")


def judge(page: Page, verdicts: Verdicts) -> Verdicts:
    """Verdicts on the blocks that hold a line the editor named."""
    sidecar = page.sidecar
    if not (sidecar.keep or sidecar.cut) or not applies(page.source, sidecar):
        return {}
    keep, cut = set(sidecar.keep), set(sidecar.cut)
    said: Verdicts = {}
    for place, block in enumerate(page.blocks):
        held = set(range(block.lines[0], block.lines[1] + 1))
        if held & keep:
            said[place] = KEEP
        elif held & cut:
            said[place] = CUT
    return said


def head(found: Head, sidecar: Sidecar) -> Head:
    """The head that reading found, with the editor's values over it."""

    def over(said: str | None, old: Stated | None) -> Stated | None:
        return old if said is None else Stated(said, said, "editor")

    return replace(
        found,
        headline=over(sidecar.title, found.headline),
        byline=over(sidecar.author, found.byline),
        published=over(sidecar.published, found.published),
        publisher=over(sidecar.publisher, found.publisher),
        url=over(sidecar.url, found.url),
    )


def warnings(source: Source, sidecar: Sidecar) -> tuple[str, ...]:
    """What an editor should know: sentences that begin with a path."""
    said = [f"{source.path}: {note}" for note in source.notes]
    if sidecar.keep or sidecar.cut:
        first = source.sha256[:12]
        if not applies(source, sidecar):
            found = f'"{sidecar.of}"' if sidecar.of else "nothing"
            said.append(
                f"{sidecar.path}: keep and cut are not applied, they were written for another state of the file: "
                f'of: expected "{first}", found {found}'
            )
        else:
            last = len(source.lines)
            beyond = [number for number in (*sidecar.keep, *sidecar.cut) if number > last]
            if beyond:
                said.append(f"{sidecar.path}: line {beyond[0]} does not exist, the file has {last} lines")
    return tuple(said)
