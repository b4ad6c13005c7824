"""Interrupts wait for the end of what is being written; a second one does not."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from dragoman.loader.store.interrupt import interrupts_wait


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Interrupts are heard, though whatever started the tests may have them ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def interrupted(times: int) -> None:
    """A block in which so many interrupts come."""
    with interrupts_wait():
        for _ in range(times):
            signal.raise_signal(signal.SIGINT)


def outcome(act: Callable[[], object]) -> str:
    """The name of the interrupt that an act ends with."""
    try:
        act()
    except KeyboardInterrupt as error:
        return type(error).__name__
    return "none"


def test_an_interrupt_waits_for_the_end_and_a_second_does_not() -> None:
    assert [outcome(partial(interrupted, n)) for n in range(3)] == ["none", "KeyboardInterrupt", "TornError"]


def test_an_interrupt_before_an_inner_block_counts_as_the_first() -> None:
    def nested() -> None:
        with interrupts_wait():
            signal.raise_signal(signal.SIGINT)
            interrupted(1)

    assert outcome(nested) == "TornError"
