"""Whatever the graph and its notes hold, a load does and tells what reading every line does."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.loader.claims import Rejects
from dragoman.loader.inputs import LeftOut, input_files
from dragoman.loader.records import DocumentClaims
from dragoman.loader.sources import Problem
from dragoman.loader.store import journal
from dragoman.loader.store.incoming import Heard
from dragoman.loader.store.load import load_files
from dragoman.loader.store.repair import repair
from dragoman.loader.store.report import report

from .conftest import Laboratory
from .corpora import corpora
from .test_counts import FLAWS, lines
from .test_laws import Corpus, law

EDITS = ("d.publisher = 'somebody'", "d.digests = []", "d.sha256 = '0'")


@st.composite
def versions(draw: st.DrawFn, corpus: Corpus) -> bytes:
    """A claims file of some of these documents, one of them perhaps under two ids, with flaws and in any order."""
    chosen = draw(st.lists(st.sampled_from(corpus), min_size=1, max_size=5))
    unsure = draw(st.booleans())
    found = lines(tuple(map(less_sure, chosen[:1])) + tuple(chosen[1:]) if unsure else tuple(chosen))
    flaws = draw(st.dictionaries(st.sampled_from(range(len(found))), st.sampled_from(sorted(FLAWS)), max_size=2))
    flawed = [FLAWS[flaws.get(place, "none")](line) for place, line in enumerate(found)]
    if draw(st.booleans()):
        random.Random(draw(st.integers(0, 9))).shuffle(flawed)
    return b"\n".join(flawed)


def less_sure(bundle: DocumentClaims) -> DocumentClaims:
    return replace(bundle, claims=tuple(replace(claim, confidence=0.25) for claim in bundle.claims))


@law
@given(corpora, st.data())
def test_a_load_that_leaves_documents_unread_is_one_that_reads_them(
    laboratory: Laboratory, corpus: Corpus, data: st.DataObject
) -> None:
    files = data.draw(st.lists(versions(corpus), min_size=1, max_size=2))
    loads = data.draw(st.lists(st.lists(st.sampled_from(files), min_size=1, max_size=2), min_size=2, max_size=4))
    between = [data.draw(st.sampled_from(("nothing", "retract", "repair", *EDITS))) for _ in loads]
    replace_text = data.draw(st.booleans())

    def outcome(*, notes: bool) -> list[object]:
        laboratory.empty()
        found: list[object] = []
        for contents, act in zip(loads, between, strict=True):
            found += [load(contents, notes=notes), laboratory.canonical()]
            disturb(act)
        return found

    def load(contents: list[bytes], *, notes: bool) -> object:
        if not notes:
            text = "MATCH (l:Load) WHERE l.id STARTS WITH 'file:' DELETE l"
            laboratory.driver.execute_query(text, database_=laboratory.database)
        return loaded(laboratory, contents, replace_text=replace_text)

    def disturb(act: str) -> None:
        if act == "repair":
            repair(laboratory.driver, laboratory.database)
        rows, _, _ = laboratory.driver.execute_query(
            "MATCH (d:Document) RETURN d.id AS id ORDER BY id LIMIT 1", database_=laboratory.database
        )
        for row in rows:
            if act == "retract":
                laboratory.retract([row["id"]])
            elif act in EDITS:
                text = f"MATCH (d:Document {{id: $id}}) SET {act}"
                laboratory.driver.execute_query(text, id=row["id"], database_=laboratory.database)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "LEAST", 1)
        assert outcome(notes=True) == outcome(notes=False)


def loaded(laboratory: Laboratory, contents: list[bytes], *, replace_text: bool) -> object:
    """All that a load of files tells: its counts, its report, its rejects and its problems."""
    read: Counter[str] = Counter()
    problems: list[Problem] = []

    def heard(records: Heard) -> None:
        read.update(documents=records.documents, entities=records.entities, claims=records.claims)

    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.jsonl" for number, _ in enumerate(contents)]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        with Rejects(Path(folder) / "rejects.jsonl") as rejects:
            files = input_files(paths, rejects=rejects, problems=problems.append)
            done = load_files(laboratory.driver, laboratory.database, files, replace_text=replace_text, heard=heard)
        set_aside = rejects.path.read_bytes() if rejects.path and rejects.path.exists() else b""
        told = (done, report(done, rejects, LeftOut(), read), problems, set_aside)
        return repr(told).replace(folder, "")
