"""A corpus of claims as a function of its size alone: reporting with hubs, recurring people and shared events.

Names are made of syllables. Documents follow each other in time; about three tell of each event, in two spellings. One
country takes part in nearly all of them, so that it stands at an end of a third of all claims.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import orjson

from dragoman.loader.claims import write_claims
from dragoman.loader.ontology import ontology
from dragoman.loader.records import Claim, Document, DocumentClaims, Entity, Modality, Passage

HUB = "Poland"
COUNTRIES = (  # noqa: SIM905
    "Norway Chile Kenya Japan Peru Ghana Nepal Malta Qatar Fiji Canada Brazil Mexico Spain Italy Greece Egypt Jordan "
    "Latvia Estonia Finland Sweden Denmark Ireland Iceland Morocco Tunisia Senegal Uganda Zambia India Vietnam"
).split()
TITLES = ("President", "Prime Minister", "Minister of Defence", "Deputy Minister of Defence", "Ambassador")
FORCES = ("Air Force", "Navy", "Land Forces", "Ministry of Defence")
BEGIN = date(2010, 1, 1)
REPORTS = 3  # documents that tell of one event
_ONSETS = "b br d dr f g gr h k kl l m n p pr r s st t tr v z".split()  # noqa: SIM905
_VOWELS = "a e i o u".split()  # noqa: SIM905
_CODAS = "l n r s t k m d v".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An event or agreement that several documents tell of."""

    kind: str
    name: str
    day: date
    actors: tuple[str, str]
    people: tuple[int, int]
    place: int
    topic: str


def documents(number: int, *, hub: float = 0.9, first: int = 0) -> Iterator[DocumentClaims]:
    """The documents `first` to `first + number`; `hub` is the share of occurrences that the hub takes part in."""
    for place in range(first, first + number):
        yield _document(place, hub)


def write(path: Path, number: int, *, hub: float = 0.9) -> Path:
    """Writes a claims file."""
    with path.open("wb") as stream:
        write_claims(stream, documents(number, hub=hub))
    return path


def write_shuffled(path: Path, source: Path) -> Path:
    """Writes the lines of a claims file in another order, with one claim less sure than before."""
    lines = source.read_bytes().splitlines()
    place = next(i for i, line in enumerate(lines) if b'"record":"claim"' in line)
    lines[place] = orjson.dumps(orjson.loads(lines[place]) | {"confidence": 0.25})
    random.Random(1).shuffle(lines)
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def write_renewed(path: Path, source: Path) -> Path:
    """Writes a claims file as the next version of its extractor says the same."""
    said = source.read_bytes()
    renewed = said.replace(b'"extractor":"made/1"', b'"extractor":"made/2"')
    assert renewed != said
    path.write_bytes(renewed)
    return path


def hub_share(number: int) -> float:
    """The share of claims that the hub is an end of."""
    ends = [c for d in documents(number) for c in d.claims]
    return sum("hub" in (c.subject, c.object) for c in ends) / len(ends)


@cache
def _word(kind: str, number: int) -> str:
    chance = random.Random(f"{kind} {number}")
    syllables = [chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(3)]
    return ("".join(syllables) + chance.choice(_CODAS)).capitalize()


def _person(number: int) -> str:
    """Every fifth person shares a family name with another."""
    family = number - number % 2 if number % 5 == 0 else number
    return f"{_word('given', number % 400)} {_word('family', family)}"


