"""What each entity says: a function of its mentions, and of the claims that end at it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from dragoman.loader.context import date_of
from dragoman.loader.dates import chronological, span
from dragoman.loader.evidence import Mention
from dragoman.loader.ontology import ontology
from dragoman.loader.project.keyed import Properties
from dragoman.loader.project.status import ENDS, first_and_last_published, modalities, status_of
from dragoman.loader.records import Modality
from dragoman.loader.resolve.naming import chosen_name, most_used

_MERGED = {"name", "aliases", "names", "name_documents", "documents", "identifiers", *ENDS}
_DATES = ("date", "signed", "date_inferred")


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
    properties |= first_and_last_published(m.published for m in mentions)
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
    joined |= first_and_last_published(p[end] for p in (stored, more) for end in ENDS if end in p)
    if identifiers := {*stored.get("identifiers", ()), *more.get("identifiers", ())}:
        joined["identifiers"] = sorted(identifiers)
    return joined


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
