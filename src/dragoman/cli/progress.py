"""Progress and messages on standard error: a live line on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from dragoman.errors import InterruptedWorkError

if TYPE_CHECKING:
    from dragoman.loader.store.progress import Progress


def tell(message: str) -> None:
    """Says something on standard error."""
    click.echo(message, err=True)


def interrupted(documents: int, done: str, again: str) -> InterruptedWorkError:
    """What to raise when Ctrl-C ends work of which so many documents are done."""
    tell("")  # after the ^C of a terminal
    are = "document is" if documents == 1 else "documents are"
    return InterruptedWorkError(f"interrupted: {documents:,} {are} {done}; {again}")


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """A counter that a terminal shows: call it with the number of things done so far."""
    with counting_each(what) as count:
        yield lambda done: count(what, done)


@contextmanager
def counting_each(what: str) -> Iterator[Progress]:
    """A counter for one thing after the other: call it with what is being done, and how many if they are counted."""
    if not sys.stderr.isatty():
        yield lambda what, done: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as progress:
        task = progress.add_task(what, total=None)

        def count(what: str, done: int | None) -> None:
            progress.update(task, description=what if done is None else f"{what} {done:,}")

        yield count
