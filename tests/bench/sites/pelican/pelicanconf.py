"""Pelican with as little as does the same."""

AUTHOR = "Desk"
SITENAME = "Bench"
SITEURL = "https://example.org"
FEED_DOMAIN = SITEURL
PATH = "content"
PLUGINS = []
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "theme"
DIRECT_TEMPLATES = ["index"]
ARTICLE_SAVE_AS = ARTICLE_URL = "posts/{slug}.html"
TAG_SAVE_AS = TAG_URL = "topics/{slug}.html"
CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = ""
FEED_ALL_ATOM = "atom.xml"
FEED_MAX_ITEMS = 20
CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
