"""Patterns are compiled when first used, and what was compiled is kept: the same patterns, whatever is kept."""

import re

import pytest
from briefing import lazy

PATTERNS = [
    (r"(?P<day>\d{1,2})\s+(?P<month>[A-Zа-я]\w{2,8})", re.IGNORECASE),
    (r"(?<!\w)(?:a|b|(c))(?=\s)|[^\x00-\x7f]{2,40}?$", 0),
    (r"(?x) over \s (?P<n> \d+ )  # a number", re.MULTILINE),
    (rb"<!doctype html|<html[\s>]", re.IGNORECASE),
]
TEXT = "On 3 March c over 60 данных，中文文本\nover 7"


@pytest.fixture(autouse=True)
def caches(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    forget(monkeypatch)
    return tmp_path / "sourceline" / "patterns"


def forget(monkeypatch):
    """As a new process begins."""
    monkeypatch.setattr(lazy, "_patterns", lazy._Patterns())
    lazy._lazy.cache_clear()


def compiled(monkeypatch) -> int:
    """How many of the patterns had to be compiled; each does what ``re.compile`` of it does."""
    re.purge()
    parse, seen = lazy._parser.parse, []
    monkeypatch.setattr(lazy._parser, "parse", lambda *given: seen.append(given) or parse(*given))
    for text, flags in PATTERNS:
        found, wanted = lazy.regex(text, flags), re.compile(text, flags)
        on = TEXT if isinstance(text, str) else b"\xef\xbb\xbf <HTML >"
        told = [match.groupdict() | {0: match.span()} for match in wanted.finditer(on)]
        assert [match.groupdict() | {0: match.span()} for match in found.finditer(on)] == told
        assert (found.pattern, found.flags, found.groups) == (wanted.pattern, wanted.flags, wanted.groups)
        assert dict(found.groupindex) == dict(wanted.groupindex)
    monkeypatch.setattr(lazy._parser, "parse", parse)
    return sum(text in dict(PATTERNS) for text, *_ in seen) - len(PATTERNS)  # those of re.compile itself


def test_a_pattern_is_compiled_once(monkeypatch):
    assert compiled(monkeypatch) == len(PATTERNS)
    lazy.keep()
    forget(monkeypatch)
    assert compiled(monkeypatch) == 0


def test_what_two_processes_keep_adds_up(monkeypatch):
    lazy.regex("one thing").search(TEXT)
    first = lazy._patterns
    forget(monkeypatch)
    lazy.regex("another").search(TEXT)
    lazy.keep()
    first.keep()
    forget(monkeypatch)
    lazy.regex("a third").search(TEXT)
    assert {"one thing", "another"} <= {text for text, _ in lazy._patterns._known}


@pytest.mark.parametrize(
    "harm", [lambda data: data[:-1], lambda data: data[:90] + bytes([data[90] ^ 1]) + data[91:], lambda data: b""]
)
def test_a_damaged_file_is_not_used(caches, monkeypatch, harm):
    compiled(monkeypatch)
    lazy.keep()
    (path,) = caches.iterdir()
    path.write_bytes(harm(path.read_bytes()))
    forget(monkeypatch)
    assert compiled(monkeypatch) == len(PATTERNS)


def test_a_folder_that_others_can_write_is_not_used(caches, monkeypatch):
    compiled(monkeypatch)
    lazy.keep()
    caches.chmod(0o777)
    forget(monkeypatch)
    assert compiled(monkeypatch) == len(PATTERNS)


def test_a_pattern_that_is_none_says_so_at_its_first_use():
    found = lazy.regex("(")
    with pytest.raises(re.error, match="unterminated"):
        found.search(TEXT)


@pytest.mark.parametrize("engine", [None, object()], ids=["elsewhere", "of other parts"])
def test_an_engine_that_is_put_together_otherwise_compiles_as_usual(monkeypatch, engine):
    monkeypatch.setattr(lazy, "_sre", engine)
    assert lazy.regex(r"\d+").search(TEXT).group() == "3"
