"""A file that the graph holds whole is not read again; but for the time, nobody can tell that from reading it."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.connection import Graph
from dragoman.loader.claims import Rejects, write_claims
from dragoman.loader.claims.survey import Survey
from dragoman.loader.inputs import InputFile, input_files
from dragoman.loader.records import DocumentClaims
from dragoman.loader.store import journal
from dragoman.loader.store.export import export_canonical
from dragoman.loader.store.load import load_files
from dragoman.loader.store.loaded import Loaded
from dragoman.loader.store.repair import repair
from dragoman.loader.store.retract import retract

T = TypeVar("T")


@dataclass
class Reader:
    """Loads files, and counts the documents that were read for it."""

    graph: Graph
    read: int = 0

    def load(self, *paths: Path, rejects: Rejects | None = None, published: str = "") -> Loaded:
        files = input_files(paths, rejects=rejects or Rejects(), published=published, problems=lambda problem: None)
        return load_files(self.graph.driver, self.graph.database, map(self._counting, files))

    def _counting(self, file: InputFile) -> InputFile:
        def made(make: Callable[[DocumentClaims], T], survey: Survey | None) -> Iterator[T]:
            for one in file.made(make, survey):
                self.read += 1
                yield one

        return replace(file, made=made)


@pytest.fixture
def reader(graph: Graph) -> Reader:
    return Reader(graph)


def written(path: Path, bundles: Sequence[DocumentClaims]) -> Path:
    with path.open("wb") as stream:
        write_claims(stream, bundles)
    return path


def less_sure(bundles: Sequence[DocumentClaims]) -> list[DocumentClaims]:
    """The same documents with other claims."""
    return [replace(b, claims=tuple(replace(c, confidence=0.25) for c in b.claims)) for b in bundles]


def by_hand(bundles: Sequence[DocumentClaims]) -> list[DocumentClaims]:
    """The same claims by another extractor."""
    return [replace(b, claims=tuple(replace(c, extractor="hand") for c in b.claims)) for b in bundles]


def test_a_file_that_was_loaded_is_not_read_again(reader: Reader, sample: list[DocumentClaims], tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", sample)
    first = reader.load(path)
    again = reader.load(path)
    assert reader.read == len(sample)
    assert (again.changes, again.documents_unchanged) == (0, first.documents_added)
    assert (again.entities_unchanged, again.claims_unchanged) == (first.entities_added, first.claims_added)


def test_nor_when_others_have_said_more_since(reader: Reader, sample: list[DocumentClaims], tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", sample)
    reader.load(path)
    reader.load(written(tmp_path / "b.jsonl", by_hand(sample)))
    reader.read = 0
    assert reader.load(path).documents_unchanged == len(sample)
    assert reader.read == 0


def test_a_file_with_other_content_is_read(reader: Reader, sample: list[DocumentClaims], tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    reader.load(written(path, sample))
    assert reader.load(written(path, less_sure(sample))).documents_changed == len(sample)


@pytest.mark.parametrize("edit", ["d.title = 'another'", "d.digests = []", "d.mine = 1"])
def test_a_document_that_somebody_edited_makes_its_file_be_read(
    reader: Reader, sample: list[DocumentClaims], tmp_path: Path, edit: str
) -> None:
    path = written(tmp_path / "a.jsonl", sample)
    reader.load(path)
    reader.graph.driver.execute_query(f"MATCH (d:Document) WITH d LIMIT 1 SET {edit}", database_=reader.graph.database)
    assert reader.load(path).documents_changed == 1


def test_a_file_brings_back_what_a_repair_had_to_take_out(
    reader: Reader, sample: list[DocumentClaims], tmp_path: Path
) -> None:
    path = written(tmp_path / "a.jsonl", sample)
    reader.load(path)
    whole = list(export_canonical(reader.graph.driver, reader.graph.database))
    reader.graph.driver.execute_query(
        "MATCH (p:Passage) WITH p LIMIT 1 DETACH DELETE p", database_=reader.graph.database
    )
    repair(reader.graph.driver, reader.graph.database)
    assert reader.load(path).documents_changed == 1
    assert list(export_canonical(reader.graph.driver, reader.graph.database)) == whole


def test_a_file_that_changes_what_the_one_before_says_is_read(
    reader: Reader, sample: list[DocumentClaims], tmp_path: Path
) -> None:
    """In one load, the second file finds the graph as the first leaves it, though that is not written yet."""
    new, old = written(tmp_path / "new.jsonl", less_sure(sample)), written(tmp_path / "old.jsonl", sample)
    reader.load(old)
    assert reader.load(new, old).documents_changed == 2 * len(sample)


def test_a_file_with_rejects_tells_of_them_each_time(
    reader: Reader, sample: list[DocumentClaims], tmp_path: Path
) -> None:
    path = written(tmp_path / "a.jsonl", sample)
    path.write_bytes(path.read_bytes() + b'{"record":"claim"}\n')
    for _ in range(2):
        rejects = Rejects()
        reader.load(path, rejects=rejects)
        assert rejects.total == 1


def test_a_text_is_not_extracted_again_unless_it_is_read_otherwise(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The defence ministers of Armenia and Georgia met in Tbilisi on Monday.", "utf-8")
    reader.load(path)
    reader.load(path)
    assert reader.read == 1
    assert reader.load(path, published="2022-01-03").documents_changed == 1


@pytest.fixture
def few_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks through notes for however few documents."""
    monkeypatch.setattr(journal, "LEAST", 1)


def shuffled(path: Path) -> Path:
    """The lines of a file in another order."""
    lines = path.read_bytes().splitlines(keepends=True)
    random.Random(1).shuffle(lines)
    other = path.with_name(f"shuffled-{path.name}")
    other.write_bytes(b"".join(lines))
    return other


