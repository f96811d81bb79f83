"""Work on many things in processes that may be killed, so that no one thing takes a build down or holds it up.

Each worker is a fork: it has all that this process has, is sent orders in bytes, and answers with bytes. A task has
``SECONDS`` of processor time and ``MEMORY`` bytes above what the worker held before it; one that wants more, or makes
the interpreter fall over, costs itself. Where processes cannot fork the work is done here, without limits.
"""

from __future__ import annotations

import gc
import os
import selectors
import signal
import struct
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TypeVar

from msgspec import Struct

from briefing import lazy
from briefing.plain import Frozen

T = TypeVar("T")

SECONDS = 2.0  # of processor time for one task
WAIT = 120.0  # seconds by the clock, for a task that waits for something that never comes
MEMORY = 200_000_000  # bytes for one task; the largest file allowed takes 130 million where time does not end it
WORKERS = 4  # at most; more wait for the one process that keeps the answers
WORTH = 16  # tasks; what a worker must find waiting to be worth its start (it builds its tables anew, a quarter second)
HEAD = struct.Struct("<BQ")  # how it ended, bytes of the answer; of an order 0, its bytes
DONE, FAILED, HUNGRY = 0, 1, 2


class Death(Frozen):
    """A task that did not come to an answer: ``why`` is a clause.

    ``code`` is "too-slow", "too-much-memory", "crashed" or "fault".
    """

    code: str
    why: str


class Worker(Struct):
    """A forked process, the pipes to and from it, and the task it is at."""

    pid: int
    tell: int
    hear: int
    task: int = -1
    since: float = 0.0


Work = Callable[[bytes], bytes]  # what a worker does with an order; it changes nothing in the process that asked


