"""`load --bulk`: the graph of the usual load, imported at once."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import neo4j
import pytest

from dragoman import server
from dragoman.connection import Graph, connect
from dragoman.errors import WouldWriteError
from dragoman.loader.claims import write_claims
from dragoman.loader.records import Claim, Document, DocumentClaims, Entity, Modality, Passage
from dragoman.loader.store.check import check
from dragoman.loader.store.export import export_canonical
from dragoman.server.home import find_home
from dragoman.server.importing import last_write, replace_database

from ..conftest import TestServer, wipe
from ..robustness.corpus import copies
from .test_commands import SAMPLE, Shell, shell

__all__ = ["shell"]

HOSTILE = (
    'say "no", \'perhaps\'; or ""',
    "two\nlines\r\nand\rthree\u2028four",
    "  spaces around\t",
    'back\\slash \\" \\n',
    "unit\x1fseparator \x1e\x01\x7f",
    "\u202eright to left\u202c مرحبا",
    "\U0001faf0 emoji \u200d",
    "null",
    ",",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home whose server a load may stop and start."""
    folder = tmp_path_factory.mktemp("bulk")
    server.start(folder, "512m")
    yield folder
    server.stop(folder)


@pytest.fixture
def local(tmp_path: Path, home: Path) -> Shell:
    """A shell whose local server is empty."""
    with graph_of(home) as graph, graph.driver.session(database=graph.database) as session:
        wipe(session)
    return Shell(tmp_path, {"DRAGOMAN_HOME": str(home), "DRAGOMAN_NEO4J_URI": ""})


def graph_of(home: Path) -> Graph:
    reached = server.local_server(home)
    assert reached
    return connect(reached.uri, reached.user, reached.password, reached.database)


def hostile() -> Iterator[DocumentClaims]:
    """Whatever a file of values separated by commas might get wrong."""
    values = (
        "",
        'a "word"',
        "1",
        1,
        1.0,
        True,
        -0.0,
        1e300,
        5e-324,
        2**63 - 1,
        -(2**63),
        "true",
        "2022-01-01",
        "x" * 9_000,
    )
    for number, text in enumerate((*HOSTILE, "", "y" * 5_000_000)):
        sentence = f"{text[:900]} met."
        document = Document(
            f"d{number}",
            f"{sentence} {text}",
            url=f"https://example.org/{number}",
            title=text[:900],
            publisher=text[:900] if number % 2 else "",
            published="" if number % 3 == 0 else "0001-01-01",
        )
        name = text[:900] if text.strip(",") else "Nemo"
        person = Entity(
            "p",
            "Person",
            name,
            tuple(f"{one} {number}" for one in HOSTILE),
            {"wikidata": name},
            {"note": values[number % len(values)], f"only_{number}": values[-number - 1]},
        )
        country = Entity("c", "Country", "Poland", (), {}, {"rating": values[(number + 3) % len(values)]})
        talks = Entity("t", "Talks", "talks", (), {}, {"date": f"{number + 1:04}-02"})
        passage = Passage(0, len(sentence), sentence)
        modality = list(Modality)[number % 3]
        claims = (
            Claim(
                f"1-{number}", document.id, "p", "HOLDS_POSITION", "c", passage, {"title": name}, modality, 0.5, "hand"
            ),
            Claim(
                f"2-{number}",
                document.id,
                "c",
                "PARTICIPATED_IN",
                "t",
                passage,
                {"role": "participant"},
                modality,
                1.0,
                "reader/1",
            ),
        )
        yield DocumentClaims(document, (person, country, talks), claims if number != 4 else ())
    again = replace(document, id="again", published="2020")
    claim = replace(claims[1], id="again", document="again", extractor="another")
    yield DocumentClaims(again, (country, talks), (claim,))
    yield DocumentClaims(replace(document, id="other", text="Another text."), (), ())


def write(path: Path, bundles: Iterator[DocumentClaims]) -> Path:
    with path.open("wb") as stream:
        write_claims(stream, bundles)
    return path


