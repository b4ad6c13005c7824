"""What each command says where nothing was ever loaded."""

from __future__ import annotations

import neo4j
import pytest

from .test_commands import Shell, shell

__all__ = ["shell"]

EMPTY = "the database is empty; load something first: dragoman load INPUT…, or dragoman demo\n"


@pytest.mark.parametrize(
    ("line", "status", "stdout", "stderr"),
    [
        ("find Aliyev", 0, "", f"nothing found: {EMPTY}"),
        ("find Aliyev --format json", 0, "[]\n", f"nothing found: {EMPTY}"),
        ("query run disagreements", 0, "", f"nothing found: {EMPTY}"),
        ("analyze brokers", 0, "", f"nothing found: {EMPTY}"),
        ("check", 0, "", f"{EMPTY}0 findings\n"),
        ("status", 0, "0 documents, 0 claims, 0 entities, 0 relationships\n", EMPTY),
        ("export claims", 0, "", EMPTY),
        ("export canonical", 0, "", EMPTY),
        ("retract doc:000000000000", 2, "", f"dragoman: doc:000000000000: no such document is loaded; {EMPTY}"),
    ],
)
def test_an_empty_database_is_told_in_a_line(shell: Shell, line: str, status: int, stdout: str, stderr: str) -> None:
    done = shell(*line.split())
    assert (done.returncode, done.stdout, done.stderr) == (status, stdout, stderr)


def test_a_name_in_an_empty_database_is_a_wrong_value(shell: Shell) -> None:
    done = shell("query", "run", "timeline", "--who", "Azerbaijan")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert 'who "Azerbaijan" is nothing that the graph names' in done.stderr


def test_a_database_of_something_else_is_told_apart_from_an_empty_one(shell: Shell, empty_graph: neo4j.Driver) -> None:
    empty_graph.execute_query("CREATE (:Film {title: 'Nesimi'})")
    done = shell("check")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("the database holds no Dragoman graph (nodes of something else: 1); load")
