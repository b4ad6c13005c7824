"""What was not read, and why: rejected records, counts and warnings of one run over one or more files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import orjson

from dragoman.loader.claims.fields import show

KEPT = 1_000
FIELDS_NAMED = 100


@dataclass(frozen=True, slots=True)
class Reject:
    """Why the record in a line of a file was set aside."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(slots=True)
class Count:
    """How many records of one kind were accepted and rejected."""

    accepted: int = 0
    rejected: int = 0

    @property
    def read(self) -> int:
        return self.accepted + self.rejected


@dataclass
class Rejects:
    """Collects what is set aside; with a `path`, as a claims file too.

    That file holds every record of a document of which one was set aside, the bad ones with the reason in a field
    `rejected`: repaired, it is loaded like any other. What is no JSON stands in it as `text`. The file is made (anew)
    with the first record; close it with `close` or a `with` statement. `kept` holds the first 1,000 rejects, so that
    memory stays small however bad a file is; `each` is called with every one as it comes. `counts` has the kinds
    `document`, `entity` and `claim`, and `unknown` for lines whose kind can't be told.
    """

    path: Path | None = None
    each: Callable[[Reject], None] | None = None
    kept: list[Reject] = field(default_factory=list)
    counts: dict[str, Count] = field(
        default_factory=lambda: {kind: Count() for kind in ("document", "entity", "claim", "unknown")}
    )
    ignored: dict[str, tuple[str, int]] = field(default_factory=dict, repr=False)
    _file: IO[bytes] | None = field(default=None, repr=False)

    @property
    def total(self) -> int:
        """How many records were rejected."""
        return sum(count.rejected for count in self.counts.values())

    def accept(self, kind: str, number: int = 1) -> None:
        """Counts records that were read."""
        self.counts[kind].accepted += number

    def add(self, kind: str, reject: Reject) -> None:
        """Counts a record that is set aside, and tells of it."""
        self.counts[kind].rejected += 1
        if len(self.kept) < KEPT:
            self.kept.append(reject)
        if self.each is not None:
            self.each(reject)

    def write(self, record: Any, *, document: str = "", rejected: Reject | None = None) -> None:
        """Writes a record of a document to the file, with the reason if it is a bad one itself."""
        if self.path is None:
            return
        if self._file is None:
            self._file = self.path.open("wb")
        line = ({"document": document} if document else {}) | (record if isinstance(record, dict) else {"text": record})
        if rejected is not None:
            line["rejected"] = str(rejected)
        self._file.write(_line(line))

    def ignore(self, name: str, file: str, line: int) -> None:
        """Notes a field that was ignored without harm; the first 100 names are kept, each with its first place."""
        where, times = self.ignored.get(name, (f"{file}:{line}", 0))
        if times or len(self.ignored) < FIELDS_NAMED:
            self.ignored[name] = where, times + 1

    @property
    def warnings(self) -> list[str]:
        """What was ignored without harm: a line for each unknown field, with how often it came."""
        return [
            f"{where}: field {show(name)} is unknown and ignored{f', {times:,} times in all' if times > 1 else ''}"
            for name, (where, times) in self.ignored.items()
        ]

    def close(self) -> None:
        """Completes the file, if one was begun."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _line(record: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # it reads deeper than it writes
        names = ("document", "record", "id", "rejected")
        kept = {name: value for name, value in record.items() if name in names and isinstance(value, str)}
        kept["rejected"] = f"{kept.get('rejected', '')}; the record is nested too deeply to be kept here"
        return orjson.dumps(kept, option=orjson.OPT_APPEND_NEWLINE)
