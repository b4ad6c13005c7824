"""Given the lines of a claims file, these documents, entities and claims."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import DataError
from dragoman.loader.claims import Rejects, is_claims_file, read_claims, write_claims
from dragoman.loader.records import DocumentClaims

Record = dict[str, Any]

TEXT = "Armenia and Georgia held talks in Tbilisi."
DOCUMENT: Record = {"record": "document", "id": "d1", "text": TEXT}
ARMENIA: Record = {"record": "entity", "id": "e1", "kind": "Country", "name": "Armenia"}
TALKS: Record = {"record": "entity", "id": "e2", "kind": "Talks", "name": "talks in Tbilisi"}
CLAIM: Record = {
    "record": "claim",
    "id": "c1",
    "document": "d1",
    "subject": "e1",
    "predicate": "PARTICIPATED_IN",
    "object": "e2",
    "qualifiers": {"role": "participant"},
    "passage": {"start": 0, "end": 42, "text": TEXT},
}


def write(path: Path, *records: Record | str) -> Path:
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in records) + "\n", "utf-8")
    return path


def read(path: Path) -> tuple[list[DocumentClaims], Rejects]:
    rejects = Rejects()
    return list(read_claims(path, rejects=rejects)), rejects


def reasons(rejects: Rejects) -> dict[int, str]:
    return {reject.line: reject.reason for reject in rejects.kept}


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_records_are_read_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    records = [DOCUMENT, ARMENIA, TALKS, CLAIM]
    ((said,), rejects) = read(write(tmp_path / "a.jsonl", *(records[i] for i in order)))
    assert [entity.name for entity in said.entities] == ["Armenia", "talks in Tbilisi"]
    assert [claim.passage.text for claim in said.claims] == [TEXT]
    assert rejects.total == 0


def test_an_entity_without_a_document_comes_with_each_document_that_uses_it(tmp_path: Path) -> None:
    second = DOCUMENT | {"id": "d2"}
    (found, rejects) = read(
        write(tmp_path / "a.jsonl", DOCUMENT, second, ARMENIA, TALKS, CLAIM, CLAIM | {"document": "d2"})
    )
    assert [[entity.id for entity in said.entities] for said in found] == [["e1", "e2"], ["e1", "e2"]]
    assert rejects.counts["entity"].accepted == 2


def test_an_entity_that_only_its_document_names_is_kept(tmp_path: Path) -> None:
    ((said,), _) = read(write(tmp_path / "a.jsonl", DOCUMENT, ARMENIA | {"document": "d1"}))
    assert [entity.id for entity in said.entities] == ["e1"]


def test_a_documents_own_entity_comes_before_one_without_a_document(tmp_path: Path) -> None:
    own = ARMENIA | {"document": "d1", "name": "Republic of Armenia"}
    ((said,), rejects) = read(write(tmp_path / "a.jsonl", DOCUMENT, ARMENIA, own, TALKS, CLAIM))
    assert said.entities[0].name == "Republic of Armenia"
    assert "no accepted claim uses it" in reasons(rejects)[2]


def test_what_nothing_places_is_rejected(tmp_path: Path) -> None:
    (found, rejects) = read(write(tmp_path / "a.jsonl", ARMENIA, CLAIM))
    assert found == []
    assert reasons(rejects) == {
        1: "no accepted claim uses it and it names no document; add one of them or take it out",
        2: 'document: "d1" is unknown; add its record or mend the id',
    }


def test_a_rejected_claim_leaves_the_others_alone(tmp_path: Path) -> None:
    wrong = CLAIM | {"id": "c2", "object": "e9"}
    ((said,), rejects) = read(write(tmp_path / "a.jsonl", DOCUMENT, ARMENIA, TALKS, CLAIM, wrong))
    assert [claim.id for claim in said.claims] == ["c1"]
    assert reasons(rejects) == {5: 'object: entity "e9" is unknown; add its record or mend the id'}


@pytest.mark.parametrize("owner", [{}, {"document": "d1"}])
def test_a_rejected_entity_takes_its_claims_with_it(tmp_path: Path, owner: Record) -> None:
    ((said,), rejects) = read(write(tmp_path / "a.jsonl", DOCUMENT, ARMENIA | owner | {"name": ""}, TALKS, CLAIM))
    assert said.claims == ()
    assert reasons(rejects)[4] == 'subject: entity "e1" was rejected (line 2); mend it first'


@pytest.mark.parametrize("owner", [{}, {"document": "d1"}])
def test_an_entity_id_that_is_used_twice_stands_for_neither(tmp_path: Path, owner: Record) -> None:
    ((said,), rejects) = read(write(tmp_path / "a.jsonl", DOCUMENT, ARMENIA | owner, ARMENIA | owner, TALKS, CLAIM))
    assert said.claims == ()
    assert sorted(reasons(rejects)) == [2, 3, 4, 5]
    assert "used twice" in reasons(rejects)[3]


def test_a_rejected_document_takes_all_with_it(tmp_path: Path) -> None:
    (found, rejects) = read(write(tmp_path / "a.jsonl", DOCUMENT | {"text": " "}, ARMENIA, TALKS, CLAIM))
    assert found == []
    assert reasons(rejects)[4] == 'document: "d1" was rejected (line 1); mend it first'
    assert {kind: count.rejected for kind, count in rejects.counts.items() if count.rejected} == {
        "document": 1,
        "entity": 2,
        "claim": 1,
    }


def test_a_document_id_that_is_used_twice_stands_for_neither(tmp_path: Path) -> None:
    (found, rejects) = read(write(tmp_path / "a.jsonl", DOCUMENT, DOCUMENT, ARMENIA, TALKS, CLAIM))
    assert found == []
    assert reasons(rejects)[2] == 'id: "d1" is used twice (line 1); give each its own'


def test_what_is_said_twice_in_one_passage_counts_once(tmp_path: Path) -> None:
    again = [
        CLAIM | {"id": "c2", "confidence": 0.5},
        CLAIM | {"id": "c3", "extractor": "another/1"},
        CLAIM | {"id": "c4", "extractor": "another/2"},
    ]
    ((said,), rejects) = read(write(tmp_path / "a.jsonl", DOCUMENT, ARMENIA, TALKS, CLAIM, *again))
    assert [claim.id for claim in said.claims] == ["c1", "c3"]
    assert reasons(rejects) == {
        5: "says the same as line 4 in the same passage; keep one of them",
        7: "says the same as line 6 by another/1 in the same passage; keep one of them",
    }


def test_unknown_fields_are_ignored_with_one_warning_each(tmp_path: Path) -> None:
    more = {"split": "tune", "rank": 1}
    path = write(
        tmp_path / "a.jsonl", DOCUMENT | more, ARMENIA | more, TALKS, CLAIM | {"passage": CLAIM["passage"] | more}
    )
    ((said,), rejects) = read(path)
    assert len(said.claims) == 1
    assert sorted(rejects.warnings) == [
        f'{path}:1: field "rank" is unknown and ignored, 2 times in all',
        f'{path}:1: field "split" is unknown and ignored, 2 times in all',
        f'{path}:4: field "passage.rank" is unknown and ignored',
        f'{path}:4: field "passage.split" is unknown and ignored',
    ]


def test_rejects_are_written_as_json_lines(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", "not json", DOCUMENT, CLAIM)
    with Rejects(tmp_path / "a.rejects.jsonl") as rejects:
        list(read_claims(path, rejects=rejects))
    first, *rest = map(json.loads, (tmp_path / "a.rejects.jsonl").read_text().splitlines())
    assert first["text"] == "not json\n"
    assert first["rejected"].startswith(f"{path}:1: is not JSON")
    assert [line.pop("rejected", "").partition(": ")[0] for line in rest] == ["", f"{path}:3"]
    assert rest == [DOCUMENT | {"document": "d1"}, CLAIM]


def test_no_rejects_file_is_made_for_a_good_file(tmp_path: Path) -> None:
    with Rejects(tmp_path / "a.rejects.jsonl") as rejects:
        list(read_claims(write(tmp_path / "a.jsonl", DOCUMENT), rejects=rejects))
    assert not (tmp_path / "a.rejects.jsonl").exists()


@pytest.mark.parametrize("rejects", [None, Rejects()])
def test_a_strict_reading_stops_at_the_first_wrong_record(tmp_path: Path, rejects: Rejects | None) -> None:
    path = write(tmp_path / "a.jsonl", DOCUMENT, ARMENIA | {"kind": "Land"})
    with pytest.raises(DataError, match=rf'{path}:2: kind: "Land" is no kind of entity; use one of Country, Person'):
        list(read_claims(path, rejects=rejects, strict=True))


def test_compressed_files_marks_and_standard_input_read_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = write(tmp_path / "a.jsonl", DOCUMENT, ARMENIA, TALKS, CLAIM).read_bytes()
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(raw, mtime=0))
    (tmp_path / "bom.jsonl").write_bytes(b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n\r\n"))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    expected = list(read_claims(tmp_path / "a.jsonl"))
    assert list(read_claims(tmp_path / "a.jsonl.gz")) == expected
    assert list(read_claims(tmp_path / "bom.jsonl")) == expected
    assert list(read_claims("-")) == expected


def test_a_grouped_file_reads_as_a_mixed_one(tmp_path: Path) -> None:
    mixed = write(tmp_path / "mixed.jsonl", ARMENIA, CLAIM, TALKS, DOCUMENT)
    with (tmp_path / "grouped.jsonl").open("wb") as stream:
        write_claims(stream, read_claims(mixed))
    assert list(read_claims(tmp_path / "grouped.jsonl")) == list(read_claims(mixed))


@pytest.mark.parametrize("grouped", [True, False])
@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            '{"document":"d1","document":"d2","record":"entity","id":"e1","kind":"Country","name":"Armenia"}',
            'document: differs from the line\'s beginning, "d1"; say it once',
        ),
        ('{"document":"d1","record":', "is not JSON"),
    ],
)
def test_a_line_belongs_to_the_document_that_it_begins_with_wherever_it_stands(
    tmp_path: Path, line: str, reason: str, grouped: bool
) -> None:
    lines = ({"document": "d1"} | DOCUMENT, line)
    with Rejects(tmp_path / "rejects.jsonl") as rejects:
        (said,) = read_claims(write(tmp_path / "a.jsonl", *(lines if grouped else reversed(lines))), rejects=rejects)
    assert said.entities == ()
    (found,) = reasons(rejects).values()
    assert found.startswith(reason)
    assert b'{"document":"d1","record":"document"' in (tmp_path / "rejects.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe{\0}\0", "is UTF-16; save the file as UTF-8"),
        (gzip.compress(b'{"record":"document"}' * 1000, mtime=0)[:-20], "the compressed data is damaged"),
        (b"\x1f\x8bnothing", "the compressed data is damaged"),
    ],
)
def test_a_file_that_is_no_claims_file_at_all_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(content)
    with pytest.raises(DataError, match=message):
        list(read_claims(tmp_path / "a.jsonl", rejects=Rejects()))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="can't be opened: No such file"):
        list(read_claims(tmp_path / "none.jsonl"))
    with pytest.raises(DataError, match="is a folder; name the files in it"):
        list(read_claims(tmp_path))


def test_claims_make_a_claims_file(tmp_path: Path) -> None:
    assert is_claims_file(write(tmp_path / "a.jsonl", DOCUMENT, "broken", CLAIM))
    assert is_claims_file(write(tmp_path / "b.jsonl", ARMENIA))
    assert not is_claims_file(write(tmp_path / "c.jsonl", DOCUMENT | {"text": "a claim, an entity"}))
    assert not is_claims_file(write(tmp_path / "d.txt", CLAIM))
    assert not is_claims_file(tmp_path)
