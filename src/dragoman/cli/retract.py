"""`dragoman retract`: documents, or what one extractor said, and all that follows from them alone, out of the graph."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING

import click

from dragoman.cli.options import connection_options
from dragoman.cli.progress import counting_each, interrupted, tell
from dragoman.errors import UsageError, WouldWriteError

if TYPE_CHECKING:
    from dragoman.connection import Graph
    from dragoman.loader.store.progress import Progress


@click.command()
@click.argument("documents", nargs=-1, metavar="[DOCUMENT…]")
@click.option("--publisher", metavar="NAME", help="Take out all documents of a publisher instead.")
@click.option(
    "--extractor",
    metavar="NAME[/VERSION]",
    help="Take out what an extractor said instead, and documents of which nobody else says anything.",
)
@click.option("--yes", is_flag=True, help="Do not ask when this is more than a tenth of the graph.")
@connection_options
def retract(
    documents: tuple[str, ...],
    publisher: str | None,
    extractor: str | None,
    yes: bool,
    uri: str | None,
    user: str | None,
    database: str | None,
) -> None:
    """Take DOCUMENT…, given by id, url or file, out again: the graph is then as if they had never been loaded.

    Of a file's documents those go that are loaded, so that a retraction that was interrupted can be run again.

    Exit status: 2 a document is not in the graph, 7 it is more than a tenth of the graph and was not confirmed.
    """
    from dragoman.cli.waits import waits_told
    from dragoman.connection import connect
    from dragoman.loader.store import retract as store
    from dragoman.loader.store.loaded import counted

    if sum(map(bool, (documents, publisher, extractor))) != 1:
        raise UsageError("name documents, or --publisher NAME, or --extractor NAME: one of the three")

    def confirm(question: str) -> bool:
        if yes or not sys.stdin.isatty():
            return yes
        if not click.confirm(f"This will {question}. Go on?", err=True):
            raise WouldWriteError("nothing was retracted")
        return True

    number = 0

    with connect(uri, user, database=database) as graph, waits_told() as batch_done, ExitStack() as shown:
        where = graph.driver, graph.database

        @cache
        def counter() -> Progress:
            return shown.enter_context(counting_each("documents"))  # not before the question

        def progress(what: str, documents: int | None) -> None:
            nonlocal number
            number = documents or 0
            batch_done()
            counter()(what, documents)

        try:
            if publisher:
                done = store.retract_publisher(*where, publisher, confirm=confirm, progress=progress)
            elif extractor:
                done = store.retract_extractor(*where, extractor, confirm=confirm, progress=progress)
            else:
                done = store.retract(*where, _names(graph, documents), confirm=confirm, progress=progress)
        except KeyboardInterrupt:
            raise interrupted(number, "done", "retract the rest again") from None
    touched = counted(len(done.documents) + len(done.reduced), "document")
    kept = f"; what others say of {len(done.reduced):,} of them stays" if done.reduced else ""
    click.echo(f"retracted {counted(done.claims, 'claim')} of {touched}{kept}")


def _names(graph: Graph, given: tuple[str, ...]) -> list[str]:
    """Names as they are given, files by the ids of those documents in them that are loaded."""
    from pathlib import Path

    from dragoman.loader.identity import document_id
    from dragoman.loader.inputs import read_texts
    from dragoman.loader.store.retract import documents_of_file

    names: list[str] = []
    missing: list[UsageError] = []
    for name in given:
        if "://" not in name and Path(name).is_file():
            ids = [document_id(found.document.url, found.document.text) for found in read_texts([name])]
            try:
                names += documents_of_file(graph.driver, graph.database, name, ids)
            except UsageError as error:  # all of them may be out already
                missing.append(error)
        else:
            names.append(name)
    if missing and not names:
        raise missing[0]
    for told in missing:
        tell(str(told))
    return names
