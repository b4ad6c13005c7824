"""What a load would do and did, for people and machines; retraction and repair from a shell."""

from __future__ import annotations

import json
from typing import Any

import neo4j

from ..conftest import TestServer
from .test_commands import SAMPLE, Shell, shell

__all__ = ["shell"]


def report(shell: Shell, *arguments: str) -> dict[str, Any]:
    """The report of a load, in which nothing may be lost."""
    shell("load", *arguments, "--report", "report.json")
    found: dict[str, Any] = json.loads((shell.folder / "report.json").read_text("utf-8"))
    for kind in ("documents", "entities", "claims"):
        counts = dict(found[kind])
        assert counts.pop("read") == sum(counts.values())
    return found


def test_a_repaired_file_of_rejects_completes_the_load(shell: Shell) -> None:
    shell("load", SAMPLE)
    whole = shell("export", "canonical").stdout
    shell("retract", "--publisher", "Caspian Wire", "--yes")
    shell("retract", "--extractor", "gold", "--yes")
    (shell.folder / "bad.jsonl").write_text(SAMPLE.read_text("utf-8").replace('"SIGNED"', '"SINGED"'), "utf-8")
    first = report(shell, "bad.jsonl")
    assert first["claims"]["rejected"] > 0
    assert first["claims"]["added"] + first["claims"]["rejected"] == 158
    rejects = shell.folder / "dragoman-rejects.jsonl"
    (shell.folder / "mended.jsonl").write_text(rejects.read_text("utf-8").replace("SINGED", "SIGNED"), "utf-8")
    second = report(shell, "mended.jsonl")
    assert (second["claims"]["rejected"], second["ignored"]) == (0, [])
    assert second["documents"]["changed"] == second["documents"]["read"] < 11
    assert second["claims"]["added"] == first["claims"]["rejected"]
    assert shell("export", "canonical").stdout == whole
    third = report(shell, str(SAMPLE))
    assert third["claims"]["unchanged"] == third["claims"]["read"] == 158


def test_a_report_counts_what_is_left_out(shell: Shell) -> None:
    text = SAMPLE.read_text("utf-8").replace('"predicate":', '"confidence":0.5,"predicate":', 40)
    (shell.folder / "unsure.jsonl").write_text(text, "utf-8")
    found = report(shell, "unsure.jsonl", "--min-confidence", "0.9")
    assert found["claims"]["left_out"] == 40


def test_a_dry_run_says_what_would_change_and_changes_nothing(shell: Shell) -> None:
    shell("load", SAMPLE)
    before = shell("export", "canonical").stdout
    changed = SAMPLE.read_text("utf-8").replace('"Caspian Wire"', '"Other Wire"')
    done = shell("load", "-", "--dry-run", given=changed)
    assert "publisher: Caspian Wire → Other Wire" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("would change documents: +0 ~")
    planned = json.loads(shell("load", "-", "--dry-run", "--format", "json", given=changed).stdout)
    assert planned["documents"]["added"] == planned["claims"]["added"] == {}
    assert planned["relationships"]["changed"]
    assert shell("export", "canonical").stdout == before
    assert shell("load", SAMPLE, "--dry-run").stdout == "0 changes: 11 documents loaded before\n"


def test_a_changed_text_is_refused_unless_it_is_to_be_replaced(shell: Shell) -> None:
    shell("load", SAMPLE)
    longer = SAMPLE.read_text("utf-8").replace('"text":"President Ilham', '"text":"Mr President Ilham', 1)
    text = "\n".join(line for line in longer.splitlines() if '"record":"document"' in line and "Mr Pres" in line) + "\n"
    assert text.strip()
    refused = shell("load", "-", given=text)
    assert refused.returncode == 1
    assert "--replace-text" in refused.stderr
    assert shell("load", "-", "--replace-text", given=text).returncode == 0


def test_a_large_retraction_asks(shell: Shell) -> None:
    shell("load", SAMPLE)
    refused = shell("retract", "--extractor", "gold")
    assert (refused.returncode, refused.stdout) == (7, "")
    assert "158 of 158 claims" in refused.stderr
    assert shell("retract").returncode == 2
    done = shell("retract", "--extractor", "gold", "--yes")
    assert done.stdout == "retracted 158 claims of 11 documents\n"


def test_a_damaged_graph_is_repaired(shell: Shell, empty_graph: neo4j.Driver, neo4j_server: TestServer) -> None:
    shell("load", SAMPLE)
    before = shell("export", "canonical").stdout
    empty_graph.execute_query("MATCH (e:Person) SET e.name = 'X'", database_=neo4j_server.database)
    assert shell("check").returncode == 1
    repaired = shell("check", "--repair")
    assert (repaired.returncode, repaired.stdout) == (0, "")
    assert "repaired: edited entity: " in repaired.stderr
    assert shell("export", "canonical").stdout == before
