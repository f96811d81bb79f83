"""What this site is. What changes when it goes live stands in publishconf.py."""

SITENAME = "Eurasia Briefing"
SITEURL = ""
DEFAULT_LANG = "en"
TIMEZONE = "UTC"

BRIEFING_PURPOSE = "Accounts of the same events, side by side. Every sentence leads to its source line."
BRIEFING_TEXT = "full"  # "points": only key points, quotes and figures, where a sidecar does not say otherwise
BRIEFING_INDEX = True  # False: search engines are asked to stay away

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["briefing"]

JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}

# Everything goes through the press of the plugin: settings for Pelican's own articles, pages and feeds have no effect.
# It would only warn of feeds that it does not write.
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
