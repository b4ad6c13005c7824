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
from dragoman.loader.store.incoming import Held, Incoming, read_incoming
from dragoman.loader.store.interrupt import TornError, interrupts_wait
from dragoman.loader.store.loaded import Loaded, unchanged
from dragoman.loader.store.pipeline import SENT, New, Pipeline, stored_nodes
from dragoman.loader.store.prepared import prepared
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
    files = [InputFile(lambda survey: bundles)]
    return load_files(driver, database, files, replace_text=replace_text, progress=progress, rejected=rejected)


def load_files(
    driver: Driver,
    database: str | None,
    files: Iterable[InputFile],
    *,
    replace_text: bool = False,
    progress: Callable[[Loaded], None] = lambda loaded: None,
    rejected: Callable[[], list[str]] = list,
    passed: Callable[[Held], None] = lambda held: None,
) -> Loaded:
    """Loads what files say, and writes one entry in the journal; `progress` is called after each batch.

    A document whose text differs from the stored one's is refused, unless `replace_text`: then the old one is retracted
    first. `rejected` is asked at the end for what the reader set aside, for the journal. A file that the graph holds
    whole, as far as its key tells, is not read; `passed` hears of it.

    Raises `VersionError` when the graph is of another version of the model.
    """
    prepare(driver, database)
    total = Loaded()
    entry = f"load:{uuid4()}"
    begin_entry(driver, database, entry)
    pipeline = Pipeline(driver, database, entry, total, progress, replace_text=replace_text)
    try:
        with few_collections(), quick_turns():
            for seen, batch in ahead(partial(_ahead, driver, database, files, passed), AHEAD):
                total += seen
                progress(total)
                if batch:
                    pipeline.write(batch)
            pipeline.finish()
    except BaseException as error:
        with suppress(DriverError, Neo4jError, OSError):  # what went wrong first is told
            if not isinstance(error, TornError):
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
    driver: Driver, database: str | None, files: Iterable[InputFile], passed: Callable[[Held], None]
) -> Iterator[tuple[Loaded, list[New]]]:
    """Batches of what is to be written, and what each had beside that the graph holds already.

    That is settled here, before any lock is taken: what another loader does meanwhile might as well come later. Only a
    document of a batch that this loader may still have to write has to wait.
    """
    unwritten: deque[set[str]] = deque(maxlen=AHEAD + SENT + 2)
    seen = Loaded()

    def hear(file: Held) -> None:
        nonlocal seen
        seen += Loaded(
            documents_unchanged=file.documents, entities_unchanged=file.entities, claims_unchanged=file.claims
        )
        passed(file)

    with driver.session(database=database) as session:
        for batch in _batches(read_incoming(driver, database, files, (AHEAD + SENT + 3) * BATCH, hear)):
            stored = session.execute_write(stored_nodes, batch)  # where writes go: a replica may lag behind
            rest = []
            for one in batch:
                identity = one.node["id"]
                if any(identity in ids for ids in unwritten):
                    rest.append(New(one, None))
                elif identity not in stored:
                    rest.append(New(one, prepared(one.evidence, one.node)))
                elif is_unchanged(one.node, stored[identity]):
                    seen += unchanged(one)
                else:
                    rest.append(New(one, None))
            unwritten.append({new.incoming.node["id"] for new in rest})
            yield seen, rest
            seen = Loaded()
    yield seen, []


def _batches(incoming: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    """Batches in which no document occurs twice."""
    batch: dict[str, Incoming] = {}
    claims, most = 0, min(FIRST, BATCH)
    for one in incoming:
        identity = one.node["id"]
        if len(batch) == most or claims >= CLAIMS or identity in batch:
            yield list(batch.values())
            batch, claims, most = {}, 0, min(2 * most, BATCH)
        batch[identity] = one
        claims += one.claims
    if batch:
        yield list(batch.values())
