"""Edition → a proofed folder. ``press`` makes the pages that are new and carries the others; ``tree`` swaps them in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from jinja2 import TemplateError

from briefing.hashes import digest
from briefing.press.fingerprint import Entry, Manifest, Printed, Templates, fingerprint
from briefing.press.job import Files, Gate, Job, Totals
from briefing.press.tree import Tree


class PressError(Exception):
    """A page that cannot be made, or that fails the gate by a fault of ours. Nothing is published."""


@dataclass(slots=True)
class Pressed:
    """What is in the stage now."""

    manifest: Manifest = field(default_factory=Manifest)
    written: list[str] = field(default_factory=list)  # addresses of files whose bytes are new
    carried: int = 0  # files
    faults: list[tuple[Job, str]] = field(default_factory=list)

    @property
    def totals(self) -> Totals:
        """The sentences traced and shown so far, and the pages."""
        entries = self.manifest.entries.values()
        pages = sum(address.endswith(".html") for address in self.manifest.addresses())
        return Totals(sum(entry.traced for entry in entries), sum(entry.shown for entry in entries), pages)


@dataclass(frozen=True, slots=True)
class Stamps:
    """What decides a page beside its own inputs."""

    site: str  # settings, desk, code and packages
    templates: Templates
    sources: Mapping[str, str]  # path: hash of the file and its sidecar

    def of(self, job: Job) -> str:
        """The fingerprint of a job."""
        sources = [self.sources.get(path, "") for path in job.sources]
        return fingerprint([job.kind, job.inputs, sources], self.site, self.templates.stamp(job.template_name))


def press(
    jobs: Iterable[Job],
    closing: Callable[[Totals], Iterable[Job]],
    tree: Tree,
    before: Manifest,
    stamps: Stamps,
    gate: Gate,
    progress: Callable[[int], None] | None = None,
) -> Pressed:
    """Fill the stage: every job's files, carried from the output where ``before`` knows them under one fingerprint.

    ``closing`` gives the jobs that tell the totals of all others. ``gate`` sees the bytes of each page before they are
    put. Raises PressError for a page that cannot be rendered, TreeError for one that cannot be written.
    """
    done = Pressed()
    for job in jobs:
        _one(done, job, tree, before, stamps, gate)
        if progress:
            progress(len(done.manifest.entries))
    for job in closing(done.totals):
        _one(done, job, tree, before, stamps, gate)
    return done


def _one(done: Pressed, job: Job, tree: Tree, before: Manifest, stamps: Stamps, gate: Gate) -> None:
    if job.address in done.manifest.entries:
        raise PressError(f"{job.address}: two pages have this address")
    print_ = stamps.of(job)
    entry = before.entries.get(job.address)
    if entry and entry.fingerprint == print_ and all(tree.fits(*item) for item in entry.files.items()):
        files = {address: tree.carry(address, known) for address, known in entry.files.items()}
        done.carried += len(files)
        done.manifest.entries[job.address] = Entry(
            print_, entry.kind, files, entry.traced, entry.shown, entry.links, entry.ids
        )
        return
    made = _rendered(job)
    found = gate(job, made)
    done.faults += [(job, fault) for fault in found.faults]
    files = {address: _file(done, address, data, tree, entry) for address, data in made.items()}
    done.manifest.entries[job.address] = Entry(
        print_, job.kind, files, found.traced, found.shown, found.links, found.ids
    )


def _rendered(job: Job) -> Files:
    try:
        made = job.render()
    except TemplateError as error:
        place = getattr(error, "name", None) or job.template_name
        raise PressError(f"{job.address}: {place}: {type(error).__name__}: {error}") from error
    if job.address not in made:
        raise PressError(f"{job.address}: was not among the files that were made for it")
    return made


def _file(done: Pressed, address: str, data: bytes, tree: Tree, entry: Entry | None) -> Printed:
    known = entry.files.get(address) if entry else None
    if known and known.size == len(data) and known.hash == digest(data) and tree.fits(address, known):
        done.carried += 1
        return tree.carry(address, known)
    done.written.append(address)
    return tree.put(address, data)
