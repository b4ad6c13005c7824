"""Records as rows of parameters for Cypher, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from dragoman.loader.digests import digest
from dragoman.loader.evidence import Evidence, Mention, Stated, text_digest
from dragoman.loader.ontology import ontology
from dragoman.loader.project import Keyed, Source
from dragoman.loader.records import Document, Modality, Passage
from dragoman.loader.resolve import Features, features_of

Row = dict[str, Any]
Places = Mapping[str, int]
RELATIONSHIP = (
    *("key", "status", "asserted", "planned", "negated", "phrase", "documents", "confidence", "quoted_from"),
    *("first_published", "last_published"),
)
"""What any relationship says in few words, in the order of `load/batch`."""

_LONG = ("publishers", "quote", "url")
_OF_ANY = frozenset((*RELATIONSHIP, *_LONG))
_BLOCKS = ("block", "block2")
_DOCUMENT_FIELDS = ("url", "title", "publisher", "published", "language")


def passage_values(claims: Iterable[Keyed], places: Places, extractors: Sequence[str]) -> list[list[Any]]:
    """A document's passages with their claims, for `load/batch`.

    `places` tells where in the batch's list of entities the entity of an id stands, `extractors` those of the document.
    """
    passages: dict[tuple[int, int], list[Any]] = {}
    for claim in claims:
        stated = claim.stated
        place = stated.passage.start, stated.passage.end
        if place not in passages:
            passages[place] = [_line(passage_id(stated), *place), stated.passage.text, [], []]
        _, _, said, qualifiers = passages[place]
        if stated.qualifiers:
            qualifiers += [None] * (len(said) - len(qualifiers))
            qualifiers.append(stated.qualifiers)
        said.append(claim_line(claim, places, extractors))
    return list(passages.values())


def extractors_of(evidence: Evidence) -> list[str]:
    """Those who speak in a document, with versions for their claims."""
    return sorted({*(m.extractor for m in evidence.mentions), *(c.extractor for c in evidence.claims)})


def _line(*values: object) -> str:
    """Values in one string, for a statement to split: none of them may hold a tab, as keys, ids and numbers don't."""
    return "\t".join(["" if value is None else str(value) for value in values])


def document_node(evidence: Evidence) -> Row:
    """The properties of a document's node; unknown values are left out."""
    document = evidence.document
    node: Row = {"id": document.id, "sha256": text_digest(document), "digests": stored_digests(evidence)}
    return node | {name: getattr(document, name) for name in _DOCUMENT_FIELDS if getattr(document, name)}


def stored_digests(evidence: Evidence) -> list[str]:
    """What each extractor said, as sorted `extractor=digest` strings."""
    return sorted(f"{extractor}={value}" for extractor, value in evidence.digests.items())


def document_of(node: Mapping[str, Any], text: str) -> Document:
    """The document of a node, with its text; the inverse of `document_node`."""
    return Document(node["id"], text, **{name: node.get(name, "") for name in _DOCUMENT_FIELDS})


def source_of_node(node: Mapping[str, Any]) -> Source:
    """What relationships show of a document's node."""
    return Source(node["id"], node.get("published", ""), node.get("publisher", ""), node.get("url", ""), node["sha256"])


def passage_id(claim: Stated) -> str:
    """One passage for all claims of one sentence."""
    return digest("passage", claim.document, claim.passage.start, claim.passage.end)


def claim_row(claim: Keyed) -> Row:
    """A claim's node."""
    stated = claim.stated
    node: Row = {
        "id": stated.id,
        "key": claim.key,
        "subject": claim.subject,
        "predicate": stated.predicate,
        "object": claim.object,
        "modality": stated.modality.value,
        "confidence": stated.confidence,
        "extractor": stated.extractor,
        "document": stated.document,
        "subject_mention": stated.subject_mention,
        "object_mention": stated.object_mention,
        **stated.qualifiers,
    }
    if stated.published:
        node["published"] = stated.published
    return node | dict(zip(_BLOCKS, stated.blocks, strict=False))


