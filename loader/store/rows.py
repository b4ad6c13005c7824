"""Records as rows of parameters for Cypher, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from dragoman.loader.digests import digest
from dragoman.loader.evidence import Evidence, Mention, Stated, text_digest
from dragoman.loader.ontology import ontology
from dragoman.loader.project import Keyed, Source
from dragoman.loader.records import Document, Modality, Passage
from dragoman.loader.resolve import features_of

Row = dict[str, Any]
_DOCUMENT_FIELDS = ("url", "title", "publisher", "published", "language")


def document_row(evidence: Evidence, claims: Iterable[Keyed] = ()) -> Row:
    """A document's node and text, its passages with their claims; unknown values are left out."""
    document = evidence.document
    passages: dict[tuple[int, int], Row] = {}
    for claim in claims:
        stated = claim.stated
        place = stated.passage.start, stated.passage.end
        if place not in passages:
            node = {"id": passage_id(stated), "start": place[0], "end": place[1], "text": stated.passage.text}
            passages[place] = {"node": node, "claims": []}
        passages[place]["claims"].append(claim_row(claim))
    return {
        "document": document_node(evidence),
        "text_id": f"text:{document.id}",
        "text": document.text,
        "passages": list(passages.values()),
    }


def document_node(evidence: Evidence) -> Row:
    """The properties of a document's node; unknown values are left out."""
    document = evidence.document
    node: Row = {"id": document.id, "sha256": text_digest(document), "digests": stored_digests(evidence)}
    return node | {name: getattr(document, name) for name in _DOCUMENT_FIELDS if getattr(document, name)}


def stored_digests(evidence: Evidence) -> list[str]:
    """What each extractor said, as sorted `extractor=digest` strings."""
    return sorted(f"{extractor}={value}" for extractor, value in evidence.digests.items())


def document_of(node: Mapping[str, Any], text: str) -> Document:
    """The document of a node; the inverse of `document_row`."""
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
    if stated.block:
        node["block"] = stated.block
    return node


def keyed_of(row: Mapping[str, Any]) -> Keyed:
    """The claim of a row with `claim`, `start`, `end` and `text`; the inverse of `claim_row`."""
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
        node.get("block", ""),
    )
    return Keyed(stated, node["subject"], node["object"], node["key"])


def mention_row(mention: Mention, entity: str) -> Row:
    """A `MENTIONS` relationship and its ends."""
    features = features_of(mention)
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
        properties |= dict(zip(("block", "block2"), features.blocks, strict=False))
    return {"document": mention.document, "entity": entity, "mention": properties}


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
