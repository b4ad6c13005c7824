"""Reading ahead: what needs no graph is done in a thread, while the caller waits for the server."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")
_POLL = 0.1  # seconds in which the thread notices that nobody wants more
_PATIENCE = 2.0  # seconds that its end is waited for; it may hang in a pipe that nobody fills


def ahead(make: Callable[[], Iterable[T]], most: int) -> Iterator[T]:
    """The items of `make()` in their order, at most so many of them ahead of the caller.

    All of the iterable's code runs in the thread, its clean-up too; what it raises is raised here, in its turn.
    """
    ready: queue.Queue[tuple[bool, T | BaseException | None]] = queue.Queue(most)
    stopped = threading.Event()

    def put(more: bool, value: T | BaseException | None) -> None:
        while not stopped.is_set():
            with suppress(queue.Full):
                ready.put((more, value), timeout=_POLL)
                return

    def read() -> None:
        try:
            items = iter(make())
            try:
                for item in items:
                    put(True, item)
                    if stopped.is_set():
                        return
            finally:
                if close := getattr(items, "close", None):
                    close()
            put(False, None)
        except BaseException as error:
            put(False, error)

    thread = threading.Thread(target=read, name="dragoman-ahead", daemon=True)
    thread.start()
    try:
        while True:
            more, value = ready.get()
            if more:
                yield value  # type: ignore[misc]  # what comes with `more` is an item
            elif isinstance(value, BaseException):
                raise value
            else:
                return
    finally:
        stopped.set()
        thread.join(_PATIENCE)
