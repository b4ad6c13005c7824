"""Two loaders at once give the graph that one after the other gives."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import neo4j

from dragoman.errors import DragomanError
from dragoman.loader.inputs import read_bundles
from dragoman.loader.store.load import load

from ..conftest import TestServer, wipe
from .corpus import write_versions
from .kills import begin_load, canonical, findings


def test_two_loaders_of_overlapping_files(empty_graph: neo4j.Driver, neo4j_server: TestServer, tmp_path: Path) -> None:
    """Each loads the same documents, in another order, and the first file twice."""
    database = neo4j_server.database
    first, _ = write_versions(tmp_path, 12)
    lines = first.read_text("utf-8").splitlines(keepends=True)
    second = tmp_path / "backwards.jsonl"
    second.write_text("".join(reversed(lines)), "utf-8")
    load(empty_graph, database, read_bundles([first]))
    alone = canonical(empty_graph, database)
    with empty_graph.session(database=database) as session:
        wipe(session)
    loaders = [begin_load([path], neo4j_server.environment, tmp_path) for path in (first, second, first)]
    assert [loader.wait(120) for loader in loaders] == [0, 0, 0]
    assert canonical(empty_graph, database) == alone
    assert findings(empty_graph, database) == []


def test_a_check_beside_a_load_finds_nothing_wrong(
    empty_graph: neo4j.Driver, neo4j_server: TestServer, tmp_path: Path
) -> None:
    """It says that it can't tell, or sees a graph of whole documents."""
    loader = begin_load(write_versions(tmp_path, 40), neo4j_server.environment, tmp_path)
    found = []
    while loader.poll() is None:
        with suppress(DragomanError):
            found += findings(empty_graph, neo4j_server.database)
    assert (loader.returncode, found) == (0, [])
