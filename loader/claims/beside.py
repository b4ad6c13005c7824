"""Work in processes beside this one, since threads of one process take turns.

A process has a pipe of its own, of which nobody else holds an end: when this process is gone, killed even, it ends with
the item that it is at.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import cycle, islice
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 2
"""Items that a process is given before its first result is taken: few and small, so that no pipe is full of them."""


def beside(work: Callable[[T], R], items: Iterable[T], processes: int) -> Generator[R, None, None]:
    """The results of work for each item, in the order of the items, which have to be small.

    What a process fails at, or leaves when somebody ends it, is worked on here; all, if none can be started.
    """
    context = multiprocessing.get_context("spawn")
    helpers: list[tuple[BaseProcess, Connection]] = []
    waiting: deque[tuple[T, Connection]] = deque()
    left = iter(items)
    try:
        with suppress(OSError, AssertionError, RuntimeError):  # no room, a daemon's, one that still imports its script
            for _ in range(processes):
                helpers.append(_started(context, work))
        turns = cycle([here for _, here in helpers])
        for item in islice(left, AHEAD * len(helpers)):
            waiting.append((item, _given(item, next(turns))))
        while waiting:
            item, here = waiting.popleft()
            result = _taken(here, work, item)
            for another in islice(left, 1):
                waiting.append((another, _given(another, here)))
            yield result
        yield from map(work, left)
    finally:
        for helper, here in helpers:
            here.close()
            helper.kill()
            helper.join()


def _started(context: SpawnContext, work: Callable[[T], R]) -> tuple[BaseProcess, Connection]:
    here, there = context.Pipe()
    with there, _uninterrupted():
        helper = context.Process(target=_help, args=(there, work), name="dragoman-beside", daemon=True)
        helper.start()
    return helper, here


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """What is started in the block never hears of Ctrl-C, which is for the process that asks."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # its start would let interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _given(item: T, to: Connection) -> Connection:
    with suppress(OSError):  # it has ended; taking its result will tell
        to.send(item)
    return to


def _taken(here: Connection, work: Callable[[T], R], item: T) -> R:
    with suppress(EOFError, OSError):
        for result in here.recv():
            return result  # type: ignore[no-any-return]  # a pipe has no types
    return work(item)


def _help(there: Connection, work: Callable[[Any], Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(200_000, *gc.get_threshold()[1:])  # records hold no cycles
    with suppress(EOFError, OSError):
        while True:
            item = there.recv()
            try:
                there.send([work(item)])
            except OSError:
                raise
            except Exception:  # it is told where the work is done again
                there.send([])
