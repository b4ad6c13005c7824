"""What README and docs show is what happens: every `console` and `pycon` block is run and compared.

With DRAGOMAN_UPDATE_DOCS set, console blocks get the output that they have now (`make docs`).
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import neo4j
import pytest

from dragoman.loader.inputs import read_bundles
from dragoman.loader.store.load import load
from dragoman.sample import sample_paths

from .conftest import TestServer

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PYCON = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def sample(empty_graph: neo4j.Driver, neo4j_server: TestServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The graph of the demo, in the environment of a user's shell."""
    load(empty_graph, neo4j_server.database, read_bundles(sample_paths()))
    for name, value in (neo4j_server.environment | {"COLUMNS": "100"}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(ROOT)


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_print_what_the_page_shows(page: Path) -> None:
    shown = page.read_text("utf-8")
    now = CONSOLE.sub(lambda block: f"```console\n{_session(block[1])}```", shown)
    if os.environ.get("DRAGOMAN_UPDATE_DOCS"):
        page.write_text(now, "utf-8")
    assert now == shown


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_scripts_do_what_the_page_shows(page: Path) -> None:
    for block in PYCON.findall(page.read_text("utf-8")):
        test = doctest.DocTestParser().get_doctest(block, {}, page.name, str(page), 0)
        assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test).failed == 0


def _session(block: str) -> str:
    """A console block's commands, each with what it prints now."""
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"$ {command}\n{_output(command)}" for command in commands)


def _output(command: str) -> str:
    program, *arguments = shlex.split(command)
    assert program == "dragoman", f"{command}: only dragoman is run from the docs"
    done = subprocess.run(
        [sys.executable, "-m", "dragoman", *arguments], capture_output=True, encoding="utf-8", check=False
    )
    text = "\n".join(line.rstrip() for line in (done.stdout + done.stderr).splitlines())
    return f"{text}\n" if text else ""
