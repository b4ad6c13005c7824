"""Batches on their way into the graph: while the server writes one, the next is planned and sent.

A batch of new documents is planned on the graph as it will be, without any lock. Its transaction then takes the lock,
and writes only if nobody else has written since. If somebody has, or anything else fails, and if some documents are in
the graph already, the batch is planned and written in one transaction that holds the lock from its beginning.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from threading import Thread

from neo4j import Driver, ManagedTransaction, Session
from neo4j.exceptions import DriverError, Neo4jError

from dragoman.cypher import statement
from dragoman.loader.store.change import Change, planned
from dragoman.loader.store.interrupt import interrupts_wait
from dragoman.loader.store.known import Known
from dragoman.loader.store.loaded import Loaded, counts_of, too_large
from dragoman.loader.store.prepared import Incoming, Prepared, prepared
from dragoman.loader.store.recent import Recent
from dragoman.loader.store.replacing import Fate, fate_of, merge
from dragoman.loader.store.rows import Row
from dragoman.loader.store.transactions import in_halves
from dragoman.loader.store.underway import Underway, ViewAhead
from dragoman.loader.store.view import View
from dragoman.loader.store.writing import Turn, lock, write

SENT = 2
"""Batches that are sent and not yet committed: one that the server writes, and one that is packed meanwhile."""

RETRIES = logging.getLogger(__name__)
"""Hears why a transaction is tried again, as the driver's own log does."""


@dataclass(frozen=True, slots=True)
class New:
    """A document that is to be written, and whether it was absent from the graph when it was read."""

    incoming: Incoming
    absent: bool


