"""What a document's lines say follows from the set of them, which a first look at the file tells from others."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest

from dragoman.errors import DataError
from dragoman.loader.claims import Rejects, read_claims
from dragoman.loader.claims.survey import survey
from dragoman.loader.identity import document_id

SAMPLE = Path("tests/data/sample.claims.jsonl")


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """The lines of the sample in another order."""
    lines = SAMPLE.read_bytes().splitlines(keepends=True)
    random.Random(1).shuffle(lines)
    path = tmp_path / "mixed.jsonl"
    path.write_bytes(b"".join(lines))
    return path


def test_the_order_of_lines_does_not_matter(mixed: Path) -> None:
    expected = {said.document.id: said.lines for said in read_claims(SAMPLE)}
    (mixed.with_suffix(".gz")).write_bytes(gzip.compress(mixed.read_bytes().replace(b"\n", b"\r\n\n")))
    for path in (SAMPLE, mixed, mixed.with_suffix(".gz")):
        found = survey(path)
        assert found
        assert found.digests == expected


def test_a_flawed_document_has_lines_that_say_more_than_it_does(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(SAMPLE.read_bytes().replace(b'"kind":"Person"', b'"kind":"Persona"', 1))
    flawed = [said.document.id for said in read_claims(path, rejects=Rejects()) if not said.lines]
    assert len(flawed) == 1


@pytest.mark.parametrize("number", [0, 5])
def test_a_file_is_read_without_some_documents(mixed: Path, number: int) -> None:
    every = list(read_claims(mixed))
    found = survey(mixed)
    assert found
    rest = every[:number] + every[number + 1 :]
    unread = [said.document.id for said in rest]
    one = every[number].document
    assert list(read_claims(mixed, survey=found.without(unread))) == [every[number]]
    assert found.identities(unread) == {document_id(one.url, one.text)}


def test_a_file_that_is_written_to_meanwhile_is_told_of(mixed: Path) -> None:
    found = survey(mixed)
    assert found
    with mixed.open("ab") as stream:
        stream.write(b"\n")
    with pytest.raises(DataError, match="was written to while it was read; load it again"):
        list(read_claims(mixed, survey=found))


def test_a_file_that_cannot_be_read_has_no_survey(mixed: Path) -> None:
    mixed.write_bytes(gzip.compress(mixed.read_bytes())[:-20])
    assert survey(mixed) is None
