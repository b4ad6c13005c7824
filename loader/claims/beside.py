"""Work in processes beside this one, since threads of one process take turns.

A process has a pipe of its own, of which nobody else holds an end: when this process is gone, killed even, it ends.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from itertools import cycle, islice
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
        with suppress(OSError):  # no memory, or no room for another process
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
            helper.terminate()
            helper.join()


def _started(context: SpawnContext, work: Callable[[T], R]) -> tuple[BaseProcess, Connection]:
    here, there = context.Pipe()
    with there:
        helper = context.Process(target=_help, args=(there, work), name="dragoman-beside", daemon=True)
        helper.start()
    return helper, here


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
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the process that asks
    with suppress(EOFError, OSError):
        while True:
            item = there.recv()
            try:
                answer = [work(item)]
            except Exception:  # it is told where the work is done again
                answer = []
            there.send(answer)
