"""Ctrl-C while standard input is being read, and between the transactions of a load or a retraction."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import neo4j
import pytest

from dragoman.loader.store.check import check
from dragoman.loader.store.export import export_canonical

from ..conftest import TestServer
from .test_commands import Shell, documents, many, shell

__all__ = ["shell"]


@pytest.mark.parametrize("command", ["load", "extract"])
def test_nothing_is_left_in_the_temporary_folder(shell: Shell, tmp_path: Path, command: str) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    running = subprocess.Popen(
        [sys.executable, "-m", "dragoman", command, "-"],
        cwd=shell.folder,
        env={**os.environ, **shell.environment, "TMPDIR": str(temporary)},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert running.stdin is not None
    running.stdin.write(many(2000).encode())
    running.stdin.flush()
    while not list(temporary.glob("*/*")):
        assert running.poll() is None
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    assert running.wait() == 130
    assert list(temporary.iterdir()) == []


def test_an_interrupted_load_leaves_whole_documents_and_is_completed_by_another(
    shell: Shell, empty_graph: neo4j.Driver, neo4j_server: TestServer
) -> None:
    (shell.folder / "many.jsonl").write_text(many(3000), "utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "dragoman", "load", "many.jsonl"],
        cwd=shell.folder,
        env={**os.environ, **shell.environment},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    while running.poll() is None and documents(empty_graph) < 200:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate()
    assert (running.returncode, errors[-1500:]) == (130, errors[-1500:])
    loaded = f"{documents(empty_graph):,} documents"
    assert errors.endswith(f"dragoman: interrupted: {loaded} are loaded; run it again to go on\n")
    assert re.search(rf"still at work; last heard of at .*Z\): {loaded} added", shell("status").stdout)
    assert 0 < documents(empty_graph) < 3000
    assert check(empty_graph, neo4j_server.database) == []
    assert shell("load", "many.jsonl").returncode == 0
    completed = list(export_canonical(empty_graph, neo4j_server.database))
    with empty_graph.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
    assert shell("load", "many.jsonl").returncode == 0
    assert list(export_canonical(empty_graph, neo4j_server.database)) == completed


def test_an_interrupted_retraction_takes_out_whole_documents_and_can_be_run_again(
    shell: Shell, empty_graph: neo4j.Driver, neo4j_server: TestServer
) -> None:
    (shell.folder / "many.jsonl").write_text(many(4000), "utf-8")
    shell("load", "many.jsonl")
    running = subprocess.Popen(
        [sys.executable, "-m", "dragoman", "retract", "--yes", "many.jsonl"],
        cwd=shell.folder,
        env={**os.environ, **shell.environment},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    while running.poll() is None and documents(empty_graph) == 4000:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate()
    assert running.returncode == 130
    out = 4000 - documents(empty_graph)
    assert errors.endswith(f"dragoman: interrupted: {out:,} documents are done; retract the rest again\n")
    assert 0 < out < 4000
    assert check(empty_graph, neo4j_server.database) == []
    left = documents(empty_graph)
    assert shell("retract", "--yes", "many.jsonl").stdout == f"retracted {left:,} claims of {left:,} documents\n"
    assert documents(empty_graph) == 0
