"""``briefing rules``: what is in force, and what a change of the rules changes, file by file."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from briefing.__main__ import main
from briefing.desk import cutting, load
from briefing.plain import encode

ARTICLE = """A road to the sea

The ministers of three countries agreed on Tuesday to build a road from the mountains to the sea by next autumn.

Get our app for free

The road is to carry more than forty million tonnes of goods a year between the two ports of the inland sea.

Leave a Reply

Your email address will not be published. Required fields are marked *
"""
OTHER = """A school in the valley

A school for six hundred pupils opened in the valley on Monday, and parents had waited for it since the spring.
"""
RULE = """[[rule]]
name = "ours.app"
pattern = "get our app for free"
why = "Advert for an app."
language = "en"
"""


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site of two articles, built with the shipped rules alone."""
    (tmp_path / "content/articles").mkdir(parents=True)
    (tmp_path / "content/desk/rules").mkdir(parents=True)
    (tmp_path / ".briefing").mkdir()
    (tmp_path / "content/articles/road.txt").write_text(ARTICLE)
    (tmp_path / "content/articles/school.txt").write_text(OTHER)
    (tmp_path / ".briefing/rules.json").write_bytes(encode(cutting(load(tmp_path / "content"))))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys, *arguments):
    code = main(["rules", *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_rules_in_force_with_their_files_and_what_they_cut(site, capsys):
    (site / "content/desk/rules/ours.toml").write_text(RULE)
    code, out, err = run(capsys)
    assert (code, err) == (0, "")
    rows = {row.split()[2]: row.split() for row in out.splitlines()[1:-1]}
    assert rows["ours.app"] == ["1", "0", "ours.app", "en", "content/desk/rules/ours.toml"]
    assert rows["comments.open"][0] == "1"
    assert rows["comments.open"][-1] == "data/rules/comments.toml"
    assert out.splitlines()[-1].endswith("of 2 articles")
    said = {row["rule"]: row for row in json.loads(run(capsys, "--json")[1])}
    assert said["ours.app"] == {
        "rule": "ours.app",
        "cuts": 1,
        "asks": 0,
        "languages": ["en"],
        "files": ["content/desk/rules/ours.toml"],
    }


def test_a_new_rule_shows_the_lines_it_would_cut(site, capsys):
    (site / "content/desk/rules/ours.toml").write_text(RULE)
    before = sorted(path for path in site.rglob("*"))
    code, out, err = run(capsys, "--diff")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "articles/road.txt",
        "       L5  cut   ours.app                  Advert for an app.",
        "           Get our app for free",
        "",
        "1 would be cut and 0 put back, in 1 article of 2; nothing was written",
    ]
    assert sorted(path for path in site.rglob("*")) == before
    assert run(capsys, "--diff")[1] == out  # asking twice changes nothing


def test_a_rule_switched_off_shows_the_lines_that_come_back(site, capsys):
    (site / "content/desk/rules/ours.toml").write_text(RULE)
    (site / ".briefing/rules.json").write_bytes(encode(cutting(load(site / "content"))))
    (site / "content/desk/rules/ours.toml").write_text(f"{RULE}off = true\n")
    said = json.loads(run(capsys, "--diff", "--json")[1])
    assert said["compared"] == 2
    assert [one["path"] for one in said["articles"]] == ["articles/road.txt"]
    line = {"lines": [5, 5], "text": "Get our app for free", "rule": "ours.app", "why": "Advert for an app."}
    assert said["articles"][0]["back"] == [line]
    assert said["articles"][0]["cut"] == []


def test_without_a_change_there_is_nothing(site, capsys):
    assert run(capsys, "--diff")[1] == "0 would be cut and 0 put back, in 0 articles of 2; nothing was written\n"


def test_against_another_folder(site, capsys, tmp_path):
    other = tmp_path / "other"
    (other / "rules").mkdir(parents=True)
    (other / "rules/theirs.toml").write_text(RULE)
    assert "L5  back  ours.app                  No longer cut: Advert for an app." in run(capsys, "--diff", other)[1]


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_against_a_revision(site, capsys):
    def git(*arguments):
        names = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", *names, *arguments], cwd=site, check=True, capture_output=True)

    git("init")
    (site / "content/desk/rules/ours.toml").write_text(RULE)
    git("add", "content")
    git("commit", "-m", "rule")
    (site / "content/desk/rules/ours.toml").unlink()
    assert "back  ours.app" in run(capsys, "--diff", "HEAD")[1]


@pytest.mark.parametrize("against", ["nowhere", "--diff=-p", "--diff=a\0b"])
def test_what_there_is_not_is_said_in_a_sentence(site, capsys, against):
    code, out, err = run(capsys, *([against] if against.startswith("-") else ["--diff", against]))
    assert (code, out) == (1, "")
    assert "expected a folder with rules or a Git revision" in err


def test_before_the_first_build(site, capsys):
    (site / ".briefing/rules.json").write_text("{}")
    code, out, err = run(capsys, "--diff")
    assert (code, out) == (1, "")
    assert "build once" in err


def test_a_refused_file_costs_itself(site, capsys):
    (site / "content/articles/picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (site / "content/desk/rules/ours.toml").write_text(RULE)
    code, out, err = run(capsys, "--diff")
    assert code == 3
    assert "refused: articles/picture.txt" in err
    assert "in 1 article of 2" in out


def test_no_content(site, capsys):
    assert run(capsys, "--content", "none")[0] == 1
