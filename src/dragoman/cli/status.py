"""`dragoman status`: what is loaded, when, by which version, and what was refused."""

from __future__ import annotations

import click

from dragoman.cli.options import connection_options
from dragoman.cli.progress import tell
from dragoman.cli.rows import absent


@click.command()
@click.option("--documents", is_flag=True, help="List the documents, with ids and urls.")
@click.option("--verbose", is_flag=True, help="Give all reasons of rejection that are kept, up to 100 a load.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@connection_options
def status(documents: bool, verbose: bool, form: str, uri: str | None, user: str | None, database: str | None) -> None:
    """Say what is loaded, when, by which version, and what was refused and why."""
    from dragoman.connection import connect
    from dragoman.loader.store.status import status as status_of
    from dragoman.queries.results import printable

    with connect(uri, user, database=database) as graph:
        found = status_of(graph.driver, graph.database)
        why = "" if found.counts["documents"] else absent(graph)
    if why:
        tell(why)
    if form == "json":
        import orjson

        click.echo(orjson.dumps(found.to_dict(documents=documents), option=orjson.OPT_INDENT_2).decode())
        return
    for line in found.lines(documents=documents, verbose=verbose):
        click.echo(printable(line))
