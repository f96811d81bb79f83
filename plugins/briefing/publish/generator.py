"""Our generator: what Pelican asks of one, with its environment for templates, and the build it does its part of."""

from __future__ import annotations

import gc
from typing import Any

from jinja2 import StrictUndefined
from pelican.generators import Generator

from briefing.publish.build import Build
from briefing.publish.compiled import Compiled
from briefing.publish.filters import FILTERS
from briefing.publish.quick import Quick
from briefing.publish.unchanged import OWN_CODE


class BriefingGenerator(Generator):
    """Gathers the edition when Pelican gathers its context, and presses it when Pelican writes its output."""

    build: Build  # of this run; set on the class that ``run.generators`` hands to Pelican

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whatever a settings file says, scraped text is escaped and a misspelt name in a template is an error.
        self.env.autoescape = True
        self.env.undefined = StrictUndefined
        self.env.auto_reload = False  # there is an environment for each build
        self.env.template_class = Quick
        self.env.filters.update(FILTERS)
        # What filters of the site's own settings file do is folded into the code, and nobody can see them change.
        self.env.bytecode_cache = None if any(self.settings.get(key) for key in OWN_CODE) else Compiled(self.env)

    def generate_context(self) -> None:
        """Read the desk, the record and the articles; make the edition."""
        self.build.gather()
        gc.freeze()  # it stays; to look through it for dead objects again and again took a tenth of a build
        gc.enable()

    def generate_output(self, writer: object) -> None:
        """Press the edition into the stage. Pelican's writer is not used."""
        del writer
        self.build.press(self.env)
