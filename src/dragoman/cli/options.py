"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def in_a_folder(ctx: click.Context, parameter: click.Parameter, path: Path | None) -> Path | None:
    """The path of a file to be written, refused at once where its folder is missing, not after the work is done."""
    if path is not None and not path.absolute().parent.is_dir():
        raise click.BadParameter(f"{path}: there is no such folder; make it or name another file")
    return path


def is_plain(path: Path | None) -> bool:
    """Whether a file to be written is or will be a plain one, which is put in place whole; a pipe or device is not."""
    return path is not None and (path.is_file() or not path.exists())


def encoding_option(command: Command) -> Command:
    """Adds `--encoding`, refused at once where it names none."""

    def known(ctx: click.Context, parameter: click.Parameter, name: str) -> str:
        from dragoman.loader.sources.encoding import known_encoding

        return known_encoding(name) if name else name

    add = click.option(
        "--encoding",
        default="",
        metavar="NAME",
        callback=known,
        help="Encoding (cp1252, koi8-r, …) of texts and pages that are not UTF-8. [default: as they say, else guessed]",
    )
    return add(command)


def processes_option(command: Command) -> Command:
    """Adds `--processes`."""
    add = click.option(
        "--processes",
        type=click.IntRange(1),
        default=1,
        show_default=True,
        metavar="N",
        help="Processes that extract; each takes some 300 MB.",
    )
    return add(command)


def lexicon_option(command: Command) -> Command:
    """Adds `--lexicon`, a file that is read at once, so that what is wrong in it is told before the work."""

    def readable(ctx: click.Context, parameter: click.Parameter, path: Path | None) -> Path | None:
        if path is not None:
            from dragoman.loader.extract import load_frames, load_lexicon

            load_lexicon(path)
            load_frames(path)
        return path

    add = click.option(
        "--lexicon",
        type=click.Path(dir_okay=False, path_type=Path),
        callback=readable,
        metavar="FILE",
        help="Frames and words of your own for the extractor (TOML; see docs/extraction.md).",
    )
    return add(command)


def connection_options(command: Command) -> Command:
    """Adds `--uri`, `--user` and `--database`; the password comes from DRAGOMAN_NEO4J_PASSWORD."""
    for option in (
        click.option("--database", metavar="NAME", help="The database. [env: DRAGOMAN_NEO4J_DATABASE]"),
        click.option("--user", metavar="NAME", help="The user. [env: DRAGOMAN_NEO4J_USER]"),
        click.option(
            "--uri", metavar="URI", help="Neo4j's address; without one the local server. [env: DRAGOMAN_NEO4J_URI]"
        ),
    ):
        command = option(command)
    return command


def typed(value: str) -> str:
    """Text that a user typed, as UTF-8 even where the locale took its bytes for something else."""
    return value if value.isprintable() else os.fsencode(value).decode()
