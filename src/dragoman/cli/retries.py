"""Why the driver tries a transaction again, on standard error: else it would only seem to hang."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dragoman.cli.progress import tell
from dragoman.connection import RETRY_SECONDS, retry_reason

_LOGS = ("neo4j.session", "dragoman.loader.store.pipeline")


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


@contextmanager
def retries_told() -> Iterator[Callable[[], None]]:
    """Tells why transactions are tried again; call what it gives after each batch, so that the next one is told too."""
    retries = _Retries()
    logs = [logging.getLogger(name) for name in _LOGS]
    for log in logs:
        log.addHandler(retries)
    try:
        yield retries.told.clear
    finally:
        for log in logs:
            log.removeHandler(retries)
