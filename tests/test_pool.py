"""Work in processes that may be killed: one task costs one task."""

import os
import sys
import time
from contextlib import suppress

import pytest
from briefing import pool
from briefing.pool import Death, each, in_turn


def work(order):
    task, _, given = order.partition(b" ")
    task = task.decode()
    if task == "loop":
        while True:
            pass
    if task == "fall":
        os._exit(9)
    if task == "raise":
        raise ValueError("no such thing")
    if task == "eat":
        return bytes(3 * pool.MEMORY)[:1]
    return task.encode() + given


def plain(task):
    return task.encode()


@pytest.fixture
def unhurried(monkeypatch):
    """Memory is what the test is about: a machine that is slow to give it must not end the task for its time."""
    monkeypatch.setattr(pool, "SECONDS", 60)


def test_every_task_comes_to_its_own_end(monkeypatch):
    monkeypatch.setattr(pool, "SECONDS", 0.2)
    tasks = ["a", "loop", "fall", "b", "raise", "eat", "c"]
    found = dict(each(tasks, work, lambda task: b"b " + b"x" * 200_000 if task == "b" else task.encode()))
    assert set(found) == set(tasks)
    assert (found["a"], found["b"], found["c"]) == (b"a", b"b" + b"x" * 200_000, b"c")
    assert found["loop"].code == "too-slow"
    assert found["fall"].code == "crashed"
    assert found["raise"] == Death("fault", found["raise"].why)
    assert "ValueError" in found["raise"].why
    assert found["eat"].code == "too-much-memory"


def test_nothing_to_do():
    assert list(each([], work, plain)) == []


def test_the_crew_is_sent_home_when_nobody_waits():
    answers = each(["a"] * 50, work, plain)
    next(answers)
    answers.close()
    time.sleep(0.05)
    with suppress(ChildProcessError):
        assert os.waitpid(-1, os.WNOHANG) == (0, 0)


def test_without_forks_it_is_done_here(monkeypatch):
    monkeypatch.delattr(os, "fork")
    assert list(each(["a", "b"], work, plain)) == [("a", b"a"), ("b", b"b")]


def test_one_after_another(monkeypatch):
    monkeypatch.setattr(pool, "SECONDS", 0.2)
    tasks = [b"a", b"loop", b"b", b"fall", b"eat", b"raise", b"c"]
    found = list(in_turn(tasks, work))
    assert [found[0], found[2], found[6]] == [b"a", b"b", b"c"]
    assert [found[at].code for at in (1, 3, 4, 5)] == ["too-slow", "crashed", "too-much-memory", "fault"]


def test_one_after_another_asks_for_no_more_than_it_answers():
    taken = []
    answers = in_turn((taken.append(one) or one for one in (b"a", b"b", b"c")), lambda task: task)
    assert next(answers) == b"a"
    assert taken == [b"a"]
    answers.close()
    with suppress(ChildProcessError):
        assert os.waitpid(-1, os.WNOHANG) == (0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux alone: NOT checked here")
def test_memory_counts_from_what_the_worker_held_before(unhurried):
    """Each task has its share; one that eats nearly all of it leaves the next as much."""
    held = []

    def eat(task):
        held.append(bytes(int(task)))  # asked for and not touched: what counts is what was asked for
        return str(sum(map(len, held))).encode()

    share = pool.MEMORY * 3 // 4
    found = list(in_turn([str(share).encode()] * 3 + [str(pool.MEMORY + 10_000_000).encode()], eat))
    assert found[:3] == [str(share * n).encode() for n in (1, 2, 3)]
    assert found[3].code == "too-much-memory"


def test_little_by_little_counts_as_well(unhurried):
    def crumbs(task):
        return str(len([bytearray(1_000) for _ in range(int(task))])).encode()

    # Memory that earlier tests gave back stands free in the worker, and costs nothing to take again.
    few, many = pool.MEMORY // 4_000, (pool.held() + 2 * pool.MEMORY) // 1_000
    found = list(in_turn([str(few).encode(), str(many).encode(), str(few).encode()], crumbs))
    assert (found[0], found[2]) == (str(few).encode(), str(few).encode())
    assert sys.platform != "linux" or found[1].code == "too-much-memory"
