"""Sourceline: scraped articles in, a briefing site out, every sentence with its source line.

A scraped file is **read**, **cleaned**, searched for facts (**find**), **briefed**, **gathered** with the others and
**pressed** into pages. Six verbs, six rooms, each a folder with one function of the same name in its ``__init__``::

    floor 0  model.py       the nouns; also plain.py (records, as JSON), hashes.py, patterns.py, lazy.py, cache.py
          1  text/          strings in, strings out
             desk.py        data/, content/desk/ and sidecars: what editors decide; strict.py checks every value
          2  read/          file → Source
             clean/         Source → Article: every line kept or cut, with rule and reason
             find/          Article → facts: entities, quotes, figures, events, one file a kind
          3  brief/         facts → Briefing: key points, topics
             gather/        Briefings → Edition: stories, comparison, timeline, names, figures, hubs
          4  pipeline.py    the walk of one article
             collection.py  the walk of all; worker.py does each, bounded by pool.py; store.py remembers their rows.py
                            (those of every build on a shelf.py); record.py is what builds knew
          5  press/         Edition → a proofed folder, swapped in whole
          6  publish/       where Pelican meets all this
             command/       the command ``briefing``; its arguments are in __main__.py

A room imports from the floors below its own. On floors 0, 1, 4 and 6 neighbours may use each other; elsewhere never.
Only ``publish`` imports Pelican, only ``read/html.py`` BeautifulSoup. ``tests/test_floors.py`` holds all this.

What to touch, to change ...::

    what is cut             data/rules/*.toml, then clean/rules.py, clean/lines.py, clean/blocks.py
    a publisher's own lines gather/furniture.py counts them, clean/shared.py cuts them
    headline, date ...      read/head.py (text), read/meta.py and read/jsonld.py (pages)
    what is a name          data/gazetteer/ and data/words/names.toml, then find/names.py
    key points              brief/points.py
    what earns a topic      content/desk/topics/*.toml, then brief/topics.py
    what is one story       gather/likeness.py and stories.py; how its accounts differ: gather/relate.py, detail.py
    which pages there are   press/pages.py; what they show: press/show/; how they look: theme/
    what may be shown       press/rights.py; what keeps a page back: press/gate.py
    a setting               publish/settings.py
"""

from __future__ import annotations


def register() -> None:
    """Called by Pelican for the plugin "briefing". It swallows errors here, so a broken install ends the process."""
    try:
        from briefing import publish
    except KeyboardInterrupt:
        raise SystemExit(130) from None  # Pelican would end with 0, as if the site were built
    except ImportError as error:
        raise SystemExit(
            f"Not published: the plugin cannot be loaded ({error}); install it with its packages"
        ) from error
    publish.connect()
