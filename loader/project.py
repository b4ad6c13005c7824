"""The domain layer as a function of evidence and resolution: what each entity and relationship says.

Used for a graph in Neo4j and for one without a server alike, so that the two can't differ. Each derived value is a
merge of what single documents contribute: a count, a set, a least or a greatest. Dates are ordered by earliest day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from typing import Any

from dragoman.loader.context import date_of
from dragoman.loader.dates import chronological, span
from dragoman.loader.digests import digest
from dragoman.loader.evidence import Evidence, Mention, Stated, text_digest
from dragoman.loader.names import data_lines, fold
from dragoman.loader.ontology import ontology
from dragoman.loader.records import Document, Modality
from dragoman.loader.resolve import Features, features_of, resolve_features
from dragoman.loader.resolve.naming import chosen_name, most_used

QUOTE_LENGTH = 300
Properties = dict[str, Any]
_ENDS = ("first_published", "last_published")
_MERGED = {"name", "aliases", "names", "name_documents", "documents", "identifiers", *_ENDS}
_QUOTED = ("quote", "quoted_from", "url")
_LISTS: dict[str, Callable[[str], Any]] = {"rank": str, "titles": str, "tenure": str, "dates": chronological}
_DATES = ("date", "signed", "date_inferred")


@dataclass(frozen=True, slots=True)
class Source:
    """What a relationship shows of a document."""

    id: str
    published: str
    publisher: str
    url: str
    sha256: str


def source_of(document: Document, sha256: str = "") -> Source:
    """The part of a document that relationships show; `sha256` is its text's digest, if that is known."""
    sha256 = sha256 or text_digest(document)
    return Source(document.id, document.published, document.publisher, document.url, sha256)


@dataclass(frozen=True, slots=True)
class Keyed:
    """A stated claim between entities; `key` is that of its relationship."""

    stated: Stated
    subject: str
    object: str
    key: str


@dataclass(frozen=True, slots=True)
class Projection:
    """A whole domain layer: properties of entities by id, and `(subject, predicate, object, properties)` by key.

    `claims`: what it follows from, by the claim's id; `entity_of`: the entity of each mention.
    """

    entities: Mapping[str, Properties]
    relationships: Mapping[str, tuple[str, str, str, Properties]]
    claims: Mapping[str, Keyed]
    entity_of: Mapping[str, str]


@cache
def _tenure_words() -> frozenset[str]:
    return frozenset(data_lines("tenure.txt"))


def office_and_tenure(title: str) -> tuple[str, list[str]]:
    """`Former Deputy Minister` → `("deputy minister", ["former"])`."""
    words = fold(title).split()
    return (
        " ".join(w for w in words if w not in _tenure_words()),
        sorted({w for w in words if w in _tenure_words()}),
    )


def keyed(claim: Stated, subject: str, object_: str) -> Keyed:
    """The claim between two entities, with the key of the relationship that it speaks of."""
    qualifier = ontology().predicates[claim.predicate].key
    value = claim.qualifiers.get(qualifier, "") if qualifier else ""
    if claim.predicate == "HOLDS_POSITION":
        value = office_and_tenure(value)[0]
    return Keyed(claim, subject, object_, digest(subject, claim.predicate, object_, value))


def project(
    evidence: Iterable[Evidence],
    texts: Mapping[str, str] | None = None,
    features: Callable[[Mention], Features] = features_of,
) -> Projection:
    """The domain layer of a whole corpus.

    `texts` are digests of the documents' texts, by the document's id, for evidence that is without them. `features`
    gives the mentions' features, where they are known.
    """
    mentions: list[Mention] = []
    claims: list[Stated] = []
    sources: dict[str, Source] = {}
    for one in evidence:
        mentions.extend(one.mentions)
        claims.extend(one.claims)
        sources[one.document.id] = source_of(one.document, texts[one.document.id] if texts else "")
    clusters = resolve_features(map(features, mentions))
    entity_of = {mention.id: cluster.id for cluster in clusters for mention in cluster.mentions}
    by_id: dict[str, Keyed] = {}
    by_key: dict[str, list[Keyed]] = defaultdict(list)
    by_object: dict[str, list[Keyed]] = defaultdict(list)
    for claim in claims:
        one_keyed = keyed(claim, entity_of[claim.subject_mention], entity_of[claim.object_mention])
        by_id[claim.id] = one_keyed
        by_key[one_keyed.key].append(one_keyed)
        by_object[one_keyed.object].append(one_keyed)
    relationships = {}
    for key, group in by_key.items():
        properties = relationship_properties(group, sources)
        if properties is not None:
            relationships[key] = (group[0].subject, group[0].stated.predicate, group[0].object, properties)
    entities = {
        cluster.id: entity_properties(cluster.id, cluster.mentions, occurrence(by_object[cluster.id]))
        for cluster in clusters
    }
    return Projection(entities, relationships, by_id, entity_of)


