"""`dragoman extract`: documents become claims."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from dragoman.cli.options import encoding_option, in_a_folder, is_plain, lexicon_option, processes_option
from dragoman.cli.progress import counting, tell
from dragoman.errors import Exit


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=in_a_folder,
    help="A file instead of standard output.",
)
@click.option("--published", default="", metavar="DATE", help="Publication date (EDTF) of texts that give none.")
@encoding_option
@lexicon_option
@processes_option
@click.option("--explain", is_flag=True, help="Print how each claim was made; the claims only go to --output.")
def extract(
    inputs: tuple[str, ...],
    output: Path | None,
    published: str,
    encoding: str,
    lexicon: Path | None,
    processes: int,
    explain: bool,
) -> None:
    """Write what INPUT… say as a claims file. INPUT is a file, a folder, or - for standard input.

    Exit status: 1 when a document could not be read.
    """
    from dragoman.loader.claims import write_claims
    from dragoman.loader.extract import Origin, explanation
    from dragoman.loader.inputs import extracted, read_texts
    from dragoman.loader.records import DocumentClaims
    from dragoman.loader.sources import Problem

    messages: list[str] = []
    refused = False
    claims = 0

    def hear(problem: Problem) -> None:
        nonlocal refused
        refused = refused or problem.refused
        messages.append(str(problem))

    def told(bundle: DocumentClaims, origins: list[Origin]) -> None:
        for line in explanation(bundle, origins):
            click.echo(line)

    target = str(output or (os.devnull if explain else "-"))
    with counting("documents") as count, click.open_file(target, "wb", atomic=is_plain(output)) as stream:

        def counted(bundles: Iterable[DocumentClaims]) -> Iterator[DocumentClaims]:
            nonlocal claims
            for done, bundle in enumerate(bundles, 1):
                claims += len(bundle.claims)
                yield bundle
                count(done)

        documents = read_texts(inputs, published=published, encoding=encoding, problems=hear)
        bundles = extracted(
            documents, lexicon=lexicon, processes=processes, explain=told if explain else None, problems=hear
        )
        write_claims(stream, counted(bundles))
    for message in messages:
        tell(message)
    tell(f"extracted {claims} claims")
    if refused:
        sys.exit(Exit.FINDINGS)
