"""`dragoman server` as it is typed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman import server as local
from dragoman.cli.server import server
from dragoman.errors import Exit, NoServerError, WouldWriteError


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("DRAGOMAN_HOME", str(tmp_path))
    monkeypatch.setenv("DRAGOMAN_SERVER_MEMORY", "256m")
    yield tmp_path
    local.stop(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(server, arguments)


@pytest.mark.usefixtures("home")
def test_a_server_lives_from_start_to_removal() -> None:
    started = run("start")
    assert started.exit_code == Exit.DONE
    status = json.loads(run("status", "--format", "json").stdout)
    assert status["state"] == "running"
    assert f"Neo4j answers at {status['uri']}\n" in started.stdout
    assert "runs already" in run("start").stderr

    lines = run("env").stdout
    shell = subprocess.run(
        ["sh", "-c", f'{lines} echo "$DRAGOMAN_NEO4J_URI $DRAGOMAN_NEO4J_PASSWORD"'], capture_output=True, text=True
    )
    known = local.local_server()
    assert known is not None
    assert shell.stdout == f"{known.uri} {known.password}\n"
    assert [line.split("=")[0] for line in lines.splitlines()] == [
        f"export DRAGOMAN_NEO4J_{name}" for name in ("URI", "USER", "PASSWORD", "DATABASE")
    ]

    assert run("stop").stdout == "Stopped.\n"
    assert run("stop").stdout == "No server runs.\n"
    assert run("status").exit_code == Exit.NO_SERVER
    assert run("remove", "--yes").stdout.startswith("Removed ")
    assert run("remove", "--yes").stdout == "There was nothing to remove.\n"


def test_a_removal_without_a_terminal_needs_a_yes(home: Path) -> None:
    (home / "neo4j").mkdir()
    result = run("remove")
    assert isinstance(result.exception, WouldWriteError)
    assert "--yes" in str(result.exception)
    assert (home / "neo4j").exists()


@pytest.mark.usefixtures("home")
def test_without_a_server_there_is_no_connection_to_print() -> None:
    result = run("env")
    assert isinstance(result.exception, NoServerError)
    assert result.stdout == ""
