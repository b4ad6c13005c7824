"""Batches that are planned while others are written give the graph that one batch after the other gives."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

import neo4j
import pytest

from dragoman.connection import Graph
from dragoman.loader.records import DocumentClaims
from dragoman.loader.resolve import features_of
from dragoman.loader.store.change import Change
from dragoman.loader.store.check import check
from dragoman.loader.store.export import export_canonical
from dragoman.loader.store.known import Placed
from dragoman.loader.store.load import load
from dragoman.loader.store.loaded import Loaded
from dragoman.loader.store.pipeline import New, Pipeline
from dragoman.loader.store.underway import ViewAhead
from dragoman.loader.store.writing import write

from ...robustness.corpus import copies


@pytest.fixture
def corpus(monkeypatch: pytest.MonkeyPatch) -> list[DocumentClaims]:
    """Documents in more batches than are sent at once, many of which speak of the same events."""
    monkeypatch.setattr("dragoman.loader.store.load.BATCH", 7)
    return list(copies(5))


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of batches that were planned under the lock."""
    sizes: list[int] = []

    def counted(self: Pipeline, batch: list[New]) -> None:
        sizes.append(len(batch))
        write_locked(self, batch)

    write_locked = Pipeline._write_locked
    monkeypatch.setattr(Pipeline, "_write_locked", counted)
    return sizes


def lines(graph: Graph) -> list[bytes]:
    return list(export_canonical(graph.driver, graph.database))


def put(graph: Graph, bundles: Sequence[DocumentClaims], progress: Callable[[Loaded], None] = lambda _: None) -> Loaded:
    return load(graph.driver, graph.database, bundles, progress=progress)


@pytest.fixture
def whole(graph: Graph, corpus: list[DocumentClaims], monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the graph is when all documents come in one batch; the graph is empty again then."""
    with monkeypatch.context() as patched:
        patched.setattr("dragoman.loader.store.load.BATCH", 1_000)
        put(graph, corpus)
    made = lines(graph)
    empty(graph)
    return made


def empty(graph: Graph) -> None:
    graph.driver.execute_query("MATCH (n) DETACH DELETE n", database_=graph.database)


def test_new_documents_need_no_lock_to_be_planned(
    graph: Graph, corpus: list[DocumentClaims], whole: list[bytes], locked: list[int]
) -> None:
    assert put(graph, corpus).documents_added == len(corpus)
    assert locked == []
    assert lines(graph) == whole
    assert check(graph.driver, graph.database) == []


def test_what_is_forgotten_is_asked_for_again_and_nothing_else(
    graph: Graph, corpus: list[DocumentClaims], whole: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.loader.store.known.MOST", 20)
    monkeypatch.setattr("dragoman.loader.store.recent.ENTITIES", 5)
    monkeypatch.setattr("dragoman.loader.store.recent.RELATIONSHIPS", 5)
    asked, found = set[str](), set[str]()

    def noted(self: ViewAhead, blocks: Collection[str]) -> list[Placed]:
        placed = mentions_in_blocks(self, blocks)
        asked.update(blocks)
        for features in (features_of(one.mention) for one in placed):
            found.update(features.blocks, features.occurrences)
        return placed

    mentions_in_blocks = ViewAhead.mentions_in_blocks
    monkeypatch.setattr(ViewAhead, "mentions_in_blocks", noted)
    put(graph, corpus)
    assert lines(graph) == whole
    assert asked
    assert asked <= found


def test_what_was_written_is_not_left_to_the_collector(graph: Graph, corpus: list[DocumentClaims]) -> None:
    """The driver's results hold their parameters in cycles, which would keep many batches in memory."""
    texts = {one.document.text for one in corpus}
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        put(graph, corpus)
        gc.collect()
        left = [
            one for one in gc.garbage if isinstance(one, list) and texts.intersection(x for x in one if type(x) is str)
        ]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    assert left == []


def test_what_another_loader_writes_meanwhile_is_seen(
    graph: Graph, corpus: list[DocumentClaims], whole: list[bytes], locked: list[int]
) -> None:
    """The rival loads the corpus from its end, one document after each batch."""
    rivals = iter(corpus[::-1])

    def interfere(done: Loaded) -> None:
        if done.changes and (rival := next(rivals, None)):
            other = threading.Thread(target=put, args=(graph, [rival]))
            other.start()
            other.join()

    put(graph, corpus, interfere)
    assert locked
    assert lines(graph) == whole
    assert check(graph.driver, graph.database) == []


def test_what_another_loader_writes_is_not_taken_for_the_batch_before(
    graph: Graph,
    corpus: list[DocumentClaims],
    whole: list[bytes],
    locked: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The rival writes once, before the first of two batches that are sent; the second comes when that has failed."""
    first, refused = threading.Lock(), threading.Event()
    seen: list[int] = []

    def overtaken(tx: neo4j.Transaction, change: Change, *given: Any) -> bool:
        if not first.acquire(blocking=False):
            if given and len(seen) == 1 and given[0].writes == seen[0] + 1:
                refused.wait(60)
            return write(tx, change, *given)
        seen.append(given[0].writes)
        put(graph, corpus[-1:])
        written = write(tx, change, *given)
        refused.set()
        return written

    monkeypatch.setattr("dragoman.loader.store.pipeline.write", overtaken)
    put(graph, corpus)
    assert locked[0] == 7
    assert lines(graph) == whole
    assert check(graph.driver, graph.database) == []


def test_a_batch_that_fails_is_written_again_with_those_after_it(
    graph: Graph,
    corpus: list[DocumentClaims],
    whole: list[bytes],
    locked: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries = 0

    def failing(tx: neo4j.Transaction, change: Change, *given: Any) -> bool:
        nonlocal tries
        tries += bool(given)
        if given and tries == 3:
            raise neo4j.exceptions.ServiceUnavailable("the connection is gone")
        return write(tx, change, *given)

    monkeypatch.setattr("dragoman.loader.store.pipeline.write", failing)
    assert put(graph, corpus).documents_added == len(corpus)
    assert locked[0] == 7
    assert lines(graph) == whole
    assert check(graph.driver, graph.database) == []


def test_an_error_of_the_input_leaves_what_was_sent_and_counts_it(graph: Graph, corpus: list[DocumentClaims]) -> None:
    def cut() -> Iterator[DocumentClaims]:
        yield from corpus[:21]
        raise ValueError("cut off")

    heard: list[int] = []
    with pytest.raises(ValueError, match="cut off"):
        load(graph.driver, graph.database, cut(), progress=lambda done: heard.append(done.documents_added))
    stored, _, _ = graph.driver.execute_query("MATCH (d:Document) RETURN count(d) AS n", database_=graph.database)
    assert heard[-1] == stored[0]["n"]
    assert check(graph.driver, graph.database) == []


def test_what_a_hand_has_added_to_the_graph_is_no_hindrance(
    graph: Graph, corpus: list[DocumentClaims], whole: list[bytes], locked: list[int]
) -> None:
    """Dates and points, which claims never give to relationships and entities."""
    put(graph, corpus[:7])
    added = "SET x.seen = datetime(), x.at = point({longitude: 1, latitude: 2})"
    for each in ("()-[x]->(:Entity)", "(x:Entity)"):
        graph.driver.execute_query(f"MATCH {each} {added}", database_=graph.database)
    put(graph, corpus[7:])
    assert locked == []
    for each in ("()-[x]->(:Entity)", "(x:Entity)"):
        graph.driver.execute_query(f"MATCH {each} REMOVE x.seen, x.at", database_=graph.database)
    assert lines(graph) == whole
