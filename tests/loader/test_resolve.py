"""Who is who, shown on invented names that occur in no data file."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import DataError
from dragoman.loader.claims import from_record
from dragoman.loader.evidence import Mention
from dragoman.loader.resolve import Cluster, resolve

SYLLABLES = ["bro", "dal", "fen", "gur", "hol", "mir", "nar", "pol", "rud", "tem", "vel", "zor"]
words = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=3, unique=True).map("".join).map(str.capitalize)
DIACRITICS = str.maketrans("aeiouzgn", "âëîöüžğñ")
TRANSLITERATED = [("j", "zh"), ("h", "kh"), ("g", "gh"), ("v", "w"), ("f", "ph"), ("k", "q")]
full_names = st.tuples(words, words).filter(lambda pair: pair[0] != pair[1])


def mention(
    kind: str,
    name: str,
    document: str = "d1",
    *,
    aliases: tuple[str, ...] = (),
    context: tuple[str, ...] = (),
    **given: str,
) -> Mention:
    """A mention that differs from others in all that the test names."""
    number = f"{kind}|{name}|{document}|{context}|{given}"
    return Mention(number, document, "2022-01-01", "hand", kind, name, aliases, {}, given, 0, tuple(sorted(context)))


def entities(*mentions: Mention) -> set[frozenset[str]]:
    """The entities that mentions name, each as the set of their names at their documents, in every order alike."""
    found = {parts(resolve(order)) for order in (mentions, mentions[::-1])}
    assert len(found) == 1
    return set(found.pop())


def parts(clusters: list[Cluster]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(f"{m.name}@{m.document}" for m in cluster.mentions) for cluster in clusters)


def one(*names: str, kind: str = "Person") -> bool:
    """Whether names are one entity: within a document, and each in a document of its own, whichever comes first."""
    within = entities(*(mention(kind, name) for name in names))
    across = entities(*(mention(kind, name, f"d{i}") for i, name in enumerate(names)))
    backwards = entities(*(mention(kind, name, f"d{i}") for i, name in enumerate(reversed(names))))
    return len(within) == len(across) == len(backwards) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("Orhan Veldağ", "Orhan Veldag"),
        ("Əsgər Qurbəli", "Asgar Qurbali"),
        ("Ruslan Temirkhanov", "Ruslan Temirhanov"),
        ("Виктор Полдеров", "Viktor Polderov"),
        ("Zhanar Dalbayev", "Janar Dalbaiev"),
        ("Mira Holfen", "Holfen Mira"),
        ("Mira Holfen", "M. Holfen"),
        ("Mira Ana Holfen", "Mira Holfen"),
        ("Mira Holfen", "Holfen"),
        ("Mira Holfen", "President Mira Holfen"),
        ("Mira Holfen", "Lt. Gen. Holfen"),
        ("Mira Holfen’s", "Mira Holfen"),
        ("Mira Holfen Jr.", "Holfen, Mira Junior"),
        ("Mira Holfen Jr.", "Holfen"),
        ("Aleksandr Polder", "Alexander Polder"),
        ("Yusuf Veldağ", "Yousef Veldag"),
        ("Zakir Hüseynov", "Zakir Guseinov"),
        ("Mədəd Quldar", "Madad Guldar"),
        ("Milan Đukan", "Milan Djukan"),
        ("Abdul Rahman Khorzai", "Abdulrahman Khorzai"),
        ("Νίκος Πολδερούλος", "Nikos Polderoulos"),
    ],
)
def test_one_person_written_differently_is_one_entity(names: tuple[str, str]) -> None:
    assert one(*names)


@pytest.mark.parametrize(
    "names",
    [
        ("Mira Holfen", "Mara Zorfen"),
        ("Mira Holfen", "Rudnar Holfen"),
        ("Fashid Holfen", "Fashad Holfen"),
        ("Mira Holfen", "R. Holfen"),
        ("Orhan Polderov", "Orhan Polderova"),
        ("Zakir Hasanov", "Zakir Huseynov"),
        ("Hassan Veldag", "Hussein Veldag"),
        ("Hol Jong", "Hol Jung"),
        ("Mira Petrov", "Mira Patarov"),
        ("Mira Orlev", "Mira Arlev"),
        ("Mira Holfen", "Mira Holfen Jr."),
        ("Mira Holfen Sr.", "Mira Holfen Jr."),
        ("Orhan II Veldag", "Orhan III Veldag"),
        ("Karl Becker", "Karl Backer"),
    ],
)
def test_other_people_stay_apart(names: tuple[str, str]) -> None:
    assert len(entities(*(mention("Person", name, f"d{i}") for i, name in enumerate(names)))) == 2


@settings(max_examples=60)
@given(full_names)
def test_any_name_is_known_by_order_initial_family_name_and_title(name: tuple[str, str]) -> None:
    first, last = name
    assert one(f"{first} {last}", f"{last} {first}", f"{first[0]}. {last}", last, f"Minister {last}")


@settings(max_examples=60)
@given(full_names, st.sampled_from(TRANSLITERATED))
def test_any_name_is_known_with_diacritics_and_transliterated(name: tuple[str, str], pair: tuple[str, str]) -> None:
    written = " ".join(name)
    assert one(written, written.translate(DIACRITICS))
    assert one(written, written.lower().replace(*pair).title())


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("ArmedForce", ("Turkish Air Force", "Türkiye Air Force")),
        ("ArmedForce", ("Azerbaijani Navy", "Azerbaijan Naval Forces")),
        ("GovernmentBody", ("Azerbaijani Defence Ministry", "Ministry of Defense of Azerbaijan")),
        ("GovernmentBody", ("Turkish Ministry of National Defense", "Türkiye Ministry of Defence")),
        ("GovernmentBody", ("Polish Foreign Ministry", "Poland Ministry of Foreign Affairs")),
        ("Company", ("Zorvex Defence Systems Ltd.", "Zorvex Defense Systems")),
    ],
)
def test_a_body_written_differently_is_one(kind: str, names: tuple[str, str]) -> None:
    assert one(*names, kind=kind)


def test_a_body_is_that_of_the_country_which_it_is_a_part_of() -> None:
    bare = mention("GovernmentBody", "Ministry of Defence", "d1", context=("of:c:AZE",))
    full = mention("GovernmentBody", "Azerbaijan Ministry of Defence", "d2")
    other = mention("GovernmentBody", "Ministry of Defence", "d3", context=("of:c:POL",))
    assert len(entities(bare, full, other)) == 2


def test_an_event_of_very_many_reports_is_one() -> None:
    reports = [mention("Agreement", "Norvik Protocol", f"d{i}", signed="2022-01-01") for i in range(1_200)]
    undated = [mention("Agreement", "Norvik Protocol", f"u{i}") for i in range(10)]
    assert len(resolve([*reports, *undated])) == 1


def test_a_form_that_one_report_omits_is_no_contradiction() -> None:
    tied = ("party:c:AZE", "party:c:TUR")
    told = [
        mention("Agreement", "memorandum on energy", "d1", context=tied, signed="2022-01-01", form="memorandum"),
        mention("Agreement", "deal on energy", "d2", context=tied, signed="2022-01-01"),
    ]
    assert len(resolve(told)) == 1


def test_no_spelling_is_a_bridge_between_two_people() -> None:
    names = ("Rashid Holfen", "Rashed Holfen", "Rashad Holfen")
    found = entities(*(mention("Person", name, name) for name in names))
    assert len(found) == 2


@settings(max_examples=60)
@given(words, words, words)
def test_with_two_bearers_a_bare_family_name_stays_apart(one_: str, other: str, last: str) -> None:
    if len({one_, other, last}) < 3 or one_[0] == other[0]:
        return
    bearers = (mention("Person", f"{one_} {last}", "d1"), mention("Person", f"{other} {last}", "d2"))
    assert frozenset({f"{last}@d3"}) in entities(*bearers, mention("Person", last, "d3"))


def test_a_bare_family_name_belongs_to_the_only_bearer_in_its_document() -> None:
    bearers = (mention("Person", "Mira Holfen", "d1"), mention("Person", "Rudnar Holfen", "d2"))
    assert frozenset({"Mira Holfen@d1", "Holfen@d1"}) in entities(*bearers, mention("Person", "Holfen", "d1"))


@settings(max_examples=30)
@given(st.lists(st.tuples(words, words, st.sampled_from("abc")), min_size=2, max_size=8), st.randoms())
def test_the_order_of_mentions_does_not_matter(names: list[tuple[str, str, str]], shuffler: random.Random) -> None:
    mentions = [mention("Person", f"{a} {b}" if a < b else b, document) for a, b, document in names]
    shuffled = mentions[:]
    shuffler.shuffle(shuffled)
    assert resolve(mentions) == resolve(shuffled)


@pytest.mark.parametrize(
    "names", [("Türkiye", "Turkey"), ("Turkiye", "TURKEY"), ("Russia", "Russian Federation"), ("UK", "United Kingdom")]
)
def test_a_country_is_one_in_all_spellings(names: tuple[str, str]) -> None:
    assert one(*names, kind="Country")


def test_a_country_is_known_by_its_code() -> None:
    assert [
        c.id for c in resolve([mention("Country", "Azərbaycan", iso3="AZE"), mention("Country", "Azerbaijan")])
    ] == ["country:AZE"]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("ArmedForce", ("Türkiye Air Force", "Air Force of Turkey")),
        ("GovernmentBody", ("Poland Ministry of Defence", "Ministry of Defense of Poland")),
        ("InternationalOrganization", ("NATO", "North Atlantic Treaty Organization")),
        ("Company", ("Veldor Systems", "VELDOR Systems")),
        ("Agreement", ("Norvik Accord on Transit", "Norvik Accord")),
    ],
)
def test_a_body_or_agreement_written_differently_is_one(kind: str, names: tuple[str, str]) -> None:
    assert one(*names, kind=kind)


def test_a_service_named_without_its_country_belongs_to_its_document() -> None:
    polish = mention("ArmedForce", "Poland Air Force", "d1", aliases=("Air Force",))
    here, elsewhere = mention("ArmedForce", "Air Force", "d1"), mention("ArmedForce", "Air Force", "d2")
    assert entities(polish, here, elsewhere) == {
        frozenset({"Poland Air Force@d1", "Air Force@d1"}),
        frozenset({"Air Force@d2"}),
    }


def test_services_that_only_their_documents_tell_apart_have_ids_of_their_own() -> None:
    found = resolve([mention("ArmedForce", "Air Force", "d1"), mention("ArmedForce", "Air Force", "d2")])
    assert len({cluster.id for cluster in found}) == 2
    assert all(cluster.id.startswith("armed-force:air-force~") for cluster in found)


def test_bodies_that_only_their_countries_tell_apart_have_ids_of_their_own() -> None:
    bodies = [
        mention("GovernmentBody", "Ministry of Defence", "d1", context=("of:c:POL",)),
        mention("GovernmentBody", "Ministry of Defence", "d2", context=("of:c:FRA",)),
        mention("GovernmentBody", "French Ministry of Defence", "d3"),
    ]
    found = {cluster.id: len(cluster.mentions) for cluster in resolve(bodies)}
    assert found == {"government-body:ministry-of-defence-pol": 1, "government-body:french-ministry-of-defence": 2}


def test_towns_of_one_name_in_two_countries_are_two() -> None:
    libyan = mention("Place", "Karsal", "d1", context=("in:c:LBY",))
    lebanese = mention("Place", "Karsal", "d2", context=("in:c:LBN",))
    assert len(entities(libyan, lebanese)) == 2


def talks(document: str, date: str, *actors: str, name: str = "talks") -> Mention:
    context = tuple(f"participant:{actor}" for actor in actors)
    return mention("Talks", name, document, context=context, date=date)


def test_two_reports_of_one_meeting_are_one_event() -> None:
    assert len(entities(talks("d1", "2022-03-01", "c:POL", "c:FRA"), talks("d2", "2022-03-01", "c:FRA", "c:POL"))) == 1


@pytest.mark.parametrize(
    ("one_", "other"),
    [
        (talks("d1", "2022-03-01", "c:POL", "c:FRA"), talks("d2", "2022-03-02", "c:POL", "c:FRA")),
        (talks("d1", "2022-03-01", "c:POL", "c:FRA"), talks("d2", "2022-03-01", "c:POL", "c:DEU")),
        (talks("d1", "2022-03-01", "c:POL", "c:FRA"), talks("d1", "2022-03-01", "c:POL", "c:FRA", name="more talks")),
        (
            talks("d1", "2022-03", "c:POL", "c:FRA", name="3rd staff talks"),
            talks("d2", "2022-03", "c:POL", "c:FRA", name="4th staff talks"),
        ),
    ],
    ids=["another date", "other participants", "one document tells them apart", "another ordinal"],
)
def test_another_meeting_is_another_event(one_: Mention, other: Mention) -> None:
    assert len(entities(one_, other)) == 2


def test_reports_that_disagree_on_a_named_agreements_date_speak_of_one_agreement() -> None:
    first = mention("Agreement", "Norvik Accord", "d1", signed="2022-03-01")
    second = mention("Agreement", "Norvik Accord", "d2", signed="2022-03-02")
    yearly = mention("Agreement", "Norvik Accord", "d3", signed="2019-01-01")
    assert len(entities(first, second)) == 1
    assert len(entities(first, yearly)) == 2


def test_ids_follow_the_name_and_end_in_ten_digits_where_a_name_tells_too_little() -> None:
    found = {
        c.name: c.id
        for c in resolve(
            [mention("Person", "Mira Holfen"), mention("ArmedForce", "Poland Navy"), talks("d1", "", "c:POL")]
        )
    }
    assert found["Mira Holfen"] == "person:mira-holfen"
    assert found["Poland Navy"] == "armed-force:poland-navy"
    assert found["talks"].startswith("talks:talks~")
    assert len(found["talks"]) == len("talks:talks~") + 10


def test_an_id_is_no_longer_than_its_kind_and_eighty_characters() -> None:
    (cluster,) = resolve([mention("InternationalOrganization", "Norvik " * 30)])
    assert cluster.id.startswith("international-organization:norvik-norvik")
    assert len(cluster.id.partition(":")[2]) <= 80


@pytest.mark.parametrize("kind", ["Person", "Company", "Place", "Country"])
def test_long_names_that_begin_alike_have_ids_of_their_own(kind: str) -> None:
    first, second = resolve([mention(kind, f"{'Norvik ' * 15}{end}") for end in ("Dalfen", "Zormir")])
    assert first.id != second.id


def test_of_two_that_would_share_an_id_the_earlier_keeps_the_plain_one() -> None:
    first = mention("Place", "Karsal", "d1", context=("in:c:LBY",))
    second = mention("Place", "Karsal", "d2", context=("in:c:LBN",))
    by_document = {c.mentions[0].document: c.id for c in resolve([second, first])}
    assert by_document["d1"] == "place:karsal"
    assert by_document["d2"].startswith("place:karsal~")


@pytest.mark.parametrize(
    ("kind", "name"),
    [("Person", "he"), ("Person", "The Minister"), ("Country", "the two countries"), ("Country", "both sides")],
)
def test_what_stands_for_a_name_is_no_entity(kind: str, name: str) -> None:
    with pytest.raises(DataError, match="names nothing"):
        from_record({"record": "entity", "id": "e1", "kind": kind, "name": name})


@pytest.mark.parametrize("name", ["---", "?!", "…"])
def test_signs_alone_are_no_name(name: str) -> None:
    with pytest.raises(DataError, match="no letter or digit"):
        from_record({"record": "entity", "id": "e1", "kind": "Person", "name": name})


def test_a_name_in_capitals_is_a_name() -> None:
    assert from_record({"record": "entity", "id": "e1", "kind": "Company", "name": "IT"})
