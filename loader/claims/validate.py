"""Whether a record says something that can be loaded: a function of the record, its document and the ontology.

`from_record` checks what a record shows alone, `claim_problems` what a claim shows beside its document and the two
entities that it joins. A problem names the field, what is wrong with it, and what to do.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from dragoman.errors import DataError
from dragoman.loader.bounds import MAX_ID, MAX_NAME, MAX_TEXT, MAX_VALUE
from dragoman.loader.claims.fields import MAX_ENTRIES, Fields, bad_text, one_of, short, show, type_name
from dragoman.loader.claims.writer import FORMAT
from dragoman.loader.names import data_lines, fold
from dragoman.loader.ontology import ontology
from dragoman.loader.records import Claim, Document, Entity, Modality, Passage

FIELDS: Mapping[str, frozenset[str]] = {
    record: frozenset(f"record document rejected {fields}".split())
    for record, fields in (
        ("document", "format id url title publisher published language text extractor"),
        ("entity", "id kind name aliases identifiers properties extractor"),
        ("claim", "id subject predicate object qualifiers modality confidence passage extractor"),
    )
}
"""The fields of each kind of record; `rejected` is the reason in a file of rejects, of no matter for what is said."""

PASSAGE_FIELDS = frozenset(("start", "end", "text"))

_COMPUTED = (
    "id name aliases kind names name_documents identifiers dates earliest latest status asserted planned negated"
    " contested documents publishers first_published last_published"
)
RESERVED = frozenset(_COMPUTED.split())
"""Properties that the graph itself computes."""

_PROPERTY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ISO3 = re.compile(r"[A-Z]{3}")


def from_record(data: Mapping[str, Any]) -> Document | Entity | Claim:
    """The record that one line's fields describe; `to_record` is its inverse.

    Raises `DataError` with every problem found. Unknown fields are ignored; `unknown_fields` names them.

    >>> from_record({"record": "entity", "id": "e1", "kind": "Country", "name": "Armenia"}).name
    'Armenia'
    """
    fields = Fields(data)
    match data.get("record"):
        case "document":
            record: Document | Entity | Claim = _document(fields)
        case "entity":
            record = _entity(fields)
        case "claim":
            record = _claim(fields)
        case None:
            raise DataError(f"record: is missing; say {one_of(FIELDS)}")
        case other:
            raise DataError(f"record: {show(other)} is no kind of record; say {one_of(FIELDS)}")
    if fields.problems:
        raise DataError("; ".join(fields.problems))
    return record


def unknown_fields(data: Mapping[str, Any]) -> Iterator[str]:
    """The names of a record's fields that this version does not know."""
    known = FIELDS[data["record"]]
    if not data.keys() <= known:
        yield from data.keys() - known
    passage = data.get("passage")
    if isinstance(passage, dict) and not passage.keys() <= PASSAGE_FIELDS:
        yield from (f"passage.{name}" for name in passage.keys() - PASSAGE_FIELDS)


def claim_problems(claim: Claim, document: Document, subject: Entity, object_: Entity) -> Iterator[str]:
    """What is wrong with a claim beside its document and the entities that it joins."""
    predicate = ontology().predicates[claim.predicate]
    for name, entity, kinds in (("subject", subject, predicate.subjects), ("object", object_, predicate.objects)):
        if entity.kind not in kinds:
            yield f"{name}: {predicate.name} can't join a {entity.kind} ({show(entity.name)}); use {one_of(kinds)}"
    if claim.subject == claim.object:
        yield f"object: is the subject itself, {show(claim.object)}; name the other end"
    roles = ontology().kinds[object_.kind].roles
    role = claim.qualifiers.get("role")
    if role is not None and roles and role not in roles:
        yield f"qualifiers.role: {show(role)} is no role in a {object_.kind}; use {one_of(roles)}"
    start, end = claim.passage.start, claim.passage.end
    if end > len(document.text):
        yield f"passage: {start} to {end} leaves the text, which has {len(document.text)} characters; mend the offsets"
    elif document.text[start:end] != claim.passage.text:
        yield (
            f"passage.text: is not the text's characters {start} to {end}, {show(document.text[start:end])};"
            " count in Unicode code points from 0, the end excluded"
        )


def _document(fields: Fields) -> Document:
    version = fields.data.get("format", FORMAT)
    if version != FORMAT or isinstance(version, bool):
        fields.problem("format", f"{show(version)} is not read; this version reads format {FORMAT}")
    document = Document(
        id=fields.text("id", MAX_ID, required=True),
        text=fields.text("text", MAX_TEXT, required=True),
        url=fields.text("url", MAX_NAME),
        title=fields.text("title", MAX_NAME),
        publisher=fields.text("publisher", MAX_NAME),
        published=fields.text("published", MAX_NAME),
        language=fields.text("language", MAX_ID),
        extractor=fields.text("extractor", MAX_ID),
    )
    if document.published:
        fields.date("published", document.published)
    if document.id and fields.data.get("document", document.id) != document.id:
        fields.problem("document", f"differs from the id, {show(document.id)}; leave it out or give both the same")
    if document.text.isascii() is False and len(document.text.encode()) > MAX_TEXT:
        fields.problem("text", f"is longer than {MAX_TEXT} bytes; split the document")
    return document


