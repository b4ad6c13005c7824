"""The commands query, find and analyze, as someone types them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import networkx
import pytest

from dragoman import Graph
from dragoman.cli import main
from dragoman.queries.catalog import Query, catalog, get_query
from dragoman.queries.run import run, run_text

from ..conftest import TestServer
from .conftest import SAMPLE

PARAM = re.compile(r"^:param (\w+) => (.*);$", re.MULTILINE)


@dataclass(frozen=True)
class Done:
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Shell:
    """Runs a line in this process, as the command `dragoman` does."""

    environment: Mapping[str, str]
    capsys: pytest.CaptureFixture[str]

    def __call__(self, line: str, *, status: int = 0) -> Done:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as end:
                main(shlex.split(line))
        done = Done(*self.capsys.readouterr())
        assert end.value.code == status, done.stderr
        return done


@pytest.fixture
def shell(graph: Graph, neo4j_server: TestServer, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(neo4j_server.environment, capsys)


@pytest.fixture
def offline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell({"DRAGOMAN_NEO4J_URI": "bolt://127.0.0.1:1", "DRAGOMAN_HOME": str(tmp_path)}, capsys)


def test_query_list_needs_no_server(offline: Shell) -> None:
    listed = offline("query list").stdout
    assert all(f"  {query.name} " in listed and query.title in listed for query in catalog().values())


def test_query_list_as_json_describes_each_query(offline: Shell) -> None:
    described = json.loads(offline("query list --format json").stdout)
    assert [one["name"] for one in described] == list(catalog())
    assert set(described[0]) == {"name", "title", "theme", "description", "parameters", "columns", "example"}


def test_query_show_prints_text_and_parameters(offline: Shell) -> None:
    shown = offline("query show who-met-whom").stdout
    assert shown.startswith(":param who => 'Zakir Hasanov';\n:param since => null;\n\n// Whom someone met\n")
    assert shown.endswith(get_query("who-met-whom").text)


@pytest.mark.parametrize("query", catalog().values(), ids=lambda query: query.name)
def test_query_show_prints_names_that_the_browser_finds(shell: Shell, graph: Graph, query: Query) -> None:
    given = dict(PARAM.findall(shell(f"query show {query.name}").stdout))
    pasted = re.sub(r"\$(\w+)", lambda name: given[name[1]], query.short)
    assert run_text(graph.driver, graph.database, pasted) == run(graph.driver, graph.database, query, query.example)


def test_query_run_help_tells_the_parameters(offline: Shell) -> None:
    helped = offline("query run agreements-between --help").stdout
    assert "--a ENTITY" in helped
    assert "--since DATE" in helped
    assert "Example: dragoman query run agreements-between --a Azerbaijan --b Türkiye" in helped.replace("'", "")
    assert "agreements-between" in offline("query run").stdout


@pytest.mark.parametrize(
    ("line", "status", "message"),
    [
        ("query run agreements-betwen", 2, 'there is no query "agreements-betwen"; did you mean "agreements-between"?'),
        ("query show agreements-betwen", 2, 'did you mean "agreements-between"?'),
        ("query run planned --sinse 2020", 2, "--since"),
        ("query run planned --limit 0", 2, "--limit"),
        ("query run planned --format xml", 2, "xml"),
        ("query run planned", 3, "no Neo4j answers"),
        ("analyze brokers no-such-file.jsonl", 2, "no-such-file.jsonl"),
    ],
)
def test_an_error_is_one_line_and_a_status(offline: Shell, line: str, status: int, message: str) -> None:
    done = offline(line, status=status)
    assert message in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("query run agreements-between --a Azerbaijan", 'query "agreements-between" needs a value for "b"'),
        ("query run planned --since yesterday", 'parameter "since" takes a date (YYYY, YYYY-MM or YYYY-MM-DD)'),
        ("query run person-profile --person Nobody", 'person "Nobody" is nothing that the graph names'),
    ],
)
def test_a_wrong_value_is_a_usage_error(shell: Shell, line: str, message: str) -> None:
    done = shell(line, status=2)
    assert message in done.stderr
    assert done.stdout == ""


def test_query_run_answers_in_every_format(shell: Shell, graph: Graph) -> None:
    wanted = graph.run("agreements-between", a="Azerbaijan", b="Türkiye")
    line = "query run agreements-between --a azerbaijan --b turkey --format "
    assert json.loads(shell(line + "json").stdout) == wanted.to_dicts()
    assert [json.loads(text) for text in shell(line + "jsonl").stdout.splitlines()] == wanted.to_dicts()
    assert [row["agreement"] for row in csv.DictReader(io.StringIO(shell(line + "csv").stdout))] == [
        row["agreement"] for row in wanted
    ]
    table = shell(line + "table").stdout
    assert "Shusha Declaration on Allied Relations" in table
    assert all(row["key"] in table and row["url"] in table for row in wanted)
    assert "\x1b" not in table


def test_a_link_runs_as_it_stands(shell: Shell, graph: Graph) -> None:
    url = shell("query run agreements-between --a azerbaijan --b turkey --format url").stdout.strip()
    parts = parse_qs(urlsplit(url).query)
    assert urlsplit(url).path == "/browser/"
    assert parts["cmd"] == ["edit"]
    assert run_text(graph.driver, graph.database, parts["arg"][0]) == graph.run(
        "agreements-between", a="Azerbaijan", b="Türkiye"
    )


def test_a_limit_is_told_apart_from_the_rows(shell: Shell) -> None:
    done = shell("query run start-here --limit 2 --format jsonl")
    assert len(done.stdout.splitlines()) == 2
    assert "Only the first 2 rows; more with --limit." in done.stderr


def test_find_shows_what_there_is(shell: Shell) -> None:
    assert "person:recep-tayyip-erdogan" in shell("find erdogan").stdout
    [first, *_] = json.loads(shell("find ERDOĞAN --format json").stdout)
    assert first["id"] == "person:recep-tayyip-erdogan"
    nothing = shell("find xyzzy")
    assert (nothing.stdout, nothing.stderr) == ("", "nothing found\n")
    assert "country:AZE" in shell("find -- Azerbaijan").stdout


@pytest.mark.parametrize("analysis", ["centrality", "brokers"])
def test_an_analysis_is_the_same_with_and_without_a_server(shell: Shell, offline: Shell, analysis: str) -> None:
    line = f"analyze {analysis} --format json --limit 1000"
    rows = json.loads(shell(line).stdout)
    assert len(rows) > 10
    assert json.loads(offline(f"{line} {shlex.quote(str(SAMPLE))}").stdout) == rows


def test_an_analysis_goes_into_graphml(offline: Shell, tmp_path: Path) -> None:
    path = tmp_path / "network.graphml"
    done = offline(f"analyze centrality {shlex.quote(str(SAMPLE))} --graphml {shlex.quote(str(path))} --limit 3")
    assert len(done.stdout.splitlines()) == 5
    assert "Only the first 3 of" in done.stderr
    nodes = networkx.read_graphml(path, force_multigraph=True).nodes
    assert nodes["country:AZE"]["centrality_partners"] > 1


def test_a_closed_pipe_ends_quietly(graph: Graph, neo4j_server: TestServer) -> None:
    command = f"{sys.executable} -m dragoman query run timeline --who Azerbaijan --format jsonl | head -n 0"
    environment = {**os.environ, **neo4j_server.environment}
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=environment, check=False)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize("query", catalog().values(), ids=lambda query: query.name)
def test_the_example_runs_as_it_is_printed(shell: Shell, query: Query) -> None:
    helped = shell(f"query run {query.name} --help").stdout
    example = " ".join(helped.partition("Example: dragoman ")[2].split())
    assert json.loads(shell(f"{example} --format json").stdout)
