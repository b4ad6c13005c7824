"""What is wrong with a line, and what its message says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import DataError
from dragoman.loader.claims import Rejects, read_claims
from dragoman.loader.dates import is_edtf

TEXT = "Президент 🕊 Ilham Aliyev visited Tbilisi. Georgia did not sign."
RECORDS: dict[str, dict[str, Any]] = {
    "document": {"record": "document", "format": 1, "id": "d1", "text": TEXT, "published": "2022-12-21"},
    "person": {"record": "entity", "document": "d1", "id": "e1", "kind": "Person", "name": "Ilham Aliyev"},
    "visit": {"record": "entity", "document": "d1", "id": "e2", "kind": "Visit", "name": "visit to Tbilisi"},
    "country": {"record": "entity", "document": "d1", "id": "e3", "kind": "Country", "name": "Georgia"},
    "claim": {
        "record": "claim",
        "id": "c1",
        "document": "d1",
        "subject": "e1",
        "predicate": "PARTICIPATED_IN",
        "object": "e2",
        "qualifiers": {"role": "visitor"},
        "passage": {"start": 0, "end": 42, "text": TEXT[:42]},
    },
}
POSITION = {"predicate": "HOLDS_POSITION", "object": "e3"}

BAD: list[tuple[str, dict[str, Any], str]] = [
    ("person", {"record": "thing"}, 'record: "thing" is no kind of record; say one of document, entity, claim'),
    ("person", {"record": None}, "record: is missing; say one of document, entity, claim"),
    ("document", {"format": 2}, "format: 2 is not read; this version reads format 1"),
    ("document", {"format": True}, "format: true is not read; this version reads format 1"),
    ("document", {"text": ""}, "text: is empty; every such record needs one"),
    ("document", {"text": "a\0b"}, "text: holds a NUL character; take it out"),
    ("document", {"url": "u" * 1001}, "url: has 1001 characters; give at most 1000"),
    ("document", {"title": 7}, "title: is a number; write a string"),
    ("document", {"published": "21.12.2022"}, 'published: "21.12.2022" is no EDTF date; write 2022-12-21, 2022-12'),
    ("document", {"published": "0000-00-00"}, 'published: "0000-00-00" is no EDTF date'),
    ("document", {"document": "d2"}, 'document: differs from the id, "d1"; leave it out or give both the same'),
    ("person", {"id": ""}, "id: is empty; every such record needs one"),
    ("person", {"id": 1}, "id: is a number; write a string"),
    ("person", {"id": "x" * 121}, "id: has 121 characters; give at most 120"),
    ("person", {"kind": "Human"}, 'kind: "Human" is no kind of entity; use one of Country, Person, ArmedForce'),
    ("person", {"name": "  "}, "name: is empty; every such record needs one"),
    ("person", {"name": None}, "name: is null; write a string"),
    ("person", {"kind": "Person`) DETACH DELETE n //"}, 'kind: "Person`) DETACH DELETE n //" is no kind of entity'),
    ("person", {"name": "n" * 1001}, "name: has 1001 characters; give at most 1000"),
    ("person", {"name": "n" * 10_000_000}, "name: has 10000000 characters; give at most 1000"),
    ("person", {"name": "\ud800"}, "is not JSON"),
    ("person", {"properties": {"a`b": "1961"}}, "properties.a`b: is no name of a property"),
    ("person", {"kind": "Topic", "name": "submarines"}, 'name: "submarines" is not in the closed list of topics'),
    ("person", {"aliases": "Aliyev"}, "aliases: is a string; write a list of at most 1000 strings"),
    ("person", {"aliases": ["Aliyev", 7]}, "aliases[1]: is a number; write a string"),
    ("person", {"identifiers": {"wikidata": 7}}, "identifiers.wikidata: is a number; write a string"),
    ("person", {"identifiers": []}, "identifiers: is a list; write an object"),
    ("person", {"properties": {"Born": "1961"}}, "properties.Born: is no name of a property; use up to 40 of a-z"),
    ("person", {"properties": {"aliases": "x"}}, "properties.aliases: is computed by the graph; choose another"),
    ("person", {"properties": {"born": ["1961"]}}, "properties.born: is a list; write a string, number or boolean"),
    ("person", {"properties": {"born": 2**63}}, "properties.born: is too large a number; write it as a string"),
    ("visit", {"properties": {"date": "soon"}}, 'properties.date: "soon" is no EDTF date'),
    ("visit", {"properties": {"date": 2022}}, "properties.date: is a number; write a date as a string"),
    ("country", {"properties": {"iso3": "Geo"}}, 'properties.iso3: "Geo" is no ISO 3166-1 alpha-3 code'),
    ("claim", {"predicate": "VISITED"}, 'predicate: "VISITED" is no predicate; use one of HOLDS_POSITION'),
    ("claim", {"subject": "e2", "object": "e1"}, "subject: PARTICIPATED_IN can't join a Visit"),
    ("claim", {"object": "e3"}, 'object: PARTICIPATED_IN can\'t join a Country ("Georgia"); use one of Conflict'),
    ("claim", {"qualifiers": {"role": "speaker"}}, 'qualifiers.role: "speaker" is no role in a Visit; use one of'),
    ("claim", {"qualifiers": {}}, "qualifiers.role: is missing; PARTICIPATED_IN needs one"),
    ("claim", POSITION, "qualifiers.title: is missing; HOLDS_POSITION needs one"),
    ("claim", {"qualifiers": {"role": "host", "day": "x"}}, "qualifiers.day: is no qualifier of PARTICIPATED_IN"),
    ("claim", {"predicate": "SIGNED`]->() //"}, 'predicate: "SIGNED`]->() //" is no predicate'),
    ("claim", {"qualifiers": {"role": "visitor", "a`b": "x"}}, "qualifiers.a`b: is no qualifier of PARTICIPATED_IN"),
    ("claim", {"passage": {"start": -1, "end": 5, "text": "x"}}, "passage: runs from -1 to 5; write whole numbers"),
    ("claim", {"modality": "denied"}, 'modality: "denied" is no modality; use one of asserted, planned, negated'),
    ("claim", {"modality": ["asserted"]}, 'modality: ["asserted"] is no modality'),
    ("claim", {"confidence": 1.5}, "confidence: 1.5 is no number from 0 to 1; mend it or leave it out"),
    ("claim", {"confidence": "high"}, 'confidence: "high" is no number from 0 to 1'),
    ("claim", {"confidence": True}, "confidence: true is no number from 0 to 1"),
    ("claim", {"passage": "Ilham"}, "passage: is a string; write an object with start, end and text"),
    ("claim", {"passage": {"start": 5, "end": 5, "text": ""}}, "passage: runs from 5 to 5; write whole numbers"),
    ("claim", {"passage": {"start": 0.0, "end": 5, "text": "x"}}, "passage: runs from 0.0 to 5; write whole numbers"),
    ("claim", {"passage": {"start": 0, "end": 999, "text": "x"}}, "passage: 0 to 999 leaves the text, which has 63"),
    ("claim", {"passage": {"start": 12, "end": 17, "text": "lham "}}, "passage.text: is not the text's characters 12"),
    ("claim", {"object": "e1"}, 'object: is the subject itself, "e1"; name the other end'),
]

SAMPLE = Path(__file__).parents[2] / "data" / "sample.claims.jsonl"


def lines(changed: str, changes: dict[str, Any]) -> list[str]:
    return [json.dumps(record | (changes if name == changed else {})) for name, record in RECORDS.items()]


@pytest.mark.parametrize(("record", "changes", "message"), BAD, ids=[f"{r}-{m[:40]}" for r, _, m in BAD])
def test_the_message_names_line_and_field(tmp_path: Path, record: str, changes: dict[str, Any], message: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines(record, changes)))
    rejects = Rejects()
    list(read_claims(path, rejects=rejects))
    number = list(RECORDS).index(record) + 1
    assert any(str(r).startswith(f"{path}:{number}: ") and message in str(r) for r in rejects.kept), rejects.kept


def test_the_unchanged_lines_are_good(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(lines("", {})))
    assert [len(said.claims) for said in read_claims(tmp_path / "a.jsonl")] == [1]


@pytest.mark.parametrize("field", ["id", "document", "subject", "predicate", "object", "passage"])
def test_a_missing_field_is_named(tmp_path: Path, field: str) -> None:
    claim = {name: value for name, value in RECORDS["claim"].items() if name != field}
    (tmp_path / "a.jsonl").write_text("\n".join([*lines("", {})[:-1], json.dumps(claim)]))
    rejects = Rejects()
    list(read_claims(tmp_path / "a.jsonl", rejects=rejects))
    assert [f"{field}: is missing" in reject.reason for reject in rejects.kept] == [True]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"oops", "is not JSON"),
        (b"[1]", "is JSON, but no object"),
        (b'{"record":"document","id":"\xe9"}', "byte 28 is not UTF-8; save the file as UTF-8"),
        (b'{"record":"document","id":"\\ud800"}', "is not JSON"),
        (b'{"record":"document","id":' + b"[" * 100_000, "is not JSON"),
        (b'{"record":"entity","properties":' + b'{"a":' * 2000 + b"1" + b"}" * 2001, "is not JSON"),
        (b'{"record":"document","confidence":NaN}', "is not JSON"),
    ],
)
def test_a_hostile_line_is_set_aside(tmp_path: Path, line: bytes, message: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(line + b"\n" + "\n".join(lines("", {})).encode())
    rejects = Rejects()
    assert [len(said.claims) for said in read_claims(tmp_path / "a.jsonl", rejects=rejects)] == [1]
    assert [message in reject.reason for reject in rejects.kept] == [True]


@pytest.mark.parametrize("field", ["id", "kind", "record", "properties", "format", "unknown"])
def test_a_deeply_nested_value_is_set_aside(tmp_path: Path, field: str) -> None:
    line = f'{{"record":"entity","document":"d1","id":"e9","kind":"Person","{field}":{"[" * 900}{"]" * 900}}}\n'
    (tmp_path / "a.jsonl").write_text(line + "\n".join(lines("", {})))
    with Rejects(tmp_path / "a.rejects.jsonl") as rejects:
        assert [len(said.claims) for said in read_claims(tmp_path / "a.jsonl", rejects=rejects)] == [1]
    rejected = map(json.loads, (tmp_path / "a.rejects.jsonl").read_text().splitlines())
    (reason,) = (line["rejected"] for line in rejected if "rejected" in line)
    assert f"{tmp_path / 'a.jsonl'}:1: " in reason


def test_a_line_without_end_does_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.loader.claims.spool.MAX_LINE", 1000)
    (tmp_path / "a.jsonl").write_text("x" * 1500 + "\n" + "\n".join(lines("", {})))
    rejects = Rejects()
    assert [len(said.claims) for said in read_claims(tmp_path / "a.jsonl", rejects=rejects)] == [1]
    assert [str(r) for r in rejects.kept] == [
        f"{tmp_path / 'a.jsonl'}:1: is longer than 1000 bytes; split the document"
    ]


@pytest.mark.parametrize("filler", ["x", " "])
def test_a_line_without_any_end_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filler: str
) -> None:
    monkeypatch.setattr("dragoman.loader.claims.spool.MAX_LINE", 1000)
    (tmp_path / "a.jsonl").write_text("\n".join(lines("", {})) + "\n" + filler * 5000)
    with pytest.raises(DataError, match="has a line of over 2000 bytes"):
        list(read_claims(tmp_path / "a.jsonl", rejects=Rejects()))


def test_a_cut_off_last_line_is_told_from_other_errors(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(lines("", {}))[:-9])
    rejects = Rejects()
    assert list(read_claims(tmp_path / "a.jsonl", rejects=rejects)) == []
    assert [r.reason for r in rejects.kept] == [
        "is the last line and cut off in the middle; fetch or write the file again",
        *["is of the document in which line 5 is cut off; fetch the file again"] * 4,
    ]


def test_a_last_line_without_a_document_cuts_off_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join([*lines("", {}), '{"docu']))
    rejects = Rejects()
    assert list(read_claims(tmp_path / "a.jsonl", rejects=rejects)) == []
    assert rejects.total == 6


def test_a_text_of_more_than_20_megabytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(lines("document", {"text": "ə" * 10_000_001})))
    rejects = Rejects()
    assert list(read_claims(tmp_path / "a.jsonl", rejects=rejects)) == []
    assert "text: is longer than 20000000 bytes; split the document" in rejects.kept[0].reason


@settings(deadline=None)
@given(data=st.data())
def test_a_mutated_file_gives_records_or_reasons_and_accounts_for_every_line(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """No line, however broken, crashes the reader or is lost; the good lines of before are each still whole."""
    raw = bytearray("\n".join(lines("", {})).encode() + b"\n")
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    path = tmp_path_factory.mktemp("fuzz") / "a.jsonl"
    path.write_bytes(raw)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\x1f\x8b")):
        return
    rejects = Rejects()
    found = list(read_claims(path, rejects=rejects))
    lines_read = [line for line in bytes(raw).removeprefix(b"\xef\xbb\xbf").split(b"\n") if line.strip()]
    assert sum(count.read for count in rejects.counts.values()) == len(lines_read)
    for said in found:
        text = said.document.text
        assert all(text[c.passage.start : c.passage.end] == c.passage.text for c in said.claims)
        assert {end for c in said.claims for end in (c.subject, c.object)} <= {e.id for e in said.entities}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None)
@given(record=st.sampled_from(sorted(RECORDS)), data=st.data())
def test_any_json_value_in_any_field_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, record: str, data: st.DataObject
) -> None:
    field = data.draw(st.sampled_from([*sorted(RECORDS[record]), "properties", "identifiers", "aliases", "extractor"]))
    path = tmp_path_factory.mktemp("fuzz") / "a.jsonl"
    path.write_text("\n".join(lines(record, {field: data.draw(JSON)})))
    rejects = Rejects()
    list(read_claims(path, rejects=rejects))
    assert sum(count.read for count in rejects.counts.values()) == len(RECORDS)


@pytest.mark.parametrize(
    "date", ["2022", "2022-12", "2022-12-21", "2024-02-29", "XXXX-02-29", "202X", "2022-1X", "2022-XX-15", "2022-23"]
)
def test_dates_of_any_precision_are_read(date: str) -> None:
    assert is_edtf(date)
    assert is_edtf(f"{date}?")
    assert is_edtf(f"{date}/..")
    assert is_edtf(f"../{date}")


@pytest.mark.parametrize(
    "date",
    [
        "0000",
        "0000-00-00",
        "2022-00",
        "2022-13",
        "2023-02-29",
        "2022-04-31",
        "2022-4-3",
        "22-04-03",
        "-0044",
        "+2022",
        "2022-12-21T10:00",
        "20221221",
        "2022-22-01",
        "2022/2021",
        "2022-06/2022-05",
        "..",
        "../..",
        "/",
        "2022/2023/2024",
        "２０２２",
        "today",
    ],
)
def test_what_is_no_date_is_refused(date: str) -> None:
    assert not is_edtf(date)


@pytest.mark.parametrize("grouped", [True, False], ids=["grouped", "in any order"])
def test_a_repaired_file_of_rejects_says_all_that_its_documents_say(tmp_path: Path, grouped: bool) -> None:
    """Its documents are whole, so that loading it replaces them; those without a reject are not in it."""
    source, rejected = tmp_path / "a.jsonl", tmp_path / "rejects.jsonl"
    good = SAMPLE.read_text("utf-8").splitlines()
    if not grouped:
        good.reverse()
    bad = next(i for i, line in enumerate(good) if '"SIGNED"' in line)
    lines_ = [*good[:bad], good[bad].replace('"SIGNED"', '"SINGED"'), *good[bad + 1 :]]
    source.write_text("\n".join(lines_) + "\n", "utf-8")
    with Rejects(rejected) as rejects:
        partly = {said.document.id: said for said in read_claims(source, rejects=rejects)}
    rejected.write_text(rejected.read_text("utf-8").replace("SINGED", "SIGNED"), "utf-8")
    wholly = {said.document.id: said for said in read_claims(SAMPLE)}
    (repaired,) = read_claims(rejected, rejects=(again := Rejects()))
    assert (again.total, again.warnings) == (0, [])
    assert repaired == wholly[repaired.document.id] != partly[repaired.document.id]


def test_entities_without_a_document_go_with_those_that_use_them(tmp_path: Path) -> None:
    source, rejected = tmp_path / "a.jsonl", tmp_path / "rejects.jsonl"
    records = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]
    first = [r for r in records if r["document"] == records[0]["document"]]
    loose = [{n: v for n, v in r.items() if n != "document"} if r["record"] == "entity" else r for r in first]
    broken = [r | {"modality": "maybe"} if r["record"] == "claim" and i % 2 else r for i, r in enumerate(loose)]
    source.write_text("".join(json.dumps(r) + "\n" for r in broken), "utf-8")
    with Rejects(rejected) as rejects:
        list(read_claims(source, rejects=rejects))
    text = rejected.read_text("utf-8")
    modality = next(r for r in first if r["record"] == "claim").get("modality", "asserted")
    rejected.write_text(text.replace('"modality":"maybe"', f'"modality":"{modality}"'), "utf-8")
    (repaired,) = read_claims(rejected, rejects=Rejects())
    (whole, *_) = read_claims(SAMPLE)
    assert {c.id for c in repaired.claims} == {c.id for c in whole.claims}
