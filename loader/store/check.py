"""The graph's health: whether it says what its claims say, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from neo4j import Driver, Session
from neo4j.time import Date

from dragoman.cypher import statement
from dragoman.errors import DragomanError
from dragoman.loader.evidence import Evidence, text_digest
from dragoman.loader.ontology import ontology
from dragoman.loader.resolve import features_of
from dragoman.loader.store.progress import Progress, silent
from dragoman.loader.store.rows import Row, claim_row, document_node, mention_row, passage_id, stored_digests
from dragoman.loader.store.schema import check_model, missing_schema
from dragoman.loader.store.stored import all_evidence
from dragoman.loader.store.wanted import Wanted

EDITED_TEXT = "edited text"
"""The kind of finding that no repair mends: what a forged text says is nobody's claim."""

TRIES = 3
"""How often a graph is read for a check while somebody writes into it."""

_FOLLOWS = {"subject", "object", "key"}  # of a claim, from resolution


class Sort(StrEnum):
    """What a finding is about; `Finding.id` tells which one."""

    SCHEMA = "schema"
    STRAY = "stray"
    DOCUMENT = "document"
    MENTION = "mention"
    CLAIM = "claim"
    ENTITY = "entity"
    RELATIONSHIP = "relationship"
    """Its id is the database's own, for it may lack a key."""
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: `kind` names what, `where` the node or relationship."""

    kind: str
    where: str
    message: str
    sort: Sort
    id: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}: {self.message}"

    def to_dict(self) -> dict[str, str]:
        """The finding as a JSON object."""
        return {"kind": self.kind, "where": self.where, "message": self.message}


def check(driver: Driver, database: str | None, progress: Progress = silent) -> list[Finding]:
    """All findings, sorted; an empty list is a healthy graph.

    What is read while somebody writes does not fit together: then all is read again. Raises `DragomanError` when that
    goes on, and `VersionError` when the graph is of another version of the model.
    """
    check_model(driver, database)
    for _ in range(TRIES):
        before = _writes(driver, database)
        findings = audit(driver, database, progress)[1]
        if _writes(driver, database) == before:
            return findings
    raise DragomanError("a loader writes into the graph meanwhile; let it end, and check again")


def _writes(driver: Driver, database: str | None) -> int:
    """The journal's counter, which every writer raises."""
    records, _, _ = driver.execute_query(statement("read/state"), database_=database)
    return records[0]["writes"] if records else 0


def schema_findings(driver: Driver, database: str | None) -> list[Finding]:
    """The constraints and indexes that are missing."""
    return [
        Finding(
            "missing schema", name, "the constraint or index is missing; any load makes it again", Sort.SCHEMA, name
        )
        for name in missing_schema(driver, database)
    ]


def audit(driver: Driver, database: str | None, progress: Progress = silent) -> tuple[Wanted, list[Finding]]:
    """What the graph should hold, and where it does not; it holds all evidence in memory.

    `progress` hears what is being read or compared, and of documents how many were.
    """
    findings = schema_findings(driver, database)

    def broken(document: str, identity: str, reason: str) -> None:
        findings.append(Finding("unreadable evidence", identity, reason, Sort.DOCUMENT, document))

    evidence = []
    for number, one in enumerate(all_evidence(driver, database, broken), 1):
        evidence.append(one)
        progress("documents read", number)
    progress("resolution", None)
    with driver.session(database=database) as session:
        nodes: dict[str, Row] = {one.document.id: {} for one in evidence}  # empty if it is just taken out
        for found in _each(session, "read/documents", list(nodes)):
            nodes |= {found["document"].get("id", ""): dict(found["document"])}
        wanted = Wanted.of(evidence, {identity: node.get("sha256", "") for identity, node in nodes.items()})
        for row in session.run(statement("read/strays")):
            label = str(row["label"]).lower()
            kind = f"{label} without {_LACKS[row['reason']]}"
            where = str(row["id"] or "(no id)")
            findings.append(Finding(kind, where, row["reason"], Sort.STRAY, f"{row['label']} {where}"))
        progress("documents compared", None)
        findings.extend(_documents(evidence, nodes))
        for what, differing in _COMPARED:
            progress(f"{what} compared", None)
            findings.extend(differing(session, wanted))
    return wanted, sorted(findings, key=lambda f: (f.kind, f.where, f.message))


