"""Where Pelican meets the rest: settings, the generator, and the run that stages, proofs and swaps."""

from __future__ import annotations

from pelican.plugins import signals

from briefing.publish.run import finished, generators, idle, install


def connect() -> None:
    """Hook into Pelican. The receivers are named functions: blinker forgets all others."""
    signals.initialized.connect(install)
    signals.get_generators.connect(generators)
    signals.article_generator_init.connect(idle)
    signals.finalized.connect(finished)
