"""What the claims of a document tie an entity to: the features by which resolution tells occurrences apart.

A context is a sorted tuple of `relation:key` strings: `visitor:c:TUR`, `signatory:p:ilham aliyev`, `place:shusha`. It
follows from the claims of one document alone, never from what other documents say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from dragoman.loader.dates import Span, span
from dragoman.loader.keys import name_key, whole_key
from dragoman.loader.names import country_code, fold, generation, person_words, word_block
from dragoman.loader.ontology import ontology
from dragoman.loader.records import Claim, Entity

OCCURRENCE_DAYS = 31  # a date vaguer than a month does not tell one occurrence from another
_ACTOR_RELATIONS = {"PARTY_TO": "party", "SIGNED": "signatory"}
_PLACE_RELATIONS = {"TOOK_PLACE_IN": "place", "LOCATED_IN": "in", "PART_OF": "of"}
NO_ACTORS = ("place", "in", "of")
"""The relations whose other ends did nothing: places, and what something is a part of."""


def code_of(name: str, properties: Mapping[str, object]) -> str:
    """The alpha-3 code of a country entity: the one that it gives, else that of its name, else empty."""
    given = properties.get("iso3")
    return given.upper() if isinstance(given, str) and given else country_code(name)


def _place_key(entity: Entity) -> str:
    """`c:AZE`, `shusha`."""
    if entity.kind == "Country":
        return f"c:{code_of(entity.name, entity.properties) or fold(entity.name)}"
    return name_key(entity.name)


def _actor_key(entity: Entity, owners: Collection[str]) -> str:
    """`c:AZE`, `p:vilmer dorn|jr`, `POL defense ministry|mon`: all that resolution compares names by, in one string.

    Of a body the key of its name comes first; a bare name, as of `the Ministry of Defence`, counts without its country
    too, for a document that omits it does not contradict.
    """
    if entity.kind == "Country":
        return _place_key(entity)
    if entity.kind == "Person":
        words = " ".join(person_words(entity.name)) or fold(entity.name)
        return f"p:{words}|{generation(entity.name)}".rstrip("|")
    first = whole_key(entity.kind, entity.name, owners) or name_key(entity.name)
    others = {whole_key(entity.kind, alias, owners) for alias in entity.aliases}
    if not whole_key(entity.kind, entity.name):
        others.add(name_key(entity.name))
    return "|".join([first, *sorted(others - {first, ""}, key=lambda k: (len(k), k))])


def relation(claim: Claim, *, as_subject: bool) -> str:
    """What a claim makes of its other end: `visitor`, `party`, `place`, `in`; empty where it tells nothing."""
    if as_subject:
        return _PLACE_RELATIONS.get(claim.predicate, "")
    if claim.predicate == "PARTICIPATED_IN":
        return claim.qualifiers.get("role", "participant")
    return _ACTOR_RELATIONS.get(claim.predicate, "")


def actor_keys(claims: Iterable[Claim], entities: Mapping[str, Entity]) -> dict[str, str]:
    """The keys of the entities of a document that do something, by local id."""
    owners: dict[str, set[str]] = defaultdict(set)
    actors = set()
    for claim in claims:
        if claim.predicate == "PART_OF" and entities[claim.object].kind == "Country":
            owners[claim.subject].add(_place_key(entities[claim.object]).removeprefix("c:"))
        if relation(claim, as_subject=False):
            actors.add(claim.subject)
    return {identity: _actor_key(entities[identity], owners.get(identity, ())) for identity in actors}


def contexts(claims: Iterable[Claim], entities: Mapping[str, Entity], actors: Mapping[str, str]) -> dict[str, set[str]]:
    """The context of each entity of a document, by local id; `actors` are the `actor_keys` of the claims."""
    found: dict[str, set[str]] = {}
    for claim in claims:
        if tie := relation(claim, as_subject=True):
            found.setdefault(claim.subject, set()).add(f"{tie}:{_place_key(entities[claim.object])}")
        if tie := relation(claim, as_subject=False):
            found.setdefault(claim.object, set()).add(f"{tie}:{actors[claim.subject]}")
    return found


def date_of(kind: str, properties: Mapping[str, object]) -> str:
    """The EDTF date of an event or agreement as its document gives it, or an empty string."""
    dated = ontology().kinds[kind].dated
    value = properties.get(dated) or properties.get("date") if dated else None
    return value if isinstance(value, str) else ""


def occurrence_span(kind: str, properties: Mapping[str, object]) -> Span | None:
    """The days of an occurrence, `None` when they are unknown or longer than `OCCURRENCE_DAYS`."""
    text = date_of(kind, properties)
    if not text:
        return None
    found = span(text)
    return found if found.days is not None and found.days <= OCCURRENCE_DAYS else None


def occurrence_blocks(entity: Entity, actor: str) -> tuple[str, ...]:
    """The blocks of an occurrence and the key of one of its actors; none without a date."""
    days = occurrence_span(entity.kind, entity.properties)
    return actor_blocks(entity.kind, actor, days) if days else ()


def actor_blocks(kind: str, actor: str, days: Span) -> tuple[str, ...]:
    """`Talks|c:AZE|2022-12`: by the month in which an occurrence begins, so that a hub's block stays small.

    At most two, as for a mention: a person's last and first word, a body's name and shortest alias.
    """
    if not days.earliest:
        return ()
    keys = actor.split("|")
    if actor.startswith("p:"):
        words = keys[0].removeprefix("p:").split()
        keys = list(dict.fromkeys(f"p:{word_block(word)}" for word in (words[-1], words[0])))
    month = days.earliest.isoformat()[:7]
    return tuple([f"{kind}|{key}|{month}" for key in keys[:2]])
