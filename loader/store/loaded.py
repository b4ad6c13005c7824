"""What a load did, counted by kind of record."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dragoman.loader.evidence import Evidence, Mention
from dragoman.loader.store.prepared import Incoming
from dragoman.loader.store.replacing import Fate, refusal
from dragoman.loader.store.rows import Row

REASONS = 100
"""How many reasons of rejection the journal keeps of one load."""


@dataclass(slots=True)
class Loaded:
    """What a load did, by kind of record: of each, what was read is added, changed, unchanged or refused.

    Entities and claims are counted as records of the input. A claim is changed that says the same as before, but with
    another confidence, by another version of its extractor, or in a document with another date.
    `claims_removed` were not read: the graph had them of documents that changed.
    `refused` has a reason for each document left out.
    """

    documents_added: int = 0
    documents_changed: int = 0
    documents_unchanged: int = 0
    documents_refused: int = 0
    entities_added: int = 0
    entities_unchanged: int = 0
    entities_refused: int = 0
    claims_added: int = 0
    claims_changed: int = 0
    claims_unchanged: int = 0
    claims_refused: int = 0
    claims_removed: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many documents were added or changed."""
        return self.documents_added + self.documents_changed

    @property
    def documents(self) -> int:
        """How many documents were looked at."""
        return self.changes + self.documents_unchanged + self.documents_refused

    def summary(self) -> str:
        """What was done, in a line."""
        if not self.documents:
            return "nothing loaded: no documents found"
        if not self.changes:
            refused = f"{counted(self.documents_refused, 'document')} refused"
            if not self.documents_unchanged:
                return f"nothing loaded: {refused}"
            before = f"0 changes: {counted(self.documents_unchanged, 'document')} loaded before"
            return f"{before}, {refused}" if self.documents_refused else before
        done = [f"added {counted(self.claims_added, 'claim')} of {counted(self.changes, 'document')}"]
        if not self.documents_added and not self.claims_added and not self.claims_removed:
            done = [f"changed {counted(self.changes, 'document')}, no claims added or removed"]
            if self.claims_changed:
                done = [f"changed {counted(self.claims_changed, 'claim')} of {counted(self.changes, 'document')}"]
        if self.claims_removed and not self.claims_added:
            done = [f"removed {counted(self.claims_removed, 'claim')} of {counted(self.changes, 'document')}"]
        elif self.claims_removed:
            done.append(f"removed {counted(self.claims_removed, 'claim')}")
        if self.claims_changed and (self.documents_added or self.claims_added or self.claims_removed):
            done.append(f"changed {counted(self.claims_changed, 'claim')}")
        if self.documents_unchanged:
            done.append(f"{counted(self.documents_unchanged, 'document')} unchanged")
        if self.documents_refused:
            done.append(f"{counted(self.documents_refused, 'document')} refused")
        return ", ".join(done)

    def row(self) -> Row:
        """The counts, and some reasons, for the journal."""
        counts: Row = {name: getattr(self, name) for name in self.__slots__}
        return counts | {"refused": self.refused[:REASONS]}

    def __iadd__(self, other: Loaded) -> Loaded:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self

    def __add__(self, other: Loaded) -> Loaded:
        both = Loaded()
        both += self
        both += other
        return both


def counted(number: int, noun: str) -> str:
    """`1 document`, `2,000 entities`."""
    if number != 1:
        noun = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun}"


def counts_of(one: Incoming, fate: Fate, old: Evidence | None, after: Evidence) -> Loaded:
    """What one document adds to the counts; `old` is what the graph had of it, `after` what it has then."""
    if fate is Fate.REFUSED:
        return _refused(one, refusal(one.evidence))
    if fate is Fate.UNCHANGED:
        return unchanged(one)
    had = {c.id: c for c in old.claims} if old else {}
    has = {c.id for c in after.claims}
    kept = sum(c.id in had for c in one.evidence.claims)
    same = sum(c.id in had and replace(c, blocks=had[c.id].blocks) == had[c.id] for c in one.evidence.claims)
    new = _new_entities(one, old) if old else one.entities
    return Loaded(
        documents_added=int(fate is Fate.ADDED),
        documents_changed=int(fate is not Fate.ADDED),
        entities_added=new,
        entities_unchanged=one.entities - new,
        claims_added=one.claims - kept,
        claims_changed=kept - same,
        claims_unchanged=same,
        claims_removed=len(had.keys() - has),
    )


def _new_entities(one: Incoming, old: Evidence) -> int:
    """How many entity records say something new; one makes a mention for each extractor that uses it."""
    return min(one.entities, len(set(map(_record, one.evidence.mentions)) - set(map(_record, old.mentions))))


def _record(mention: Mention) -> tuple[object, ...]:
    """What the entity record behind a mention says."""
    details = (frozenset(found.items()) for found in (mention.identifiers, mention.properties))
    return mention.kind, mention.name, frozenset(mention.aliases), *details


def unchanged(one: Incoming) -> Loaded:
    """What a document adds to the counts that the graph holds already."""
    return Loaded(documents_unchanged=1, entities_unchanged=one.entities, claims_unchanged=one.claims)


def _refused(one: Incoming, reason: str) -> Loaded:
    return Loaded(documents_refused=1, entities_refused=one.entities, claims_refused=one.claims, refused=[reason])


def too_large(one: Incoming) -> Loaded:
    """What a document adds to the counts that the server's memory does not bear."""
    document = one.evidence.document
    reason = (
        f"{document.url or document.id}: too large for the memory that the server grants a transaction "
        "(db.memory.transaction.max, dbms.memory.transaction.total.max); split the document or raise it"
    )
    return _refused(one, reason)