@cache
def _occurrence(number: int, hub: float) -> Occurrence:
    chance = random.Random(f"occurrence {number}")
    kind = chance.choices(("Talks", "Visit", "Exercise", "Agreement"), (4, 3, 2, 2))[0]
    first, second = chance.sample(COUNTRIES, 2)
    if chance.random() < hub:
        first = HUB
    known = 40 + number // 3  # people come up as time goes by; the few best known ones all the time
    people = tuple(int(known * chance.random() ** 2) for _ in range(2))
    place = int((60 + number // 10) * chance.random() ** 2)
    topic = chance.choice(ontology().topics)
    name = {
        "Talks": f"talks of {first} and {second} on {topic.replace('-', ' ')}",
        "Visit": f"visit to {_word('place', place)}",
        "Exercise": f"{_word('exercise', number % 500)} {_word('exercise', number)} {2010 + number // 800}",
        "Agreement": f"{_word('place', place)} {_word('accord', number)} Agreement on {topic.replace('-', ' ')}",
    }[kind]
    day = BEGIN + timedelta(hours=11 * number)
    return Occurrence(kind, name, day, (first, second), (people[0], people[1]), place, topic)


def _document(number: int, hub: float) -> DocumentClaims:
    chance = random.Random(f"document {number}")
    seen = _occurrence(number // REPORTS, hub)
    published = seen.day + timedelta(days=chance.randrange(4))
    who = seen.people[chance.randrange(2)]
    dated = ontology().kinds[seen.kind].dated
    actor, other = seen.actors
    force = f"{actor} {chance.choice(FORCES)}"
    entities = {
        "hub" if actor == HUB else "c1": Entity("hub" if actor == HUB else "c1", "Country", actor),
        "c2": Entity("c2", "Country", other),
        "p": Entity("p", "Person", _person(who), (_person(who).split()[-1],)),
        "e": Entity("e", seen.kind, seen.name, (), {}, {dated: seen.day.isoformat()}),
        "l": Entity("l", "Place", _word("place", seen.place)),
        "t": Entity("t", "Topic", seen.topic),
        "f": Entity("f", "GovernmentBody" if force.endswith("Defence") else "ArmedForce", force),
    }
    one = "hub" if actor == HUB else "c1"
    title = TITLES[(who + number % 2) % len(TITLES)]
    said: list[tuple[str, str, str, str, dict[str, str]]] = [
        (f"{title} {_person(who)} of {actor} spoke.", "p", "HOLDS_POSITION", one, {"title": title})
    ]
    event = f"{actor} and {other} were at the {seen.name} in {_word('place', seen.place)}."
    if seen.kind == "Agreement":
        said.append((event, one, "PARTY_TO", "e", {}))
        said.append((event, "c2", "PARTY_TO", "e", {}))
        said.append((event, "p", "SIGNED", "e", {"date": seen.day.isoformat()}))
    else:
        roles = {"Visit": ("visitor", "host")}.get(seen.kind, ("participant", "host"))
        for end, role in ((one, roles[0]), ("c2", roles[1]), ("p", roles[0])):
            said.append((event, end, "PARTICIPATED_IN", "e", {"role": role}))
    said.append((event, "e", "TOOK_PLACE_IN", "l", {}))
    tail = chance.randrange(3)
    about = f"It was about {seen.topic} and of the {force}."
    if tail != 1:
        said.append((about, "e", "COVERS", "t", {}))
    if tail != 2:
        said.append((about, "f", "PART_OF", one, {}))
    text = " ".join(dict.fromkeys([f"Dispatch {number} of {published:%d %B %Y}.", *(s[0] for s in said)]))
    claims = []
    for place, (sentence, subject, predicate, object_, qualifiers) in enumerate(said):
        start = text.index(sentence)
        modality = chance.choices((Modality.ASSERTED, Modality.PLANNED, Modality.NEGATED), (94, 4, 2))[0]
        passage = Passage(start, start + len(sentence), sentence)
        claims.append(
            Claim(f"k{place}", "d", subject, predicate, object_, passage, qualifiers, modality, 0.9, "made/1")
        )
    used = {end for claim in claims for end in (claim.subject, claim.object)}
    address = f"https://example.org/{_word('publisher', number % 40).lower()}/{number}"
    document = Document(
        f"d{number}",
        text,
        address,
        f"{seen.name}, {number}",
        f"{_word('publisher', number % 40)} Post",
        published.isoformat(),
        "en",
    )
    return DocumentClaims(
        document,
        tuple(e for i, e in entities.items() if i in used),
        tuple(replace(c, document=document.id) for c in claims),
    )
