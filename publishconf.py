"""What changes when the site goes live: its address, from the environment (SITEURL=https://example.org/repo)."""

import os
import sys

sys.path.append(os.curdir)
from pelicanconf import *  # noqa: F403

BRIEFING_SEARCH = True
SITEURL = os.environ.get("SITEURL", "").rstrip("/")
