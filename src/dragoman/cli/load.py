"""`dragoman load`: documents and claims files into the graph."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli.options import connection_options, encoding_option, in_a_folder, lexicon_option, processes_option
from dragoman.cli.progress import counting_each, interrupted, tell
from dragoman.cli.reading import Reading
from dragoman.errors import Exit, UsageError

if TYPE_CHECKING:
    from dragoman.connection import Graph
    from dragoman.loader.inputs import InputFile
    from dragoman.loader.store.loaded import Loaded
    from dragoman.loader.store.progress import Progress


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
@click.option("--published", default="", metavar="DATE", help="Publication date (EDTF) of texts that give none.")
@encoding_option
@lexicon_option
@processes_option
@click.option("--strict", is_flag=True, help="Stop at the first record or file that is wrong.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Leave less sure claims out.")
@click.option("--replace-text", is_flag=True, help="Retract a document whose text differs, then load the new one.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option(
    "--bulk",
    is_flag=True,
    help="First load of many documents into an empty database: make the graph in memory and import it at once.",
)
@click.option(
    "--bulk-folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("dragoman-import"),
    callback=in_a_folder,
    show_default=True,
    help="Where --bulk writes its files for a server that is not the local one.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How --dry-run says it.",
)
@click.option(
    "--report",
    "report_file",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=in_a_folder,
    help="Where to write what became of all that was read, as JSON.",
)
@click.option(
    "--rejects",
    "rejects_file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("dragoman-rejects.jsonl"),
    callback=in_a_folder,
    show_default=True,
    help="Where documents with rejected records go, with the reasons; only made when there are any.",
)
@connection_options
def load(
    inputs: tuple[str, ...],
    published: str,
    encoding: str,
    lexicon: Path | None,
    processes: int,
    strict: bool,
    min_confidence: float,
    replace_text: bool,
    dry_run: bool,
    bulk: bool,
    bulk_folder: Path,
    form: str,
    report_file: Path | None,
    rejects_file: Path,
    uri: str | None,
    user: str | None,
    database: str | None,
) -> None:
    """Load INPUT… into the graph: claims files as they are, texts, pages and documents through the extractor.

    INPUT is a file, a folder, or - for standard input. Loading twice changes nothing.

    With --bulk the local server is stopped, the graph imported, and the server started again; for another server the
    files are written, with what to do with them. The graph without its texts has to fit in memory.

    Exit status: 0 all is loaded, 1 something was rejected or refused, 3 no server runs, 7 --bulk into a database that
    is not empty.
    """
    from dragoman.cli.waits import waits_told
    from dragoman.connection import connect
    from dragoman.loader.claims import Rejects
    from dragoman.loader.inputs import LeftOut, input_files

    if bulk and (dry_run or replace_text):
        raise UsageError(
            f"--bulk is for a first load, and does not go with {'--dry-run' if dry_run else '--replace-text'}"
        )
    if dry_run and report_file:
        raise UsageError(
            "--report tells what a load did; --dry-run does nothing, and says with --format json what it would"
        )
    if rejects_file.is_file() and any(_holds(Path(given), rejects_file) for given in inputs):
        raise UsageError(f"{rejects_file} is to be loaded; name another file for rejects with --rejects")
    with (
        connect(uri, user, database=database) as graph,
        Rejects(None if dry_run else rejects_file) as rejects,
        counting_each("documents") as count,
        waits_told() as batch_done,
    ):
        read = Reading(inputs, rejects, LeftOut(), min_confidence)
        files = map(
            read.confident,
            input_files(
                inputs,
                rejects=rejects,
                strict=strict,
                published=published,
                encoding=encoding,
                lexicon=lexicon,
                processes=processes,
                beside=_beside(bulk),
                problems=read.problems.append,
            ),
        )
        if dry_run:
            say = _plan(graph, files, read, replace_text, form, count)
        elif bulk:
            say = _bulk(graph, files, read, report_file, bulk_folder, count)
        else:

            def loaded(done: Loaded) -> None:
                batch_done()
                count("documents", done.documents)

            say = _load(graph, files, read, replace_text, report_file, loaded)
        if rejects_file.is_file() and not rejects.total and not dry_run:  # /dev/null is to stay
            rejects_file.unlink()  # of an earlier load
    for message in read.messages():
        tell(message)
    if rejects.total:
        were = "record was" if rejects.total == 1 else "records were"
        tell(f"{rejects.total:,} {were} rejected" + ("" if dry_run else f", with the reasons in {rejects_file}"))
    for line in say:
        click.echo(line)
    if read.flawed:
        sys.exit(Exit.FINDINGS)


def _beside(bulk: bool) -> int:
    """How many processes read large claims files beside this one: one, for the server has work too, unless it waits."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if cores == 1:
        return 0
    return cores if bulk else 1


def _holds(given: Path, file: Path) -> bool:
    """Whether an input is the file, or a folder in which it lies."""
    return given.exists() and (given.samefile(file) or given.resolve() in file.resolve().parents)


