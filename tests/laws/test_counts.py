"""Whatever is wrong with a file, every line of it is counted once: what came in was loaded, unchanged or set aside."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from dragoman.loader.claims import Rejects, read_claims, write_claims
from dragoman.loader.inputs import LeftOut, confident
from dragoman.loader.records import DocumentClaims
from dragoman.loader.store.load import load
from dragoman.loader.store.report import report

from .conftest import Laboratory
from .corpora import corpora
from .test_laws import Corpus, law

KINDS = ("documents", "entities", "claims", "unknown")
FLAWS: dict[str, Callable[[bytes], bytes]] = {
    "none": lambda line: line,
    "cut in the middle": lambda line: line[: len(line) // 2],
    "twice": lambda line: line + b"\n" + line,
    "missing": lambda line: b"",
    "another text": lambda line: line.replace(b"Sentence 0", b"SENTENCE 0"),
    "no such id": lambda line: line.replace(b'"id":"', b'"id":"other-'),
    "unsure": lambda line: line.replace(b'"confidence":0.5', b'"confidence":0.1'),
    "no such kind": lambda line: line.replace(b'"record":"', b'"record":"un'),
}


def lines(corpus: Corpus) -> list[bytes]:
    """A claims file of these documents, each under an id of its own."""
    stream = io.BytesIO()
    write_claims(stream, (renamed(bundle, f"d{number}") for number, bundle in enumerate(corpus)))
    return stream.getvalue().splitlines()


def renamed(bundle: DocumentClaims, identity: str) -> DocumentClaims:
    claims = tuple(replace(claim, document=identity) for claim in bundle.claims)
    return replace(bundle, document=replace(bundle.document, id=identity), claims=claims)


@law
@given(corpora, st.data())
def test_every_line_is_counted_once(laboratory: Laboratory, corpus: Corpus, data: st.DataObject) -> None:
    laboratory.fresh(corpus[:1])
    good = lines(corpus)
    flaws = data.draw(st.dictionaries(st.sampled_from(range(len(good))), st.sampled_from(sorted(FLAWS)), max_size=6))
    flawed = b"\n".join(FLAWS[flaws.get(place, "none")](line) for place, line in enumerate(good))
    read: Counter[str] = Counter()

    def counted(bundle: DocumentClaims) -> DocumentClaims:
        read.update(documents=1, entities=len(bundle.entities), claims=len(bundle.claims))
        return bundle

    with TemporaryDirectory() as folder:
        path = Path(folder) / "flawed.jsonl"
        path.write_bytes(flawed)
        rejects, left_out = Rejects(), LeftOut()
        bundles = confident(map(counted, read_claims(path, rejects=rejects)), 0.2, left_out)
        loaded = load(laboratory.driver, laboratory.database, bundles)
    found = report(loaded, rejects, left_out, read)
    for kind in KINDS:
        counts = dict(found[kind])
        assert counts.pop("read") == sum(counts.values()), kind
    assert sum(found[kind]["read"] for kind in KINDS) == sum(bool(line.strip()) for line in flawed.splitlines())