class _OvertakenError(Exception):
    """Somebody else has written since the change was planned."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """A batch that is being written, and what it will have done."""

    batch: list[New]
    done: Loaded
    underway: Underway
    committed: Future[None]


class Pipeline:
    """Writes batches one after the other; `total` counts what is committed, and `progress` hears of it."""

    def __init__(
        self,
        driver: Driver,
        database: str | None,
        entry: str,
        total: Loaded,
        progress: Callable[[Loaded], None],
        *,
        replace_text: bool,
    ) -> None:
        self._driver = driver
        self._database = database
        self._entry = entry
        self._total = total
        self._progress = progress
        self._replace_text = replace_text
        self._sent: deque[_Sent] = deque()
        self._known = Known()
        self._recent = Recent()
        with self._session() as session:
            now = session.execute_write(_state)  # where writes go: a replica may lag behind
        self._known.begin(now["writes"], empty=now["empty"])
        self._recent.begin(empty=now["empty"])

    def write(self, batch: list[New]) -> None:
        """Sends a batch, and waits until there is room for another."""
        with interrupts_wait():
            while len(self._sent) >= SENT:
                self._collect()
            if not self._send(batch):
                self.finish()
                self._write_locked(batch)

    def finish(self) -> None:
        """Waits until all is committed."""
        with interrupts_wait():
            while self._sent:
                self._collect()

    @property
    def busy(self) -> bool:
        """Whether something is sent and not known to be committed."""
        return bool(self._sent)

    def abandon(self) -> None:
        """Waits for what is sent, and counts what of it is committed; nothing is tried again."""
        while self._sent:
            one = self._sent.popleft()
            if one.committed.exception() is None:
                self._count(one.done)

    def _count(self, done: Loaded) -> None:
        self._total += done
        self._progress(self._total)

    def _send(self, batch: list[New]) -> bool:
        """Plans and sends a batch; returns whether that can be done without the lock."""
        if not self._known.alone or not all(new.absent for new in batch):
            return False
        self._known.shrink()
        try:
            with self._session() as session, session.begin_transaction() as tx:
                view = ViewAhead(tx, [one.underway for one in self._sent], self._recent)
                change = planned(view, (), [new.incoming.prepared for new in batch], self._known)
        except (DriverError, Neo4jError, LookupError, _OvertakenError):
            self._forget()  # what others change meanwhile may not add up; under the lock it does
            return False
        self._known.committed(change.placing.clusters.values(), change.told)
        self._recent.take_in(change)
        done = Loaded()
        for new in batch:
            done += counts_of(new.incoming, Fate.ADDED, None, new.incoming.evidence)
        so_far = sum((one.done for one in self._sent), self._total) + done
        before = self._sent[-1].committed if self._sent else None
        turn = Turn.of(self._entry, self._known.writes, waits=before is not None)
        committed = _begun(partial(self._write_when_due, change, turn, so_far.row(), before))
        self._sent.append(_Sent(batch, done, Underway(change), committed))
        return True

    def _write_when_due(self, change: Change, turn: Turn, so_far: Row, before: Future[None] | None) -> None:
        """Writes a planned change; if the one before it has yet to come, it is its turn after that."""
        if not self._write_once(change, turn, so_far):
            if before is not None:
                before.result()
            if before is None or not self._write_once(change, turn, so_far):
                raise _OvertakenError

    def _write_once(self, change: Change, turn: Turn, so_far: Row) -> bool:
        with self._session() as session, session.begin_transaction() as tx:
            if not write(tx, change, turn):
                tx.rollback()
                return False
            tx.run(statement("load/journal"), id=self._entry, row=so_far).consume()
        return True

    def _collect(self) -> None:
        """Waits for the batch that was sent first; if it failed, it and those after it are written under the lock."""
        first = self._sent[0]
        error = first.committed.exception()
        if error is None:
            self._sent.popleft()
            self._count(first.done)
            return
        if isinstance(error, (DriverError, Neo4jError)):
            if error.is_retryable():
                RETRIES.warning("Transaction failed and will be tried again: %r", error)
        elif not isinstance(error, _OvertakenError):
            raise error
        self._forget()
        failed = [one.batch for one in self._sent if one.committed.exception() is not None]
        self.abandon()
        for batch in failed:
            self._write_locked(batch)

    def _forget(self) -> None:
        self._known.forget()
        self._recent.begin(empty=False)

    def _write_locked(self, batch: list[New]) -> None:
        """Plans and writes a batch under the lock, again and again if the reason may pass, in parts if it is large."""
        self._recent.begin(empty=False)
        work = partial(
            _load_noted, entry=self._entry, total=self._total, known=self._known, replace_text=self._replace_text
        )
        with self._session() as session:
            for part, outcome in in_halves(session, work, batch):
                if outcome is None:
                    self._total += too_large(part[0].incoming)
                    continue
                done, change = outcome
                if change is None:
                    self._known.committed(())
                else:
                    self._known.committed(change.placing.clusters.values(), change.told)
                self._count(done)

    def _session(self) -> Session:
        return self._driver.session(database=self._database)


def _begun(work: Callable[[], None]) -> Future[None]:
    """Work that is done in a thread, which does not keep the process alive."""
    future: Future[None] = Future()

    def run() -> None:
        try:
            work()
            future.set_result(None)
        except BaseException as error:
            future.set_exception(error)

    Thread(target=run, name="dragoman-write", daemon=True).start()
    return future


def _state(tx: ManagedTransaction) -> Row:
    return tx.run(statement("read/state")).single(strict=True).data()


def _load_noted(
    tx: ManagedTransaction, batch: list[New], *, entry: str, total: Loaded, known: Known, replace_text: bool
) -> tuple[Loaded, Change | None]:
    """Loads a batch, and with it tells the journal what the load has done so far: it may be killed at any moment."""
    done, change = load_batch(tx, batch, known=known, replace_text=replace_text)
    if change is not None:
        tx.run(statement("load/journal"), id=entry, row=(total + done).row()).consume()
    return done, change


def load_batch(
    tx: ManagedTransaction, batch: Sequence[New], *, known: Known, replace_text: bool = False
) -> tuple[Loaded, Change | None]:
    """Loads documents in one transaction; returns what was done and, unless it was nothing, how the graph changed."""
    writes, empty = lock(tx)
    known.confirm(writes, empty=empty)
    stored = {} if empty else stored_nodes(tx, [one.incoming for one in batch])
    fates = [fate_of(n.incoming, stored.get(n.incoming.id), replace_text=replace_text) for n in batch]
    replaced = (Fate.CHANGED, Fate.REWRITTEN)
    leaving = sorted(n.incoming.id for n, fate in zip(batch, fates, strict=True) if fate in replaced)
    view = View(tx)
    before = {old.document.id: old for old in view.evidence(leaving)}
    done = Loaded()
    coming: list[Prepared] = []
    for new, fate in zip(batch, fates, strict=True):
        one = new.incoming
        old = before.get(one.id)
        after = merge(old, one.evidence) if old and fate is Fate.CHANGED else one.evidence
        done += counts_of(one, fate, old, after)
        if fate not in (Fate.UNCHANGED, Fate.REFUSED):
            coming.append(one.prepared if after is one.evidence else prepared(after))
    if leaving:
        known.forget()
    if not coming:
        return done, None
    change = planned(view, leaving, coming, known)
    write(tx, change)
    return done, change


def stored_nodes(tx: ManagedTransaction, batch: Sequence[Incoming]) -> dict[str, Row]:
    """The stored nodes of those documents that are loaded, by id."""
    rows = tx.run(statement("read/documents"), documents=[one.id for one in batch])
    return {row["document"]["id"]: dict(row["document"]) for row in rows}
