"""The extractor on the evaluation articles: the figures that a change must not fall below."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pytest

from dragoman.loader.extract import load_extractor
from dragoman.loader.extract.lexicon import FOLDER
from dragoman.loader.records import Document

ROOT = Path(__file__).resolve().parents[2]
FIELDS = ("id", "text", "url", "title", "publisher", "published", "language")
NAMED = ("Person", "Agreement", "Exercise", "Talks", "Visit", "Statement", "Transfer", "Conflict")


@cache
def folder() -> Path:
    found = Path(os.environ.get("DRAGOMAN_EVAL", ROOT.parent / "shared" / "eval"))
    if not (found / "score.py").exists():
        pytest.fail(f"{found}: no score.py; set DRAGOMAN_EVAL to the folder of the evaluation articles")
    return found


def gold(pattern: str) -> list[Path]:
    return sorted((folder() / "dev").glob(pattern))


def records(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def predict(path: Path, target: Path) -> None:
    """Writes what the extractor makes of the text alone."""
    given = next(r for r in records(path) if r["record"] == "document")
    said = load_extractor().extract(Document(**{k: str(given.get(k, "")) for k in FIELDS}))
    lines = [{"record": "document", **asdict(said.document)}]
    lines += [{"record": "entity", **asdict(e)} for e in said.entities]
    lines += [{"record": "claim", **asdict(c)} for c in said.claims]
    target.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


@pytest.mark.parametrize(
    ("patterns", "precision", "recall"),
    [(["01-*"], 0.85, 0.60), (["0[2-9]-*", "1*", "2*"], 0.70, 0.30)],
    ids=["the-first-article", "the-other-articles"],
)
def test_strict_precision_and_recall_hold(patterns: list[str], precision: float, recall: float, tmp_path: Path) -> None:
    wanted, made = tmp_path / "gold", tmp_path / "made"
    wanted.mkdir()
    made.mkdir()
    for path in (p for pattern in patterns for p in gold(pattern)):
        (wanted / path.name).write_text(path.read_text("utf-8"), "utf-8")
        predict(path, made / path.name)
    assert list(wanted.iterdir()), f"{folder()}/dev: no gold articles for {patterns}"
    run = subprocess.run(
        [
            sys.executable, str(folder() / "score.py"), str(wanted), str(made),
            "--min-precision", str(precision), "--min-recall", str(recall),
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


def proper_names() -> set[str]:
    """Names of people, agreements and events of the gold articles: two or more capitalised words."""
    found = set()
    for path in gold("*.jsonl"):
        for entity in records(path):
            if entity["record"] != "entity" or entity["kind"] not in NAMED:
                continue
            for name in (entity["name"], *entity.get("aliases", [])):  # type: ignore[misc]  # records are of any type
                words = str(name).split()
                if len(words) > 1 and all(
                    re.match(r"[^\W\d_a-z]", w) or w in ("of", "on", "the", "and", "for") for w in words
                ):
                    found.add(str(name))
    return found


def test_no_table_holds_a_name_from_the_gold_articles() -> None:
    tables = {p.name: p.read_text("utf-8") for p in FOLDER.iterdir() if p.is_file()}
    people = proper_names()
    assert len(people) > 20
    held = {
        (table, name)
        for table, text in tables.items()
        for name in people
        if re.search(rf"\b{re.escape(name)}\b", text, re.I)
    }
    assert not held
