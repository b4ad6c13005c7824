"""What is written can be read again, and reads the same."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.loader.claims import from_record, read_claims, to_record, write_claims
from dragoman.loader.names import data_lines, fold
from dragoman.loader.records import Claim, Document, DocumentClaims, Entity, Modality, Passage

TEXT = "Azerbaijan will not join the drill. 🕊 Türkiye will."
SAID = DocumentClaims(
    Document("d1", TEXT, publisher="Caspian Wire", published="2022-05-03"),
    (
        Entity("e2", "Exercise", "the drill", properties={"size": 3, "date": "2022-05"}),
        Entity("e1", "Country", "Azerbaijan", ("Baku",), {"wikidata": "Q227"}),
    ),
    (
        Claim(
            "c1",
            "d1",
            "e1",
            "PARTICIPATED_IN",
            "e2",
            Passage(0, 35, TEXT[:35]),
            {"role": "participant"},
            Modality.NEGATED,
            0.5,
            "hand",
        ),
    ),
)


def written(*documents: DocumentClaims) -> bytes:
    stream = io.BytesIO()
    write_claims(stream, documents)
    return stream.getvalue()


def test_a_claims_file_diffs_well() -> None:
    """The document first in every line, then fields by name; entities and claims by id; no defaults."""
    assert written(SAID).decode().splitlines() == [
        '{"document":"d1","format":1,"id":"d1","published":"2022-05-03","publisher":"Caspian Wire",'
        f'"record":"document","text":"{TEXT}"}}',
        '{"document":"d1","aliases":["Baku"],"id":"e1","identifiers":{"wikidata":"Q227"},"kind":"Country",'
        '"name":"Azerbaijan","record":"entity"}',
        '{"document":"d1","id":"e2","kind":"Exercise","name":"the drill","properties":{"date":"2022-05","size":3},'
        '"record":"entity"}',
        '{"document":"d1","confidence":0.5,"extractor":"hand","id":"c1","modality":"negated","object":"e2",'
        '"passage":{"end":35,"start":0,"text":"Azerbaijan will not join the drill."},"predicate":"PARTICIPATED_IN",'
        '"qualifiers":{"role":"participant"},"record":"claim","subject":"e1"}',
    ]


def test_defaults_are_left_out_and_come_back() -> None:
    claim = Claim("c1", "d1", "e1", "PART_OF", "e2", Passage(0, 1, "x"))
    assert set(to_record(claim)) == {"document", "record", "id", "subject", "predicate", "object", "passage"}
    assert from_record(to_record(claim)) == claim


name = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12).filter(
    lambda text: fold(text) and fold(text) not in data_lines("not_names.txt")
)
scalar = name | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans()


@st.composite
def said(draw: st.DrawFn) -> DocumentClaims:
    """A document with countries, exercises, and who took part, planned to, or did not."""
    text = draw(name)
    document = Document(
        draw(name), text, draw(st.just("") | name), published=draw(st.sampled_from(["", "2022", "2022-05-03"]))
    )
    ids = sorted(draw(st.lists(name, min_size=2, max_size=5, unique=True)))
    entities = tuple(
        Entity(
            id_,
            ("Country", "Exercise")[i % 2],
            draw(name),
            tuple(draw(st.lists(name, max_size=2))),
            draw(st.dictionaries(name, name, max_size=2)),
            draw(st.dictionaries(st.from_regex(r"[a-z]_[a-z0-9]{0,9}", fullmatch=True), scalar, max_size=2)),
        )
        for i, id_ in enumerate(ids)
    )
    end = draw(st.integers(1, len(text)))
    start = draw(st.integers(0, end - 1))
    claims = tuple(
        Claim(
            id_,
            document.id,
            ids[0],
            "PARTICIPATED_IN",
            ids[1],
            Passage(start, end, text[start:end]),
            {"role": "participant"},
            draw(st.sampled_from(Modality)),
            draw(st.floats(0, 1)),
            f"extractor{i}/1",
        )
        for i, id_ in enumerate(sorted(draw(st.lists(name, max_size=3, unique=True))))
    )
    return DocumentClaims(document, entities, claims)


@settings(deadline=None)
@given(documents=st.lists(said(), max_size=3, unique_by=lambda s: s.document.id), seed=st.integers())
def test_what_is_written_reads_the_same_in_any_order_of_lines(
    tmp_path_factory: pytest.TempPathFactory, documents: list[DocumentClaims], seed: int
) -> None:
    path = tmp_path_factory.mktemp("claims") / "a.jsonl"
    path.write_bytes(written(*documents))
    assert list(read_claims(path)) == documents
    lines = path.read_bytes().splitlines(keepends=True)
    random.Random(seed).shuffle(lines)
    path.write_bytes(b"".join(lines))
    key = {said.document.id: said for said in documents}
    assert {said.document.id: said for said in read_claims(path)} == key


@settings(deadline=None)
@given(documents=st.lists(said(), max_size=2, unique_by=lambda s: s.document.id))
def test_writing_again_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, documents: list[DocumentClaims]
) -> None:
    path = tmp_path_factory.mktemp("claims") / "a.jsonl"
    path.write_bytes(written(*documents))
    assert written(*read_claims(path)) == path.read_bytes()


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Reading ten times the documents takes no more memory, grouped or not."""
    import tracemalloc

    def peak(path: Path) -> int:
        tracemalloc.start()
        try:
            assert sum(len(said.claims) for said in read_claims(path)) > 0
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    def lines(count: int, grouped: bool) -> Path:
        path = tmp_path / f"{count}-{grouped}.jsonl"
        records = [json.loads(line) for line in written(SAID).splitlines()]
        with path.open("w") as stream:
            for record in records if not grouped else [None]:
                for number in range(count):
                    own = {"document": f"d{number}"}
                    for each in [record] if record else records:
                        new = each | own | ({"id": f"d{number}"} if each["record"] == "document" else {})
                        stream.write(json.dumps(new) + "\n")
        return path

    for grouped in (True, False):
        assert peak(lines(3000, grouped)) < peak(lines(300, grouped)) + 200_000
