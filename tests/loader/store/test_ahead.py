"""Reading ahead in a thread: the caller can't tell it from reading as it goes, but by the time that it takes."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from dragoman.loader.store.ahead import ahead


def test_items_come_in_their_order() -> None:
    assert list(ahead(lambda: range(100), 2)) == list(range(100))


def test_an_error_comes_after_the_items_before_it() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("line 2 is no JSON")

    items = ahead(broken, 5)
    assert next(items) == 1
    with pytest.raises(ValueError, match="line 2"):
        next(items)


def test_no_more_is_read_ahead_than_asked_for() -> None:
    read: list[int] = []
    waiting = threading.Event()

    def numbers() -> Iterator[int]:
        for number in range(100):
            read.append(number)
            if number == 3:  # one is taken, two are ready, one waits for room
                waiting.set()
            yield number

    items = ahead(numbers, 2)
    assert next(items) == 0
    assert waiting.wait(5)
    assert len(read) <= 4
    items.close()  # type: ignore[attr-defined]  # a generator


def test_who_stops_early_has_what_was_opened_closed_where_it_was_opened() -> None:
    threads: list[threading.Thread] = []

    def opened() -> Iterator[int]:
        threads.append(threading.current_thread())
        try:
            yield from range(100)
        finally:
            threads.append(threading.current_thread())

    items = ahead(opened, 1)
    next(items)
    items.close()  # type: ignore[attr-defined]  # a generator
    assert threads[0] is threads[1] is not threading.current_thread()
