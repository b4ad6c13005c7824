"""The evidence layer of one document: mentions and stated claims, with ids that follow from what they say.

A function of one `DocumentClaims` alone. An id is a digest over the document's id, the extractor and what is said, in
names and kinds, so that the order of records and the local ids of a file do not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby, islice

import orjson

from dragoman.loader.context import actor_keys, contexts, occurrence_blocks, relation
from dragoman.loader.digests import digest
from dragoman.loader.records import Claim, Document, DocumentClaims, Entity, Modality, Packed, Passage

Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Mention(Packed):
    """One entity as one extractor finds it in one document.

    `start` is the offset of the first passage that tells of it (-1: none); `context` holds what its claims tie it to,
    as sorted `relation:key` strings, by which resolution tells namesakes and occurrences apart.
    """

    id: str
    document: str
    published: str
    extractor: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, Scalar] = field(default_factory=dict)
    start: int = -1
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated(Packed):
    """A claim whose ends are mentions (by id), not yet entities.

    `extractor` holds the version too; `blocks` are where resolution looks for its object, if that is an occurrence.
    """

    id: str
    document: str
    published: str
    subject_mention: str
    predicate: str
    object_mention: str
    modality: Modality
    confidence: float
    extractor: str
    qualifiers: Mapping[str, str]
    passage: Passage
    blocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence(Packed):
    """All that the claims of one document say, ready to be resolved.

    `silent`: names of extractors that have read it and say nothing: what they said before is replaced by that.
    """

    document: Document
    mentions: tuple[Mention, ...]
    claims: tuple[Stated, ...]
    silent: tuple[str, ...] = field(default=(), compare=False)

    @property
    def digests(self) -> dict[str, str]:
        """For each extractor's name, a digest of the document's metadata and of all that it says of the document."""
        said: dict[str, list[str]] = defaultdict(list)
        for mention in self.mentions:
            said[mention.extractor].append(f"{mention.id} {_content(mention)}")
        for claim in self.claims:
            said[extractor_name(claim.extractor)].append(f"{claim.id} {claim.extractor} {claim.confidence!r}")
        one = self.document
        about = digest(one.url, one.title, one.publisher, one.published, one.language)
        return {extractor: digest(about, *sorted(lines)) for extractor, lines in said.items()}


def extractor_name(extractor: str) -> str:
    """`frames/0.1.0` → `frames`: a new version replaces what an older one said."""
    return extractor.partition("/")[0]


def text_digest(document: Document) -> str:
    """The SHA-256 of a document's text, 64 hex digits."""
    return digest(document.text, length=64)


def evidence_of(bundle: DocumentClaims, document_id: str) -> Evidence:
    """The mentions and stated claims of one document, under the id that it has in the graph.

    An entity belongs to those whose claims use it and to its finder; one without any to who has read the document.
    """
    users: dict[str, set[str]] = defaultdict(set)
    for claim in bundle.claims:
        for end in (claim.subject, claim.object):
            users[end].add(extractor_name(claim.extractor))
    entities = {entity.id: entity for entity in bundle.entities}
    reader = {extractor_name(bundle.document.extractor)} if bundle.document.extractor else set[str]()
    readers = reader.union(bundle.readers, *users.values())
    for entity in bundle.entities:
        if entity.extractor is not None:
            users[entity.id].add(extractor_name(entity.extractor))
    pairs = [(x, e) for e in bundle.entities for x in sorted(users[e.id] or reader or readers or {""})]
    speakers = {x for x, _ in pairs}
    ids = _mention_ids(document_id, pairs, bundle.claims, entities)

    starts: dict[str, int] = {}
    said = {x: [c for c in bundle.claims if extractor_name(c.extractor) == x] for x in speakers}
    actors = {x: actor_keys(said[x], entities) for x in speakers}
    ties = {x: contexts(said[x], entities, actors[x]) for x in speakers}
    stated = []
    for claim in bundle.claims:
        name = extractor_name(claim.extractor)
        ends = ids[name, claim.subject], ids[name, claim.object]
        for end in ends:
            starts[end] = min(starts.get(end, claim.passage.start), claim.passage.start)
        blocks = _blocks(claim, entities, actors[name])
        stated.append(_stated(claim, document_id, bundle.document.published, ends, blocks))
    mentions = tuple(
        Mention(
            id=ids[extractor, entity.id],
            document=document_id,
            published=bundle.document.published,
            extractor=extractor,
            kind=entity.kind,
            name=entity.name,
            aliases=tuple(dict.fromkeys(entity.aliases)),
            identifiers=dict(sorted(entity.identifiers.items())),
            properties=dict(sorted(entity.properties.items())),
            start=starts.get(ids[extractor, entity.id], -1),
            context=tuple(sorted(ties[extractor].get(entity.id, ()))),
        )
        for extractor, entity in pairs
    )
    document = bundle.document
    return Evidence(
        Document(
            document_id,
            document.text,
            document.url,
            document.title,
            document.publisher,
            document.published,
            document.language,
        ),
        tuple(sorted(mentions, key=lambda m: m.id)),
        tuple(sorted(stated, key=lambda c: c.id)),
        tuple(sorted((readers | speakers or {""}) - speakers)),
    )


