"""Sourceline: scraped articles in, a briefing site out, every sentence with its source line.

A file is **read**, **cleaned**, searched for facts (**find**), **briefed**, **gathered** with others, **pressed**::

    model.py        the nouns
    text/  desk.py  strings; what editors decide
    read/           file → Source
    clean/          Source → Article
    find/           Article → facts
    brief/          facts → Briefing
    gather/         Briefings → Edition
    pipeline.py     the walk of one article; collection.py walks all, store.py remembers, pool.py bounds each,
                    record.py is what earlier builds knew
    press/          Edition → a proofed folder, swapped in whole
    publish/        where Pelican meets all this

A room imports from the floors above it in this list, never sideways. Only ``publish`` imports Pelican.
"""

from __future__ import annotations


def register() -> None:
    """Called by Pelican for the plugin "briefing". It swallows errors here, so a broken install ends the process."""
    try:
        from briefing import publish
    except ImportError as error:
        raise SystemExit(
            f"Not published: the plugin cannot be loaded ({error}); install it with its packages"
        ) from error
    publish.connect()
