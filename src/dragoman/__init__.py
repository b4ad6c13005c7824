"""Dragoman reads reporting on military and diplomatic relations into a Neo4j graph, sentence by sentence.

import dragoman

with dragoman.connect() as graph:
    graph.find("Erdogan")
    graph.run("agreements-between", a="Azerbaijan", b="Türkiye").to_pandas()
    network = graph.network(since="2020-01-01")
network = dragoman.read_network("claims.jsonl")
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.connection import Graph, connect
    from dragoman.offline import read_network

__all__ = ["DragomanError", "Graph", "connect", "read_network"]

_LAZY = {"Graph": "connection", "connect": "connection", "read_network": "offline"}
_PARTS = ("loader", "queries", "cypher")

for _part in _PARTS:
    if not (Path(__file__).parent / _part).is_dir():
        raise DragomanError(
            f"{Path(__file__).parent / _part} should be a folder or a link to one: check the repository out with "
            "symbolic links (git config core.symlinks true, then git checkout -- src)"
        )


def __getattr__(name: str) -> Any:
    """Imports what is asked for, so that `import dragoman` stays quick."""
    if name in _LAZY:
        return getattr(import_module(f"dragoman.{_LAZY[name]}"), name)
    if name in _PARTS:
        return import_module(f"dragoman.{name}")
    raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
