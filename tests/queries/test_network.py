"""One network, whether it comes from Neo4j or from claims files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import networkx
import pytest
from networkx.utils import graphs_equal

from dragoman import DragomanError, Graph
from dragoman.errors import UsageError
from dragoman.queries import build_network, filter_since, read_from_graph, to_graphml

Network = networkx.MultiDiGraph


def entity(id: str, **properties: Any) -> dict[str, Any]:
    return {"id": id, "kind": id.partition(":")[0].title(), "name": id, **properties}


def small() -> Network[str]:
    things = [entity("talks:t", earliest=date(2022, 12, 20)), entity("country:Y"), entity("country:X", aliases=["x"])]
    return build_network(
        things,
        [
            ("country:Y", "PARTICIPATED_IN", "talks:t", {"key": "k2", "role": "host", "last_published": "2022"}),
            ("country:Y", "PARTICIPATED_IN", "talks:t", {"key": "k3", "role": "participant"}),
            ("country:X", "PARTICIPATED_IN", "talks:t", {"key": "k1", "last_published": "2022-12-21"}),
        ],
    )


def test_neo4j_and_claims_files_give_one_network(graph: Graph, network: Network[str]) -> None:
    from_graph = graph.network()
    assert len(network) > 50
    assert graphs_equal(from_graph, network)
    assert list(from_graph) == list(network)
    assert list(from_graph.edges(keys=True)) == list(network.edges(keys=True))


@pytest.mark.parametrize("since", ["2021", "2022-09", "2022-12-22", "2100"])
def test_since_gives_one_network_too(graph: Graph, network: Network[str], since: str) -> None:
    assert graphs_equal(read_from_graph(graph.driver, graph.database, since), filter_since(network, since))


def test_nodes_are_entities_and_edges_relationships_by_key() -> None:
    built = small()
    assert list(built) == ["country:X", "country:Y", "talks:t"]
    assert built.nodes["talks:t"]["earliest"] == "2022-12-20"
    assert built.nodes["country:X"] == {"id": "country:X", "kind": "Country", "name": "country:X", "aliases": ["x"]}
    assert {(s, o, key): data for s, o, key, data in built.edges(keys=True, data=True)} == {
        ("country:X", "talks:t", "k1"): {"predicate": "PARTICIPATED_IN", "last_published": "2022-12-21"},
        ("country:Y", "talks:t", "k2"): {"predicate": "PARTICIPATED_IN", "role": "host", "last_published": "2022"},
        ("country:Y", "talks:t", "k3"): {"predicate": "PARTICIPATED_IN", "role": "participant"},
    }


def test_since_keeps_what_was_published_then_and_what_it_joins() -> None:
    kept = filter_since(small(), "2022-06")
    assert (list(kept), list(kept.edges(keys=True))) == (["country:X", "talks:t"], [("country:X", "talks:t", "k1")])
    assert len(filter_since(small(), "2022").edges) == 2
    with pytest.raises(UsageError, match='since "May" is no date; use YYYY, YYYY-MM or YYYY-MM-DD'):
        filter_since(small(), "May")


def test_a_relationship_without_its_end_is_an_error() -> None:
    with pytest.raises(DragomanError, match='relationship k ends at "country:Z", which is no entity'):
        build_network([entity("country:X")], [("country:X", "PARTY_TO", "country:Z", {"key": "k"})])


def test_graphml_comes_back_with_its_ids_keys_and_joined_lists(network: Network[str], tmp_path: Path) -> None:
    to_graphml(network, tmp_path / "network.graphml")
    back = networkx.read_graphml(tmp_path / "network.graphml", force_multigraph=True)
    assert set(back) == set(network)
    keys = {key for _, _, key in networkx.MultiDiGraph(back).edges(keys=True)}
    assert keys == {key for _, _, key in network.edges(keys=True)}
    assert back.nodes["country:TUR"]["aliases"] == "; ".join(network.nodes["country:TUR"]["aliases"])
    assert back.nodes["country:TUR"]["documents"] == network.nodes["country:TUR"]["documents"]


def test_graphml_takes_text_that_xml_does_not(tmp_path: Path) -> None:
    odd = build_network([entity("country:X", note="a\x00b\x0c<c> & \ufffe\U0001f600")], [])
    to_graphml(odd, tmp_path / "odd.graphml")
    assert networkx.read_graphml(tmp_path / "odd.graphml").nodes["country:X"]["note"] == "a b <c> &  \U0001f600"


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no/such/file\.graphml: can't be written"):
        to_graphml(small(), tmp_path / "no/such/file.graphml")
