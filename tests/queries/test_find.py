"""Entities are found by id and in any spelling, best first."""

from __future__ import annotations

import pytest

from dragoman import Graph
from dragoman.errors import UsageError
from dragoman.queries.find import COLUMNS, MOST, lucene, resolve
from dragoman.queries.run import run_text

ALIYEV = "person:ilham-aliyev"
ERDOGAN = "person:recep-tayyip-erdogan"
TAHIROV = "person:ramiz-tahirov"

SPELLINGS = [
    ("person:ilham-aliyev", ALIYEV, "id"),
    ("Ilham Aliyev", ALIYEV, "name"),
    ("ILHAM ALIYEV", ALIYEV, "spelling"),
    ("İlham Əliyev", ALIYEV, "spelling"),
    ("Илхам Алиев", ALIYEV, "transliteration"),
    ("  Ilham Aliyev ", ALIYEV, "name"),
    ("Erdoğan", ERDOGAN, "alias"),
    ("erdogan", ERDOGAN, "spelling"),
    ("Recep Tayyip Erdoğan", ERDOGAN, "alias"),
    ("Tahirov", TAHIROV, "alias"),
    ("Lieutenant General Tahirov", TAHIROV, "transliteration"),
    ("Aliyev, Ilham", ALIYEV, "transliteration"),
    ("ALIYEV ILHAM", ALIYEV, "transliteration"),
    ("Алиев Ильхам", ALIYEV, "transliteration"),
    ("I. Aliyev", ALIYEV, "part"),
    ("President Aliyev", ALIYEV, "transliteration"),
    ("TR", "country:TUR", "spelling"),
    ("TUR", "country:TUR", "spelling"),
    ("Azərbaycan", "country:AZE", "spelling"),
    ("Турция", "country:TUR", "spelling"),
    ("Հայաստան", "country:ARM", "spelling"),
    ("Azerbaijan", "country:AZE", "name"),
    ("country:AZE", "country:AZE", "id"),
    ("Republic of Azerbaijan", "country:AZE", "spelling"),
    ("Türkiye", "country:TUR", "name"),
    ("TURKIYE", "country:TUR", "spelling"),
    ("Turkey", "country:TUR", "alias"),
    ("TurAz Qartali", "exercise:turaz-qartali-2022~6ae4485324", "words"),
    ("turaz qartali 2022", "exercise:turaz-qartali-2022~6ae4485324", "spelling"),
]


@pytest.mark.parametrize(("text", "wanted", "match"), SPELLINGS)
def test_a_spelling_finds_the_entity_first(graph: Graph, text: str, wanted: str, match: str) -> None:
    best = graph.find(text)[0]
    assert (best["id"], best["match"]) == (wanted, match)


def test_the_row_says_what_there_is(graph: Graph) -> None:
    rows = graph.find("country:AZE")
    assert rows.columns == COLUMNS
    row = rows[0]
    [counted] = run_text(
        graph.driver,
        graph.database,
        "MATCH (e:Entity {id: 'country:AZE'}) "
        "RETURN e.documents AS documents, COUNT { (e)--(:Entity) } AS relationships",
    )
    assert (row["name"], row["kind"]) == ("Azerbaijan", "Country")
    assert {name: row[name] for name in counted} == counted
    assert row["first_published"] < row["last_published"]


def test_words_find_more_than_one_but_mean_none_of_them_surely(graph: Graph) -> None:
    rows = graph.find("Azerbaijan Force")
    assert {"armed-force:azerbaijan-air-force", "government-body:azerbaijan-government"} <= {row["id"] for row in rows}
    assert {row["match"] for row in rows} == {"words"}


def test_an_id_that_a_mention_had_alone_leads_to_what_it_was_merged_into(graph: Graph) -> None:
    [alone] = run_text(
        graph.driver,
        graph.database,
        "MATCH ()-[m:MENTIONS]->(e:Entity) WHERE m.own_id <> e.id AND NOT EXISTS { (:Entity {id: m.own_id}) } "
        "RETURN m.own_id AS own, e.id AS id ORDER BY own LIMIT 1",
    )
    assert graph.find(alone["own"])[0]["id"] == alone["id"]
    assert resolve(graph.driver, graph.database, alone["own"], "who") == alone["id"]


def test_an_article_is_no_part_of_a_name(graph: Graph) -> None:
    [best, *_] = graph.find("the Shusha Declaration")
    assert (best["name"], best["match"]) == ("Shusha Declaration", "spelling")


def test_a_parameter_takes_only_what_it_is_about(graph: Graph) -> None:
    [place, *_] = graph.find("Shusha")
    assert place["kind"] == "Place"
    rows = graph.run("agreement-profile", agreement="shusha")
    assert rows == graph.run("agreement-profile", agreement="Shusha Declaration")
    for name in ("Ilham Aliyev", "Aliyev"):
        message = f'place "{name}" is no Country or Place that the graph names, but a Person: person:ilham-aliyev'
        with pytest.raises(UsageError, match=message):
            graph.run("events-in-place", place=name)


def test_what_is_ambiguous_is_listed(graph: Graph) -> None:
    with pytest.raises(UsageError, match=r'agreement "military" may be one of agreement:.*; give the id of the one'):
        graph.run("agreement-profile", agreement="military")


@pytest.mark.parametrize("text", ["", "   ", "!!!", "xyzzy"])
def test_nothing_is_found_where_nothing_is(graph: Graph, text: str) -> None:
    assert len(graph.find(text)) == 0


def test_a_common_word_gives_no_more_than_fits_a_screen(graph: Graph) -> None:
    assert 0 < len(graph.find("Meeting")) <= MOST


def test_signs_of_the_full_text_syntax_are_taken_as_text() -> None:
    assert lucene('name:(a* OR "b") AND -c~ \\ /d/') == (
        '(+"name" +"a" +"OR" +"b" +"AND" +"c" +"d") OR (+"name" +"a" +"or" +"b" +"and" +"c" +"d") OR '
        '(name~1 "a" "or" "b" "and" "c" "d")'
    )
    assert lucene("!?*") == '""'