class Crew:
    """Workers for one kind of work. The first is hired at once: a fork costs by what its process holds by then.

    What ``begin`` does, each of them does before its first task, in its own time.
    """

    def __init__(self, work: Work, begin: Callable[[], object] | None = None) -> None:
        self._work, self._begin = work, begin
        self._idle: Worker | None = _hire(work, [], begin) if hasattr(os, "fork") else None

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        if self._idle:
            _dismiss(self._idle)
            self._idle = None

    def each(self, tasks: Sequence[T], order: Callable[[T], bytes]) -> Iterator[tuple[T, bytes | Death]]:
        """Every task with what a worker answers to its ``order``, in the order they finish.

        Orders are written here, each when its task's turn comes.
        """
        if not hasattr(os, "fork"):
            yield from ((task, _alone(order(task), self._work)) for task in tasks)
            return
        waiting = list(range(len(tasks)))[::-1]
        crew: dict[int, Worker] = {}
        desk = selectors.DefaultSelector()

        def send(worker: Worker) -> None:
            worker.task = waiting.pop()
            _send(worker, order(tasks[worker.task]))

        try:
            while waiting or crew:
                while waiting and len(crew) < min(_cores(), WORKERS, 1 + len(waiting) // WORTH):
                    worker = self._idle or _hire(self._work, list(crew.values()), self._begin)
                    self._idle = None
                    crew[worker.hear] = worker
                    desk.register(worker.hear, selectors.EVENT_READ)
                    send(worker)
                for key, _ in desk.select(1.0):
                    worker = crew[key.fd]
                    answer = _heard(worker)
                    yield tasks[worker.task], answer
                    if worker.pid and waiting:
                        send(worker)
                        continue
                    desk.unregister(worker.hear)
                    del crew[worker.hear]
                    if worker.pid and not self._idle:
                        self._idle = worker
                    else:
                        _dismiss(worker)
                for worker in crew.values():
                    if time.monotonic() - worker.since > WAIT:
                        os.kill(worker.pid, signal.SIGKILL)
        finally:
            desk.close()
            for worker in crew.values():
                with suppress(ProcessLookupError):
                    os.kill(worker.pid, signal.SIGKILL)
                _dismiss(worker)


def each(tasks: Sequence[T], work: Work, order: Callable[[T], bytes]) -> Iterator[tuple[T, bytes | Death]]:
    """The same by a crew of its own, if there is something to do."""
    if tasks:
        with Crew(work) as crew:
            yield from crew.each(tasks, order)


def in_turn(tasks: Iterable[bytes], work: Work) -> Iterator[bytes | Death]:
    """``work(task)`` of one task after another, each answered before the next is taken; who dies is replaced."""
    if not hasattr(os, "fork"):
        yield from (_alone(task, work) for task in tasks)
        return
    worker: Worker | None = None
    try:
        for task in tasks:
            worker = worker or _hire(work, [])
            _send(worker, task)
            with selectors.DefaultSelector() as desk:
                desk.register(worker.hear, selectors.EVENT_READ)
                if not desk.select(WAIT):
                    os.kill(worker.pid, signal.SIGKILL)
            answer = _heard(worker)
            if not worker.pid:
                _dismiss(worker)
                worker = None
            yield answer
    finally:
        if worker:
            with suppress(ProcessLookupError):
                os.kill(worker.pid, signal.SIGKILL)
            _dismiss(worker)


def _alone(order: bytes, work: Work) -> bytes | Death:
    try:
        return work(order)
    except Exception as error:  # noqa: BLE001 - one task costs one task; the reason goes to the report
        return Death("fault", _told(error))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _hire(work: Work, crew: list[Worker], begin: Callable[[], object] | None = None) -> Worker:
    order, tell = os.pipe()
    hear, answer = os.pipe()
    with warnings.catch_warnings():
        # A thread draws Pelican's spinner; the worker prints nothing and shares no lock with it.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid:
        os.close(order)
        os.close(answer)
        return Worker(pid, tell, hear)
    try:
        for fd in [tell, hear, *(one for other in crew for one in (other.tell, other.hear))]:
            os.close(fd)
        _serve(work, order, answer, begin)
    finally:
        os._exit(0)  # nothing of the parent's is flushed, closed or removed twice


def _serve(work: Work, order: int, answer: int, begin: Callable[[], object] | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    gc.enable()
    begun = begin is None
    while head := _read(order, HEAD.size):
        given = _read(order, HEAD.unpack(head)[1])
        if begin and not begun:
            begin()
            begun = True
        _bound_memory()
        signal.setitimer(signal.ITIMER_PROF, SECONDS)  # the kernel ends the process when it is used up
        try:
            end, said = DONE, work(given)
        except MemoryError:
            end, said = HUNGRY, b""
        except Exception as error:  # noqa: BLE001 - one task costs one task; the reason goes to the report
            end, said = FAILED, _told(error).encode("utf-8", "replace")
        signal.setitimer(signal.ITIMER_PROF, 0)
        _write(answer, HEAD.pack(end, len(said)) + said)
    lazy.keep()


def _send(worker: Worker, order: bytes) -> None:
    worker.since = time.monotonic()
    with suppress(BrokenPipeError):  # it died idle; hearing nothing from it will say so
        _write(worker.tell, HEAD.pack(DONE, len(order)) + order)


def _bound_memory() -> None:
    """Allow ``MEMORY`` bytes beyond what this process holds now; what it has freed counts as held."""
    if sys.platform != "linux":
        return
    import resource

    with suppress(OSError, ValueError):
        bound = held() + MEMORY
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (bound if hard < 0 else min(bound, hard), hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def held() -> int:
    """Bytes of data and stack of this process, as the kernel counts them; 0 where it does not say."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[5]) * os.sysconf("SC_PAGESIZE")


def _told(error: BaseException) -> str:
    """The error and where it arose, in a line."""
    steps = traceback.extract_tb(error.__traceback__)
    ours = [step for step in steps if f"{os.sep}briefing{os.sep}" in step.filename] or steps
    place = f" in {os.path.basename(ours[-1].filename)} line {ours[-1].lineno}" if ours else ""
    return f"{type(error).__name__}{place}: {error}"[:500]


def _heard(worker: Worker) -> bytes | Death:
    head = _read(worker.hear, HEAD.size)
    if head:
        end, size = HEAD.unpack(head)
        said = _read(worker.hear, size)
        if len(said) == size:
            if end == HUNGRY:
                return Death("too-much-memory", f"took more than {MEMORY:,} bytes of memory")
            return said if end == DONE else Death("fault", said.decode("utf-8", "replace"))
    _, status = os.waitpid(worker.pid, 0)
    worker.pid = 0
    ended = -os.waitstatus_to_exitcode(status)
    if ended == signal.SIGPROF:
        return Death("too-slow", f"took more than {SECONDS:g} seconds of processor time")
    if ended == signal.SIGKILL:
        return Death("too-slow", "was stopped: it took too long or too much memory")
    return Death("crashed", f"ended the process that worked on it (status {-ended})")


def _dismiss(worker: Worker) -> None:
    os.close(worker.tell)
    os.close(worker.hear)
    if worker.pid:
        with suppress(ChildProcessError):
            os.waitpid(worker.pid, 0)


def _write(fd: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(fd, left) :]


def _read(fd: int, size: int) -> bytes:
    """``size`` bytes, fewer when the other end has closed."""
    parts = []
    while size and (part := os.read(fd, min(size, 1 << 20))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
