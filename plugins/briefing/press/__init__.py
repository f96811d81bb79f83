"""Edition → a proofed folder. ``press`` makes the pages that are new and carries the others; ``tree`` swaps them in."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterable
from operator import attrgetter

from jinja2 import TemplateError
from msgspec import Struct, field
from msgspec.structs import replace

from briefing.hashes import digest
from briefing.press.fingerprint import Fingerprint, Templates
from briefing.press.job import Files, Gate, Job, Totals
from briefing.press.manifest import Entry, Manifest, Printed, into, marks, number, seal
from briefing.press.tree import Tree


class PressError(Exception):
    """A page that cannot be made, or that fails the gate by a fault of ours. Nothing is published."""


class Pressed(Struct):
    """What is in the stage now."""

    manifest: Manifest = field(default_factory=Manifest)
    written: list[str] = field(default_factory=list)  # addresses of files whose bytes are new
    faults: list[tuple[Job, str]] = field(default_factory=list)

    @property
    def totals(self) -> Totals:
        """The sentences traced and shown so far, and the pages."""
        every = self.manifest.entries.values()
        return Totals(*(sum(map(attrgetter(name), every)) for name in ("traced", "shown", "pages")))

    @property
    def carried(self) -> int:
        """Files whose bytes are those of before, when all are there."""
        return len(self.manifest.files) - len(self.written)

    def sound(self) -> tuple[Manifest, list[str]]:
        """What is right in the stage, for another attempt to begin with, and the files that are not."""
        failed = {job.address for job, _ in self.faults}
        right = Manifest(
            {address: entry for address, entry in self.manifest.entries.items() if address not in failed},
            {address: found for address, found in self.manifest.new.items() if address not in failed},
        )
        return right, [file for address in sorted(failed) for file in self.manifest.entries[address].files]


class Stamps:
    """What decides a page beside its own inputs: ``site`` is over settings, desk, code and packages."""

    def __init__(self, site: str, templates: Templates) -> None:
        self._site, self._templates = site, templates
        self._begun: dict[tuple[str, str | None], Fingerprint] = {}  # by kind and template

    def of(self, job: Job) -> str:
        """The fingerprint of a job."""
        begun = self._begun.get((job.kind, job.template))
        if begun is None:
            begun = Fingerprint(self._site, self._templates.stamp(job.template_name), job.kind)
            self._begun[job.kind, job.template] = begun
        return begun.of((job.inputs, job.sources))


def press(
    jobs: Iterable[Job],
    closing: Callable[[Pressed], Iterable[Job]],
    tree: Tree,
    before: Manifest,
    stamps: Stamps,
    gate: Gate,
    progress: Callable[[int], None] | None = None,
) -> Pressed:
    """Fill the stage: every job's files, carried where ``before`` knows them under one fingerprint.

    ``closing`` gives the jobs that follow from what the others made. ``gate`` sees the bytes of each page before they
    are put; ``progress`` is told how many jobs are done. Raises PressError for a page that cannot be rendered,
    TreeError for one that cannot be written.
    """
    done = Pressed()
    for place, job in enumerate(jobs, 1):
        _one(done, job, tree, before, stamps, gate)
        if progress:
            progress(place)
    for job in closing(done):
        _one(done, job, tree, before, stamps, gate)
    if tree.reused:
        tree.clear((file for was, _ in done.manifest.others(before) if was for file in was.files), done.manifest.files)
    return done


def _one(done: Pressed, job: Job, tree: Tree, before: Manifest, stamps: Stamps, gate: Gate) -> None:
    address, entries = job.address, done.manifest.entries
    if address in entries:
        raise PressError(f"{address}: two pages have this address")
    try:
        print_ = stamps.of(job)
    except TemplateError as error:
        raise PressError(f"{address}: {error}") from error
    entry = before.entries.get(address)
    if entry and entry.fingerprint == print_ and (files := tree.carried(entry.files)) is not None:
        entries[address] = entry if files is entry.files else replace(entry, files=files)
        if address in before.new:  # an attempt before this one made it
            done.manifest.new[address] = before.new[address]
            done.written += files
        return
    made = _rendered(job)
    found = gate(job, made)
    done.faults += [(job, fault) for fault in found.faults]
    files = {name: _file(done, name, data, tree, entry) for name, data in made.items()}
    pages = sum(name.endswith(".html") for name in files)
    told = marks(found.links, found.ids)
    ways = into(told, files)
    entries[address] = Entry(
        print_, job.kind, files, found.traced, found.shown, seal(files), number(address), pages, ways
    )
    done.manifest.new[address] = told


def _rendered(job: Job) -> Files:
    try:
        made = job.render()
    except TemplateError as error:
        place = getattr(error, "name", None) or job.template_name
        raise PressError(f"{job.address}: {place}: {type(error).__name__}: {error}") from error
    except RecursionError as error:
        raise PressError(f"{job.address}: {job.template_name}: templates include each other without end") from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        if place := _in_template(error):
            raise PressError(f"{job.address}: {place}: {type(error).__name__}: {error}") from error
        raise
    if job.address not in made:
        raise PressError(f"{job.address}: was not among the files that were made for it")
    return made


def _in_template(error: Exception) -> str:
    """Name and line of the template whose own code an error comes from; "" where it is not a template's."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    name = os.path.basename(last.filename)
    return f"{name} line {last.lineno}" if name.endswith((".html", ".svg", ".xml", ".txt")) else ""


def _file(done: Pressed, address: str, data: bytes, tree: Tree, entry: Entry | None) -> Printed:
    known = entry.files.get(address) if entry else None
    if known and known.size == len(data) and known.hash == digest(data) and tree.fits(address, known):
        return tree.carry(address, known)
    done.written.append(address)
    return tree.put(address, data)
