"""`dragoman load`: documents and claims files into the graph."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dragoman.cli.options import connection_options, encoding_option, in_a_folder
from dragoman.cli.progress import counting, tell
from dragoman.errors import Exit, UsageError

SHOWN = 20


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
@click.option("--published", default="", metavar="DATE", help="Publication date (EDTF) of texts that give none.")
@encoding_option
@click.option("--strict", is_flag=True, help="Stop at the first record or file that is wrong.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Leave less sure claims out.")
@click.option(
    "--rejects",
    "rejects_file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("dragoman-rejects.jsonl"),
    callback=in_a_folder,
    show_default=True,
    help="Where rejected records go, each with its reason; only made when there are any.",
)
@connection_options
def load(
    inputs: tuple[str, ...],
    published: str,
    encoding: str,
    strict: bool,
    min_confidence: float,
    rejects_file: Path,
    uri: str | None,
    user: str | None,
    database: str | None,
) -> None:
    """Load INPUT… into the graph: claims files as they are, texts, pages and documents through the extractor.

    INPUT is a file, a folder, or - for standard input. Loading twice changes nothing.

    Exit status: 0 all is loaded, 1 something was rejected or refused, 3 no server runs.
    """
    from dragoman.connection import connect
    from dragoman.loader.claims import Rejects
    from dragoman.loader.inputs import confident, read_bundles
    from dragoman.loader.sources import Problem
    from dragoman.loader.store.load import load as load_bundles

    if any(Path(given).exists() and rejects_file.exists() and rejects_file.samefile(given) for given in inputs):
        raise UsageError(f"{rejects_file} is to be loaded; name another file for rejects with --rejects")
    if rejects_file.is_file():  # what an earlier load rejected; /dev/null is to stay
        rejects_file.unlink()
    problems: list[Problem] = []
    with (
        Rejects(rejects_file) as rejects,
        connect(uri, user, database=database) as graph,
        counting("documents") as count,
    ):
        bundles = read_bundles(
            inputs,
            rejects=rejects,
            strict=strict,
            published=published,
            encoding=encoding,
            problems=problems.append,
        )
        loaded = load_bundles(
            graph.driver,
            graph.database,
            confident(bundles, min_confidence),
            progress=lambda done: count(done.changes + done.documents_unchanged),
            rejected=lambda: [str(reject) for reject in rejects.kept],
        )
    for message in (*rejects.warnings, *rejects.kept[:SHOWN], *problems, *loaded.refused):
        tell(str(message))
    if rejects.total:
        were = "record was" if rejects.total == 1 else "records were"
        tell(f"{rejects.total:,} {were} rejected, with the reasons in {rejects_file}")
    summary = loaded.summary()
    if not loaded.documents and rejects.total:
        summary = "nothing loaded: all records were rejected"
    click.echo(f"{summary}; ask: dragoman query run start-here" if loaded.documents else summary)
    if rejects.total or loaded.refused or any(problem.refused for problem in problems):
        sys.exit(Exit.FINDINGS)