def modalities(claims: Iterable[Keyed]) -> dict[Modality, int]:
    """How many documents state, announce and deny something."""
    documents: dict[Modality, set[str]] = {modality: set() for modality in Modality}
    for claim in claims:
        documents[claim.stated.modality].add(claim.stated.document)
    return {modality: len(found) for modality, found in documents.items()}


def occurrence(ending: Iterable[Keyed]) -> dict[Modality, int]:
    """How many documents say that an event or agreement took place, will, and did not, by the claims that end at it."""
    return modalities(c for c in ending if ontology().predicates[c.stated.predicate].settles)


def status_of(counts: Mapping[Modality, int]) -> str:
    """`asserted`, `planned`, `contested` or `negated`; empty when nothing is said."""
    said = counts[Modality.ASSERTED] + counts[Modality.PLANNED]
    if counts[Modality.NEGATED]:
        return "contested" if said else "negated"
    if counts[Modality.ASSERTED]:
        return "asserted"
    return "planned" if said else ""


def join_status(one: str, other: str) -> str:
    """The status that follows from those of two parts of what documents say."""
    said = {one, other} - {""}
    if said & {"contested", "negated"}:
        return "negated" if said == {"negated"} else "contested"
    return "asserted" if "asserted" in said else max(one, other)


def entity_properties(identity: str, mentions: Sequence[Mention], counts: Mapping[Modality, int]) -> Properties:
    """The properties of an entity, from its mentions and from what claims that end at it say."""
    kind = mentions[0].kind
    name = chosen_name(mentions)
    aliases = {a for m in mentions for a in (m.name, *m.aliases)} - {name}
    uses = Counter(said for _, said in {(m.document, m.name) for m in mentions})
    properties: Properties = {
        "id": identity,
        "kind": kind,
        "name": name,
        "aliases": sorted(aliases),
        "names": sorted(uses),
        "name_documents": [uses[said] for said in sorted(uses)],
        "documents": len({m.document for m in mentions}),
    }
    properties |= _published(m.published for m in mentions)
    if identifiers := {f"{scheme}:{value}" for m in mentions for scheme, value in m.identifiers.items()}:
        properties["identifiers"] = sorted(identifiers)
    contested = _given(mentions, properties, described=bool(ontology().kinds[kind].dated))
    if ontology().kinds[kind].described:
        if _dated(kind, mentions, properties):
            contested.append("date")
        if status := status_of(counts):
            properties["status"] = status
    if contested:
        properties["contested"] = sorted(contested)
    return properties


def join_entity(stored: Mapping[str, Any], mentions: Sequence[Mention]) -> Properties | None:
    """The properties of a stored entity that mentions of documents new to it join.

    The same as `entity_properties` of all its mentions; `None` when that does not follow from what is stored. Mentions
    of an event or agreement must give the properties that another gives; its status is left as it is.
    """
    more = entity_properties(stored["id"], mentions, modalities(()))
    if not ontology().kinds[str(more["kind"])].described:
        given = more.keys() - _MERGED
        if any(repr(stored.get(n)) != repr(more[n]) for n in given) or "contested" in stored:  # 1 is not True
            return None
    uses = Counter(dict(zip(stored["names"], stored["name_documents"], strict=True)))
    uses.update(dict(zip(more["names"], more["name_documents"], strict=True)))
    name = most_used(str(more["kind"]), uses)
    aliases = {stored["name"], *stored["aliases"], more["name"], *more["aliases"]} - {name}
    joined: Properties = {**stored, "name": name, "aliases": sorted(aliases)}
    joined |= {"names": sorted(uses), "name_documents": [uses[said] for said in sorted(uses)]}
    joined["documents"] = stored["documents"] + more["documents"]
    joined |= _published(p[end] for p in (stored, more) for end in _ENDS if end in p)
    if identifiers := {*stored.get("identifiers", ()), *more.get("identifiers", ())}:
        joined["identifiers"] = sorted(identifiers)
    return joined


def _published(dates: Iterable[str]) -> Properties:
    known = sorted({d for d in dates if d}, key=chronological)
    return {"first_published": known[0], "last_published": known[-1]} if known else {}


def _given(mentions: Sequence[Mention], properties: Properties, *, described: bool) -> list[str]:
    """Adds the properties that documents give, and returns those on which they differ."""
    values: dict[str, dict[tuple[str, str], str | int | float | bool]] = defaultdict(dict)
    for mention in mentions:
        for name, value in mention.properties.items():
            if not (described and name in _DATES):
                values[name][str(value), type(value).__name__] = value  # as values, 1, 1.0 and True are equal
    differing = []
    for name, found in sorted(values.items()):
        properties[name] = found[min(found)]
        texts = sorted({text for text, _ in found})
        if len(texts) > 1:
            properties[f"{name}_values"] = texts
            differing.append(name)
    return differing


