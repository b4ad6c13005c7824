"""What `load` and `status` say was done, and what `check` says of files."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time

import neo4j

from .test_commands import SAMPLE, Shell, documents, many, shell

__all__ = ["shell"]


def test_a_folder_without_documents_is_told_so(shell: Shell) -> None:
    (shell.folder / "empty").mkdir()
    done = shell("load", "empty")
    assert (done.returncode, done.stdout) == (0, "nothing loaded: no documents found\n")


def test_a_file_of_rejects_alone_is_told_so(shell: Shell) -> None:
    (shell.folder / "bad.jsonl").write_text('{"record":"claim"}\n' * 2, "utf-8")
    done = shell("load", "bad.jsonl")
    assert (done.returncode, done.stdout) == (1, "nothing loaded: all records were rejected\n")
    assert "2 records were rejected, with the reasons in dragoman-rejects.jsonl" in done.stderr


def test_a_document_whose_details_alone_changed_is_told_so(shell: Shell) -> None:
    shell("load", "-", given=many(1))
    done = shell("load", "-", given=many(1).replace('"record":"document"', '"record":"document","publisher":"Wire"'))
    assert done.stdout.startswith("changed 1 document, no claims added or removed; ")


def test_a_claim_that_is_less_sure_now_counts_as_changed(shell: Shell) -> None:
    shell("load", "-", given=many(1))
    less = many(1).replace('"record":"claim"', '"record":"claim","confidence":0.5')
    done = shell("load", "-", "--report", "report.json", given=less)
    assert done.stdout.startswith("changed 1 claim of 1 document; ")
    report = json.loads((shell.folder / "report.json").read_text("utf-8"))
    assert {name: number for name, number in report["claims"].items() if number} == {"read": 1, "changed": 1}


def test_status_counts_in_words_that_fit(shell: Shell) -> None:
    shell("load", "-", given=many(1))
    assert "1 document added, 0 changed, 1 claim added, by dragoman" in shell("status").stdout


def test_status_names_what_was_not_loaded_and_not_all_of_it(shell: Shell) -> None:
    (shell.folder / "empty.txt").write_text("", "utf-8")
    shell("load", "empty.txt", "-", given='{"id": "1", "text": 7}\n' * 5)
    told = [line.strip() for line in shell("status").stdout.splitlines() if "not loaded" in line]
    assert told == [
        *(f"not loaded: -:{line}: text: is a number; write a string" for line in (1, 2, 3)),
        "not loaded: 3 more (--verbose)",
    ]
    assert "not loaded: empty.txt: is empty" in shell("status", "--verbose").stdout
    assert (shell.folder / "dragoman-rejects.jsonl").read_text("utf-8").count("rejected") == 5


def test_an_unknown_field_is_told_once_over_all_files(shell: Shell) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        lines = many(2).replace('"record":"document"', '"record":"document","mood":"calm"')
        (shell.folder / name).write_text(lines, "utf-8")
    for command in ("load", "check"):
        told = [line for line in shell(command, "a.jsonl", "b.jsonl").stderr.splitlines() if "mood" in line]
        assert told == ['a.jsonl:1: field "mood" is unknown and ignored, 4 times in all']


def test_a_file_that_is_not_there_is_a_wrong_call_of_every_command(shell: Shell) -> None:
    for command in ("load", "check", "extract"):
        done = shell(command, "nowhere.jsonl")
        assert (done.returncode, done.stdout, done.stderr) == (
            2,
            "",
            "dragoman: nowhere.jsonl: no such file or folder\n",
        )


def test_a_wrong_call_is_one_line_whoever_notices_it(shell: Shell) -> None:
    for arguments in (["load"], ["query", "run", "planned", "--sinse", "2020"], ["check", "--format", "xml"]):
        done = shell(*arguments)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert done.stderr.startswith("dragoman: ")
        assert done.stderr.endswith(" --help\n")


def test_check_lists_every_finding_of_a_file(shell: Shell) -> None:
    (shell.folder / "bad.jsonl").write_text('{"record":"verse"}\n' * 1500, "utf-8")
    done = shell("check", "bad.jsonl")
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 1500)
    assert done.stderr.endswith("1,500 findings\n")
    assert len(json.loads(shell("check", "bad.jsonl", "--format", "json").stdout)) == 1500
    assert json.loads(shell("check", SAMPLE, "--format", "json").stdout) == []


def test_a_load_that_was_killed_stays_in_the_journal(shell: Shell, empty_graph: neo4j.Driver) -> None:
    (shell.folder / "many.jsonl").write_text(many(3000), "utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "dragoman", "load", "many.jsonl"],
        cwd=shell.folder,
        env={**os.environ, **shell.environment},
        stderr=subprocess.DEVNULL,
    )
    while running.poll() is None and not documents(empty_graph):
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.wait()
    loaded, told = -1, ""
    while loaded != documents(empty_graph):  # a batch that was sent may end after its sender
        loaded = documents(empty_graph)
        told = shell("status").stdout
    assert re.search(rf"or is still at work; last heard of at 20[-0-9]+T[0-9:]+Z\): {loaded:,} documents added", told)
    shell("load", "-", given="")
    assert shell("status").stdout.count("by dragoman") == 1


def test_a_terminal_shows_how_far_a_load_is(shell: Shell) -> None:
    (shell.folder / "many.jsonl").write_text(many(300), "utf-8")
    here, terminal = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "dragoman", "load", "many.jsonl"],
        cwd=shell.folder,
        env={**os.environ, **shell.environment, "TERM": "xterm"},
        stderr=terminal,
        stdout=subprocess.DEVNULL,
    )
    os.close(terminal)
    shown = _read_all(here)
    assert running.wait() == 0
    assert "documents" in shown


def _read_all(descriptor: int) -> str:
    """What comes from a terminal until its other side is closed."""
    read = b""
    try:
        while piece := os.read(descriptor, 10_000):
            read += piece
    except OSError:  # a closed terminal is an input/output error on Linux
        pass
    return read.decode()
