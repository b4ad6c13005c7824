"""The graph's health: whether it says what its claims say, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from neo4j import Driver, Session
from neo4j.time import Date

from dragoman.cypher import statement
from dragoman.loader.evidence import Evidence
from dragoman.loader.ontology import ontology
from dragoman.loader.project import Projection, project
from dragoman.loader.resolve import resolve
from dragoman.loader.store.rows import keyed_of
from dragoman.loader.store.schema import missing_schema
from dragoman.loader.store.stored import all_evidence


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: `kind` names the sort, `where` the node or relationship."""

    kind: str
    where: str
    message: str

    def to_dict(self) -> dict[str, str]:
        """The finding as a JSON object."""
        return asdict(self)


def check(driver: Driver, database: str | None) -> list[Finding]:
    """All findings, sorted; an empty list is a healthy graph."""
    findings = [
        Finding("missing schema", name, "the constraint or index is missing; any load makes it again")
        for name in missing_schema(driver, database)
    ]
    with driver.session(database=database) as session:
        findings.extend(_claims(session))
        evidence = list(all_evidence(driver, database))
        findings.extend(_passages(evidence))
        wanted = project(map(_sound, evidence))
        findings.extend(_placements(session, evidence))
        findings.extend(_entities(session, wanted))
        findings.extend(_relationships(session, wanted))
    return sorted(findings, key=lambda f: (f.kind, f.where, f.message))


def _claims(session: Session) -> Iterator[Finding]:
    for row in session.run(statement("read/claim_nodes")):
        identity = row["claim"]["id"]
        if row["text"] is None:
            yield Finding("claim without passage", identity, "no sentence states it")
        elif row["document"] is None:
            yield Finding("passage without document", identity, "the sentence that states it lies in no document")


def _passages(evidence: list[Evidence]) -> Iterator[Finding]:
    for one in evidence:
        mentions = {m.id for m in one.mentions}
        for claim in one.claims:
            passage = claim.passage
            if one.document.text[passage.start : passage.end] != passage.text:
                yield Finding("wrong passage", claim.id, f"the text at {passage.start}-{passage.end} reads otherwise")
            for end in (claim.subject_mention, claim.object_mention):
                if end not in mentions:
                    yield Finding("dangling mention", claim.id, f"its mention {end} is missing")


def _sound(evidence: Evidence) -> Evidence:
    """Evidence without the claims whose mentions are missing."""
    mentions = {m.id for m in evidence.mentions}
    sound = tuple(c for c in evidence.claims if {c.subject_mention, c.object_mention} <= mentions)
    return replace(evidence, claims=sound)


def _placements(session: Session, evidence: list[Evidence]) -> Iterator[Finding]:
    """Mentions that are not where resolution puts them, and claims whose ends or key do not follow."""
    wanted = {m.id: c.id for c in resolve(m for e in evidence for m in e.mentions) for m in c.mentions}
    for row in session.run(statement("read/placements")):
        if wanted.get(row["mention"]) != row["entity"]:
            yield Finding(
                "wrong resolution", row["mention"], f"belongs to {wanted.get(row['mention'])}, not to {row['entity']}"
            )
    for row in session.run(statement("read/claim_nodes")):
        if row["text"] is None:
            continue
        claim = keyed_of(row)
        for mention, entity in (
            (claim.stated.subject_mention, claim.subject),
            (claim.stated.object_mention, claim.object),
        ):
            if wanted.get(mention, entity) != entity:
                yield Finding("wrong claim", claim.stated.id, f"ends at {entity} instead of {wanted[mention]}")


def _entities(session: Session, wanted: Projection) -> Iterator[Finding]:
    missing = set(wanted.entities)
    for row in session.run(statement("read/entities")):
        identity = row["id"]
        if identity not in wanted.entities:
            yield Finding("orphan entity", str(identity), "no document names it")
            continue
        missing.discard(identity)
        yield from _differences("entity", identity, row["properties"], wanted.entities[identity])
        labels = ontology().kinds[str(wanted.entities[identity]["kind"])].labels
        if set(row["labels"]) != set(labels):
            yield Finding("wrong labels", identity, f"has {sorted(row['labels'])} instead of {sorted(labels)}")
    for identity in missing:
        yield Finding("missing entity", identity, "documents name it")


def _relationships(session: Session, wanted: Projection) -> Iterator[Finding]:
    missing = set(wanted.relationships)
    for row in session.run(statement("read/domain")):
        key = row["properties"].get("key", "")
        where = f"({row['subject']})-[:{row['predicate']}]->({row['object']})"
        if key not in wanted.relationships or key not in missing:
            yield Finding("relationship without claim", where, f"no claim has its key {key!r}")
            continue
        missing.discard(key)
        subject, predicate, object_, properties = wanted.relationships[key]
        if (subject, predicate, object_) != (row["subject"], row["predicate"], row["object"]):
            yield Finding("wrong ends", where, f"its claims speak of ({subject})-[:{predicate}]->({object_})")
        yield from _differences("relationship", where, row["properties"], properties)
    for key in missing:
        subject, predicate, object_, _ = wanted.relationships[key]
        yield Finding("missing relationship", f"({subject})-[:{predicate}]->({object_})", "claims state it")


def _differences(sort: str, where: str, found: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[Finding]:
    for name in sorted(found.keys() | wanted.keys()):
        has, should = _native(found.get(name)), wanted.get(name)
        if has != should:
            kind = f"wrong {name}" if name in ("status", "quote", "documents") else f"edited {sort}"
            yield Finding(kind, where, f"{name} is {_show(has)} instead of {_show(should)}")


def _native(value: object) -> object:
    return value.to_native() if isinstance(value, Date) else value


def _show(value: object) -> str:
    return "missing" if value is None else value.isoformat() if isinstance(value, date) else repr(value)
