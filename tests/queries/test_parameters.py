"""Parameters of queries: what is given, from a command line or a script, and what the statement takes."""

from __future__ import annotations

import datetime

import pytest

from dragoman.errors import UsageError
from dragoman.queries.parameters import Parameter, bind

TAKEN = [
    ("entity", "Ilham Aliyev", "Ilham Aliyev"),
    ("entity", "country:AZE", "country:AZE"),
    ("date", "2020", "2020"),
    ("date", " 2020-05 ", "2020-05"),
    ("date", "2020-02-29", "2020-02-29"),
    ("date", 2020, "2020"),
    ("date", datetime.date(2020, 5, 1), "2020-05-01"),
    ("date", datetime.datetime(2020, 5, 1, 12), "2020-05-01"),
    ("string", "", ""),
    ("string", "'; MATCH (n) DETACH DELETE n //", "'; MATCH (n) DETACH DELETE n //"),
    ("integer", "12", 12),
    ("integer", -3, -3),
    ("float", "0.5", 0.5),
    ("float", 1, 1.0),
    ("boolean", "Yes", True),
    ("boolean", "false", False),
    ("boolean", True, True),
    ("list", ("a", "b"), ["a", "b"]),
    ("list", {"b", "a"}, ["a", "b"]),
]

REFUSED = [
    ("entity", "  ", 'parameter "x" takes an entity (id or name), not "  "'),
    ("entity", 7, 'parameter "x" takes an entity (id or name), not 7'),
    ("date", "yesterday", 'parameter "x" takes a date (YYYY, YYYY-MM or YYYY-MM-DD), not "yesterday"'),
    ("date", "2021-02-29", 'parameter "x" takes a date (YYYY, YYYY-MM or YYYY-MM-DD), not "2021-02-29"'),
    ("date", "٢٠٢١", 'parameter "x" takes a date (YYYY, YYYY-MM or YYYY-MM-DD), not "٢٠٢١"'),
    ("date", True, 'parameter "x" takes a date (YYYY, YYYY-MM or YYYY-MM-DD), not True'),
    ("string", 7, 'parameter "x" takes text, not 7'),
    ("integer", "1.5", 'parameter "x" takes a whole number, not "1.5"'),
    ("integer", True, 'parameter "x" takes a whole number, not True'),
    ("integer", 2**63, f'parameter "x" takes a whole number, not {2**63}'),
    ("float", "nan", 'parameter "x" takes a number, not "nan"'),
    ("boolean", "perhaps", 'parameter "x" takes true or false, not "perhaps"'),
    ("list", "a, b", 'parameter "x" takes a list of text, not "a, b"'),
    ("list", [1], 'parameter "x" takes a list of text, not [1]'),
]


@pytest.mark.parametrize(("kind", "given", "taken"), TAKEN)
def test_a_value_of_the_type_is_taken(kind: str, given: object, taken: object) -> None:
    value = bind("q", [Parameter("x", kind, "")], {"x": given})["x"]
    assert value == taken
    assert type(value) is type(taken)


@pytest.mark.parametrize(("kind", "given", "message"), REFUSED)
def test_a_value_of_another_type_is_refused(kind: str, given: object, message: str) -> None:
    with pytest.raises(UsageError) as error:
        bind("q", [Parameter("x", kind, "")], {"x": given})
    assert str(error.value) == message


def test_what_is_left_out_has_its_default() -> None:
    since = Parameter("since", "date", "", required=False)
    assert bind("q", [since], {}) == {"since": None}
    assert bind("q", [since], {"since": None}) == {"since": None}


def test_a_missing_value_is_named_with_its_meaning() -> None:
    with pytest.raises(UsageError, match=r'query "q" needs a value for "a" \(entity: one country\)'):
        bind("q", [Parameter("a", "entity", "one country")], {})


def test_an_unknown_name_is_answered_with_all_where_none_is_near() -> None:
    with pytest.raises(UsageError, match='query "q" has no parameter "zzz"; use one of a, b'):
        bind("q", [Parameter("a", "entity", ""), Parameter("b", "entity", "")], {"zzz": 1})
    with pytest.raises(UsageError, match="it takes none"):
        bind("q", [], {"zzz": 1})
