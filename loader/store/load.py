"""Loading: documents' claims into the graph, in batches of whole documents, each one transaction.

A document whose claims and metadata the graph already holds is not touched; one that changed is replaced, extractor by
extractor. A crash leaves whole documents only.
"""

from __future__ import annotations

import gc
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from uuid import uuid4

from neo4j import Driver
from neo4j.exceptions import DriverError, Neo4jError

from dragoman.loader.inputs import InputFile
from dragoman.loader.records import DocumentClaims
from dragoman.loader.store.ahead import ahead
from dragoman.loader.store.entry import begin_entry, complete_entry, leave_entry
from dragoman.loader.store.incoming import Heard, read_incoming
from dragoman.loader.store.interrupt import TornError, interrupts_wait, say_that_it_waits
from dragoman.loader.store.loaded import Loaded, unchanged
from dragoman.loader.store.pipeline import SENT, New, Pipeline, stored_nodes
from dragoman.loader.store.prepared import Incoming
from dragoman.loader.store.replacing import is_unchanged
from dragoman.loader.store.schema import prepare

BATCH = 500
"""Documents a transaction; fewer cost exchanges and commits, many more cost memory here and on the server."""

FIRST = 50
"""Documents in the first transaction; each next one has twice as many, so that the server has work soon."""

CLAIMS = 10_000
"""Claims a transaction, unless its last document has more."""

AHEAD = 2
"""Batches that are read while others are written."""


def load(
    driver: Driver,
    database: str | None,
    bundles: Iterable[DocumentClaims],
    *,
    replace_text: bool = False,
    progress: Callable[[Loaded], None] = lambda loaded: None,
    rejected: Callable[[], list[str]] = list,
) -> Loaded:
    """Loads documents with their claims, as `load_files` does."""
    files = [InputFile(lambda make, survey: map(make, bundles))]
    return load_files(driver, database, files, replace_text=replace_text, progress=progress, rejected=rejected)


def load_files(
    driver: Driver,
    database: str | None,
    files: Iterable[InputFile],
    *,
    replace_text: bool = False,
    progress: Callable[[Loaded], None] = lambda loaded: None,
    rejected: Callable[[], list[str]] = list,
    heard: Callable[[Heard], None] = lambda heard: None,
) -> Loaded:
    """Loads what files say, and writes one entry in the journal; `progress` is called after each batch.

    A document whose text differs from the stored one's is refused, unless `replace_text`: then the old one is retracted
    first. `rejected` is asked at the end for what the reader set aside, for the journal. `heard` is told of all records
    of the files, as they are read, or left unread where the graph holds what they say.

    Raises `VersionError` when the graph is of another version of the model.
    """
    prepare(driver, database)
    total = Loaded()
    entry = f"load:{uuid4()}"
    begin_entry(driver, database, entry)
    pipeline = Pipeline(driver, database, entry, total, progress, replace_text=replace_text)
    try:
        with few_collections(), quick_turns():
            for seen, batch in ahead(partial(_ahead, driver, database, files, heard), AHEAD):
                total += seen
                progress(total)
                if batch:
                    pipeline.write(batch)
            pipeline.finish()
    except BaseException as error:
        with suppress(DriverError, Neo4jError, OSError):  # what went wrong first is told
            if not isinstance(error, TornError):
                if isinstance(error, KeyboardInterrupt) and pipeline.busy:
                    say_that_it_waits()
                pipeline.abandon()
            leave_entry(driver, database, entry, total, rejected())
        raise
    with interrupts_wait():
        complete_entry(driver, database, entry, total, rejected())
    return total


@contextmanager
def few_collections() -> Iterator[None]:
    """Lets the collector look for cycles less often: records hold none, and it took a fifth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def quick_turns() -> Iterator[None]:
    """Lets threads take turns every millisecond rather than every five.

    A thread with an answer of the server to go on with waits for the turn of another: a tenth of the time.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.001)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _ahead(
    driver: Driver, database: str | None, files: Iterable[InputFile], heard: Callable[[Heard], None]
) -> Iterator[tuple[Loaded, list[New]]]:
    """Batches of what is to be written, and what each had beside that the graph holds already.

    That is settled here, before any lock is taken: what another loader does meanwhile might as well come later. Only a
    document of a batch that this loader may still have to write has to wait.
    """
    unwritten: deque[set[str]] = deque(maxlen=AHEAD + SENT + 2)
    seen = Loaded()

    def passed(held: Heard) -> None:
        nonlocal seen
        seen += Loaded(
            documents_unchanged=held.documents, entities_unchanged=held.entities, claims_unchanged=held.claims
        )
        heard(held)

    with driver.session(database=database) as session:
        for batch in _batches(read_incoming(driver, database, files, (AHEAD + SENT + 3) * BATCH, passed)):
            heard(Heard(len(batch), sum(one.entities for one in batch), sum(one.claims for one in batch)))
            stored = session.execute_write(stored_nodes, batch)  # where writes go: a replica may lag behind
            rest = []
            for one in batch:
                waits = any(one.id in ids for ids in unwritten)
                if not waits and one.id in stored and is_unchanged(one, stored[one.id]):
                    seen += unchanged(one)
                else:
                    rest.append(New(one, absent=not waits and one.id not in stored))
            unwritten.append({new.incoming.id for new in rest})
            yield seen, rest
            seen = Loaded()
    yield seen, []


def _batches(incoming: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    """Batches in which no document occurs twice."""
    batch: dict[str, Incoming] = {}
    claims, most = 0, min(FIRST, BATCH)
    for one in incoming:
        if len(batch) == most or claims >= CLAIMS or one.id in batch:
            yield list(batch.values())
            batch, claims, most = {}, 0, min(2 * most, BATCH)
        batch[one.id] = one
        claims += one.claims
    if batch:
        yield list(batch.values())
