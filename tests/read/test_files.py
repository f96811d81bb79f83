"""The folder of articles, with everything in it that should not be there."""

import os
import time

import pytest
from briefing import hashes
from briefing.model import Refusal
from briefing.read.files import LIMIT, load, scan

POSIX = pytest.mark.skipif(os.name != "posix", reason="links, pipes and modes of POSIX")


OUTSIDE = ["articles/../a.txt", "/etc/passwd", "articles//a.txt", "articles/a.txt/", "", "articles/\x00.txt"]


@pytest.fixture
def content(tmp_path):
    articles = tmp_path / "content" / "articles"
    articles.mkdir(parents=True)
    (articles / "a.txt").write_text("A")
    return tmp_path / "content"


def codes(content):
    found = scan(content)
    paths, refusals = tuple(found.articles), found.refusals
    return list(paths), {refusal.path: refusal.code for refusal in refusals}


def test_articles_at_any_depth_in_order(content):
    deep = content / "articles" / "b" / "c"
    deep.mkdir(parents=True)
    (deep / "d.HTML").write_text("D")
    (content / "articles" / "b.htm").write_text("B")
    assert codes(content) == (["articles/a.txt", "articles/b.htm", "articles/b/c/d.HTML"], {})
    assert load(content, "articles/b/c/d.HTML") == b"D"


def test_whatever_lies_there_has_looks(content, monkeypatch):
    monkeypatch.setattr(hashes, "YOUNG_NS", 0)
    (content / "articles" / "b.pdf").write_text("B")
    before = scan(content).looks()
    assert before == scan(content).looks() != ""
    (content / "articles" / "new.toml").write_text("")
    assert scan(content).looks() != before


def test_no_folder_is_no_articles(tmp_path):
    found = scan(tmp_path)
    assert (dict(found.articles), found.sidecars, found.refusals) == ({}, {}, ())


def test_sidecars_and_hidden_files_are_passed_over(content):
    for name in ("a.toml", ".DS_Store", ".a.txt.swp"):
        (content / "articles" / name).write_text("x")
    assert codes(content) == (["articles/a.txt"], {})


def test_other_kinds_and_folders_that_look_like_articles_are_refused(content):
    (content / "articles" / "b.rst").write_text(".. raw:: html")
    (content / "articles" / "c.txt").mkdir()
    paths, refused = codes(content)
    assert paths == ["articles/a.txt"]
    assert refused == {"articles/b.rst": "kind", "articles/c.txt": "not-regular"}


@POSIX
def test_links_are_never_followed(content, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "s.txt").write_text("secret")
    articles = content / "articles"
    (articles / "link.txt").symlink_to(secret)
    (articles / "folder").symlink_to(tmp_path / "outside")
    (articles / "loop").symlink_to(articles)
    (articles / "zero.txt").symlink_to("/dev/zero")
    paths, refused = codes(content)
    assert paths == ["articles/a.txt"]
    assert set(refused.values()) == {"symlink"}
    for path in ("articles/link.txt", "articles/folder/s.txt", "articles/loop/a.txt", "articles/zero.txt"):
        with pytest.raises(Refusal) as caught:
            load(content, path)
        assert caught.value.code == "symlink"


@POSIX
def test_pipes_are_refused_without_waiting(content):
    os.mkfifo(content / "articles" / "p.txt")
    assert codes(content)[1] == {"articles/p.txt": "not-regular"}
    with pytest.raises(Refusal, match="pipe"):
        load(content, "articles/p.txt")


@POSIX
def test_names_that_cannot_be_shown_are_refused(content):
    folder = os.fsencode(content / "articles")
    for name in (b"caf\xe9.txt", b"a\nb.txt", "gnp\u202etxt.txt".encode()):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(b"x")
    found = scan(content)
    paths, refusals = tuple(found.articles), found.refusals
    assert paths == ("articles/a.txt",)
    assert [refusal.code for refusal in refusals] == ["name"] * 3
    assert all(refusal.path.isprintable() for refusal in refusals)


def test_a_large_file_is_refused_unread(content):
    with open(content / "articles" / "big.txt", "wb") as file:
        file.truncate(1_000_000_000)
    start = time.process_time()
    with pytest.raises(Refusal) as caught:
        load(content, "articles/big.txt")
    assert caught.value.code == "too-large"
    assert time.process_time() - start < 0.05
    (content / "articles" / "just.txt").write_bytes(b"x" * LIMIT)
    assert len(load(content, "articles/just.txt")) == LIMIT


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files(content):
    (content / "articles" / "a.txt").chmod(0)
    with pytest.raises(Refusal) as caught:
        load(content, "articles/a.txt")
    assert caught.value.code == "unreadable"


@pytest.mark.parametrize("path", OUTSIDE)
def test_paths_out_of_content_are_refused(content, path):
    with pytest.raises(Refusal):
        load(content, path)


def test_a_missing_file(content):
    with pytest.raises(Refusal) as caught:
        load(content, "articles/none.txt")
    assert caught.value.code == "missing"


def test_folders_nested_too_deep_are_refused_once(content):
    deep = content / "articles"
    for _ in range(40):
        deep = deep / "d"
        deep.mkdir()
    (deep / "x.txt").write_text("x")
    paths, refused = codes(content)
    assert paths == ["articles/a.txt"]
    assert list(refused.values()) == ["too-deep"]
