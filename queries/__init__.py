"""Questions to the graph: canned queries, the network, analyses."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.queries.analysis import Brokerage, Centrality, actors, brokers, centrality
    from dragoman.queries.catalog import Query, get_query, read_catalog
    from dragoman.queries.network import build_network, filter_since, read_from_graph, to_graphml
    from dragoman.queries.results import Rows

__all__ = [
    "Brokerage",
    "Centrality",
    "Query",
    "Rows",
    "actors",
    "brokers",
    "build_network",
    "centrality",
    "filter_since",
    "get_query",
    "read_catalog",
    "read_from_graph",
    "to_graphml",
]

_MODULES = {
    "analysis": ("Brokerage", "Centrality", "actors", "brokers", "centrality"),
    "catalog": ("Query", "get_query", "read_catalog"),
    "network": ("build_network", "filter_since", "read_from_graph", "to_graphml"),
    "results": ("Rows",),
}


def __getattr__(name: str) -> Any:
    """Imports what is asked for, so that a command that needs little starts quickly."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"dragoman.queries.{module}"), name)
    raise AttributeError(f"module 'dragoman.queries' has no attribute {name!r}")
