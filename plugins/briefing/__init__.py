"""Sourceline: scraped articles in, a briefing site out (the map follows)."""