def _dated(kind: str, mentions: Sequence[Mention], properties: Properties) -> bool:
    """Adds the date that documents give, the most precise one first, and returns whether two exclude each other."""
    given: dict[str, set[bool]] = defaultdict(set)
    for mention in mentions:
        if text := date_of(kind, mention.properties):
            given[text].add(mention.properties.get("date_inferred") is True)
    if not given:
        return False

    def precision(text: str) -> tuple[float, str]:
        days = span(text).days
        return (float("inf") if days is None else days, text)

    chosen = min(given, key=precision)
    properties["date"] = chosen
    if given[chosen] == {True}:
        properties["date_inferred"] = True
    bounds = span(chosen)
    if bounds.earliest:
        properties["earliest"] = bounds.earliest
    if bounds.latest:
        properties["latest"] = bounds.latest
    if len(given) > 1:
        properties["dates"] = sorted(given, key=chronological)
    return any(span(a).disjoint(span(b)) for a, b in combinations(given, 2))


def relationship_properties(claims: Sequence[Keyed], sources: Mapping[str, Source]) -> Properties | None:
    """The properties of a relationship, from all the claims of its key; `None` when it is only denied."""
    properties = relationship_share(claims, sources)
    return None if properties["status"] == "negated" else properties


def relationship_share(claims: Sequence[Keyed], sources: Mapping[str, Source]) -> Properties:
    """What some claims of one key contribute to their relationship; without a sentence when they only deny it."""
    counts = modalities(claims)
    ordered = sorted((c.stated for c in claims), key=_claim_order)
    documents = {c.document for c in ordered}
    predicate = ordered[0].predicate
    properties: Properties = {
        "key": claims[0].key,
        **_settled(counts, predicate),
        "documents": len(documents),
        "publishers": _publishers([sources[d] for d in documents]),
        "confidence": max(c.confidence for c in ordered),
    }
    if first := next((c for c in ordered if c.modality is not Modality.NEGATED), None):
        source, text = sources[first.document], first.passage.text
        properties["quote"] = text if len(text) <= QUOTE_LENGTH else text[: QUOTE_LENGTH - 1] + "…"
        properties["quoted_from"] = source.id
        if source.url:
            properties["url"] = source.url
    properties |= _published(c.published for c in ordered)
    properties |= _qualifiers(ordered, predicate)
    return properties


def join_relationship(
    stored: Mapping[str, Any], more: Mapping[str, Any], predicate: str, published: Mapping[str, str]
) -> Properties:
    """The properties of a stored relationship joined by the share of claims of documents that are new to it.

    The same as `relationship_properties` of all the claims; `published` is that of the documents that they quote.
    """
    parts = [stored, more]
    quoted = [p for p in parts if "quote" in p]
    first = min(quoted, key=lambda p: (chronological(published[p["quoted_from"]]), p["quoted_from"]))
    joined: Properties = {name: first[name] for name in _QUOTED if name in first}
    joined |= {name: stored[name] for name in ("key", "role", "office") if name in stored}
    joined |= _settled({m: stored[m.value] + more[m.value] for m in Modality}, predicate)
    joined["documents"] = stored["documents"] + more["documents"]
    joined["confidence"] = max(stored["confidence"], more["confidence"])
    joined["publishers"] = sorted({*stored["publishers"], *more["publishers"]})
    joined |= _published(p[end] for p in parts for end in _ENDS if end in p)
    for name, order in _LISTS.items():
        if values := {value for p in parts for value in p.get(name, ())}:
            joined[name] = sorted(values, key=order)
    return joined


def _settled(counts: Mapping[Modality, int], predicate: str) -> Properties:
    """The counts, and what follows from them."""
    status = status_of(counts)
    phrase = ontology().predicates[predicate].phrases[Modality.PLANNED if status == "planned" else Modality.ASSERTED]
    phrase = f"disputed: {phrase}" if status == "contested" else phrase
    return {"status": status, **{m.value: number for m, number in counts.items()}, "phrase": phrase}


def _claim_order(claim: Stated) -> tuple[tuple[bool, date, str], str, int, str]:
    return chronological(claim.published), claim.document, claim.passage.start, claim.id


def _publishers(sources: list[Source]) -> list[str]:
    """Who published it; one text under two addresses counts for the first that published it."""
    first: dict[str, Source] = {}
    for source in sorted(sources, key=lambda s: (chronological(s.published), s.id)):
        first.setdefault(source.sha256, source)
    return sorted({source.publisher for source in first.values() if source.publisher})


def _qualifiers(claims: Sequence[Stated], predicate: str) -> Properties:
    if predicate == "HOLDS_POSITION":
        titles = {c.qualifiers["title"] for c in claims if "title" in c.qualifiers}
        tenure = {word for title in titles for word in office_and_tenure(title)[1]}
        found: Properties = {"office": office_and_tenure(min(titles))[0] if titles else ""}
        if ranks := {c.qualifiers["rank"] for c in claims if "rank" in c.qualifiers}:
            found["rank"] = sorted(ranks)
        if titles:
            found["titles"] = sorted(titles)
        if tenure:
            found["tenure"] = sorted(tenure)
        return found
    roles = {c.qualifiers["role"] for c in claims if "role" in c.qualifiers}
    dates = {c.qualifiers["date"] for c in claims if "date" in c.qualifiers}
    found = {"role": min(roles)} if roles else {}
    if dates:
        found["dates"] = sorted(dates, key=chronological)
    return found