_LACKS = {
    "no sentence states it": "passage",
    "it lies in no document": "document",
    "it states no claim": "claim",
    "it is of no document": "document",
    "its text is missing": "text",
    "it has no id, or another": "id of its own",
}


def _documents(evidence: Sequence[Evidence], nodes: Mapping[str, Row]) -> Iterator[Finding]:
    """Claims that their document does not bear out, and documents that are not what was loaded."""
    for one in evidence:
        identity, node = one.document.id, nodes[one.document.id]
        edited = node.get("sha256") != text_digest(one.document)
        mentions = {m.id for m in one.mentions}
        for claim in one.claims:
            passage = claim.passage
            if not edited and one.document.text[passage.start : passage.end] != passage.text:
                reason = f"the text at {passage.start}-{passage.end} reads otherwise"
                yield Finding("wrong passage", claim.id, reason, Sort.DOCUMENT, identity)
            for end in (claim.subject_mention, claim.object_mention):
                if end not in mentions:
                    yield Finding(
                        "dangling mention", claim.id, f"its mention {end} is missing", Sort.DOCUMENT, identity
                    )
        if edited:
            reason = "its text is not the one that was loaded; after --repair the next load of it brings that back"
            yield Finding(EDITED_TEXT, identity, reason, Sort.DOCUMENT, identity)
        elif node.get("digests") != stored_digests(one):
            reason = "it or what was said of it is not what was loaded; after --repair the next load brings that back"
            yield Finding("edited evidence", identity, reason, Sort.DOCUMENT, identity)
        else:
            yield from _differences("document", identity, node, document_node(one), Sort.DOCUMENT, identity)


def _each(session: Session, path: str, documents: Sequence[str]) -> list[Row]:
    return session.run(statement(path), documents=documents).data() if documents else []


def _mentions(session: Session, wanted: Wanted) -> Iterator[Finding]:
    """Mentions that are not what their document says, or not where resolution puts them."""
    rows = {m.id: mention_row(features_of(m)) for one in wanted.evidence.values() for m in one.mentions}
    for row in session.run(statement("read/placements")):
        node, document = row["mention"], row["document"]
        identity = node.get("id", "")
        if document not in wanted.evidence:
            continue  # a stray
        if identity not in rows:
            yield Finding("edited mention", identity, "its document says otherwise", Sort.DOCUMENT, document)
            continue
        yield from _differences("mention", identity, node, rows[identity], Sort.DOCUMENT, document)
        entity = wanted.projection.entity_of[identity]
        if entity != row["entity"]:
            message = f"belongs to {entity}, not to {row['entity']}"
            yield Finding("wrong resolution", identity, message, Sort.MENTION, identity)


def _claims(session: Session, wanted: Wanted) -> Iterator[Finding]:
    for row in session.run(statement("read/claim_nodes")):
        node = row["claim"]
        identity, document = node.get("id", ""), node.get("document", "")
        keyed = wanted.projection.claims.get(identity)
        if row["text"] is None or row["document"] is None:
            continue  # a stray
        if keyed is None:
            if document in wanted.evidence:
                yield Finding("edited claim", identity, "its document says otherwise", Sort.DOCUMENT, document)
            continue
        if row["passage"] != passage_id(keyed.stated):
            yield Finding("edited passage", identity, "its passage has another id", Sort.DOCUMENT, document)
        should = claim_row(keyed)
        differing = {n for n in node.keys() | should.keys() if node.get(n) != should.get(n)}
        if differing & _FOLLOWS:
            ends = f"({should['subject']})-[:{should['predicate']}]->({should['object']})"
            yield Finding("wrong claim", identity, f"speaks of {ends}", Sort.CLAIM, identity)
        if differing - _FOLLOWS:
            yield from _differences("claim", identity, node, should, Sort.DOCUMENT, document)


