"""The catalogue: what is in it, and files that it refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.errors import DataError, UsageError
from dragoman.queries.catalog import Query, catalog, get_query, read_catalog, read_query
from dragoman.queries.parameters import TYPES, bind

WHERE = "cypher/explore/people/who-met-whom.cypher"
GOOD = """\
// Whom someone met
// id: who-met-whom
// description: Talks of a person,
//   with the other side.
// param who: entity, a person
// param since: date = "2020", only since then
// column name: whom
// example: {"who": "Ilham Aliyev"}

MATCH (e:Entity) WHERE e.id = $who AND e.earliest > date($since) // no $parameter; here
RETURN '; $no' AS name
"""


def test_a_file_is_read_whole() -> None:
    query = read_query(GOOD, "people", "who-met-whom", WHERE)
    assert query.describe() == {
        "name": "who-met-whom",
        "title": "Whom someone met",
        "theme": "people",
        "description": "Talks of a person, with the other side.",
        "parameters": [
            {"name": "who", "type": "entity", "description": "a person", "required": True},
            {"name": "since", "type": "date", "description": "only since then", "required": False, "default": "2020"},
        ],
        "columns": [{"name": "name", "description": "whom"}],
        "example": {"who": "Ilham Aliyev"},
    }
    assert query.text == GOOD
    assert query.short.splitlines()[:2] == ["// Whom someone met", GOOD.splitlines()[9]]


REFUSED = {
    "no title": ("// Whom someone met\n", "", ":1: has no title"),
    "no head at all": (GOOD, "RETURN 1 AS name\n", ':1: has no title; the first line is "// Title"'),
    "no id": ("// id: who-met-whom\n", "", ':7: has no id; write "// id: …" in its head'),
    "no description": ("// description: Talks of a person,\n//   with the other side.\n", "", ":6: has no description"),
    "an empty description": (" Talks of a person,\n//   with the other side.", "", ":7: has no description"),
    "no example": ('// example: {"who": "Ilham Aliyev"}\n', "", ":7: has no example"),
    "no column": ("// column name: whom\n", "", ":7: has no column"),
    "no statement": (GOOD[GOOD.index("MATCH") :], "", ":8: has no statement below its head"),
    "another name": ("id: who-met-whom", "id: who-met", ':2: id "who-met" is not the file name "who-met-whom"'),
    "an unknown key": ("// id:", "// revision: 2\n// id:", ':2: "revision" is no field; use one of "id:"'),
    "a line of no form": ("// column name: whom", "// column name", ':7: "column" is no field'),
    "a key twice": ("// id:", "// id: x\n// id:", ':3: "id" comes twice'),
    "a parameter twice": ("// column", "// param who: string, x\n// column", ':7: "param who" comes twice'),
    "a wrong type": (
        "since: date =",
        "since: dat =",
        ':6: parameter "since" has type "dat"; use one of entity, date, string, integer, float, boolean, list',
    ),
    "a default of another type": ('= "2020"', '= "May"', ':6: parameter "since" takes a date'),
    "a default that is no JSON": ('= "2020"', "= 2020-05x", ':6: parameter "since" has no description'),
    "no JSON at all": ('= "2020"', "= May", ':6: parameter "since" has a default that is no JSON'),
    "an unknown kind": (
        "entity, a",
        "entity(Persn), a",
        ':5: parameter "who" names "Persn", which is no kind or group',
    ),
    "kinds of a date": (
        'date = "2020"',
        'date(Person) = "2020"',
        ':6: parameter "since" is of type "date"',
    ),
    "a parameter without description": ("entity, a person", "entity", ':5: parameter "who" has no description'),
    "a column without description": ("column name: whom", "column name:", ':7: column "name" has no description'),
    "a reserved name": ("param who:", "param limit:", ':5: "limit" can\'t name a parameter'),
    "a name in capitals": ("param who:", "param Who:", ':5: "Who" can\'t name a parameter'),
    "an undeclared parameter": ("$who", "$whom", ":10: uses $whom, which no"),
    "an unused parameter": ("e.id = $who AND ", "", ':5: parameter "who" is not used in the statement'),
    "two statements": ("RETURN '", "RETURN 1; MATCH (x) RETURN '", ":11: has a semicolon"),
    "an example that is no JSON": ('{"who": "Ilham Aliyev"}', "who", ":8: example is no JSON object"),
    "an example that is no object": ('{"who": "Ilham Aliyev"}', "[1]", ":8: example is no JSON object"),
    "an example without a needed value": ('{"who": "Ilham Aliyev"}', "{}", ':8: example: query "who-met-whom" needs'),
    "an example with an unknown name": (
        '{"who": "I',
        '{"wo": 1, "who": "I',
        ':8: example: query "who-met-whom" has no',
    ),
}


@pytest.mark.parametrize(("old", "new", "message"), REFUSED.values(), ids=REFUSED)
def test_a_file_is_refused_with_its_line_and_what_to_do(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(DataError) as error:
        read_query(GOOD.replace(old, new, 1), "people", "who-met-whom", WHERE)
    assert str(error.value).startswith(WHERE + message)


def test_names_are_unique_over_all_themes(tmp_path: Path) -> None:
    for theme in ("events", "people"):
        (tmp_path / theme).mkdir()
        (tmp_path / theme / "who-met-whom.cypher").write_text(GOOD, "utf-8")
    with pytest.raises(DataError, match=r"people/who-met-whom\.cypher:1: cypher/explore/events/.* has the same name"):
        read_catalog(tmp_path)


def test_an_unknown_query_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match='there is no query "who-met-who"; did you mean "who-met-whom"'):
        get_query("who-met-who")


@pytest.mark.parametrize("query", catalog().values(), ids=lambda query: query.name)
def test_a_query_of_the_catalogue_describes_itself(query: Query) -> None:
    described = query.describe()
    assert len(described["title"]) <= 60
    assert described["description"].endswith(".")
    assert all(parameter["type"] in TYPES for parameter in described["parameters"])
    assert len({column["name"] for column in described["columns"]}) == len(described["columns"])


def test_every_file_of_the_folder_is_in_the_catalogue() -> None:
    folder = Path(__file__).parents[2] / "cypher" / "explore"
    assert {path.stem for path in folder.rglob("*.cypher")} == set(catalog())
    assert len(catalog()) >= 14


def test_every_example_binds() -> None:
    for query in catalog().values():
        assert list(bind(query.name, query.parameters, query.example)) == [p.name for p in query.parameters]


def test_listing_queries_imports_nothing_heavy() -> None:
    code = (
        "import sys; from dragoman.cli import main\n"
        "try: main(['query', 'list'])\n"
        "except SystemExit as end: assert end.code == 0\n"
        "heavy = {'neo4j', 'networkx', 'spacy', 'rich', 'pandas', 'rapidfuzz', 'pycountry'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "agreements-between" in done.stdout