def claim_line(claim: Keyed, places: Places, extractors: Sequence[str]) -> str:
    """What `claim_row` says, as `load/batch` takes it, without qualifiers and without what the document says."""
    stated = claim.stated
    return _line(
        stated.id,
        claim.key,
        places[claim.subject],
        stated.predicate,
        places[claim.object],
        stated.modality.value,
        stated.confidence,
        extractors.index(stated.extractor),
        stated.subject_mention,
        stated.object_mention,
        *stated.blocks,
    )


def _trimmed(values: list[Any]) -> list[Any]:
    """The values without nulls at the end: beyond its end a list is null to Cypher."""
    while values[-1] is None:
        values.pop()
    return values


def relationship_values(claim: Keyed, properties: Mapping[str, Any], places: Places) -> list[Any]:
    """A new relationship, for `load/batch`."""
    ends = places[claim.subject], places[claim.object]
    line = _line(claim.stated.predicate, *ends, *map(properties.get, RELATIONSHIP))
    few = {name: properties[name] for name in properties.keys() - _OF_ANY}
    return _trimmed([line, *map(properties.get, _LONG), few or None])


def keyed_of(row: Mapping[str, Any]) -> Keyed:
    """The claim of a row with `claim`, `start`, `end` and `text`."""
    node = row["claim"]
    stated = Stated(
        node["id"],
        node["document"],
        node.get("published", ""),
        node["subject_mention"],
        node["predicate"],
        node["object_mention"],
        Modality(node["modality"]),
        node["confidence"],
        node["extractor"],
        {name: node[name] for name in ontology().qualifiers if name in node},
        Passage(row["start"], row["end"], row["text"]),
        tuple(node[name] for name in _BLOCKS if name in node),
    )
    return Keyed(stated, node["subject"], node["object"], node["key"])


def moved_row(mention: Mention, entity: str) -> Row:
    """A mention and its ends, for `load/mentions`."""
    return {"document": mention.document, "entity": entity, "mention": mention_row(features_of(mention))}


def entity_values(properties: Mapping[str, Any]) -> list[Any]:
    """An entity with all its properties, as `load/batch` takes it."""
    return [properties["id"], [properties], {}, list(ontology().kinds[properties["kind"]].labels)]


def mention_values(features: Features, extractors: Sequence[str]) -> list[Any]:
    """What `mention_row` says, as `load/batch` takes it; the place of the entity has yet to be put before it."""
    row = mention_row(features)
    line = _line(
        row["id"],
        row["kind"],
        extractors.index(row["extractor"]),
        row["start"],
        row["own_id"],
        row.get("block"),
        row.get("block2"),
    )
    return _trimmed([line, row["name"], *map(row.get, ("context", "aliases", "properties", "identifiers"))])


def placed_values(place: int, values: Sequence[Any]) -> list[Any]:
    """A mention's values with the place of its entity."""
    return [f"{place}\t{values[0]}", *values[1:]]


def mention_row(features: Features) -> Row:
    """The properties of a `MENTIONS` relationship."""
    mention = features.mention
    properties: Row = {
        "id": mention.id,
        "own_id": features.own_id,
        "kind": mention.kind,
        "name": mention.name,
        "extractor": mention.extractor,
        "start": mention.start,
    }
    if mention.aliases:
        properties["aliases"] = list(mention.aliases)
    if mention.identifiers:
        properties["identifiers"] = orjson.dumps(dict(mention.identifiers)).decode()
    if mention.properties:
        properties["properties"] = orjson.dumps(dict(mention.properties)).decode()
    if mention.context:
        properties["context"] = list(mention.context)
    if not features.fixed:
        properties |= dict(zip(_BLOCKS, features.blocks, strict=False))
    return properties


def mention_of(row: Mapping[str, Any]) -> Mention:
    """The mention of a row with `mention`, `document` and `published`; the inverse of `mention_row`."""
    node = row["mention"]
    return Mention(
        node["id"],
        row["document"],
        row["published"] or "",
        node["extractor"],
        node["kind"],
        node["name"],
        tuple(node.get("aliases", ())),
        orjson.loads(node.get("identifiers", "{}")),
        orjson.loads(node.get("properties", "{}")),
        node["start"],
        tuple(node.get("context", ())),
    )
