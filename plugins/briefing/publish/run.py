"""The run: one build at a time, Pelican's own run inside, then the swap, one last sentence and an exit code.

0 all published, 3 published with refusals, 1 not published, 75 another build runs, 130 interrupted. Under ``-r`` a run
always returns, whatever happened: Pelican would otherwise begin again at once, hundreds of times a second.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pelican as package
from pelican import Pelican
from pelican.log import console

import briefing
from briefing.model import DeskError, Refusal
from briefing.press import PressError
from briefing.press.tree import Busy, Tree, TreeError, lock
from briefing.publish.build import Build
from briefing.publish.generator import BriefingGenerator
from briefing.publish.report import ALL, BUSY, INTERRUPTED, NOTHING, REFUSALS, Report, save
from briefing.publish.settings import SettingError, read

logger = logging.getLogger(__name__)
STATE = ".briefing"
BUILD = "briefing_build"  # attribute of the Pelican object while it runs


def install(pelican: Pelican) -> None:
    """Put our run in the place of Pelican's. Nothing else: this also happens for --print-settings and --listen."""
    pelican.run = partial(run, pelican)


def generators(pelican: Pelican) -> type[BriefingGenerator] | None:
    """Our generator, bound to the build that runs."""
    build = getattr(pelican, BUILD, None)
    return type("BriefingGenerator", (BriefingGenerator,), {"build": build}) if build else None


def finished(pelican: Pelican) -> None:
    """Keep Pelican's own last sentence from the screen: it counts articles that did not go through it."""
    if getattr(pelican, BUILD, None):
        console.quiet = True


def run(pelican: Pelican) -> None:
    """Build the site. Outside ``-r`` ends the process with its exit code where that is not 0."""
    watching = _watching()
    report = Report()
    try:
        report = build(pelican)
    except KeyboardInterrupt:
        report.code, report.sentence = INTERRUPTED, "Interrupted; the site is as it was."
    except Busy as error:
        report.code, report.sentence = BUSY, f"Not published: {error}."
    except (SettingError, DeskError, PressError, TreeError, Refusal) as error:
        report.code, report.sentence = NOTHING, f"Not published, the site is as it was: {error}"
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        report.code, report.sentence = NOTHING, f"Not published, the site is as it was: {what}"
    except Exception:
        if not watching:
            raise
        logger.exception("Not published, the site is as it was. This is an error of the program:")
        return
    for line in report.lines():
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if report.code not in (BUSY, INTERRUPTED):
        save(_state(pelican) / "report.json", report.dump())
    if watching and report.code == INTERRUPTED:
        raise KeyboardInterrupt
    if not watching and report.code:
        raise SystemExit(report.code)


def build(pelican: Pelican) -> Report:
    """Lock, heal, stage, run, swap. Raises what ``run`` knows; the output is touched by the swap alone."""
    settings = read(pelican.settings)
    content, theme, output = Path(pelican.path), Path(pelican.theme), Path(pelican.output_path)
    state = _state(pelican)
    keep = [content, theme, state, Path(briefing.__file__).parent, *_settings_file()]
    with lock(state):
        tree = Tree(output, keep)
        tree.check()
        tree.heal()
        tree.open()
        work: Build | None = None
        side = state / "side"  # where Pelican's own generators would write; nothing from there goes out
        try:
            work = Build(content, theme, state, settings, tree)
            setattr(pelican, BUILD, work)
            pelican.output_path, pelican.delete_outputdir = str(side), False
            type(pelican).run(pelican)
            return _published(work)
        finally:
            console.quiet = False
            pelican.output_path = str(output)
            setattr(pelican, BUILD, None)
            tree.discard()
            if work:
                work.store.close()
            shutil.rmtree(side, ignore_errors=True)


def _published(work: Build) -> Report:
    """Bring the stage to the disk and swap it in; what to say of it."""
    tree, report, pressed = work.tree, work.report, work.pressed
    assert pressed is not None
    if not work.settings.shrink and (why := tree.shrinks(report.pages)):
        raise TreeError(why)
    strange = sorted(_strangers(work.state / "side"))
    if strange:
        report.notes.append(f"{', '.join(strange[:5])}: not published; only pages that pass the gate are")
    tree.seal()
    tree.swap()
    save(work.manifest_path, pressed.manifest.dump())
    report.notes += tree.notes
    report.code = REFUSALS if report.refusals else ALL
    refused = len(report.refusals)
    report.sentence = (
        f"Published {_count(len(report.cards), 'article')} on {_count(report.pages, 'page')} "
        f"({_count(len(report.written), 'file')} new) in {_shown(tree.output)}"
        + (f"; refused {_count(refused, 'file')}, see {STATE}/report.json." if refused else ".")
    )
    return report


def _strangers(side: Path) -> list[str]:
    return [path.relative_to(side).as_posix() for path in side.rglob("*") if path.is_file()] if side.exists() else []


def _state(pelican: Pelican) -> Path:
    return Path(os.path.abspath(pelican.path)).parent / STATE


def _settings_file() -> list[Path]:
    here = Path.cwd() / package.DEFAULT_CONFIG_NAME
    return [here] if here.exists() else []


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _shown(path: Path) -> str:
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


def _watching() -> bool:
    """Whether this run is one of ``pelican -r``: its loop is among our callers."""
    loop: Any = package.autoreload.__code__
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code is loop:
            return True
        frame = frame.f_back
    return False
