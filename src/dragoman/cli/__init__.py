"""The command line. Each command stands in a module of its own, imported when it is called."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.metadata import version
from typing import Any

import click

from dragoman.cli import streams
from dragoman.errors import DragomanError, Exit

# Command: the module that holds it, the object's name there, and its line of help.
COMMANDS = {
    "demo": ("demo", "demo", "The sample dispatches into a local Neo4j, then what to look at."),
    "server": ("server", "server", "A local Neo4j: start, stop, status, env, remove."),
    "extract": ("extract", "extract", "Documents become claims."),
    "load": ("load", "load", "Documents or claims files go into Neo4j."),
    "status": ("status", "status", "What is loaded, when, and what was refused."),
    "retract": ("retract", "retract", "Take documents, and all that follows from them alone, out again."),
    "check": ("check", "check", "The graph's health; with files, the claims files'."),
    "find": ("find", "find", "What the graph has under a name."),
    "query": ("query", "query", "Canned queries: list, show, run."),
    "analyze": ("analyze", "analyze", "Network analyses, from Neo4j or from claims files."),
    "export": ("export", "export", "Claims, or the whole graph for comparison."),
}


class Commands(click.Group):
    """A group that imports a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"dragoman.cli.{module}"), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; a reader that has seen enough (`| head`) ends it in peace, where click would say 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            streams.silence()

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in COMMANDS.items()])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("dragoman"), prog_name="dragoman")
def root() -> None:
    """Reads reporting on military and diplomatic relations into a graph and guides you through it.

    Exit status: 0 done, 1 findings or rejects, 2 usage, 3 no server, 4 login or database refused, 5 wrong version,
    6 download, 7 would write or needs --yes, 8 other, 130 interrupted.
    """


def main(arguments: list[str] | None = None) -> Any:
    """Runs the command line; every error on purpose is one line on standard error and an exit status."""
    streams.make_robust()
    try:
        with _without("pandas"):  # the driver imports it wherever it is installed; no command uses it
            status = _run(arguments)
        streams.flush()
    except BrokenPipeError:
        status = Exit.DONE
    except OSError as error:  # a full disk behind standard output
        status = _failed(_reason(error), Exit.OTHER)
    streams.silence()
    sys.exit(status)


@contextmanager
def _without(package: str) -> Iterator[None]:
    """Hides a package from those that import it if they can, and so spares the time that it takes."""
    if package in sys.modules:
        yield
        return
    sys.modules[package] = None  # type: ignore[assignment]  # what makes an import fail, by Python's reference
    try:
        yield
    finally:
        del sys.modules[package]


def _run(arguments: list[str] | None) -> int:
    """Runs the command line and returns the exit status, after a message where there is something to say."""
    try:
        return root.main(arguments, prog_name="dragoman", standalone_mode=False) or Exit.DONE
    except SystemExit as end:
        return int(end.code or Exit.DONE)
    except click.exceptions.Abort:
        return _failed("interrupted", Exit.INTERRUPTED)
    except KeyboardInterrupt:
        return _interrupted()
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return Exit.USAGE
    except click.ClickException as error:
        return _failed(_usage(error), Exit.USAGE)
    except DragomanError as error:
        return _failed(str(error), error.exit)
    except BrokenPipeError:
        raise
    except OSError as error:  # a folder that is not there, a full disk
        return _failed(_reason(error), Exit.OTHER)
    except Exception as error:
        if _follows_interrupt(error):
            return _interrupted()
        if not type(error).__module__.startswith("neo4j"):
            raise
        from dragoman.connection import explain

        explained = explain(error)
        return _failed(str(explained), explained.exit)


def _usage(error: click.ClickException) -> str:
    """A wrong call as one line, with the command whose help says more."""
    message = " ".join(error.format_message().split())
    context = getattr(error, "ctx", None)
    if context is None:
        return message
    return f"{message}{'' if message.endswith(('.', '?')) else '.'} See {context.command_path} --help"


def _reason(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error)


def _interrupted() -> int:
    return _failed("interrupted: what is loaded are whole documents; run it again to go on", Exit.INTERRUPTED)


def _follows_interrupt(error: BaseException | None) -> bool:
    """Whether an error comes of Ctrl-C: the driver, torn out of an exchange, may fail in many ways."""
    return error is not None and (isinstance(error, KeyboardInterrupt) or _follows_interrupt(error.__context__))


def _failed(message: str, status: Exit) -> int:
    with suppress(OSError):  # nobody listens there either
        click.echo(f"dragoman: {message}", err=True)
    return status
