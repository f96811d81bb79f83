"""``python -m audit``: all pages of the sample site and of the two real files, measured; one table; 1 on a miss.

``--short``: one page of a kind. ``--no-lighthouse``: without what takes longest. ``--tools FOLDER``: where the Nu
checker and Lighthouse are installed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from audit import files, pages, tools
from audit.measure import table, told
from browser.visits import Packed, one_of_each, serve
from sites import TOP, Built, build, lay


def main() -> int:
    """0 when every goal is met."""
    parser = argparse.ArgumentParser(prog="audit", description=__doc__)
    parser.add_argument("--short", action="store_true", help="one page of a kind")
    parser.add_argument("--no-lighthouse", action="store_true", help="leave Lighthouse out")
    parser.add_argument("--tools", type=Path, default=TOP / ".venv/page-audit/node_modules", help="npm modules")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sites, homes, roots = {}, {}, {}
        for which, articles in sources().items():
            place = lay(Path(folder) / which, articles)
            (Path(folder) / f"{which}-web").mkdir()
            _, homes[which] = serve(place / "output", Path(folder) / f"{which}-web", Packed)
            sites[which] = published(place, homes[which].rstrip("/"))
            roots[which] = published(lay(Path(folder) / f"{which}-root", articles), "https://example.org")
        kinds = {which: one_of_each(built) for which, built in sites.items()}
        asked = {
            which: list(kinds[which].values()) if chosen.short else built.pages() for which, built in sites.items()
        }
        measures = pages.pages((which, sites[which], homes[which], asked[which]) for which in sites)
        measures += files.weights(sites)
        measures += [files.links(roots, "/"), files.links(sites, "/repo/"), files.parsed(sites), files.contrasts()]
        every = [homes[which] + address.removesuffix("index.html") for which in sites for address in asked[which]]
        measures.append(tools.nu(chosen.tools, every))
        if not chosen.no_lighthouse:
            print(table(measures), "\nand Lighthouse ...", file=sys.stderr)
            shown = visited(sites["samples"], homes["samples"], kinds["samples"])
            measures.append(tools.lighthouse(chosen.tools, shown))
    print(table(measures))
    print(told(measures))
    return 0 if all(it.met for it in measures) else 1


def sources() -> dict[str, Path | None]:
    """The samples, and the real files where there are any."""
    found: dict[str, Path | None] = {"samples": None}
    data = os.environ.get("SOURCELINE_DATA", "")
    if data and (Path(data) / "seeds").is_dir():
        found["seeds"] = Path(data).resolve() / "seeds"
    else:
        print("SOURCELINE_DATA does not name a folder: the two real files were NOT audited", file=sys.stderr)
    return found


def published(folder: Path, address: str) -> Built:
    """A site as it goes live at an address."""
    built = build(folder, publish=True, record=True, SITEURL=address)
    if built.code != 0:
        raise SystemExit(built.said)
    return built


def visited(built: Built, home: str, kinds: dict[str, str]) -> dict[str, tuple[str, bool]]:
    """One page of each kind for Lighthouse: its address, and whether it asks search engines to stay away."""
    return {
        kind: (
            home + address.removesuffix("index.html"),
            bool(built.page(address).xpath("//meta[@name='robots' and contains(@content, 'noindex')]")),
        )
        for kind, address in kinds.items()
    }


if __name__ == "__main__":
    sys.exit(main())