def _load(
    graph: Graph,
    files: Iterable[InputFile],
    read: Reading,
    replace_text: bool,
    report_file: Path | None,
    progress: Callable[[Loaded], None],
) -> Iterable[str]:
    """Loads, and gives what to say of it."""
    from dragoman.loader.store.load import load_files

    documents = 0

    def noted(done: Loaded) -> None:
        nonlocal documents
        documents = done.documents - done.documents_refused
        progress(done)

    try:
        loaded = load_files(
            graph.driver,
            graph.database,
            files,
            replace_text=replace_text,
            progress=noted,
            rejected=read.reasons,
            heard=read.heard,
        )
    except KeyboardInterrupt:
        raise interrupted(documents, "loaded", "run it again to go on") from None
    return _told(loaded, read, report_file)


def _told(loaded: Loaded, read: Reading, report_file: Path | None) -> list[str]:
    """Writes the report, and gives what to say of a load."""
    import orjson

    from dragoman.loader.store.report import report

    read.refused = loaded.refused
    read.read.update(entities=read.left_out.entities, claims=read.left_out.claims)
    if report_file is not None:
        found = report(loaded, read.rejects, read.left_out, read.read)
        found |= {"inputs": read.inputs, "problems": [str(problem) for problem in read.problems]}
        report_file.write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    if not loaded.documents:
        return ["nothing loaded: all records were rejected" if read.rejects.total else loaded.summary()]
    return [f"{loaded.summary()}; ask: dragoman query run start-here"]


def _bulk(
    graph: Graph,
    files: Iterable[InputFile],
    read: Reading,
    report_file: Path | None,
    folder: Path,
    count: Progress,
) -> Iterable[str]:
    """Imports what the inputs say, or writes the files for it, and gives what to say of it."""
    from dragoman.connection import connect
    from dragoman.loader.store.bulk import write_files
    from dragoman.loader.store.first import complete, journal_of_empty
    from dragoman.loader.store.interrupt import TornError, interrupts_wait
    from dragoman.server.importing import import_folder, last_write, replace_database

    journal_of_empty(graph.driver, graph.database)
    if not graph.local:
        if folder.exists() and any(folder.iterdir()):
            raise UsageError(f"{folder}: is not empty; name another folder with --bulk-folder, or remove it")
        folder.mkdir(exist_ok=True)
        written = write_files(read.written(files), folder, progress=count)
        said = _told(written.loaded, read, report_file)
        if not written.loaded.documents_added:
            return said
        return [
            said[0].replace("added", "wrote", 1).partition(";")[0],
            *_by_hand(graph, written.arguments, folder),
        ]
    with import_folder() as place:
        try:
            written = write_files(read.written(files), place, progress=count)
        except KeyboardInterrupt:
            raise interrupted(0, "loaded", "the database is as it was") from None
        rejected = read.reasons()
        if not written.loaded.documents_added:
            complete(graph.driver, graph.database, written.loaded, rejected)
            return _told(written.loaded, read, report_file)
        before = last_write()
        journal = journal_of_empty(graph.driver, graph.database)  # again, for reading took a while
        graph.close()
        local = replace_database(place, written.arguments, unless_after=before, tell=lambda what: count(what, None))
    added = written.loaded.documents_added
    try:
        with (
            connect(local.uri, local.user, local.password, local.database) as imported,
            interrupts_wait(),
        ):
            count("constraints", None)
            complete(imported.driver, imported.database, written.loaded, rejected, journal)
    except TornError:
        raise interrupted(added, "loaded", "dragoman check --repair makes the constraints that are missing") from None
    except KeyboardInterrupt:
        raise interrupted(added, "loaded", "nothing is left to be done") from None
    return _told(written.loaded, read, report_file)


def _by_hand(graph: Graph, arguments: Sequence[str], folder: Path) -> Iterable[str]:
    """Writes the statements that follow an import, and gives what to do with the files."""
    from dragoman.loader.store.first import afterwards

    (folder / "afterwards.cypher").write_text("".join(f"{text};\n" for text in afterwards()), "utf-8")
    database = graph.database or "neo4j"
    command = shlex.join(["neo4j-admin", "database", "import", "full", database, *arguments])
    return [
        f"The files are in {folder}. Bring them to the server's machine, stop the server, and run there, among them:",
        f"    {command}",
        "Then start the server, and run:",
        f"    cypher-shell --database {database} --file afterwards.cypher",
        "    dragoman check --repair    (makes the constraints, and compares the graph with its claims)",
    ]


def _plan(
    graph: Graph,
    files: Iterable[InputFile],
    read: Reading,
    replace_text: bool,
    form: str,
    count: Progress,
) -> Iterable[str]:
    """Plans a load, and gives what to say of it."""
    import orjson

    from dragoman.loader.store.plan import plan
    from dragoman.queries.results import printable

    planned = plan(
        graph.driver,
        graph.database,
        chain.from_iterable(file.read() for file in files),
        replace_text=replace_text,
        progress=count,
    )
    read.refused = planned.refused
    if form == "json":
        return [orjson.dumps(planned.to_dict(), option=orjson.OPT_INDENT_2).decode()]
    return [*map(printable, planned.lines()), planned.summary()]
