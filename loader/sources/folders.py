"""Which files an input stands for: a function of the file system, always in the same order."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dragoman.loader.sources.problems import Problem, Report


def files_in(folder: Path, suffixes: tuple[str, ...], report: Report) -> Iterator[Path]:
    """The files below a folder that have one of the suffixes, sorted by path; hidden ones are left out.

    A symbolic link that leads out of the folder or nowhere is refused, one within it is not followed, since what it
    names is read at its own place. What has another suffix is reported once, by suffix.
    """
    root = folder.resolve()
    others: Counter[str] = Counter()
    for path in _walk(folder, report):
        if path.is_symlink() and not os.path.exists(path):  # noqa: PTH110  # the path's own fails where none may look
            report(Problem(str(path), "is a link that leads nowhere; mend or remove it"))
        elif path.is_symlink():
            if not path.resolve().is_relative_to(root):
                report(Problem(str(path), "is a link that leads out of the folder; name its target, or copy it"))
        elif not path.is_file():
            report(Problem(str(path), "is no file; what comes from a pipe is read from standard input (-)"))
        elif path.name.lower().endswith(suffixes):
            yield path
        else:
            others[path.suffix.lower() or "no suffix"] += 1
    if others:
        kinds = ", ".join(f"{suffix} {count}" for suffix, count in others.most_common(5))
        left = "1 file is" if others.total() == 1 else f"{others.total():,} files are"
        reason = f"{left} of no format that is read ({kinds}); what ends in {readable(suffixes)} is read"
        report(Problem(str(folder), reason, refused=False))


def readable(suffixes: tuple[str, ...]) -> str:
    """The suffixes that are read, as a message names them."""
    return f"{', '.join(suffixes[:-1])} or {suffixes[-1]}"


def _walk(folder: Path, report: Report) -> Iterator[Path]:
    """All that is no folder below a folder, links to folders among it."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        report(Problem(str(folder), f"can't be listed: {error.strerror}; check who may read it"))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), report)
        else:
            yield Path(entry.path)
