"""Retraction: documents, or what one extractor said of them, and all that follows from that alone are taken out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from neo4j import Driver, ManagedTransaction

from dragoman.cypher import statement
from dragoman.errors import DragomanError, UsageError, WouldWriteError
from dragoman.loader.evidence import Evidence, evidence_of, extractor_name
from dragoman.loader.identity import canonical_url
from dragoman.loader.records import Claim
from dragoman.loader.store.absence import absence
from dragoman.loader.store.change import planned
from dragoman.loader.store.prepared import prepared
from dragoman.loader.store.progress import Progress, silent
from dragoman.loader.store.schema import check_model
from dragoman.loader.store.stored import bundle_of
from dragoman.loader.store.transactions import in_halves
from dragoman.loader.store.view import View
from dragoman.loader.store.writing import lock, write

BATCH = 1_000
DELETED = 20_000
"""How many mentions and claims a transaction takes out at most, unless one document has more.

Each transaction reads all mentions of the entities that lose one, so that few large ones are faster than many.
"""

NAMED = 10
"""How many of the documents that are not there a message names."""

LARGE = 0.1
"""The share of the graph above which a retraction has to be confirmed."""

Confirm = Callable[[str], bool]


def refuse(question: str) -> bool:
    """Confirms nothing."""
    return False


@dataclass(frozen=True, slots=True)
class Retracted:
    """Ids of the documents that were taken out, of those that others still speak of, and how many claims went."""

    documents: tuple[str, ...]
    reduced: tuple[str, ...]
    claims: int


def documents_named(driver: Driver, database: str | None, names: Sequence[str]) -> list[str]:
    """The ids of documents given by id or address. Raises `UsageError` that tells all names that the graph lacks."""
    asked = {name: canonical_url(name) if "://" in name else name for name in names}
    rows, _, _ = driver.execute_query(
        statement("read/documents_named"), names=sorted({*asked, *asked.values()}), database_=database
    )
    found = {row["name"]: row["ids"] for row in rows}
    matches = {name: found[name] or found[canonical] for name, canonical in asked.items()}
    if missing := [name for name, ids in matches.items() if not ids]:
        none = "no such document is loaded" if len(missing) == 1 else "these documents are not loaded"
        more = f" and {len(missing) - NAMED} more" if len(missing) > NAMED else ""
        named = ", ".join(name or "''" for name in missing[:NAMED])
        raise UsageError(f"{named}{more}: {none}; {_hint(driver, database)}")
    return list(dict.fromkeys(chain.from_iterable(matches.values())))


def documents_of_file(driver: Driver, database: str | None, file: str, ids: Collection[str]) -> list[str]:
    """Those of a file's documents that are loaded: some may be out already. Raises `UsageError` when none is."""
    rows, _, _ = driver.execute_query(statement("read/documents_named"), names=sorted(ids), database_=database)
    found = [row["name"] for row in rows if row["ids"]]
    if not found:
        raise UsageError(f"{file}: none of its documents is loaded; {_hint(driver, database)}")
    return found


def _hint(driver: Driver, database: str | None) -> str:
    nothing = absence(driver, database)
    return nothing.reason if nothing else "dragoman status --documents lists their ids and urls"


def retract(
    driver: Driver,
    database: str | None,
    names: Sequence[str],
    *,
    confirm: Confirm = refuse,
    progress: Progress = silent,
) -> Retracted:
    """Takes documents out, given by id or url: the graph is then as if they had never been loaded.

    More than a tenth of the graph's documents needs a yes from `confirm`, which is asked a question, else
    `WouldWriteError` is raised.
    """
    return _take_out(driver, database, documents_named(driver, database, names), confirm, progress)


def retract_publisher(
    driver: Driver,
    database: str | None,
    publisher: str,
    *,
    confirm: Confirm = refuse,
    progress: Progress = silent,
) -> Retracted:
    """Takes out all documents of a publisher, as `retract` does. Raises `UsageError` when there are none."""
    rows, _, _ = driver.execute_query(statement("read/documents_published_by"), publisher=publisher, database_=database)
    if not rows:
        raise UsageError(
            f"{publisher}: no document of this publisher is loaded; dragoman status --documents lists them"
        )
    return _take_out(driver, database, [row["id"] for row in rows], confirm, progress)