def _entities(session: Session, wanted: Wanted) -> Iterator[Finding]:
    entities = wanted.projection.entities
    missing = set(entities)
    for row in session.run(statement("read/entities")):
        identity = row["id"]
        if identity is None:
            yield Finding("orphan entity", str(identity), "it has no id", Sort.STRAY, "Entity")
            continue
        if identity not in entities:
            yield Finding("orphan entity", str(identity), "no document names it", Sort.ENTITY, str(identity))
            continue
        missing.discard(identity)
        yield from _differences("entity", identity, row["properties"], entities[identity], Sort.ENTITY, identity)
        labels = ontology().kinds[str(entities[identity]["kind"])].labels
        if set(row["labels"]) != set(labels):
            message = f"has {sorted(row['labels'])} instead of {sorted(labels)}"
            yield Finding("wrong labels", identity, message, Sort.ENTITY, identity)
    for identity in missing:
        yield Finding("missing entity", identity, "documents name it", Sort.ENTITY, identity)


def _relationships(session: Session, wanted: Wanted) -> Iterator[Finding]:
    relationships = wanted.projection.relationships
    missing = set(relationships)
    for row in session.run(statement("read/domain")):
        key = row["properties"].get("key", "")
        where = f"({row['subject']})-[:{row['predicate']}]->({row['object']})"
        if key not in missing:
            message = f"no claim has its key {key!r}" if key not in relationships else f"its key {key!r} is used twice"
            yield Finding("relationship without claim", where, message, Sort.RELATIONSHIP, row["element"])
            continue
        missing.discard(key)
        subject, predicate, object_, properties = relationships[key]
        if (subject, predicate, object_) != (row["subject"], row["predicate"], row["object"]):
            message = f"its claims speak of ({subject})-[:{predicate}]->({object_})"
            yield Finding("wrong ends", where, message, Sort.RELATIONSHIP, row["element"])
            yield Finding("wrong ends", where, message, Sort.KEY, key)
        yield from _differences("relationship", where, row["properties"], properties, Sort.KEY, key)
    for key in missing:
        subject, predicate, object_, _ = relationships[key]
        where = f"({subject})-[:{predicate}]->({object_})"
        yield Finding("missing relationship", where, "claims state it", Sort.KEY, key)


_COMPARED = (
    ("mentions", _mentions),
    ("claims", _claims),
    ("entities", _entities),
    ("relationships", _relationships),
)


def _differences(
    what: str, where: str, found: Mapping[str, Any], wanted: Mapping[str, Any], sort: Sort, identity: str
) -> Iterator[Finding]:
    for name in sorted(found.keys() | wanted.keys()):
        has, should = _native(found.get(name)), wanted.get(name)
        if has != should:
            kind = f"wrong {name}" if name in ("status", "quote", "documents") else f"edited {what}"
            yield Finding(kind, where, f"{name} is {_show(has)} instead of {_show(should)}", sort, identity)


def _native(value: object) -> object:
    return value.to_native() if isinstance(value, Date) else value


def _show(value: object) -> str:
    return "missing" if value is None else value.isoformat() if isinstance(value, date) else repr(value)


def by_sort(findings: Sequence[Finding]) -> Mapping[Sort, list[str]]:
    """The ids of what is wrong, by sort, each once and sorted."""
    found: dict[Sort, set[str]] = defaultdict(set)
    for finding in findings:
        found[finding.sort].add(finding.id)
    return {sort: sorted(ids) for sort, ids in found.items()}
