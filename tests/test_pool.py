"""Work in processes that may be killed: one task costs one task."""

import os
import time
from contextlib import suppress

from briefing import pool
from briefing.pool import Death, each


def work(task, given):
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


def test_every_task_comes_to_its_own_end(monkeypatch):
    monkeypatch.setattr(pool, "SECONDS", 0.2)
    tasks = ["a", "loop", "fall", "b", "raise", "eat", "c"]
    found = dict(each(tasks, work, lambda task: b"x" * 200_000 if task == "b" else b""))
    assert set(found) == set(tasks)
    assert (found["a"], found["b"], found["c"]) == (b"a", b"b" + b"x" * 200_000, b"c")
    assert found["loop"].code == "too-slow"
    assert found["fall"].code == "crashed"
    assert found["raise"] == Death("fault", found["raise"].why)
    assert "ValueError" in found["raise"].why
    assert found["eat"].code == "fault"


def test_nothing_to_do():
    assert list(each([], work)) == []


def test_the_crew_is_sent_home_when_nobody_waits():
    answers = each(["a"] * 50, work)
    next(answers)
    answers.close()
    time.sleep(0.05)
    with suppress(ChildProcessError):
        assert os.waitpid(-1, os.WNOHANG) == (0, 0)


def test_without_forks_it_is_done_here(monkeypatch):
    monkeypatch.delattr(os, "fork")
    assert list(each(["a", "b"], work)) == [("a", b"a"), ("b", b"b")]