@pytest.mark.parametrize("corpus", ["sample", "hostile", "many"])
def test_a_bulk_load_makes_the_graph_of_the_usual_load(
    corpus: str, local: Shell, shell: Shell, home: Path, empty_graph: neo4j.Driver, neo4j_server: TestServer
) -> None:
    path = shell.folder / "corpus.jsonl"
    if corpus == "sample":
        path.write_bytes(SAMPLE.read_bytes() + b'{"record":"claim"}\n')
    else:
        write(path, hostile() if corpus == "hostile" else copies(40))
    arguments = ("load", path, "--min-confidence", "0.3", "--report")
    usual, bulk = shell(*arguments, "usual.json"), local(*arguments, "bulk.json", "--bulk")
    assert bulk.stderr == usual.stderr
    assert usual.stdout.startswith("added ")
    assert (bulk.returncode, bulk.stdout) == (usual.returncode, usual.stdout)
    assert json.loads((local.folder / "bulk.json").read_bytes()) == json.loads(
        (shell.folder / "usual.json").read_bytes()
    )
    with graph_of(home) as graph:
        made = list(export_canonical(graph.driver, graph.database))
        assert made == list(export_canonical(empty_graph, neo4j_server.database))
        assert check(graph.driver, graph.database) == []
    again = local("load", path, "--bulk")
    assert again.returncode == 7
    assert "the database is not empty" in again.stderr
    if corpus != "hostile":  # in which one document comes in two versions
        assert local("load", path).stdout.startswith("0 changes")
    assert "by dragoman" in local("status").stdout


def test_the_journal_of_what_was_loaded_before_stays(local: Shell) -> None:
    local("load", SAMPLE)
    records = map(json.loads, SAMPLE.read_text("utf-8").splitlines())
    local("retract", "--yes", *(record["url"] for record in records if record["record"] == "document"))
    before = local("status").stdout.splitlines()
    assert local("load", "--bulk", SAMPLE).returncode == 0
    assert local("status").stdout.splitlines()[2:] == before[1:]


def test_an_import_that_fails_leaves_the_database_as_it_was(local: Shell, home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1,2,3\n", "utf-8")
    (tmp_path / "h.csv").write_text(":ID,x:long\n", "utf-8")
    with pytest.raises(Exception, match=r"the import failed, and the database is as it was: .*column"):
        replace_database(tmp_path, ["--nodes=A=h.csv,a.csv"], home, unless_after=last_write(home))
    assert server.status(home).state == "running"
    assert local("load", SAMPLE).stdout.startswith("added 158 claims")


def test_for_another_server_the_files_and_what_to_do_with_them_are_told(
    shell: Shell, home: Path, empty_graph: neo4j.Driver, neo4j_server: TestServer
) -> None:
    done = shell("load", "--bulk", SAMPLE, "--bulk-folder", "files")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "wrote 158 claims of 11 documents")
    command = shlex.split(done.stdout.splitlines()[2])
    assert command[:5] == ["neo4j-admin", "database", "import", "full", "neo4j"]
    replace_database(shell.folder / "files", command[5:], home, unless_after=last_write(home))
    local = Shell(shell.folder, {"DRAGOMAN_HOME": str(home), "DRAGOMAN_NEO4J_URI": ""})
    with graph_of(home) as graph, graph.driver.session(database=graph.database) as session:
        for text in (shell.folder / "files" / "afterwards.cypher").read_text("utf-8").split(";\n")[:-1]:
            session.run(text).consume()
    assert done.stdout.splitlines()[-1].split()[:3] == ["dragoman", "check", "--repair"]
    assert local("check", "--repair").returncode == 0
    assert local("load", SAMPLE).stdout.startswith("0 changes")
    shell("load", SAMPLE)
    assert local("export", "canonical").stdout == shell("export", "canonical").stdout
    assert shell("load", "--bulk", SAMPLE).returncode == 7
    assert shell("load", "--bulk", "--dry-run", SAMPLE).returncode == 2


def test_nothing_to_load_imports_nothing(local: Shell, home: Path) -> None:
    before = server.status(home).pid
    (local.folder / "bad.jsonl").write_text('{"record":"claim"}\n', "utf-8")
    done = local("load", "--bulk", "bad.jsonl")
    assert (done.returncode, done.stdout) == (1, "nothing loaded: all records were rejected\n")
    assert server.status(home).pid == before
    assert list((home / "neo4j" / "bulk").iterdir()) == []


