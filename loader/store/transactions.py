"""Work in transactions that the server's memory bears: one that is too large is done in halves, not tried again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from neo4j import ManagedTransaction, Session
from neo4j.exceptions import TransientError

from dragoman.loader.store.interrupt import interrupts_wait

Item = TypeVar("Item")
Result = TypeVar("Result")

_TOO_LARGE = ("MemoryPoolOutOfMemoryError", "TransactionOutOfMemoryError")


class _TooLarge(Exception):
    """A transaction needs more memory than the server grants; the driver takes the server's own error for passing."""


def in_halves(
    session: Session, work: Callable[[ManagedTransaction, list[Item]], Result], items: list[Item]
) -> Iterator[tuple[list[Item], Result | None]]:
    """Runs `work` on all items in one transaction, or on halves of them in several.

    Yields the items of each transaction that was committed with its result, and one item alone with `None` that is too
    large by itself.
    """

    worked = False
    begin: Callable[[], None]

    def guarded(tx: ManagedTransaction) -> Result:
        nonlocal worked
        begin()
        if worked and len(items) > 1:  # the commit failed, most likely for want of memory
            raise _TooLarge
        try:
            result = work(tx, items)
        except TransientError as error:
            if _is_too_large(error):
                raise _TooLarge from error
            raise
        worked = True
        return result

    try:
        with interrupts_wait() as begin:  # until the caller has noted what is committed
            result = _execute(session, guarded)
            yield items, result
    except _TooLarge:
        if len(items) == 1:
            yield items, None
            return
        middle = len(items) // 2
        yield from in_halves(session, work, items[:middle])
        yield from in_halves(session, work, items[middle:])


def _execute(session: Session, work: Callable[[ManagedTransaction], Result]) -> Result:
    try:
        return session.execute_write(work)
    except TransientError as error:
        if _is_too_large(error):
            raise _TooLarge from error
        raise


def _is_too_large(error: TransientError) -> bool:
    return bool(error.code and error.code.endswith(_TOO_LARGE))
