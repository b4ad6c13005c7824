"""Inputs made to break a reader: each is told with its place, and the rest of the batch is read."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.loader.claims import Rejects
from dragoman.loader.inputs import read_bundles
from dragoman.loader.sources import Problem, read_documents

GOOD = '{"text": "The two sides met."}'
DEEP = "[" * 100_000


def gzipped(size: int) -> bytes:
    """A line that is much larger than it looks."""
    return gzip.compress(b'{"text": "' + b"x" * size + b'"}\n' + GOOD.encode() + b"\n")


@pytest.mark.parametrize(
    ("name", "content", "line", "reason"),
    [
        ("a.jsonl.gz", gzipped(130_000_000), 1, "is longer than 120000000 bytes; split the document"),
        ("a.jsonl.gz", gzipped(21_000_000), 1, "text: has 21000000 characters; give at most 20000000"),
        ("a.jsonl", b'{"text": "\\ud800"}\n', 1, "is not JSON"),
        ("a.jsonl", b'{"text": "a\\u0000b"}\n', 1, "text: holds a NUL character; take it out"),
        ("a.jsonl", b'{"te\0xt": "a"}\n', 1, "is not JSON"),
        ("a.jsonl", f'{{"text": {DEEP}\n'.encode(), 1, "is not JSON"),
        ("a.jsonl", b'{"text": ' + b"[" * 900 + b"]" * 900 + b"}\n", 1, "text: is a list; write a string"),
        ("a.jsonl", b'{"text": "cut off in the mid', 1, "is the last line and cut off in the middle"),
        ("a.jsonl", b'{"title": "' + b"x" * 10_000_000 + b'", "text": "t"}\n', 1, "title: has 10000000 characters"),
        ("a.txt", b"x " * 10_000_001, 0, "is larger than 20 MB; split it into documents"),
        ("a.txt", b"The two\0 sides met.", 0, "is no text (a picture, a PDF or a program?)"),
        ("a.html", b"<p>The two\0 sides met.</p>", 0, "is no text (a picture, a PDF or a program?)"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_hostile_is_told_with_its_place_and_the_rest_is_read(
    tmp_path: Path, name: str, content: bytes, line: int, reason: str
) -> None:
    bad, good = tmp_path / name, tmp_path / "good.jsonl"
    bad.write_bytes(content)
    good.write_text(GOOD + "\n")
    problems: list[Problem] = []
    documents = list(read_documents([bad, good], problems=problems.append))
    assert [document.text for document in documents] == ["The two sides met."]
    refused = [problem for problem in problems if problem.refused]
    assert [(problem.file, problem.line) for problem in refused] == [(str(bad), line)]
    assert reason in refused[0].reason
    assert len(str(refused[0])) < 400


@pytest.mark.parametrize("tail", ["", "\n"])
def test_a_long_string_is_a_text_like_any_other(tmp_path: Path, tail: str) -> None:
    text = "They met. " * 1_000_000
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": text}) + tail)
    assert [len(document.text) for document in read_documents([tmp_path / "a.jsonl"])] == [len(text)]


def test_marks_of_direction_in_a_title_are_kept_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("title: \u202eTalks\u200f\n\nThe \u200fsides\u200f met.\n")
    (document,) = read_documents([tmp_path / "a.txt"])
    assert (document.title, document.text) == ("\u202eTalks\u200f", "The \u200fsides\u200f met.")


@pytest.mark.parametrize("tail", [lambda raw: raw[:-30], lambda raw: raw + b'{"record":"claim","id":' + DEEP.encode()])
def test_a_claims_file_that_is_cut_off_keeps_its_other_documents(
    tmp_path: Path, tail: Callable[[bytes], bytes]
) -> None:
    whole = Path("tests/data/sample.claims.jsonl").read_bytes()
    (tmp_path / "a.claims.jsonl").write_bytes(tail(whole))
    rejects = Rejects()
    problems: list[Problem] = []
    bundles = list(read_bundles([tmp_path / "a.claims.jsonl"], rejects=rejects, problems=problems.append))
    assert (len(bundles), problems) == (10, [])
    cut, *others = sorted(rejects.kept, key=lambda reject: -reject.line)
    assert str(cut).startswith(f"{tmp_path / 'a.claims.jsonl'}:{cut.line}: is the last line and cut off")
    assert {reject.reason.partition(";")[0] for reject in others} == {
        f"is of the document in which line {cut.line} is cut off"
    }