def test_what_is_written_before_the_server_stops_is_not_lost(local: Shell, home: Path, tmp_path: Path) -> None:
    before = last_write(home)
    local("load", SAMPLE)
    with pytest.raises(WouldWriteError, match="somebody has written"):
        replace_database(tmp_path, [], home, unless_after=before)
    assert local("load", SAMPLE).stdout.startswith("0 changes")


def test_a_refusal_leaves_what_an_earlier_load_rejected(local: Shell) -> None:
    (local.folder / "bad.jsonl").write_bytes(SAMPLE.read_bytes() + b'{"record":"claim"}\n')
    local("load", "bad.jsonl")
    before = (local.folder / "dragoman-rejects.jsonl").read_bytes()
    assert local("load", "--bulk", SAMPLE).returncode == 7
    assert (local.folder / "dragoman-rejects.jsonl").read_bytes() == before


def begin(local: Shell, program: str, *arguments: str | Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, *shlex.split(program), "load", "--bulk", *map(str, arguments)]
    environment = {**os.environ, **local.environment}
    return subprocess.Popen(command, cwd=local.folder, env=environment, stdin=subprocess.PIPE)


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def until(path: Path, process: subprocess.Popen[bytes]) -> None:
    while not path.exists():
        assert process.poll() is None
        time.sleep(0.01)


def test_one_bulk_load_at_a_time_and_a_killed_one_leaves_no_files(local: Shell, home: Path) -> None:
    files = find_home(home).bulk / "files"
    first = begin(local, "-m dragoman", "-")
    until(files, first)
    second = local("load", "--bulk", SAMPLE)
    assert (second.returncode, second.stdout) == (8, "")
    assert "another load --bulk is at work" in second.stderr
    (files / "left.csv").touch()
    kill(first)
    assert local("load", "--bulk", SAMPLE).returncode == 0
    assert not files.exists()


def test_a_load_that_is_killed_while_it_imports_leaves_the_old_database(local: Shell, home: Path) -> None:
    local("load", SAMPLE)
    local("retract", "--yes", "--extractor", "gold")
    before = local("status").stdout
    process = begin(local, "-m dragoman", SAMPLE)
    until(find_home(home).bulk / "made" / "java.args", process)
    kill(process)
    assert server.status(home).state == "stopped"
    server.start(home, "512m")
    assert list(find_home(home).bulk.iterdir()) == []
    assert local("status").stdout == before
    assert local("load", "--bulk", SAMPLE).returncode == 0


INTERRUPTED = """
import os, signal
from dragoman.cli import main
from dragoman.loader.store import first
prepare = first.prepare
def interrupted(*where):
    os.kill(os.getpid(), signal.SIGINT)
    prepare(*where)
first.prepare = interrupted
main()
"""


def test_an_interrupt_after_the_import_waits_until_the_graph_is_complete(local: Shell) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, "load", "--bulk", str(SAMPLE)],
        cwd=local.folder,
        env={**os.environ, **local.environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 130
    assert done.stderr.endswith("dragoman: interrupted: 11 documents are loaded; nothing is left to be done\n")
    assert "11 documents added" in local("status").stdout
    assert local("check").returncode == 0


DYING = """-c "
import os, pathlib, signal
from dragoman.cli import main
rename, done = pathlib.Path.rename, []
def dying(path, target):
    if len(done) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    done.append(path)
    return rename(path, target)
pathlib.Path.rename = dying
main()
" """


def test_a_load_that_is_killed_while_databases_change_places_leaves_the_new_one(
    local: Shell, shell: Shell, home: Path
) -> None:
    process = begin(local, DYING, SAMPLE)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert not (home / "neo4j" / "data" / "databases" / "neo4j").exists()
    server.start(home, "512m")
    assert local("check", "--repair").returncode == 0
    shell("load", SAMPLE)
    assert local("export", "canonical").stdout == shell("export", "canonical").stdout
