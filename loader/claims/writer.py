"""The claims file on the way out: a function of the records, byte for byte.

Documents keep their order. A document's records stand together: itself, its entities, its claims, the latter two by
id. Each line names its document first, then its other fields by name; fields that hold their default are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO, Any

import orjson

from dragoman.loader.records import Claim, Document, DocumentClaims, Entity, Modality

FORMAT = 1


def write_claims(stream: IO[bytes], documents: Iterable[DocumentClaims]) -> None:
    """Writes documents with all that is said of them as a claims file.

    >>> import sys
    >>> from dragoman.loader.records import Document, DocumentClaims
    >>> write_claims(sys.stdout.buffer, [DocumentClaims(Document("d1", "Baku denied it."))])  # doctest: +SKIP
    {"document":"d1","extractor":"","format":1,"id":"d1","record":"document","text":"Baku denied it."}
    """
    for said in documents:
        stream.write(b"".join(_lines(said)))


def _lines(said: DocumentClaims) -> Iterable[bytes]:
    owner = said.document.id
    if not (said.entities or said.claims or said.document.extractor):  # else nothing would tell that it was read
        yield _line(dict(sorted({**to_record(said.document), "extractor": ""}.items())))
        return
    records: list[Document | Entity | Claim] = [said.document]
    records += sorted(said.entities, key=lambda entity: entity.id)
    records += sorted(said.claims, key=lambda claim: claim.id)
    for record in records:
        yield _line(to_record(record, owner))


def _line(record: Mapping[str, Any]) -> bytes:
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


def to_record(record: Document | Entity | Claim, document: str = "") -> dict[str, Any]:
    """The fields of one line, in the order in which they are written; `document` is the id of an entity's document.

    `from_record` is its inverse.

    >>> to_record(Entity("e1", "Country", "Armenia"), "d1")
    {'document': 'd1', 'id': 'e1', 'kind': 'Country', 'name': 'Armenia', 'record': 'entity'}
    """
    match record:
        case Document():
            fields = _document(record)
        case Entity():
            fields = _entity(record, document)
        case Claim():
            fields = _claim(record)
    first = {"document": fields.pop("document")} if fields.get("document") else {}
    written = {name: value for name, value in fields.items() if value not in ("", [], {})}
    if isinstance(record, Entity) and record.extractor is not None:
        written["extractor"] = record.extractor  # an empty one says that it has none
    return first | {name: written[name] for name in sorted(written)}


def _document(document: Document) -> dict[str, Any]:
    return {
        "record": "document",
        "document": document.id,
        "format": FORMAT,
        "id": document.id,
        "text": document.text,
        "url": document.url,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "language": document.language,
        "extractor": document.extractor,
    }


def _entity(entity: Entity, document: str) -> dict[str, Any]:
    return {
        "record": "entity",
        "document": document,
        "id": entity.id,
        "kind": entity.kind,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "identifiers": _by_name(entity.identifiers),
        "properties": _by_name(entity.properties),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "record": "claim",
        "document": claim.document,
        "id": claim.id,
        "subject": claim.subject,
        "predicate": claim.predicate,
        "object": claim.object,
        "qualifiers": _by_name(claim.qualifiers),
        "passage": {"end": claim.passage.end, "start": claim.passage.start, "text": claim.passage.text},
        "extractor": claim.extractor,
    }
    if claim.modality is not Modality.ASSERTED:
        fields["modality"] = claim.modality.value
    if claim.confidence != 1.0:
        fields["confidence"] = claim.confidence
    return fields


def _by_name(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in sorted(values)}