def _entity(fields: Fields) -> Entity:
    kinds = ontology().kinds
    if "document" in fields.data:
        fields.text("document", MAX_ID, required=True)
    kind = fields.text("kind", MAX_ID, required=True)
    if kind and kind not in kinds:
        fields.problem("kind", f"{show(kind)} is no kind of entity; use {one_of(kinds)}")
    name = fields.text("name", MAX_NAME, required=True)
    if kind == "Topic" and name and name not in _topics():
        fields.problem("name", f"{show(name)} is not in the closed list of topics; use {one_of(ontology().topics)}")
    elif name and not fold(name):
        fields.problem("name", f"{show(name)} has no letter or digit; give the name in words, or leave the entity out")
    elif fold(name) in _not_names() and not name.isupper():  # IT is a name, it is none
        fields.problem("name", f"{show(name)} names nothing; give the name of what it stands for, or leave it out")
    aliases = fields.data.get("aliases", [])
    if not isinstance(aliases, list) or len(aliases) > MAX_ENTRIES:
        fields.problem("aliases", f"is {type_name(aliases)}; write a list of at most {MAX_ENTRIES} strings")
        aliases = []
    elif aliases:
        fields.texts("aliases", ((f"[{i}]", alias) for i, alias in enumerate(aliases)), MAX_NAME)
    identifiers = fields.mapping("identifiers")
    if identifiers:
        fields.texts("identifiers", ((f".{short(key)}", value) for key, value in identifiers.items()), MAX_NAME)
    properties = fields.mapping("properties")
    for key, value in properties.items():
        _check_property(fields, kind, key, value)
    id_ = fields.text("id", MAX_ID, required=True)
    extractor = fields.text("extractor", MAX_ID) if "extractor" in fields.data else None
    return Entity(id_, kind, name, tuple(aliases), identifiers, properties, extractor)


def _check_property(fields: Fields, kind: str, name: str, value: object) -> None:
    where = f"properties.{short(name)}"
    if not _PROPERTY.fullmatch(name):
        fields.problem(where, "is no name of a property; use up to 40 of a-z, 0-9 and _, a letter first")
    elif name in RESERVED:
        fields.problem(where, "is computed by the graph; choose another name or leave it out")
    elif name in _date_properties():
        fields.date(where, value)
    elif not isinstance(value, str | int | float | bool):
        fields.problem(where, f"is {type_name(value)}; write a string, number or boolean")
    elif isinstance(value, str) and (what := bad_text(value, MAX_VALUE)):
        fields.problem(where, what)
    elif (isinstance(value, float) and not math.isfinite(value)) or (
        isinstance(value, int) and not -(2**63) <= value < 2**63
    ):
        fields.problem(where, "is too large a number; write it as a string")
    elif name == "iso3" and kind == "Country" and not (isinstance(value, str) and _ISO3.fullmatch(value)):
        fields.problem(where, f"{show(value)} is no ISO 3166-1 alpha-3 code; write three capitals, such as AZE")


def _claim(fields: Fields) -> Claim:
    id_ = fields.text("id", MAX_ID, required=True)
    document = fields.text("document", MAX_ID, required=True)
    subject = fields.text("subject", MAX_ID, required=True)
    object_ = fields.text("object", MAX_ID, required=True)
    name = fields.text("predicate", MAX_ID, required=True)
    predicate = ontology().predicates.get(name)
    if name and not predicate:
        fields.problem("predicate", f"{show(name)} is no predicate; use {one_of(ontology().predicates)}")
    qualifiers = fields.mapping("qualifiers")
    if qualifiers:
        fields.texts("qualifiers", ((f".{short(key)}", value) for key, value in qualifiers.items()), MAX_NAME)
    if predicate:
        for key in qualifiers:
            if key not in predicate.qualifiers:
                allowed = f"use {one_of(predicate.qualifiers)}" if predicate.qualifiers else "it takes none"
                fields.problem(f"qualifiers.{short(key)}", f"is no qualifier of {name}; {allowed}")
        if predicate.key and predicate.key not in qualifiers:
            fields.problem(f"qualifiers.{predicate.key}", f"is missing; {name} needs one")
        if isinstance(date := qualifiers.get("date"), str):
            fields.date("qualifiers.date", date)
    modality = fields.data.get("modality", Modality.ASSERTED)
    if not isinstance(modality, str) or modality not in _modalities():
        fields.problem("modality", f"{show(modality)} is no modality; use {one_of(_modalities())}")
        modality = Modality.ASSERTED
    confidence = fields.data.get("confidence", 1.0)
    if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
        fields.problem("confidence", f"{show(confidence)} is no number from 0 to 1; mend it or leave it out")
        confidence = 1.0
    return Claim(
        id_,
        document,
        subject,
        name,
        object_,
        _passage(fields),
        qualifiers,
        _modalities()[modality],
        float(confidence),
        fields.text("extractor", MAX_ID),
    )


def _passage(fields: Fields) -> Passage:
    passage = fields.data.get("passage")
    if passage is None and "passage" not in fields.data:
        fields.problem("passage", "is missing; give the sentence that states the claim, with start and end")
    elif not isinstance(passage, dict):
        fields.problem("passage", f"is {type_name(passage)}; write an object with start, end and text")
    else:
        start, end, text = passage.get("start"), passage.get("end"), passage.get("text")
        if type(start) is not int or type(end) is not int or not 0 <= start < end:
            fields.problem("passage", f"runs from {show(start)} to {show(end)}; write whole numbers, 0 <= start < end")
        elif not isinstance(text, str):
            fields.problem("passage.text", f"is {type_name(text)}; write the sentence itself")
        else:
            return Passage(start, end, text)
    return Passage(0, 0, "")


@cache
def _not_names() -> frozenset[str]:
    return frozenset(data_lines("not_names.txt"))


@cache
def _topics() -> frozenset[str]:
    return frozenset(ontology().topics)


@cache
def _date_properties() -> frozenset[str]:
    return frozenset(kind.dated for kind in ontology().kinds.values() if kind.dated)


@cache
def _modalities() -> Mapping[str, Modality]:
    return {modality.value: modality for modality in Modality}
