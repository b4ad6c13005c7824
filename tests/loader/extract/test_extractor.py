"""What holds of every extraction: exact passages, the same result each time, no text in another language."""

from __future__ import annotations

from dataclasses import replace
from importlib import util

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import DataError, UsageError
from dragoman.loader.extract import load_extractor, model, read_all
from dragoman.loader.ontology import ontology
from dragoman.loader.records import Document

TEXT = (
    "ACCRA — Ghanaian Defence Minister Yaw Boakye met Lt. Gen. Omar Tazi, commander of the Moroccan Navy, in Rabat on "
    "Tuesday. “We’ll hold the drills in June,” Mr. Boakye told Reuters.\n\nThe two countries signed an agreement on "
    "demining. It covers training, too. Morocco will send Ghana 20 drones worth $3 million."
)
GERMAN = (
    "Die Bundesregierung hat am Mittwoch mitgeteilt, dass die Verhandlungen mit den Nachbarstaaten in der Woche darauf "
    "fortgesetzt werden sollen und dass der Minister in die Hauptstadt reisen wird, um dort mit seinem Amtskollegen "
    "über die gemeinsame Sicherheit zu sprechen und neue Vereinbarungen zu treffen, wie es im Bericht hieß."
)


def document(text: str = TEXT, language: str = "en") -> Document:
    return Document(
        "d1", text, url="https://example.org/1", publisher="Wire", published="2023-03-15", language=language
    )


def test_a_passage_is_the_text_at_its_place() -> None:
    said = load_extractor().extract(document())
    assert said.claims
    for claim in said.claims:
        assert claim.passage.text == TEXT[claim.passage.start : claim.passage.end]


def test_records_are_within_the_ontology() -> None:
    said = load_extractor().extract(document())
    kinds = {e.id: e.kind for e in said.entities}
    used = {end for c in said.claims for end in (c.subject, c.object)}
    assert used == kinds.keys()
    for claim in said.claims:
        rule = ontology().predicates[claim.predicate]
        assert kinds[claim.subject] in rule.subjects
        assert kinds[claim.object] in rule.objects
        assert set(claim.qualifiers) <= set(rule.qualifiers)
        assert 0 < claim.confidence <= 1
        assert claim.extractor == "frames/0.1.0"


def test_the_same_document_says_the_same_twice() -> None:
    extractor = load_extractor()
    assert extractor.extract(document()) == extractor.extract(document())


def test_documents_in_a_stream_do_not_touch_each_other() -> None:
    other = Document("d2", "Kenya and Peru signed a treaty on trade.", language="en")
    alone = load_extractor().extract(document())
    assert [said for _, said, _ in read_all([other, document()])][1] == alone


def test_a_stream_goes_on_after_a_document_that_is_refused() -> None:
    (_, refused, _), (_, said, _) = read_all([document(GERMAN, ""), document()])
    assert isinstance(refused, DataError)
    assert said == load_extractor().extract(document())


def test_several_processes_read_what_one_reads_in_the_same_order() -> None:
    documents = [replace(document(), id=f"d{i}") for i in range(20)]
    documents.insert(3, document(GERMAN, ""))
    one, several = ([(d, str(said)) for d, said, _ in read_all(documents, processes=n)] for n in (1, 2))
    assert one == several


def test_each_claim_is_explained_by_a_frame_and_a_path() -> None:
    extractor = load_extractor()
    origins = extractor.explain(document())
    assert tuple(o.claim for o in origins) == extractor.extract(document()).claims
    assert all(o.frame and o.path for o in origins)
    assert sum(extractor.firings(document()).values()) == len(origins)


def test_an_empty_text_says_nothing() -> None:
    assert load_extractor().extract(document("")).claims == ()


@pytest.mark.parametrize(("text", "language"), [(TEXT, "fr"), (GERMAN, "")], ids=["as-given", "as-read"])
def test_a_text_in_another_language_is_refused(text: str, language: str) -> None:
    with pytest.raises(DataError, match=r"https://example\.org/1: .*reads English only"):
        load_extractor().extract(document(text, language))


@pytest.mark.parametrize(
    "text",
    [
        "Der Verteidigungsminister traf gestern seinen Amtskollegen aus Polen in Berlin.",
        "Savunma Bakanı dün Bakü'de mevkidaşı ile görüştü ve anlaşma imzaladı.",
        "Министр обороны посетил Турцию.",
        "国防部长访问了土耳其。",
    ],
)
def test_a_short_text_in_another_language_is_refused_too(text: str) -> None:
    with pytest.raises(
        DataError, match=r"https://example\.org/1: the text does not look English .* reads English only"
    ):
        load_extractor().extract(document(text, ""))


@pytest.mark.parametrize("text", ["Hanwha Group acquired Philly Shipyard Inc.", "Norway, Sweden.", "2023"])
def test_a_short_text_of_names_is_no_other_language(text: str) -> None:
    assert load_extractor().extract(document(text, "")).document.text == text


def test_without_spacy_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    model.load_model.cache_clear()
    monkeypatch.setattr(util, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install '\.\[extract\]'"):
        model.load_model()


WORDS = st.sampled_from(
    [
        "the",
        "The",
        "of",
        "for",
        "and",
        ",",
        ".",
        "(",
        ")",
        "'",
        '"',
        "-",
        "a",
        "Kenya",
        "Kenyan",
        "Polish",
        "U.S.",
        "Warsaw",
        "President",
        "minister",
        "Foreign",
        "defence",
        "Lt.",
        "Gen.",
        "Navy",
        "army",
        "Jan",
        "Zielak",
        "Jr.",
        "J.",
        "met",
        "visited",
        "signed",
        "agreement",
        "Treaty",
        "said",
        "will",
        "not",
        "could",
        "tanks",
        "F-16",
        "drones",
        "to",
        "with",
        "in",
        "on",
        "2022",
        "May",
        "5",
        "Monday",
        "exercise",
        "talks",
        "war",
        "against",
        "Reuters",
        "delegation",
        "two",
        "countries",
        "Ministry",
        "Department",
        "government",
        "$3",
        "million",
        "sent",
        "provided",
        "which",
        "who",
        "where",
        "he",
        "they",
        "it",
        "Agreement",
        "Summit",
        "Dialogue",
        "Exercise",
        "Sherpa-23",
        "led",
        "by",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_any_order_of_words_can_be_read(text: str) -> None:
    said = load_extractor().extract(document(text))
    assert all(c.passage.text == text[c.passage.start : c.passage.end] for c in said.claims)


def test_a_text_that_is_one_long_word_is_refused_at_once() -> None:
    with pytest.raises(DataError, match="over 2,000 characters"):
        load_extractor().extract(Document("d1", "x" * 300_000, language="en"))
