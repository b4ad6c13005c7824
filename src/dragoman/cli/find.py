"""`dragoman find`: what the graph has under a name."""

from __future__ import annotations

import click

from dragoman.cli.options import connection_options, typed
from dragoman.cli.rows import absent, print_rows

_SHOWN = ("id", "kind", "name", "aliases", "documents", "relationships", "match")


@click.command()
@click.argument("text", type=typed)
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "jsonl"]), default="table", show_default=True
)
@connection_options
def find(text: str, form: str, uri: str | None, user: str | None, database: str | None) -> None:
    """Find entities by id or by any spelling of a name, best first.

    The column match says how each agrees: id, mention (the id that a mention has alone), name, alias, spelling (case,
    diacritics, script), transliteration, words (some in common).
    """
    from dragoman.connection import connect

    with connect(uri, user, database=database) as graph:
        rows = graph.find(text)
        why = "" if len(rows) else absent(graph)
    print_rows(form, rows.select(*_SHOWN) if form == "table" else rows, why)
