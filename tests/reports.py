"""Generated reports of one occurrence by documents that write its actors differently; invented people."""

from __future__ import annotations

from hypothesis import strategies as st

from dragoman.loader.records import Claim, Document, DocumentClaims, Entity, Modality, Passage

STATES = {"Poland": "Polish", "Estonia": "Estonian", "Türkiye": "Turkish"}
MINISTRIES = [
    "{state} Ministry of Defence",
    "{state} Ministry of National Defence",
    "Ministry of National Defense of {state}",
    "{state}’s defence ministry",
    "{demonym} Defence Ministry",
    "the {demonym} Ministry of National Defence",
]
PEOPLE = [("Mira", "Holfen"), ("Orhan", "Veldağ"), ("Zakir", "Polderov")]
SPELLINGS = [
    "{first} {last}",
    "{last} {first}",
    "{first} Ana {last}",
    "{first[0]}. {last}",
    "{last}",
    "Lt. Gen. {last}",
]
OCCURRENCES = {"Agreement": ("SIGNED", "signed"), "Talks": ("PARTICIPATED_IN", "date")}
Actor = list[tuple[str, str]]
"""The kind of an actor and each of its names."""

ACTORS: list[Actor] = [
    *([("GovernmentBody", m.format(state=s, demonym=d)) for m in MINISTRIES] for s, d in STATES.items()),
    *([("Person", s.format(first=first, last=last)) for s in SPELLINGS] for first, last in PEOPLE),
]


def report(
    number: int,
    kind: str,
    actors: list[tuple[str, str]],
    *,
    text: str = "They met.",
    publisher: str = "Wire",
    published: str = "2023-05-04",
    modality: Modality = Modality.ASSERTED,
) -> DocumentClaims:
    """What one document says of an occurrence."""
    predicate, dated = OCCURRENCES[kind]
    document = Document("d", text, f"https://example.org/{number}", publisher=publisher, published=published)
    told = Entity("e", kind, f"{kind.lower()} on cyber defence", (), {}, {dated: "2023-05-03"})
    entities = [Entity(f"a{i}", of, name) for i, (of, name) in enumerate(actors)]
    qualifiers = {"role": "participant"} if predicate == "PARTICIPATED_IN" else {}
    passage = Passage(0, len(text), text)
    claims = (
        Claim(f"c{a.id}", "d", a.id, predicate, "e", passage, qualifiers, modality, extractor="hand") for a in entities
    )
    return DocumentClaims(document, (told, *entities), tuple(claims))


@st.composite
def reports(draw: st.DrawFn, most: int = 3) -> list[DocumentClaims]:
    """Reports of one occurrence by two actors, each of which any document writes in any of its ways."""
    kind = draw(st.sampled_from(sorted(OCCURRENCES)))
    places = st.lists(st.sampled_from(range(len(ACTORS))), min_size=2, max_size=2, unique=True)
    actors = [ACTORS[i] for i in draw(places)]
    return [
        report(
            i,
            kind,
            [draw(st.sampled_from(names)) for names in actors],
            text=draw(st.sampled_from(["They met.", "They came together."])),
            publisher=draw(st.sampled_from(["Wire", "Post", ""])),
            published=draw(st.sampled_from(["2023-05-04", "2023-05-05", "2023-05", ""])),
            modality=draw(st.sampled_from(Modality)),
        )
        for i in range(draw(st.integers(2, most)))
    ]
