"""Where output goes: closed pipes, full disks, locales that know no letter beyond ASCII."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import neo4j
import pytest

from ..conftest import TestServer

SAMPLE = Path(__file__).parents[1] / "data" / "sample.claims.jsonl"
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.fixture
def environment(empty_graph: neo4j.Driver, neo4j_server: TestServer) -> dict[str, str]:
    environment = {**os.environ, **neo4j_server.environment}
    environment.pop("PYTHONIOENCODING", None)
    subprocess.run([sys.executable, "-m", "dragoman", "load", SAMPLE], env=environment, check=True, capture_output=True)
    return environment


def bash(line: str, environment: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a line with `dragoman` in it; the status is that of `dragoman`, which comes first."""
    line = line.replace("dragoman", f"{sys.executable} -m dragoman", 1)
    return subprocess.run(
        ["bash", "-c", f"{line}; exit ${{PIPESTATUS[0]}}"],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        cwd=folder,
        check=False,
    )


def test_a_reader_that_has_seen_enough_ends_any_output_quietly(environment: dict[str, str], tmp_path: Path) -> None:
    for command in ("query run timeline --who Azerbaijan", "query list", "check --help", "find Aliyev --format json"):
        done = bash(f"dragoman {command} | head -n 0", environment, tmp_path)
        assert (command, done.returncode, done.stdout, done.stderr) == (command, 0, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_one_line(environment: dict[str, str], tmp_path: Path) -> None:
    for command in ("query run timeline --who Azerbaijan", "query list", "status", "export canonical"):
        done = bash(f"dragoman {command} > /dev/full", environment, tmp_path)
        assert (command, done.returncode, done.stderr) == (command, 8, "dragoman: No space left on device\n")


def test_names_come_whole_where_the_locale_is_ascii(environment: dict[str, str], tmp_path: Path) -> None:
    ascii_only = environment | ASCII
    for command in (
        "query run timeline --who Türkiye",
        "query run planned --format csv",
        "find Türkiye",
        "analyze brokers",
        "status --documents",
        "query show agreements-between",
        "query run person-profile --person Erdoğanov",
    ):
        here, there = (bash(f"dragoman {command}", e, tmp_path) for e in (environment, ascii_only))
        assert (there.returncode, there.stdout, there.stderr) == (here.returncode, here.stdout, here.stderr)


def test_json_stays_json_where_the_locale_is_ascii(environment: dict[str, str], tmp_path: Path) -> None:
    done = bash("dragoman find Türkiye --format json", environment | ASCII, tmp_path)
    assert json.loads(done.stdout)[0]["name"] == "Türkiye"


def test_an_encoding_that_was_asked_for_is_kept_and_escapes_what_it_lacks(
    environment: dict[str, str], tmp_path: Path
) -> None:
    done = bash("dragoman query run planned", environment | {"PYTHONIOENCODING": "ascii"}, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()
    assert "\\u2500" in done.stdout


def test_a_pipe_is_written_into_and_not_replaced(environment: dict[str, str], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cat", "pipe"], cwd=tmp_path, stdout=subprocess.PIPE) as reader:
        assert bash("dragoman export claims -o pipe", environment, tmp_path).returncode == 0
        assert reader.communicate()[0].count(b"\n") > 11
    assert (tmp_path / "pipe").is_fifo()


def test_a_closed_output_is_no_error(environment: dict[str, str], tmp_path: Path) -> None:
    done = bash("dragoman query list >&-", environment, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
