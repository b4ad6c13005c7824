"""Generated corpora: few names, spelled in several ways, so that documents speak of the same things and disagree."""

from __future__ import annotations

from hypothesis import strategies as st

from dragoman.loader.ontology import ontology
from dragoman.loader.records import Claim, Document, DocumentClaims, Entity, Modality, Passage

NAMES = {
    "Person": ["Orhan Veldar", "Veldar", "O. Veldar", "Veldar Orhan", "Mira Veldar", "Tómas Brekán", "Brekan"],
    "Country": ["Türkiye", "Turkey", "Azerbaijan", "Poland"],
    "ArmedForce": ["Turkey Air Force", "Air Force of Türkiye", "Poland Navy", "Air Force"],
    "GovernmentBody": ["Polish Ministry of National Defence", "Poland Ministry of Defence", "Ministry of Defence"],
    "Place": ["Norvik", "Karsal"],
    "Agreement": ["Norvik Accord on Transit", "Norvik Accord", "memorandum on energy"],
    "Talks": ["3rd staff talks", "talks on defence"],
    "Visit": ["visit to Norvik"],
    "Statement": ["remarks"],
    "Exercise": ["Steel Heron", "Steel Heron 2022"],
    "Topic": ["energy", "navy"],
}
DATES = ["2022-03-01", "2022-03-02", "2022-03", "2022", "2022-05-05/2022-05-12"]
TITLES = ["President", "former President", "Minister of Defence"]


@st.composite
def entities(draw: st.DrawFn, number: int) -> Entity:
    kind = draw(st.sampled_from(sorted(NAMES)))
    name = draw(st.sampled_from(NAMES[kind]))
    properties = {}
    if (dated := ontology().kinds[kind].dated) and draw(st.booleans()):
        properties[dated] = draw(st.sampled_from(DATES))
    aliases = draw(st.lists(st.sampled_from(NAMES[kind]), max_size=1))
    finder = draw(st.sampled_from([None, None, None, "hand"]))
    return Entity(f"e{number}", kind, name, tuple(aliases), {}, properties, finder)


@st.composite
def bundles(draw: st.DrawFn, number: int) -> DocumentClaims:
    size = draw(st.integers(2, 6))
    known = [draw(entities(i)) for i in range(size)]
    sentences = [f"Sentence {i} of document {number}." for i in range(3)]
    text = " ".join(sentences)
    document = Document(
        "d",
        text,
        url=f"https://example.org/{number}",
        publisher=draw(st.sampled_from(["Wire", "Post", ""])),
        published=draw(st.sampled_from(["2022-03-03", "2022-03", "2021-12-31", ""])),
        extractor=draw(st.sampled_from(["", "", "", "reader/1"])),
    )
    claims: dict[tuple[object, ...], Claim] = {}
    for predicate in ontology().predicates.values():
        for subject in known:
            for object_ in known:
                if (
                    subject is object_
                    or subject.kind not in predicate.subjects
                    or object_.kind not in predicate.objects
                ):
                    continue
                if not draw(st.booleans()):
                    continue
                qualifiers = {}
                if predicate.key == "role":
                    qualifiers["role"] = draw(st.sampled_from(ontology().kinds[object_.kind].roles))
                elif predicate.key == "title":
                    qualifiers["title"] = draw(st.sampled_from(TITLES))
                sentence = draw(st.sampled_from(sentences))
                start = text.index(sentence)
                claim = Claim(
                    f"c{len(claims)}",
                    "d",
                    subject.id,
                    predicate.name,
                    object_.id,
                    Passage(start, start + len(sentence), sentence),
                    qualifiers,
                    draw(st.sampled_from(Modality)),
                    draw(st.sampled_from([1.0, 0.5])),
                    draw(st.sampled_from(["reader/1", "hand"])),
                )
                claims[subject.id, predicate.name, object_.id] = claim
    used = {end for claim in claims.values() for end in (claim.subject, claim.object)}
    named = draw(st.booleans())
    return DocumentClaims(document, tuple(e for e in known if named or e.id in used), tuple(claims.values()))


def corpora_of(least: int, most: int) -> st.SearchStrategy[tuple[DocumentClaims, ...]]:
    """Corpora of so many documents."""
    return st.integers(least, most).flatmap(lambda size: st.tuples(*(bundles(i) for i in range(size))))


corpora = corpora_of(1, 4)
