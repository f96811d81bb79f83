"""What the press is asked to do: one job a page, and what the gate says of a page once it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefing.plain import Frozen

Files = Mapping[str, bytes]


class Job(Frozen):
    """A page that is to be in the output, and all that decides its bytes.

    The page is rendered when, and only when, its fingerprint is new: ``inputs`` with the stamps of its template, of the
    settings and of the press's own code. Whatever a page shows must therefore be in ``inputs``, or follow from it.
    """

    address: str  # below the output, with "/": "briefings/astana/index.html"; the first file of the job
    kind: str  # "home", "briefing", "story", "asset" …; as in views.Page
    inputs: object  # JSON-able; frozen dataclasses of the model count as such, and so do tuples and mappings
    render: Callable[[], Files]  # address: bytes, the job's own address among them
    sources: tuple[str, ...] = ()  # paths below content/ of what it shows
    template: str | None = None  # None: the kind's own, "briefing.html"; "": the job uses none
    slug: str = ""  # of the briefing that is refused when this page fails the gate; "": a failure is a bug of ours

    @property
    def template_name(self) -> str:
        """Name of the template whose text is part of the fingerprint; "" when there is none."""
        return f"{self.kind}.html" if self.template is None else self.template


class Proof(Frozen):
    """What the gate found in the written files of a job.

    ``links`` and ``ids`` say which addresses the files point to and which anchors they hold, both as
    ``"briefings/astana/index.html#L9"`` below the output, so that ``press.proof`` can match them over the whole site.
    """

    traced: int = 0  # content sentences that equal their source
    shown: int = 0  # content sentences on the page
    faults: tuple[str, ...] = ()  # a sentence each; any one keeps the page back
    links: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


class Totals(Frozen):
    """What is known of the whole site when its last pages (home, about, sources) are made."""

    traced: int
    shown: int
    pages: int


Gate = Callable[[Job, Files], Proof]