def retract_extractor(
    driver: Driver,
    database: str | None,
    extractor: str,
    *,
    confirm: Confirm = refuse,
    progress: Progress = silent,
) -> Retracted:
    """Takes out what an extractor (`frames`, or one version: `frames/0.1.0`) said.

    A document of which nobody else says anything goes too. Entities that an extractor only names have no version: they
    go with its last claim of a document, or by its name alone. More than a tenth of the graph's claims or documents
    needs a yes from `confirm`. Raises `UsageError` when the extractor said nothing.
    """
    rows, _, _ = driver.execute_query(statement("read/documents_read_by"), extractor=extractor, database_=database)
    if not rows:
        raise UsageError(
            f"{extractor}: nothing in the graph is by this extractor; dragoman status --documents lists them"
        )
    loaded, claims = _counts(driver, database), sum(row["claims"] for row in rows)
    few = claims <= LARGE * loaded["claims"]
    number, what = (len(rows), "documents") if few else (claims, "claims")
    _confirm(confirm, number, loaded[what], what)
    return _retract(driver, database, [row["id"] for row in rows], partial(_without, extractor=extractor), progress)


def _take_out(driver: Driver, database: str | None, ids: list[str], confirm: Confirm, progress: Progress) -> Retracted:
    _confirm(confirm, len(ids), _counts(driver, database)["documents"], "documents")
    return _retract(driver, database, ids, None, progress)


def _counts(driver: Driver, database: str | None) -> dict[str, int]:
    rows, _, _ = driver.execute_query(statement("read/counts"), database_=database)
    return rows[0].data()


def _confirm(confirm: Confirm, number: int, loaded: int, what: str) -> None:
    question = f"take {number:,} of {loaded:,} {what} out of the graph"
    if number > LARGE * loaded and not confirm(question):
        raise WouldWriteError(f"this would {question}: confirm it with --yes")


def _retract(
    driver: Driver,
    database: str | None,
    ids: list[str],
    reduce: Callable[[Evidence], Evidence | None] | None,
    progress: Progress,
) -> Retracted:
    """Replaces what is stored of documents by what `reduce`, if anything, leaves of it."""
    check_model(driver, database)
    rows, _, _ = driver.execute_query(statement("read/document_sizes"), documents=ids, database_=database)
    gone: list[str] = []
    reduced: list[str] = []
    claims = 0

    def work(tx: ManagedTransaction, batch: list[str]) -> tuple[list[str], int]:
        lock(tx)
        view = View(tx)
        left = [rest for one in view.evidence(batch) if (rest := reduce(one)) is not None] if reduce else []
        change = planned(view, batch, list(map(prepared, left)))
        write(tx, change)
        return [rest.document.id for rest in left], len(change.lost) - len(change.added)

    progress("documents", 0)
    with driver.session(database=database) as session:
        for batch in _batches((row["id"], row["size"]) for row in rows):
            for part, outcome in in_halves(session, work, batch):
                if outcome is None:
                    raise DragomanError(
                        f"{part[0]}: too large to be taken out in the memory that the server grants a transaction; "
                        "raise db.memory.transaction.max and retract again: what is done is done"
                    )
                left, number = outcome
                reduced += left
                gone += [i for i in part if i not in left]
                claims += number
                progress("documents", len(gone) + len(reduced))
    return Retracted(tuple(gone), tuple(reduced), claims)


def _batches(sizes: Iterable[tuple[str, int]]) -> Iterator[list[str]]:
    batch: list[str] = []
    total = 0
    for identity, size in sizes:
        if batch and (len(batch) == BATCH or total + size > DELETED):
            yield batch
            batch, total = [], 0
        batch.append(identity)
        total += size
    if batch:
        yield batch


def _without(evidence: Evidence, extractor: str) -> Evidence | None:
    """What a document says without an extractor, or a version of one; nothing if nothing is left."""
    bundle = bundle_of(evidence)
    name = extractor_name(extractor)

    def is_kept(claim: Claim) -> bool:
        return claim.extractor != extractor and not claim.extractor.startswith(f"{extractor}/")

    claims = tuple(filter(is_kept, bundle.claims))
    used = {end for claim in claims for end in (claim.subject, claim.object)}
    unused = {end for claim in bundle.claims for end in (claim.subject, claim.object)} - used
    if not any(extractor_name(claim.extractor) == name for claim in claims):
        unused |= {e.id for e in bundle.entities if e.extractor == name}
    entities = tuple(e for e in bundle.entities if e.id not in unused)
    if not entities:
        return None
    return evidence_of(replace(bundle, entities=entities, claims=claims), evidence.document.id)
