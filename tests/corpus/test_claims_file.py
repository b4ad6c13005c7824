"""The gold files, written by others, read without a reject."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from dragoman.loader.claims import Rejects, read_claims, write_claims

EVAL = Path(os.environ.get("DRAGOMAN_EVAL", Path(__file__).parents[2] / "../shared/eval"))
GOLD = sorted((EVAL / "dev").glob("*.jsonl"))


def test_there_are_gold_files() -> None:
    assert GOLD, f"{EVAL / 'dev'}: holds no .jsonl; set DRAGOMAN_EVAL to the folder of the gold standard"


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold_reads_without_rejects_and_round_trips(path: Path, tmp_path: Path) -> None:
    rejects = Rejects()
    documents = list(read_claims(path, rejects=rejects))
    assert [str(reject) for reject in rejects.kept] == []
    assert sum(count.accepted for count in rejects.counts.values()) == len(path.read_bytes().split(b"\n")) - 1
    stream = io.BytesIO()
    write_claims(stream, documents)
    (tmp_path / "again.jsonl").write_bytes(stream.getvalue())
    assert list(read_claims(tmp_path / "again.jsonl")) == documents
