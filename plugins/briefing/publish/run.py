"""The run: one build at a time, Pelican's own run inside, then the swap, one last sentence and an exit code.

0 all published, 3 published with refusals, 1 not published, 75 another build runs, 130 interrupted. Under ``-r`` a run
always returns, whatever happened: Pelican would otherwise begin again at once, hundreds of times a second.
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import pelican as package
from msgspec.structs import replace
from pelican import Pelican
from pelican.log import console
from rich.highlighter import NullHighlighter

import briefing
from briefing import lazy
from briefing.desk import cutting
from briefing.hashes import digest
from briefing.model import DeskError, Refusal
from briefing.plain import encode
from briefing.press import PressError
from briefing.press.tree import Busy, Tree, TreeError, lock
from briefing.publish.report import BUSY, INTERRUPTED, NOTHING, Report, save
from briefing.publish.settings import SettingError, Settings, read
from briefing.publish.unchanged import Look

if TYPE_CHECKING:
    from briefing.publish.build import Build
    from briefing.publish.generator import BriefingGenerator

logger = logging.getLogger(__name__)
STATE = ".briefing"
SELDOM = (200_000, 50, 100)  # a build makes many objects that stay; looking for dead ones took a quarter of its time
BUILD = "briefing_build"  # attribute of the Pelican object while it runs
# Articles, pages, files and feeds go through the press: Pelican's own readers and writers have nothing to do.
QUIET: dict[str, Any] = {
    **dict.fromkeys(("ARTICLE_PATHS", "PAGE_PATHS", "STATIC_PATHS", "THEME_STATIC_PATHS", "DIRECT_TEMPLATES"), ()),
    **dict.fromkeys(("ARTICLE_TRANSLATION_ID", "PAGE_TRANSLATION_ID", "FEED_ATOM", "FEED_RSS", "FEED_ALL_ATOM")),
    **dict.fromkeys(("FEED_ALL_RSS", "CATEGORY_FEED_ATOM", "CATEGORY_FEED_RSS", "AUTHOR_FEED_ATOM", "AUTHOR_FEED_RSS")),
    **dict.fromkeys(("TAG_FEED_ATOM", "TAG_FEED_RSS", "TRANSLATION_FEED_ATOM", "TRANSLATION_FEED_RSS")),
    **dict.fromkeys(("AUTHOR_SAVE_AS", "CATEGORY_SAVE_AS", "TAG_SAVE_AS", "ARCHIVES_SAVE_AS", "AUTHORS_SAVE_AS"), ""),
    **dict.fromkeys(("CATEGORIES_SAVE_AS", "TAGS_SAVE_AS"), ""),
    "TEMPLATE_PAGES": {},
    "CACHE_CONTENT": False,
    "LOAD_CONTENT_CACHE": False,
    "DELETE_OUTPUT_DIRECTORY": False,
}


def install(pelican: Pelican) -> None:
    """Put our run in the place of Pelican's. Nothing else: this also happens for --print-settings and --listen."""
    pelican.settings.update(QUIET)
    pelican.run = partial(run, pelican)


def generators(pelican: Pelican) -> type[BriefingGenerator] | None:
    """Our generator, bound to the build that runs."""
    build = getattr(pelican, BUILD, None)
    if build is None:
        return None
    from briefing.publish.generator import BriefingGenerator

    return type("BriefingGenerator", (BriefingGenerator,), {"build": build})


def idle(generator: Any) -> None:
    """Let Pelican's generator of articles write nothing: it would compile the templates of pages that nobody makes."""
    generator.generate_output = lambda writer: None


def finished(pelican: Pelican) -> None:
    """Keep Pelican's own last sentence from the screen: it counts articles that did not go through it."""
    if getattr(pelican, BUILD, None):
        console.quiet, console.highlighter = True, NullHighlighter()  # what nobody sees needs no colours


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
    finally:
        gc.enable()
    if report.code not in (BUSY, INTERRUPTED):
        save(_state(pelican) / "report.json", report.dump())
    _say(report.lines())
    if not watching:
        gc.freeze()  # the process ends; a last search of all that is left for dead objects took a sixth of its time
    if watching and report.code == INTERRUPTED:
        raise KeyboardInterrupt
    if not watching and report.code:
        raise SystemExit(report.code)


def _say(lines: Iterable[str]) -> None:
    """Print. What was done stands, whoever listens: letters that a terminal lacks are escaped, a closed one is left."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        for line in lines:
            console.print(line, markup=False, emoji=False, highlight=False, soft_wrap=True)
    except (OSError, SystemExit):  # the disk is full; nobody reads any more, and rich would end the process with 1
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def build(pelican: Pelican) -> Report:
    """Lock, heal, stage, run, swap. Raises what ``run`` knows; the output is touched by the swap alone."""
    gc.set_threshold(*SELDOM)
    gc.unfreeze()
    gc.disable()  # until all that stays has been read
    settings = read(pelican.settings)
    if _watching():
        settings = replace(settings, search=False)
    content, theme, output = Path(pelican.path), Path(pelican.theme), Path(pelican.output_path)
    state = _state(pelican)
    name = digest(os.path.abspath(output).encode())[:8]
    keep = [content, theme, state, Path(briefing.__file__).parent, *_settings_file()]
    with lock(state):
        tree = Tree(output, keep, state / f"spare-{name}")
        tree.check()
        tree.heal()
        look = Look(state / f"last-{name}.json", pelican.settings, content, theme, tree)
        if (report := look.before()) is None:
            report = _built(pelican, settings, content, theme, state, tree, look)
        report.close(_shown(output))
        return report


def _built(
    pelican: Pelican, settings: Settings, content: Path, theme: Path, state: Path, tree: Tree, look: Look
) -> Report:
    from briefing.publish.build import Build  # not before it is known that something is to be done
    from briefing.publish.progress import Bars

    bars, highlighter = Bars(console), console.highlighter
    work: Build | None = None
    side = state / "side"  # where Pelican's own generators would write; nothing from there goes out
    try:
        work = Build(content, theme, state, settings, tree, look.articles, bars.step)
        setattr(pelican, BUILD, work)
        pelican.output_path, pelican.delete_outputdir = str(side), False
        with bars:
            _run(pelican, work)
        report = _published(work, look)
        if _watching():
            from briefing.pipeline import warm

            warm(work.desk)
        return report
    finally:
        console.quiet, console.highlighter = False, highlighter
        pelican.output_path = str(tree.output)
        setattr(pelican, BUILD, None)
        tree.discard()
        if work:
            work.store.close()
            work.ledger.close()
        if side.is_dir():
            shutil.rmtree(side, ignore_errors=True)


def _run(pelican: Pelican, work: Build) -> None:
    """Pelican's own run; once more without the rows of earlier builds where it falls over what they say."""
    try:
        type(pelican).run(pelican)
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
        if not work.store.doubted(error):
            raise
        work.tree.discard()
        type(pelican).run(pelican)


def _published(work: Build, look: Look) -> Report:
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
    work.remember()
    lazy.keep()
    save(work.state / "rules.json", encode(cutting(work.desk)))
    report.notes += [*tree.notes, *work.ledger.notes]
    look.remember(report, pressed.manifest)
    return report


def _strangers(side: Path) -> list[str]:
    return [path.relative_to(side).as_posix() for path in side.rglob("*") if path.is_file()] if side.exists() else []


def _state(pelican: Pelican) -> Path:
    return Path(os.path.abspath(pelican.path)).parent / STATE


def _settings_file() -> list[Path]:
    here = Path.cwd() / package.DEFAULT_CONFIG_NAME
    return [here] if here.exists() else []


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
