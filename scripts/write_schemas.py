"""Write docs/schema/*.json anew from the views: ``python scripts/write_schemas.py`` (``--check`` only compares)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from briefing.press import twins, views

HERE = Path(__file__).parent.parent / "docs" / "schema"
VIEWS = {
    "home": views.HomeView,
    "briefing": views.BriefingView,
    "story": views.StoryView,
    "hub": views.HubView,
    "entity": views.EntityView,
    "source": views.SourceView,
    "timeline": views.TimelineView,
}


def main() -> int:
    """0 when every file is as it should be (or was written), 1 when ``--check`` finds one that is not."""
    stale = []
    for kind, view in VIEWS.items():
        text = json.dumps(twins.schema(kind, view), indent=2, ensure_ascii=False) + "\n"
        path = HERE / f"{kind}.json"
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(path.name)
            if "--check" not in sys.argv:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
    if stale and "--check" in sys.argv:
        print(f"docs/schema: {', '.join(stale)} is not what the views say: run python scripts/write_schemas.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
