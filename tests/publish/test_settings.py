"""The settings: each typed, each wrong one named."""

import pytest
from briefing.publish.settings import SettingError, Settings, read

GIVEN = {"SITENAME": "A", "SITEURL": "", "DEFAULT_LANG": "en", "OUTPUT_PATH": "output"}


def test_defaults():
    assert read(GIVEN) == Settings(name="A")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("BRIEFING_TEXT", "some", '"full" or "points"'),
        ("BRIEFING_TEXT", ["full"], '"full" or "points"'),
        ("BRIEFING_INDEX", "no", "True or False"),
        ("BRIEFING_INDEX", 0, "True or False"),
        ("BRIEFING_PURPOSE", "a\nb", "one line"),
        ("BRIEFING_PURPOSE", "a" * 301, "one line"),
        ("BRIEFING_TOPICS", 1, "unknown setting"),
        ("SITENAME", "a\nUser-agent: *", "can be seen"),
        ("SITENAME", "a\ud800", "can be seen"),
        ("SITENAME", "a\u202eb", "can be seen"),
        ("SITENAME", " ", "the name"),
        ("SITEURL", "example.org", "an address"),
        ("SITEURL", "https://example.org/", "without a slash"),
        ("SITEURL", 'https://example.org/"><script>', "an address"),
        ("SITEURL", "https://[::1", "an address"),
        ("SITEURL", "https://example.org:99999999", "an address"),
        ("SITEURL", "https://me:word@example.org", "an address"),
        ("SITEURL", "https://example.org//repo", "an address"),
        ("SITEURL", "https://example.org/a/../b", "an address"),
        ("DEFAULT_LANG", "English", "language code"),
    ],
)
def test_a_wrong_setting_is_named(key, value, said):
    with pytest.raises(SettingError, match=f"{key}: .*{said}"):
        read({**GIVEN, key: value})


@pytest.mark.parametrize(
    "address", ["https://example.org", "http://localhost:8000", "https://user.github.io/repo", "https://[::1]:8000/a"]
)
def test_addresses(address):
    assert read({**GIVEN, "SITEURL": address}).address == address


def test_every_setting_has_its_docstring():
    import ast
    import inspect

    body = ast.parse(inspect.getsource(Settings)).body[0].body[1:]
    fields = [one for one in body if isinstance(one, ast.AnnAssign)]
    words = [one for one in body if isinstance(one, ast.Expr)]
    assert len(fields) == len(words)
