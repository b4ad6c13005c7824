"""A change of the graph, planned: documents leave, documents come, and what follows for all that is derived.

Nothing is written here: a change is a function of the stored graph, as a `View` shows it, and of what leaves and comes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from dragoman.loader.ontology import ontology
from dragoman.loader.project import (
    Keyed,
    Properties,
    Source,
    entity_properties,
    join_relationship,
    join_status,
    keyed,
    occurrence,
    relationship_properties,
    relationship_share,
    status_of,
)
from dragoman.loader.resolve import Features
from dragoman.loader.store.known import Known
from dragoman.loader.store.placing import Placing, place
from dragoman.loader.store.prepared import Prepared
from dragoman.loader.store.rows import Row, entity_values, source_of_node
from dragoman.loader.store.view import View


class Joined(NamedTuple):
    """A relationship that claims make or join: one of them, what it says then and, if it is stored, what it said."""

    claim: Keyed
    properties: Properties
    stored: Row | None = None


@dataclass(slots=True)
class Change:
    """What is to be written.

    `leaving`: ids of documents that go wholly; `coming`: documents, perhaps under the same ids. `lost` and `added`:
    their claims; `moved`: stored claims with the entities and the key that they have then. `entities`: rows of
    `load/batch`; `relationships`: those that are made or changed, by key. `removed`: the predicates of relationships
    that no claim states any more, by key; `denied`: keys of claims that have no relationship then. `vanished`: ids of
    entities that nothing speaks of any more.
    """

    leaving: tuple[str, ...]
    coming: Sequence[Prepared]
    placing: Placing
    lost: list[Keyed]
    added: list[Keyed]
    moved: list[Keyed]
    entities: list[list[Any]] = field(default_factory=list)
    relationships: dict[str, Joined] = field(default_factory=dict)
    removed: dict[str, str] = field(default_factory=dict)
    denied: set[str] = field(default_factory=set)
    vanished: list[str] = field(default_factory=list)

    @property
    def written(self) -> dict[str, Row]:
        """The properties of the entities that change, by id."""
        joined = self.placing.joined
        return {
            identity: whole[0] if whole else {**joined[identity].stored, **changed}
            for identity, whole, changed, *_ in self.entities
            if whole or identity in joined
        }

    @property
    def told(self) -> list[tuple[Features, str]]:
        """The mentions that join events and agreements which were stored before, and these."""
        return [(f, self.placing.entity_of[f.mention.id]) for f in self.placing.told]


def planned(view: View, leaving: Sequence[str], coming: Sequence[Prepared], known: Known | None = None) -> Change:
    """What takes out the documents with the ids `leaving` wholly, then puts in `coming`.

    A document that changes is in both. Afterwards the graph is what it would be if `leaving` had never been loaded.
    `known` spares questions when nothing leaves.
    """
    gone = view.mentions_of_documents(leaving)
    new = [features for one in coming for features in one.features.values()]
    placing = place(view, gone, new, Known() if leaving or known is None else known)
    entity_of = placing.entity_of
    moving = [c for c in view.claims_of_mentions(placing.moving) if c.stated.document not in leaving]
    change = Change(
        leaving=tuple(leaving),
        coming=coming,
        placing=placing,
        lost=view.claims_of_documents(leaving),
        added=[
            keyed(c, entity_of[c.subject_mention], entity_of[c.object_mention])
            for one in coming
            for c in one.evidence.claims
        ],
        moved=[
            keyed(
                claim.stated,
                entity_of.get(claim.stated.subject_mention, claim.subject),
                entity_of.get(claim.stated.object_mention, claim.object),
            )
            for claim in moving
        ],
    )
    unsettled = _unsettled(view, change, moving)
    _settle_relationships(view, change, unsettled)
    before = {p.entity for p in (*gone, *placing.moving.values())}
    touched = before | {entity_of[i] for i in (*placing.moving, *(f.mention.id for f in new))}
    change.entities = list(_entities(view, change, touched, {f.mention.id for f in new}))
    change.vanished = sorted(before - placing.clusters.keys() - placing.joined.keys())
    return change


def _unsettled(view: View, change: Change, moving: Iterable[Keyed]) -> dict[str, str]:
    """The keys, with predicates, of relationships that need all their claims; new claims join the others.

    `moving`: the claims that move, as they are stored.
    """
    same = _same_claims(view, change)
    staying = {c.key for c in change.added if c.stated.id in same}
    new = [c for c in change.added if c.stated.id not in same]
    lost = [c for c in change.lost if c.stated.id not in same]
    beside = [c for c in new if c.key in staying]  # their documents spoke of these keys before
    unsettled = {c.key: c.stated.predicate for c in (*lost, *moving, *change.moved, *beside)}
    return unsettled | _join_relationships(view, change, [c for c in new if c.key not in unsettled])


def _same_claims(view: View, change: Change) -> set[str]:
    """The ids of claims that come just as they go, but perhaps by another version of their extractor.

    Relationships do not show the extractor; all else that they show is the same, the document's source too.
    """
    if not change.lost or not change.added:
        return set()
    lost = {c.stated.id: c for c in change.lost}
    after = _sources_of(change)
    before = view.sources(change.leaving)
    return {
        c.stated.id
        for c in change.added
        if (old := lost.get(c.stated.id))
        and old.key == c.key
        and replace(old.stated, extractor=c.stated.extractor) == c.stated
        and before.get(c.stated.document) == after[c.stated.document]
    }


def _as_it_will_be(change: Change, stored: Iterable[Keyed]) -> list[Keyed]:
    """Stored claims and all that the change adds or moves, without those that it takes out."""
    claims = {c.stated.id: c for c in stored if c.stated.document not in change.leaving}
    claims |= {c.stated.id: c for c in (*change.moved, *change.added)}
    return list(claims.values())


def _entities(view: View, change: Change, touched: set[str], new: Collection[str]) -> Iterator[list[Any]]:
    """The entities that change, as rows, and those between which there are relationships to be made.

    `touched`: entities whose mentions are others then; `new`: ids of the mentions that come.
    """
    placing, kinds = change.placing, ontology().kinds
    whole = {i: placing.clusters[i] for i in sorted(touched & placing.clusters.keys())}
    told = [i for i, c in whole.items() if kinds[c.kind].described and any(m.id not in new for m in c.mentions)]
    ending: dict[str, list[Keyed]] = defaultdict(list)
    for claim in _as_it_will_be(change, view.claims_ending_at(told)):
        ending[claim.object].append(claim)
    for identity, (stored, changed) in placing.joined.items():
        if kinds[stored["kind"]].described:
            before = stored.get("status", "")
            status = join_status(before, status_of(occurrence(ending[identity])))
            changed |= {"status": status} if status != before else {}
        yield [identity, [], changed]
    for identity, cluster in whole.items():
        yield entity_values(entity_properties(identity, cluster.mentions, occurrence(ending[identity])))
    made = [joined.claim for joined in change.relationships.values() if joined.stored is None]
    ends = {end for claim in made for end in (claim.subject, claim.object)}
    for identity in sorted(ends - placing.joined.keys() - whole.keys()):
        yield [identity, [], {}]


def _join_relationships(view: View, change: Change, new: Iterable[Keyed]) -> dict[str, str]:
    """Finds the relationships that new claims make or join; returns the predicates of those that need all their claims.

    The claims must be of documents that said nothing of their keys before.
    """
    claims: dict[str, list[Keyed]] = defaultdict(list)
    for claim in new:
        claims[claim.key].append(claim)
    if not claims:
        return {}
    twice = _texts_known(view, change.coming)
    sources = _sources_of(change)
    stored = view.relationships({key: group[0].stated.predicate for key, group in claims.items()})
    shares = {key: relationship_share(group, sources) for key, group in claims.items()}
    stated = {key for key, share in shares.items() if share["status"] != "negated"}
    disputed = view.claimed_keys(stated - stored.keys())
    published = _published_of_quoted(view, stored.values()) | {i: s.published for i, s in sources.items()}
    left = {}
    for key, group in claims.items():
        predicate = group[0].stated.predicate
        if key in disputed or any(c.stated.document in twice for c in group):
            left[key] = predicate
        elif key in stored:
            joined = join_relationship(stored[key], shares[key], predicate, published)
            change.relationships[key] = Joined(group[0], joined, stored[key])
        elif key in stated:
            change.relationships[key] = Joined(group[0], shares[key])
        else:
            change.denied.add(key)
    return left


def _settle_relationships(view: View, change: Change, unsettled: Mapping[str, str]) -> None:
    """Makes relationships, by key with predicates, what follows from all their claims, or takes them out."""
    if not unsettled:
        return
    claims: dict[str, list[Keyed]] = {key: [] for key in unsettled}
    for claim in _as_it_will_be(change, view.claims_of_keys(unsettled)):
        if claim.key in claims:
            claims[claim.key].append(claim)
    sources = _sources_of(change)
    others = {c.stated.document for group in claims.values() for c in group} - sources.keys()
    sources |= view.sources(others)
    stored = view.relationships(unsettled)
    for key, group in claims.items():
        properties = relationship_properties(group, sources) if group else None
        if properties is not None:
            change.relationships[key] = Joined(group[0], properties, stored.get(key))
            continue
        if key in stored:
            change.removed[key] = unsettled[key]
        if group:
            change.denied.add(key)


def _sources_of(change: Change) -> dict[str, Source]:
    return {one.node["id"]: source_of_node(one.node) for one in change.coming}


def _published_of_quoted(view: View, stored: Collection[Row]) -> dict[str, str]:
    """When the documents that relationships quote were published: the first of all, unless one denies it."""
    found = {r["quoted_from"]: r.get("first_published", "") for r in stored if not r["negated"]}
    return found | view.published({r["quoted_from"] for r in stored if r["negated"]})


def _texts_known(view: View, coming: Sequence[Prepared]) -> set[str]:
    """The documents that come whose text another publisher has too: who counts is then for all claims to tell."""
    publishers: dict[str, set[str]] = defaultdict(set)
    for one in coming:
        publishers[one.node["sha256"]].add(one.node.get("publisher", ""))
    for digest, others in view.publishers_of_texts(publishers).items():
        publishers[digest] |= others
    return {one.node["id"] for one in coming if len(publishers[one.node["sha256"]]) > 1}
