"""The output as a whole: what may be replaced, what an address may be, and never half a site."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from briefing.press import tree as trees
from briefing.press.manifest import Printed
from briefing.press.tree import Busy, Tree, TreeError, lock


def built(output, **files):
    """An output with these files, swapped in as a build does."""
    tree = Tree(output)
    tree.check()
    tree.heal()
    tree.open()
    printed = {name.replace("__", "."): tree.put(name.replace("__", "."), data) for name, data in files.items()}
    tree.mark(len(files), "0" * 32)
    tree.seal()
    tree.swap()
    return printed


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def output(tmp_path):
    return tmp_path / "site" / "output"


def test_a_first_build_and_a_second(output):
    built(output, a__html=b"1", b__html=b"2")
    built(output, a__html=b"3")
    assert names(output) == ["a.html", "build.json"]
    assert (output / "a.html").read_bytes() == b"3"
    assert [path.name for path in output.parent.iterdir()] == ["output"]  # nothing is left beside it


def test_an_empty_folder_is_replaced(output):
    output.mkdir(parents=True)
    built(output, a__html=b"1")
    assert names(output) == ["a.html", "build.json"]


def test_plain_renames_do_where_folders_cannot_be_exchanged(output, monkeypatch):
    built(output, a__html=b"1")
    monkeypatch.setattr(trees, "_exchange", lambda a, b: False)
    built(output, b__html=b"2")
    assert names(output) == ["b.html", "build.json"]
    assert [path.name for path in output.parent.iterdir()] == ["output"]


def test_a_death_between_the_two_renames_is_healed(output):
    built(output, a__html=b"1")
    tree = Tree(output)
    tree.open()
    tree.put("b.html", b"2")
    os.rename(output, tree.aside)
    tree = Tree(output)
    tree.check()
    tree.heal()
    assert names(output) == ["a.html", "build.json"]
    assert not tree.stage.exists()


def test_nothing_outside_a_spare_is_taken_away_whatever_is_known_of_it(output, tmp_path):
    built(output, a__html=b"1")
    spare = tmp_path / "spare"
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.html").write_text("Precious")
    output.rename(spare)
    (spare / "linked").symlink_to(outside)
    tree = Tree(output, spare=spare)
    stale = ["a.html", "../../outside/x.html", str(outside / "x.html"), "linked/x.html"]
    tree.open("0" * 32, stale)
    assert tree.reused
    tree.clear(stale, [])
    assert (outside / "x.html").read_text() == "Precious"
    assert names(tree.stage) == []


@pytest.mark.parametrize("make", [os.mkfifo, Path.touch, lambda path: path.symlink_to("/etc")])
def test_a_spare_that_is_no_folder_is_put_away(output, tmp_path, make):
    spare = tmp_path / "spare"
    make(spare)
    signal.alarm(60)  # who looks into a pipe waits for ever
    try:
        tree = Tree(output, spare=spare)
        tree.open("0" * 32)
    finally:
        signal.alarm(0)
    assert not tree.reused
    assert not os.path.lexists(spare)


def test_a_photo_folder_is_not_replaced(output):
    output.mkdir(parents=True)
    (output / "holiday.jpg").write_bytes(b"photo")
    with pytest.raises(TreeError, match=r"no build\.json of ours"):
        built(output, a__html=b"1")
    assert names(output) == ["holiday.jpg"]


@pytest.mark.parametrize("said", ["{}", "[]", "not json", "[" * 9_000, '{"made_by": "somebody"}'])
def test_a_marker_that_is_not_ours_is_none(output, said):
    output.mkdir(parents=True)
    (output / "build.json").write_text(said)
    with pytest.raises(TreeError):
        Tree(output).check()


def test_links_files_and_mount_points_are_refused(output, monkeypatch):
    built(output, a__html=b"1")
    linked = output.with_name("linked")
    linked.symlink_to(output)
    with pytest.raises(TreeError, match="symbolic link"):
        Tree(linked).check()
    with pytest.raises(TreeError, match="not a folder"):
        Tree(output / "a.html").check()
    monkeypatch.setattr(os.path, "ismount", lambda path: str(path) == str(output))
    with pytest.raises(TreeError, match="mount point"):
        Tree(output).check()


def test_the_content_is_never_inside_the_output(tmp_path):
    content = tmp_path / "site" / "content"
    content.mkdir(parents=True)
    for output in (content, tmp_path / "site", tmp_path):
        with pytest.raises(TreeError, match="not output"):
            Tree(output, keep=[content]).check()
    with pytest.raises(TreeError, match="lies in"):
        Tree(content / "articles" / "output", keep=[content]).check()
    Tree(tmp_path / "site" / "output", keep=[content]).check()


@pytest.mark.parametrize(("output", "said"), [("/", "root of the file system"), ("a\0b", "holds a zero")])
def test_what_no_folder_is_called_is_refused(output, said):
    with pytest.raises(TreeError, match=said):
        Tree(Path(output)).check()


@pytest.mark.parametrize(
    "address",
    ["../a", "a/../b", "/a", "a//b", "", ".git/config", "a/.b", "a\\b", "c:d", "a\0b", "a\nb", "x" * 256, "a/"],
)
def test_an_unsafe_address_is_refused(output, address):
    tree = Tree(output)
    tree.open()
    with pytest.raises(TreeError, match="no address"):
        tree.put(address, b"")
    assert names(tree.stage) == []


@pytest.mark.parametrize(("first", "second"), [("a.html", "a.html"), ("a", "a/b"), ("a/b", "a")])
def test_one_name_for_two_files(output, first, second):
    tree = Tree(output)
    tree.open()
    tree.put(first, b"1")
    with pytest.raises(TreeError):
        tree.put(second, b"2")


def test_names_that_only_look_alike_are_two(output):
    tree = Tree(output)
    tree.open()
    tree.put("a/b", b"1")
    tree.put("a/b.html", b"2")
    tree.put("ab", b"3")


def test_a_carried_file_is_the_same_file(output):
    known = built(output, a__html=b"1")["a.html"]
    before = os.stat(output / "a.html")
    tree = Tree(output)
    tree.open()
    assert tree.fits("a.html", known)
    assert tree.carry("a.html", known) == known
    tree.mark(1, "")
    tree.swap()
    after = os.stat(output / "a.html")
    assert (after.st_ino, after.st_mtime_ns, after.st_nlink) == (before.st_ino, before.st_mtime_ns, 1)


def test_a_file_somebody_changed_does_not_fit(output):
    known = built(output, a__html=b"1")["a.html"]
    (output / "a.html").write_bytes(b"2")
    os.utime(output / "a.html", ns=(1, 1))
    tree = Tree(output)
    assert not tree.fits("a.html", known)
    assert not tree.fits("gone.html", known)
    (output / "a.html").unlink()
    (output / "a.html").symlink_to("build.json")
    assert not tree.fits("a.html", known)


def test_without_hard_links_it_is_copied_if_it_is_what_was_recorded(output, monkeypatch):
    known = built(output, a__html=b"1")["a.html"]

    def refuse(*_, **__):
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    tree = Tree(output)
    tree.open()
    assert tree.carry("a.html", known).hash == known.hash
    tree.discard()
    tree = Tree(output)
    tree.open()
    with pytest.raises(TreeError, match="changed"):
        tree.carry("a.html", Printed("0" * 32, known.size, known.mtime_ns, known.inode))


def test_a_full_disk_is_an_error_and_the_old_site_stays(output, monkeypatch):
    built(output, a__html=b"1")

    def full(*_):
        raise OSError(28, "No space left on device")

    tree = Tree(output)
    tree.open()
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(TreeError, match="No space left"):
        tree.put("b.html", b"2")
    tree.discard()
    assert names(output) == ["a.html", "build.json"]


def test_a_site_that_loses_most_of_its_pages_is_noticed(output):
    built(output, **{f"p{n}__html": b"" for n in range(10)})
    tree = Tree(output)
    assert tree.shrinks(4)
    assert "BRIEFING_SHRINK" in tree.shrinks(4)
    assert tree.shrinks(5) is None
    assert Tree(output.with_name("new")).shrinks(0) is None


def test_the_marker_says_what_is_in_it(output):
    built(output, a__html=b"1")
    assert json.loads((output / "build.json").read_bytes()) == {
        "format": 1,
        "made_by": "sourceline",
        "pages": 1,
        "tree": "0" * 32,
    }


def test_the_second_build_is_told_who_builds(tmp_path):
    state = tmp_path / ".briefing"
    with lock(state):
        code = "import sys, pathlib as p; from briefing.press.tree import lock; lock(p.Path(sys.argv[1])).__enter__()"
        path = os.pathsep.join(sys.path)
        ended = subprocess.run(
            [sys.executable, "-c", code, str(state)],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
        )
        assert f"process {os.getpid()} holds" in ended.stderr
        with pytest.raises(Busy), lock(state):
            pass
    with lock(state):
        pass


def test_a_worker_that_outlives_its_build_does_not_hold_the_lock(tmp_path):
    state = tmp_path / ".briefing"
    runs, says = os.pipe()
    with lock(state):
        worker = os.fork()
        if not worker:
            os.write(says, b"1")
            time.sleep(60)
            os._exit(0)
        os.read(runs, 1)
        with pytest.raises(Busy), lock(state):
            pass
    try:
        with lock(state):
            pass
    finally:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)


CHURN = """
import os, sys
from pathlib import Path
from briefing.press.tree import Tree
output, number = Path(sys.argv[1]), 0
while True:
    number += 1
    tree = Tree(output)
    tree.check(); tree.heal(); tree.open()
    for page in range(30):
        tree.put(f"p{page}/index.html", b"%d" % number)
    tree.mark(30, str(number))
    tree.seal(); tree.swap()
    print(number, flush=True)
"""


def test_killed_at_any_time_it_is_the_old_site_or_the_new(output):
    built(output, p__html=b"0")
    seen = set()
    for kill in range(10):
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-c", CHURN, str(output)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as child:
            child.stdout.readline()
            time.sleep(kill * 0.003)
            child.kill()
        tree = Tree(output)
        tree.check()
        tree.heal()
        pages = {path.read_bytes() for path in output.rglob("index.html")}
        assert len(pages) <= 1, "pages of two builds"
        assert len(list(output.rglob("index.html"))) in (0, 30)
        seen |= pages
    assert seen, "no build came to its end: the test shows nothing"
