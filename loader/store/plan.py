"""What a load would do, said before it is done: the difference of two graphs that follow from claims.

A graph is a function of claims, so the plan needs the stored evidence and no write. It holds both graphs in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from neo4j import Driver

from dragoman.loader.evidence import Evidence
from dragoman.loader.project import Keyed, Projection, project
from dragoman.loader.records import DocumentClaims
from dragoman.loader.store.loaded import counted
from dragoman.loader.store.prepared import incoming
from dragoman.loader.store.progress import Progress, silent
from dragoman.loader.store.replacing import Fate, fate_of, merge, refusal
from dragoman.loader.store.rows import claim_row, document_node
from dragoman.loader.store.schema import check_model
from dragoman.loader.store.stored import all_evidence

Node = Mapping[str, Any]


@dataclass(slots=True)
class Changes:
    """What changes of one sort, by id; of what changes, how it is before and after."""

    added: dict[str, Node] = field(default_factory=dict)
    changed: dict[str, tuple[Node, Node]] = field(default_factory=dict)
    removed: dict[str, Node] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.added) + len(self.changed) + len(self.removed)

    @classmethod
    def between(cls, before: Mapping[str, Node], after: Mapping[str, Node]) -> Changes:
        """What turns one set of nodes or relationships into another."""
        changes = cls()
        for identity in sorted(before.keys() | after.keys()):
            old, new = before.get(identity), after.get(identity)
            if new is None:
                changes.removed[identity] = before[identity]
            elif old is None:
                changes.added[identity] = new
            elif old != new:
                changes.changed[identity] = old, new
        return changes

    def to_dict(self) -> dict[str, Any]:
        """The changes as a JSON object: properties of what is added or removed, `[before, after]` of what differs."""
        return {
            "added": {i: _plain(node) for i, node in self.added.items()},
            "changed": {
                i: {name: list(map(_plain, both)) for name, both in _differing(*pair)}
                for i, pair in self.changed.items()
            },
            "removed": {i: _plain(node) for i, node in self.removed.items()},
        }


@dataclass(slots=True)
class Plan:
    """What a load would change; `refused` has a reason for each document that it would leave out."""

    documents: Changes
    claims: Changes
    entities: Changes
    relationships: Changes
    unchanged: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def sorts(self) -> dict[str, Changes]:
        """The changes by what changes."""
        return {name: getattr(self, name) for name in ("documents", "claims", "entities", "relationships")}

    def to_dict(self) -> dict[str, Any]:
        """The plan as a JSON object."""
        sorts = {name: changes.to_dict() for name, changes in self.sorts.items()}
        return sorts | {"documents_unchanged": self.unchanged, "refused": self.refused}

    def lines(self) -> Iterator[str]:
        """The plan for people: `+` is added, `~` changes, `-` is removed."""
        for name, changes in self.sorts.items():
            for mark, nodes in (("+", changes.added), ("-", changes.removed)):
                yield from (f"{mark} {_DESCRIBED[name](identity, node)}" for identity, node in nodes.items())
            for identity, pair in changes.changed.items():
                what = "; ".join(
                    f"{n}: {_show(old)} → {_show(new)}" for n, (old, new) in _differing(*pair) if n != "digests"
                )
                yield f"~ {_DESCRIBED[name](identity, pair[1])}  {what}".rstrip()

    def summary(self) -> str:
        """The numbers in a line."""
        parts = [f"{name}: +{len(c.added)} ~{len(c.changed)} -{len(c.removed)}" for name, c in self.sorts.items() if c]
        before = f"0 changes: {counted(self.unchanged, 'document')} loaded before" if self.unchanged else "0 changes"
        said = f"would change {', '.join(parts)}" if parts else before
        return f"{said}, {counted(len(self.refused), 'document')} refused" if self.refused else said


def plan(
    driver: Driver,
    database: str | None,
    bundles: Iterable[DocumentClaims],
    *,
    replace_text: bool = False,
    progress: Progress = silent,
) -> Plan:
    """What `load` would do with these documents, without doing it.

    Raises `VersionError` when the graph is of another version of the model.
    """
    check_model(driver, database)
    stored = {}
    for number, found in enumerate(all_evidence(driver, database), 1):
        stored[found.document.id] = found
        progress("documents of the graph", number)
    after = dict(stored)
    unchanged, refused = 0, []
    for number, bundle in enumerate(bundles, 1):
        one = incoming(bundle)
        new = one.evidence
        old = after.get(new.document.id)
        fate = fate_of(one, document_node(old) if old else None, replace_text=replace_text)
        if fate is Fate.REFUSED:
            refused.append(refusal(new))
        elif fate is Fate.UNCHANGED:
            unchanged += 1
        else:
            after[new.document.id] = merge(old, new) if old and fate is Fate.CHANGED else new
        progress("documents", number)
    progress("differences", None)
    return difference(stored, after, unchanged, refused)


def difference(
    before: Mapping[str, Evidence], after: Mapping[str, Evidence], unchanged: int = 0, refused: list[str] | None = None
) -> Plan:
    """What turns the graph of some evidence into that of other evidence; both by document."""
    if before == after:
        return Plan(Changes(), Changes(), Changes(), Changes(), unchanged, refused or [])
    old, new = project(before.values()), project(after.values())
    return Plan(
        Changes.between(_documents(before), _documents(after)),
        Changes.between(_claims(old.claims), _claims(new.claims)),
        Changes.between(old.entities, new.entities),
        Changes.between(_relationships(old), _relationships(new)),
        unchanged,
        refused or [],
    )


def _documents(evidence: Mapping[str, Evidence]) -> dict[str, Node]:
    return {identity: document_node(one) for identity, one in evidence.items()}


def _claims(claims: Mapping[str, Keyed]) -> dict[str, Node]:
    return {identity: claim_row(claim) for identity, claim in claims.items()}


def _relationships(projection: Projection) -> dict[str, Node]:
    return {
        key: {"subject": subject, "predicate": predicate, "object": object_, **properties}
        for key, (subject, predicate, object_, properties) in projection.relationships.items()
    }


def _differing(old: Node, new: Node) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """The properties that differ, before and after, in the order of their names."""
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield name, (old.get(name), new.get(name))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def _show(value: Any) -> str:
    return "nothing" if value is None else str(_plain(value))


_DESCRIBED: dict[str, Callable[[str, Node], str]] = {
    "documents": lambda i, n: "  ".join([i, *(str(n[k]) for k in ("published", "publisher", "title") if k in n)]),
    "claims": lambda i, n: f"{i}  {n['subject']} {n['predicate']} {n['object']} ({n['modality']}, {n['extractor']})",
    "entities": lambda i, n: f"{i}  {n['kind']} {n['name']}",
    "relationships": lambda i, n: f"{i}  ({n['subject']})-[:{n['predicate']}]->({n['object']})",
}