@pytest.mark.usefixtures("few_notes")
def test_of_a_shuffled_file_only_what_changed_is_read(
    reader: Reader, sample: list[DocumentClaims], tmp_path: Path
) -> None:
    first = reader.load(written(tmp_path / "a.jsonl", sample))
    reader.read = 0
    again = reader.load(shuffled(written(tmp_path / "a.jsonl", [*less_sure(sample[:1]), *sample[1:]])))
    assert (reader.read, again.documents_changed, again.documents_unchanged) == (1, 1, len(sample) - 1)
    assert again.entities_added + again.entities_unchanged == first.entities_added


@pytest.mark.usefixtures("few_notes")
def test_then_the_note_of_the_shuffled_file_takes_the_place_of_the_other(
    reader: Reader, sample: list[DocumentClaims], tmp_path: Path
) -> None:
    path = written(tmp_path / "a.jsonl", sample)
    reader.graph.driver.execute_query("CREATE (:Load {id: 'file:old'})", database_=reader.graph.database)
    for file in (path, shuffled(path), path):
        assert reader.load(file).documents == len(sample)
        notes = "MATCH (l:Load) WHERE l.id STARTS WITH 'file:' RETURN l.size AS size"
        rows, _, _ = reader.graph.driver.execute_query(notes, database_=reader.graph.database)
        assert [row["size"] for row in rows] == [len(sample)]
    assert reader.read == len(sample)


@pytest.mark.usefixtures("few_notes")
def test_of_a_file_with_a_flaw_only_the_flawed_document_is_read_again(
    reader: Reader, sample: list[DocumentClaims], tmp_path: Path
) -> None:
    path = written(tmp_path / "a.jsonl", sample)
    path.write_bytes(path.read_bytes().replace(b'"record":"claim"', b'"record":"clam"', 1))
    told = []
    for _ in range(2):
        reader.read, rejects = 0, Rejects()
        assert reader.load(path, rejects=rejects).documents == len(sample)
        told.append((reader.read, rejects.kept))
    (first, why), (second, why_again) = told
    assert (first, second) == (len(sample), 1)
    assert why == why_again


@pytest.mark.usefixtures("few_notes")
def test_documents_of_standard_input_are_known_too(
    reader: Reader, sample: list[DocumentClaims], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = written(tmp_path / "a.jsonl", sample).read_bytes()
    for expected in (len(sample), 0):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        reader.read = 0
        assert reader.load(Path("-")).documents == len(sample)
        assert reader.read == expected


@pytest.mark.usefixtures("few_notes")
def test_what_the_file_before_changes_is_read(reader: Reader, sample: list[DocumentClaims], tmp_path: Path) -> None:
    """In one load, though the graph holds it as long as that change is not written."""
    old, new = written(tmp_path / "old.jsonl", sample), written(tmp_path / "new.jsonl", less_sure(sample))
    reader.load(old)
    assert reader.load(new, shuffled(old)).documents_changed == 2 * len(sample)


@pytest.mark.usefixtures("few_notes")
def test_a_document_that_the_file_tells_twice_is_read_each_time(
    reader: Reader, sample: list[DocumentClaims], tmp_path: Path
) -> None:
    """The last of the two decides, though the graph holds just that before."""
    (one,) = sample[:1]
    other = replace(one, document=replace(one.document, id="other", extractor="gold/1"), claims=())
    reader.load(written(tmp_path / "a.jsonl", [one]))
    again = reader.load(written(tmp_path / "b.jsonl", [other, one]))
    assert (reader.read, again.documents_changed) == (3, 2)


NAMES = ("a", "b", "c")
steps = st.lists(
    st.one_of(
        st.tuples(st.just("load"), st.lists(st.sampled_from(NAMES), min_size=1, max_size=3)),
        st.tuples(st.just("retract"), st.integers(0, 3)),
        st.tuples(st.just("damage"), st.integers(0, 3)),
        st.tuples(st.just("repair"), st.none()),
    ),
    min_size=3,
    max_size=7,
)


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_whatever_happens_between_a_load_does_what_reading_does(
    graph: Graph, sample: list[DocumentClaims], tmp_path: Path, done: list[tuple[str, object]]
) -> None:
    few = sample[:4]
    written(tmp_path / "a.jsonl", few)
    written(tmp_path / "b.jsonl", less_sure(few[1:3]))
    written(tmp_path / "c.jsonl", by_hand(few[2:]))

    def outcome(*, noted: bool) -> list[object]:
        graph.driver.execute_query("MATCH (n) DETACH DELETE n", database_=graph.database)
        return [act(what, how, noted) for what, how in [*done, ("load", ["a"]), ("load", ["a"])]]

    def act(what: str, how: object, noted: bool) -> object:
        said: object = None
        if what == "load":
            files = input_files([tmp_path / f"{name}.jsonl" for name in how], rejects=Rejects())  # type: ignore[attr-defined]
            given = files if noted else (InputFile(file.made) for file in files)
            said = load_files(graph.driver, graph.database, given)
        elif what == "repair":
            repair(graph.driver, graph.database)
        else:
            text = "MATCH (d:Document) RETURN d.id AS id ORDER BY id SKIP $place LIMIT 1"
            rows, _, _ = graph.driver.execute_query(text, place=how, database_=graph.database)
            ids = [row["id"] for row in rows]
            if what == "retract" and ids:
                retract(graph.driver, graph.database, ids, confirm=lambda question: True)
            else:
                text = "MATCH (d:Document) WHERE d.id IN $ids SET d.publisher = 'somebody'"
                graph.driver.execute_query(text, ids=ids, database_=graph.database)
        return said, b"".join(export_canonical(graph.driver, graph.database))

    assert outcome(noted=True) == outcome(noted=False)
