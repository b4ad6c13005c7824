"""The commands as a shell runs them: output, messages and exit statuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import neo4j
import pytest

from ..conftest import TestServer

SAMPLE = Path(__file__).parents[1] / "data" / "sample.claims.jsonl"


@dataclass
class Shell:
    """A shell in a folder of its own, connected to the test server."""

    folder: Path
    environment: dict[str, str]

    def __call__(self, *arguments: str | Path, given: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "dragoman", *map(str, arguments)],
            input=given,
            capture_output=True,
            encoding="utf-8",
            cwd=self.folder,
            env={**os.environ, **self.environment, **variables},
            check=False,
        )


@pytest.fixture
def shell(tmp_path: Path, empty_graph: neo4j.Driver, neo4j_server: TestServer) -> Shell:
    return Shell(tmp_path, neo4j_server.environment)


def test_a_session(shell: Shell) -> None:
    loaded = shell("load", SAMPLE)
    assert (loaded.returncode, loaded.stdout) == (
        0,
        "added 158 claims of 11 documents; ask: dragoman query run start-here\n",
    )
    assert shell("load", SAMPLE).stdout.startswith("0 changes")
    assert shell("status").stdout.startswith("11 documents, 158 claims")
    assert json.loads(shell("status", "--format", "json", "--documents").stdout)["counts"]["documents"] == 11
    assert "person:ilham-aliyev" in shell("find", "aliyev").stdout
    assert shell("check").stdout == ""
    gone = shell("retract", "https://example.org/baku-ledger/aliyev-receives-us-official")
    assert (gone.returncode, gone.stdout[:9]) == (0, "retracted")
    assert shell("check").returncode == 0


def test_an_export_of_an_export_is_the_same(shell: Shell, empty_graph: neo4j.Driver) -> None:
    shell("load", SAMPLE)
    first = shell("export", "claims").stdout
    canonical = shell("export", "canonical").stdout
    empty_graph.execute_query("MATCH (n) DETACH DELETE n")
    assert shell("load", "-", given=first).returncode == 0
    assert shell("export", "claims").stdout == first
    assert shell("export", "canonical").stdout == canonical
    assert "elementId" not in canonical


def test_bad_records_are_set_aside_with_their_reason_and_the_rest_is_loaded(shell: Shell) -> None:
    lines = SAMPLE.read_text("utf-8").splitlines()
    bad = next(i for i, line in enumerate(lines) if '"SIGNED"' in line)
    lines[bad] = lines[bad].replace('"SIGNED"', '"SINGED"')
    (shell.folder / "bad.jsonl").write_text("\n".join([*lines, "{", ""]), "utf-8")
    done = shell("load", "bad.jsonl")
    assert done.returncode == 1
    assert done.stdout.startswith("added 157 claims of 11 documents")
    assert f"bad.jsonl:{bad + 1}: " in done.stderr
    rejects = [json.loads(line) for line in (shell.folder / "dragoman-rejects.jsonl").read_text("utf-8").splitlines()]
    reasons = [reject["rejected"] for reject in rejects if "rejected" in reject]
    assert [reason.split(": ")[0] for reason in reasons] == [f"bad.jsonl:{len(lines) + 1}", f"bad.jsonl:{bad + 1}"]
    assert len(rejects) > 2
    assert "SINGED" in shell("status").stdout


def test_strict_stops_at_the_first_bad_record(shell: Shell) -> None:
    (shell.folder / "bad.jsonl").write_text('{"record":"claim"}\n', "utf-8")
    done = shell("load", "--strict", "bad.jsonl")
    assert (done.returncode, done.stdout) == (1, "")
    assert "bad.jsonl:1: " in done.stderr


def test_files_are_checked_without_a_server(shell: Shell) -> None:
    (shell.folder / "bad.jsonl").write_text('{"record":"verse"}\n', "utf-8")
    done = shell("check", "bad.jsonl", "--format", "json", DRAGOMAN_NEO4J_URI="bolt://127.0.0.1:1")
    assert done.returncode == 1
    assert [finding["line"] for finding in json.loads(done.stdout)] == [1]
    assert shell("check", SAMPLE, DRAGOMAN_NEO4J_URI="bolt://127.0.0.1:1").returncode == 0


def test_articles_go_in_by_file_folder_and_standard_input(shell: Shell) -> None:
    text = "title: Talks\ndate: 2022-03-02\n\nPoland and France signed an agreement on energy on 1 March 2022.\n"
    (shell.folder / "articles").mkdir()
    (shell.folder / "articles" / "one.txt").write_text(text, "utf-8")
    extracted = shell("extract", "articles")
    assert extracted.returncode == 0
    assert all(json.loads(line)["record"] for line in extracted.stdout.splitlines())
    assert shell("load", "articles").stdout.startswith("added")
    assert shell("load", "-", given=text).stdout.startswith("0 changes")


@pytest.mark.parametrize(
    ("variables", "status", "message"),
    [
        ({"DRAGOMAN_NEO4J_PASSWORD": "correct-horse"}, 4, "refuses user or password"),
        ({"DRAGOMAN_NEO4J_DATABASE": "nowhere"}, 4, "no such database"),
        ({"DRAGOMAN_NEO4J_URI": "bolt://127.0.0.1:1"}, 3, "no Neo4j answers"),
        ({"DRAGOMAN_NEO4J_URI": "neo4j://127.0.0.1:1"}, 3, "no Neo4j answers"),
        ({"DRAGOMAN_NEO4J_URI": "bolt+s://127.0.0.1:1"}, 3, "no Neo4j answers"),
        ({"DRAGOMAN_NEO4J_URI": "http://me:correct-horse@127.0.0.1"}, 2, "begins with one of bolt"),
        ({"DRAGOMAN_NEO4J_URI": "bolt://me:correct-horse/battery@127.0.0.1:1"}, 2, "leave the login out"),
    ],
    ids=[
        "wrong password",
        "no such database",
        "no server",
        "no cluster",
        "no encrypted server",
        "not a Bolt address",
        "a password in the address",
    ],
)
def test_a_connection_that_fails_says_what_to_do_and_no_secret(
    shell: Shell, variables: dict[str, str], status: int, message: str
) -> None:
    done = shell("load", SAMPLE, **variables)
    assert (done.returncode, done.stdout) == (status, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert "correct-horse" not in done.stderr
    assert shell.environment["DRAGOMAN_NEO4J_PASSWORD"] not in done.stderr


@pytest.mark.parametrize(
    "line",
    ["status", "retract x", "check", "find x", "query run start-here", "export claims", "export canonical"],
)
def test_every_command_says_that_the_password_is_wrong(shell: Shell, line: str) -> None:
    done = shell(*line.split(), DRAGOMAN_NEO4J_PASSWORD="correct-horse")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (4, "", 1)
    assert "correct-horse" not in done.stderr


def test_load_starts_no_server_but_says_how(shell: Shell) -> None:
    done = shell("load", SAMPLE, DRAGOMAN_NEO4J_URI="", DRAGOMAN_HOME=str(shell.folder / "home"))
    assert done.returncode == 3
    assert "dragoman server start" in done.stderr


def test_no_command_waits_for_pandas_which_the_driver_would_import(shell: Shell) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "dragoman", "status"],
        env={**os.environ, **shell.environment},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "neo4j" in imported
    assert "pandas.core" not in imported


def test_what_documents_say_does_not_steer_the_terminal(shell: Shell) -> None:
    lines = many(1).replace('"record":"document"', '"record":"document","title":"a\\u001b[2J\\u202e\\nb"')
    (shell.folder / "one.jsonl").write_text(lines, "utf-8")
    assert "  a [2J b" in shell("load", "--dry-run", "one.jsonl").stdout
    shell("load", "one.jsonl")
    assert "  a [2J b" in shell("status", "--documents").stdout


def test_a_file_that_is_out_already_keeps_no_other_in(shell: Shell) -> None:
    (shell.folder / "one.jsonl").write_text(many(1), "utf-8")
    shell("load", SAMPLE, "one.jsonl")
    shell("retract", "one.jsonl")
    done = shell("retract", "--yes", "one.jsonl", SAMPLE)
    assert (done.returncode, done.stdout) == (0, "retracted 158 claims of 11 documents\n")
    assert done.stderr.startswith("one.jsonl: none of its documents is loaded")
    assert shell("retract", "one.jsonl").returncode == 2


def test_one_is_counted_as_one(shell: Shell) -> None:
    (shell.folder / "one.jsonl").write_text(many(1), "utf-8")
    shell("load", "one.jsonl")
    assert shell("status").stdout.startswith("1 document, 1 claim, 2 entities, 1 relationship\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["load", "nowhere.jsonl"],
        ["load"],
        ["nonsense"],
        ["retract", "doc:000000000000"],
        ["query", "run", "nonsense"],
        ["query", "run", "agreements-between", "--a", "Poland"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_is_exit_status_two(shell: Shell, arguments: list[str]) -> None:
    done = shell(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["load", SAMPLE, "--rejects", "none/x"],
        ["extract", SAMPLE, "-o", "none/x"],
        ["export", "claims", "-o", "none/x"],
    ],
    ids=["load", "extract", "export"],
)
def test_a_file_in_a_missing_folder_is_refused_before_the_work(shell: Shell, arguments: list[str | Path]) -> None:
    done = shell(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no such folder" in done.stderr
    assert shell("status").stdout.startswith("0 documents")


def test_rejects_of_an_earlier_load_go_but_nothing_else_does(shell: Shell) -> None:
    (shell.folder / "bad.jsonl").write_text('{"record":"claim"}\n', "utf-8")
    shell("load", "bad.jsonl")
    assert (shell.folder / "dragoman-rejects.jsonl").exists()
    shell("load", SAMPLE)
    assert not (shell.folder / "dragoman-rejects.jsonl").exists()
    os.mkfifo(shell.folder / "device")
    assert shell("load", SAMPLE, "--rejects", "device").returncode == 0
    assert (shell.folder / "device").is_fifo()
    assert shell("load", "bad.jsonl", "--rejects", "bad.jsonl").returncode == 2
    assert (shell.folder / "bad.jsonl").read_text("utf-8") == '{"record":"claim"}\n'


def test_a_reader_that_has_seen_enough_is_no_error(shell: Shell) -> None:
    shell("load", SAMPLE)
    running = subprocess.Popen(
        [sys.executable, "-m", "dragoman", "export", "canonical"],
        env={**os.environ, **shell.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout is not None
    assert running.stderr is not None
    assert running.stdout.readline().startswith(b"{")
    running.stdout.close()
    assert (running.stderr.read(), running.wait()) == (b"", 0)


def test_findings_are_exit_status_one_and_read_by_programs(shell: Shell, empty_graph: neo4j.Driver) -> None:
    shell("load", SAMPLE)
    empty_graph.execute_query("CREATE (:Entity:Person {id: 'person:nobody', name: 'Nobody'})")
    done = shell("check", "--format", "json")
    assert done.returncode == 1
    assert {(f["kind"], f["where"]) for f in json.loads(done.stdout)} == {("orphan entity", "person:nobody")}
    assert done.stderr == ""
    assert shell("check").stderr == "1 finding\n"


def test_a_graph_of_another_model_is_exit_status_five(shell: Shell, empty_graph: neo4j.Driver) -> None:
    shell("load", SAMPLE)
    empty_graph.execute_query("MATCH (l:Load {id: 'lock'}) SET l.model = 99")
    done = shell("load", SAMPLE)
    assert (done.returncode, done.stdout) == (5, "")
    assert "dragoman export claims" in done.stderr


def test_less_sure_claims_can_be_left_out(shell: Shell) -> None:
    unsure = many(2).replace('"passage"', '"confidence":0.4,"passage"', 1)
    assert shell("load", "-", "--min-confidence", "0.5", given=unsure).stdout.startswith("added 1 claim of 2 documents")
    assert shell("check").returncode == 0


def test_what_a_file_holds_is_retracted_by_the_file(shell: Shell) -> None:
    shell("load", SAMPLE)
    shell("retract", "https://example.org/baku-ledger/aliyev-receives-us-official")  # as if interrupted
    done = shell("retract", "--yes", SAMPLE)
    assert (done.returncode, done.stdout) == (0, "retracted 145 claims of 10 documents\n")
    assert shell("export", "canonical").stdout == ""
    done = shell("retract", "--yes", SAMPLE)
    assert (done.returncode, "none of its documents is loaded" in done.stderr) == (2, True)


def test_a_large_retraction_is_exit_status_seven_without_yes(shell: Shell) -> None:
    shell("load", SAMPLE)
    urls = [row["url"] for row in json.loads(shell("status", "--format", "json", "--documents").stdout)["documents"]]
    assert shell("retract", *urls).returncode == 7
    assert shell("retract", "--yes", *urls).returncode == 0
    assert shell("export", "canonical").stdout == ""


@pytest.mark.parametrize("arguments", [["--help"], ["query", "list"], ["server", "--help"]], ids=" ".join)
def test_quick_commands_import_nothing_heavy(shell: Shell, arguments: list[str]) -> None:
    script = (
        "import sys\n"
        "from dragoman.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "heavy = {'neo4j', 'networkx', 'spacy', 'pandas', 'rich', 'pycountry'} & set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == "[]\n"


def many(number: int) -> str:
    """A claims file of so many documents."""
    lines = []
    for i in range(number):
        text = f"Poland joined accord number {i}."
        document = f'"document":"d{i}"'
        lines += [
            f'{{{document},"id":"d{i}","record":"document","text":"{text}","url":"https://example.org/{i}"}}',
            f'{{{document},"id":"p","kind":"Country","name":"Poland","record":"entity"}}',
            f'{{{document},"id":"a","kind":"Agreement","name":"accord number {i}","record":"entity"}}',
            f'{{{document},"id":"c","subject":"p","predicate":"PARTY_TO","object":"a","record":"claim",'
            f'"passage":{{"start":0,"end":{len(text)},"text":"{text}"}}}}',
        ]
    return "\n".join(lines) + "\n"


def documents(driver: neo4j.Driver) -> int:
    rows, _, _ = driver.execute_query("MATCH (d:Document) RETURN count(d) AS number")
    number: int = rows[0]["number"]
    return number
