"""Compiled templates are kept: only whole, only for what they were compiled of, only where nobody else can write."""

import pytest
from briefing.cache import place
from briefing.publish.compiled import Compiled
from jinja2 import DictLoader, Environment


@pytest.fixture(autouse=True)
def caches(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "sourceline" / "templates"


def said(text="Hello {{ name }}", **options) -> tuple[str, int]:
    """What a template says, and how many were compiled for it."""
    env = Environment(loader=DictLoader({"a.html": text}), autoescape=True, **options)
    env.bytecode_cache = Compiled(env)
    compiled = []
    whole = env.compile
    env.compile = lambda *given, **more: compiled.append(given) or whole(*given, **more)
    return env.get_template("a.html").render(name="<you>"), len(compiled)


def test_a_template_is_compiled_once():
    assert said() == ("Hello &lt;you&gt;", 1)
    assert said() == ("Hello &lt;you&gt;", 0)


@pytest.mark.parametrize(
    "other",
    [
        {"text": "Good bye {{ name }}"},
        {"trim_blocks": True},
        {"variable_start_string": "{{{"},
        {"extensions": ["jinja2.ext.do"]},
    ],
)
def test_another_text_or_other_options_are_another_template(other):
    said()
    assert said(**other)[1] == 1


@pytest.mark.parametrize(
    "harm", [lambda data: data[:-1], lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:], lambda data: b""]
)
def test_a_damaged_file_is_not_run(caches, harm):
    said()
    (path,) = caches.iterdir()
    path.write_bytes(harm(path.read_bytes()))
    assert said() == ("Hello &lt;you&gt;", 1)
    assert said() == ("Hello &lt;you&gt;", 0)


def test_a_folder_that_others_can_write_is_not_used(caches):
    said()
    caches.chmod(0o777)
    assert said()[1] == 1
    caches.chmod(0o700)
    assert said()[1] == 0


def test_where_nothing_can_be_kept_templates_are_compiled(caches, monkeypatch):
    caches.parent.mkdir()
    caches.write_text("in the way")
    assert [said()[1], said()[1]] == [1, 1]


def test_it_lies_outside_the_project(caches):
    assert place() == caches.parent