def _content(item: Entity | Mention) -> str:
    return orjson.dumps(
        [item.kind, item.name, sorted(set(item.aliases)), dict(item.identifiers), dict(item.properties)],
        option=orjson.OPT_SORT_KEYS,
    ).decode()


def _mention_ids(
    document_id: str, pairs: list[tuple[str, Entity]], claims: Iterable[Claim], entities: Mapping[str, Entity]
) -> dict[tuple[str, str], str]:
    """Ids by (extractor, local id): over kind and name; namesakes in one document by what else is said of them."""
    namesakes: dict[tuple[str, str, str], list[Entity]] = defaultdict(list)
    for extractor, entity in pairs:
        namesakes[extractor, entity.kind, entity.name].append(entity)
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    if any(len(group) > 1 for group in namesakes.values()):
        for claim in claims:
            for end, other, mark in ((claim.subject, claim.object, ">"), (claim.object, claim.subject, "<")):
                near = entities[other]
                said[extractor_name(claim.extractor), end].append(
                    f"{claim.passage.start:09} {mark}{claim.predicate} {near.kind} {near.name}"
                )
    ids: dict[tuple[str, str], str] = {}
    for (extractor, kind, name), group in namesakes.items():
        plain = digest("mention", document_id, extractor, kind, name)
        if len(group) == 1:
            ids[extractor, group[0].id] = plain
            continue

        def told_apart(entity: Entity, extractor: str = extractor) -> tuple[list[str], str]:
            return sorted(said[extractor, entity.id]), _content(entity)

        digests = iter([digest(plain, place) for place in range(len(group))])
        for _, twins in groupby(sorted(group, key=told_apart), told_apart):
            alike = sorted(twins, key=lambda e: e.id)
            # In the order of their ids, so that twins that are read back with these ids get the same ones again.
            ids |= zip(((extractor, e.id) for e in alike), sorted(islice(digests, len(alike))), strict=True)
    return ids


def _blocks(claim: Claim, entities: Mapping[str, Entity], actors: Mapping[str, str]) -> tuple[str, ...]:
    if not relation(claim, as_subject=False):
        return ()
    return occurrence_blocks(entities[claim.object], actors[claim.subject])


def _stated(claim: Claim, document_id: str, published: str, ends: tuple[str, str], blocks: tuple[str, ...]) -> Stated:
    identity = digest(
        "claim",
        *ends,
        claim.predicate,
        orjson.dumps(dict(claim.qualifiers), option=orjson.OPT_SORT_KEYS).decode(),
        claim.modality.value,
        claim.passage.start,
        claim.passage.end,
    )
    return Stated(
        identity,
        document_id,
        published,
        ends[0],
        claim.predicate,
        ends[1],
        claim.modality,
        claim.confidence,
        claim.extractor,
        dict(sorted(claim.qualifiers.items())),
        claim.passage,
        blocks,
    )
