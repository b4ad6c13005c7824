"""Given inputs, these documents and messages: what commands read, by folder and from standard input."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from dragoman.loader.claims import Rejects
from dragoman.loader.inputs import read_bundles, read_texts
from dragoman.loader.records import Document, DocumentClaims
from dragoman.loader.sources import Problem

CLAIMS = '{"record":"document","id":"1","text":"Poland met France."}\n{"record":"entity","id":"e"}\n'


def texts(*inputs: str | Path) -> tuple[list[Document], list[str]]:
    problems: list[Problem] = []
    return [found.document for found in read_texts(inputs, problems=problems.append)], list(map(str, problems))


def given(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """Lets that come from standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content))))


def lines(*rows: dict[str, str]) -> str:
    return "".join(f"{json.dumps(row)}\n" for row in rows)


def test_an_article_that_lies_in_a_folder_twice_is_one_document(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Poland met France.")
    documents, (problem,) = texts(tmp_path)
    assert [document.text for document in documents] == ["Poland met France."]
    assert problem.startswith(f"{tmp_path / 'b.txt'}: document ")
    assert problem.endswith(f" was read before, in {tmp_path / 'a.txt'}")


def test_a_second_text_of_a_url_is_left_out_with_the_name_of_both_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("url: https://example.org/a\n\nPoland met France.")
    (tmp_path / "b.jsonl").write_text(lines({"url": "https://example.org/a/", "text": "Poland met Spain."}))
    documents, problems = texts(tmp_path)
    assert [document.text for document in documents] == ["Poland met France."]
    assert problems == [
        f"{tmp_path / 'b.jsonl'}:1: document https://example.org/a/ has another text in {tmp_path / 'a.txt'}; "
        "keep one, or give each its own url"
    ]


def test_documents_that_two_files_call_by_one_id_stay_two(tmp_path: Path) -> None:
    for name, text in (("a.jsonl", "Poland met France."), ("b.jsonl", "Poland met Spain.")):
        (tmp_path / name).write_text(lines({"id": "1", "text": text}))
    documents, problems = texts(tmp_path)
    assert [document.text for document in documents] == ["Poland met France.", "Poland met Spain."]
    assert (len({document.id for document in documents}), problems) == (2, [])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (lines({"text": "Poland met France."}) + "oops\n", "-:2: is not JSON"),
        (CLAIMS, "-:2: kind: is missing"),
        ("\0\1\2", "-: is no text"),
    ],
    ids=["documents", "claims", "a picture"],
)
def test_what_is_wrong_on_standard_input_is_told_by_its_line(
    monkeypatch: pytest.MonkeyPatch, content: str, problem: str
) -> None:
    given(monkeypatch, content.encode())
    problems: list[str] = []
    rejects = Rejects(each=lambda reject: problems.append(str(reject)))
    list(read_bundles(["-"], rejects=rejects, problems=lambda told: problems.append(str(told))))
    assert [told.startswith(problem) for told in problems] == [True], problems


def test_standard_input_may_be_compressed(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, gzip.compress(b"\n" + lines({"text": "Poland met France."}).encode()))
    documents, problems = texts("-")
    assert ([document.text for document in documents], problems) == (["Poland met France."], [])


def test_compressed_data_that_is_cut_off_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, gzip.compress(lines({"text": "Poland met France."}).encode())[:-4])
    documents, (problem,) = texts("-")
    assert documents == []
    assert problem.startswith("-: can't be read: ")


def test_nothing_on_standard_input_is_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, b"")
    assert texts("-") == ([], [])


def test_a_text_in_another_language_is_told_by_its_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        lines({"text": "Poland met France."}, {"text": "Die Minister trafen sich gestern.", "language": "de"})
    )
    problems: list[str] = []
    bundles: list[DocumentClaims] = list(read_bundles([path], problems=lambda told: problems.append(str(told))))
    assert len(bundles) == 1
    assert problems == [f'{path}:2: the text is in "de", but the offline extractor reads English only']


def test_bad_lines_of_documents_are_set_aside_and_read_once_mended(tmp_path: Path) -> None:
    bad, set_aside = tmp_path / "a.jsonl", tmp_path / "rejects.jsonl"
    bad.write_text(lines({"text": "Poland met France."}, {"text": "Poland met Spain.", "published": "soon"}) + "oops\n")
    with Rejects(set_aside) as rejects:
        assert len(list(read_bundles([bad], rejects=rejects, problems=lambda told: None))) == 1
    reasons = [json.loads(line)["rejected"] for line in set_aside.read_text().splitlines()]
    assert [reason.split(": ")[0] for reason in reasons] == [f"{bad}:2", f"{bad}:3"]
    mended = set_aside.read_text().replace("soon", "2022")
    set_aside.write_text(mended)
    again = Rejects()
    bundles = list(read_bundles([set_aside], rejects=again, problems=lambda told: None))
    assert [bundle.document.published for bundle in bundles] == ["2022"]
    assert [f"was rejected before, for: {bad}:3: is not JSON" in str(reject) for reject in again.kept] == [True]
