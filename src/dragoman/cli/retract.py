"""`dragoman retract`: documents and all that follows from them alone, out of the graph."""

from __future__ import annotations

import sys

import click

from dragoman.cli.options import connection_options


@click.command()
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT…")
@click.option("--yes", is_flag=True, help="Do not ask when this is more than a tenth of the graph.")
@connection_options
def retract(documents: tuple[str, ...], yes: bool, uri: str | None, user: str | None, database: str | None) -> None:
    """Take DOCUMENT…, given by id, url or file, out again: the graph is then as if they had never been loaded.

    Exit status: 2 a document is not in the graph, 7 it is more than a tenth of the graph and was not confirmed.
    """
    from dragoman.connection import connect
    from dragoman.loader.store.retract import retract as retract_documents

    def confirm(question: str) -> bool:
        return yes or (sys.stdin.isatty() and click.confirm(f"This will {question}. Go on?", err=True))

    with connect(uri, user, database=database) as graph:
        ids, claims = retract_documents(graph.driver, graph.database, _ids(documents), confirm=confirm)
    click.echo(f"retracted {claims} claims of {len(ids)} document{'s' * (len(ids) != 1)}")


def _ids(names: tuple[str, ...]) -> list[str]:
    """Names as they are, files by the ids of the documents in them."""
    from pathlib import Path

    from dragoman.loader.identity import document_id
    from dragoman.loader.inputs import read_texts

    ids: list[str] = []
    for name in names:
        if "://" not in name and Path(name).is_file():
            ids += [document_id(document.url, document.text) for document in read_texts([name])]
        else:
            ids.append(name)
    return ids
