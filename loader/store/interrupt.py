"""Interrupts wait for the end of a transaction: the driver, torn out of an exchange, may fail in many ways."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

HELD = logging.getLogger(__name__)
"""Hears of an interrupt that waits, and for what."""


class TornError(KeyboardInterrupt, asyncio.CancelledError):
    """An interrupt after which the driver drops its connection, where it would else ask the server to roll back.

    A server whose transaction waits for another one would not answer.
    """


class _Holding(logging.Handler):
    """Holds an interrupt back while the driver is at work; it logs before it waits to try again."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.came = False
        self.idle = False

    def emit(self, record: logging.LogRecord) -> None:
        """The transaction has failed and the driver is about to wait: nothing is torn now."""
        if threading.current_thread() is threading.main_thread():
            self.idle = True
            if self.came:
                raise KeyboardInterrupt

    def begin(self) -> None:
        """The driver is at work, perhaps again."""
        self.idle = False

    def note(self, number: int, frame: FrameType | None) -> None:
        """Takes the signal."""
        if self.came or self.idle:
            raise TornError
        self.came = True
        say_that_it_waits()


def say_that_it_waits() -> None:
    """Tells whoever listens that an interrupt has come and waits."""
    HELD.warning("interrupted: ends after what is being written; once more ends it at once")


@contextmanager
def interrupts_wait() -> Iterator[Callable[[], None]]:
    """Holds Ctrl-C back until the block ends, then raises `KeyboardInterrupt`; in other threads it does nothing.

    A second one is raised at once, and so is the first when a transaction has failed and is only to be tried again:
    from then until a call of what the block is given, which says that work has begun again. One that came in a block
    around this one counts as the first.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    holding = _Holding()
    log = logging.getLogger("neo4j.session")
    log.addHandler(holding)
    before = signal.signal(signal.SIGINT, holding.note)
    around = getattr(before, "__self__", None)
    holding.came = isinstance(around, _Holding) and around.came
    try:
        yield holding.begin
    except TornError:
        holding.came = False  # it is on its way
        raise
    finally:
        signal.signal(signal.SIGINT, before)
        log.removeHandler(holding)
        if holding.came:
            raise KeyboardInterrupt
