"""What a transaction waits for, on standard error: else the command would only seem to hang."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from dragoman.cli.progress import tell
from dragoman.connection import RETRY_SECONDS, retry_reason

_RETRIES = ("neo4j.session", "dragoman.loader.store.pipeline")
_HELD = "dragoman.loader.store.interrupt"


class _Retries(logging.Handler):
    """Takes what the driver and the loader log before they try again."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Tells the error that the driver logs, unless one of its sort has been told."""
        arguments = record.args if isinstance(record.args, tuple) else ()
        for error in arguments:
            if not isinstance(error, Exception):
                continue
            sort, detail = retry_reason(error)
            if sort not in self.told:
                self.told.add(sort)
                tell(f"trying again for up to {RETRY_SECONDS} s: {sort}{detail and f' ({detail})'}")


class _Held(logging.Handler):
    """Takes what the loader says of an interrupt that waits."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told = False

    def emit(self, record: logging.LogRecord) -> None:
        """Tells it once, unless it came in the middle of another message, or nobody is there to read it any more."""
        if not self.told:
            self.told = True
            with suppress(RuntimeError, OSError, ValueError):
                tell("\n" * sys.stderr.isatty() + record.getMessage())


@contextmanager
def waits_told() -> Iterator[Callable[[], None]]:
    """Tells why transactions are tried again, and that an interrupt waits for one.

    Call what it gives after each batch, so that the next one is told too.
    """
    retries = _Retries()
    handlers: list[tuple[logging.Logger, logging.Handler]] = [
        *((logging.getLogger(name), retries) for name in _RETRIES),
        (logging.getLogger(_HELD), _Held()),
    ]
    for log, handler in handlers:
        log.addHandler(handler)
    try:
        yield retries.told.clear
    finally:
        for log, handler in handlers:
            log.removeHandler(handler)
