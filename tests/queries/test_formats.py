"""What each format writes, letter by letter."""

from __future__ import annotations

import csv
import io
import json

import pytest

from dragoman.queries.formats import FORMATS, write
from dragoman.queries.results import Rows

ROWS = Rows.of(
    ["date", "agreement", "signatories", "quote", "publishers", "published", "url", "key"],
    [
        (
            "2021-06-15",
            "Shusha Declaration on Allied Relations",
            ["Ilham Aliyev", "Recep Tayyip Erdoğan"],
            "President Ilham Aliyev and President Recep Tayyip Erdoğan signed, in Shusha, the declaration on allied "
            "relations between the two countries.",
            ["Azernews", "Trend"],
            "2021-06-16",
            "https://example.org/a-very-long-address/that-nobody-wants-broken/because-it-is-copied/shusha-declaration",
            "0123456789abcdef0123456789abcdef",
        ),
        (None, "1992 agreement", [], "They signed it.", [], None, None, "ffffffffffffffffffffffffffffffff"),
    ],
)

GOLDEN = {
    "table": """\
date        agreement                               signatories
──────────  ──────────────────────────────────────  ──────────────────────────────────
2021-06-15  Shusha Declaration on Allied Relations  Ilham Aliyev; Recep Tayyip Erdoğan
    President Ilham Aliyev and President Recep Tayyip Erdoğan signed, in Shusha, the declaration on
    allied relations between the two countries.
    Azernews; Trend, 2021-06-16  https://example.org/a-very-long-address/that-nobody-wants-broken/because-it-is-copied/shusha-declaration
    key 0123456789abcdef0123456789abcdef

            1992 agreement
    They signed it.
    key ffffffffffffffffffffffffffffffff

""",
    "csv": """\
date,agreement,signatories,quote,publishers,published,url,key
2021-06-15,Shusha Declaration on Allied Relations,Ilham Aliyev; Recep Tayyip Erdoğan,"President Ilham Aliyev and \
President Recep Tayyip Erdoğan signed, in Shusha, the declaration on allied relations between the two countries.",\
Azernews; Trend,2021-06-16,https://example.org/a-very-long-address/that-nobody-wants-broken/because-it-is-copied/\
shusha-declaration,0123456789abcdef0123456789abcdef
,1992 agreement,,They signed it.,,,,ffffffffffffffffffffffffffffffff
""",
    "jsonl": """\
{"date": "2021-06-15", "agreement": "Shusha Declaration on Allied Relations", "signatories": ["Ilham Aliyev", \
"Recep Tayyip Erdoğan"], "quote": "President Ilham Aliyev and President Recep Tayyip Erdoğan signed, in Shusha, the \
declaration on allied relations between the two countries.", "publishers": ["Azernews", "Trend"], "published": \
"2021-06-16", "url": "https://example.org/a-very-long-address/that-nobody-wants-broken/because-it-is-copied/\
shusha-declaration", "key": "0123456789abcdef0123456789abcdef"}
{"date": null, "agreement": "1992 agreement", "signatories": [], "quote": "They signed it.", "publishers": [], \
"published": null, "url": null, "key": "ffffffffffffffffffffffffffffffff"}
""",
}


def written(form: str, rows: Rows) -> str:
    stream = io.StringIO()
    write(form, rows, stream)
    return stream.getvalue()


@pytest.mark.parametrize("form", GOLDEN)
def test_a_format_is_written_as_it_was(form: str) -> None:
    assert written(form, ROWS) == GOLDEN[form]


def test_json_is_one_array() -> None:
    assert json.loads(written("json", ROWS)) == ROWS.to_dicts()
    assert "Erdoğan" in written("json", ROWS)


@pytest.mark.parametrize("form", FORMATS)
def test_no_rows_are_written_too(form: str) -> None:
    empty = {"table": "", "csv": "a,b\n", "json": "[]\n", "jsonl": ""}
    assert written(form, Rows.of(["a", "b"], [])) == empty[form]


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx", "\r=1", " =1", ["=1", "2"]])
def test_a_spreadsheet_takes_no_cell_for_a_formula(cell: object) -> None:
    [_, [shown]] = csv.reader(io.StringIO(written("csv", Rows.of(["x"], [(cell,)])), newline=""))
    assert shown.startswith("'")


def test_numbers_stay_numbers_in_csv() -> None:
    assert written("csv", Rows.of(["n", "b"], [(-1.5, True)])) == "n,b\n-1.5,true\n"


def test_a_cell_with_quotes_and_line_breaks_comes_back_from_csv() -> None:
    cell = 'He said: "no"\nand left, twice.'
    assert list(csv.reader(io.StringIO(written("csv", Rows.of(["x"], [(cell,)])))))[1] == [cell]


@pytest.mark.parametrize("column", ["name", "quote", "url", "publisher"])
def test_no_text_of_a_document_moves_the_cursor_of_a_terminal(column: str) -> None:
    evil = "a\x1b[2Jb\x9b31mc\rd\u202ee\u2066f [bold]g[/bold] :smile:"
    shown = written("table", Rows.of(["name", "quote", "publisher", "url"], [[evil] * 4])).replace("\n", " ")
    assert not set("\x1b\x9b\r\u202e\u2066") & set(shown)
    assert "[bold]g[/bold] :smile:" in shown


def test_a_table_with_more_than_fits_still_fits() -> None:
    rows = Rows.of([f"column_{i}" for i in range(9)], [["Internationalisation of defence " * 3] * 9] * 2)
    assert max(map(len, written("table", rows).splitlines())) <= 9 * 12 + 16


def test_wide_characters_keep_columns_in_line() -> None:
    lines = written("table", Rows.of(["name", "n"], [("日本国", 1), ("Japan", 22)])).splitlines()
    assert lines[2:] == ["日本国   1", "Japan   22"]
