"""What was not read, and why: rejected records, counts and warnings of one run over one or more files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import orjson

KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that was set aside; `record` is its JSON value, or its text where it is not JSON."""

    file: str
    line: int
    reason: str
    record: Any

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
    """Collects what is set aside; with a `path`, as JSON Lines too, one `{"file", "line", "reason", "record"}` a line.

    The file is made (anew) with the first reject; close it with `close` or a `with` statement. `kept` holds the first
    1,000 rejects, so that memory stays small however bad a file is. `counts` has the kinds `document`, `entity` and
    `claim`, and `unknown` for lines whose kind can't be told.
    """

    path: Path | None = None
    kept: list[Reject] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    counts: dict[str, Count] = field(
        default_factory=lambda: {kind: Count() for kind in ("document", "entity", "claim", "unknown")}
    )
    _file: IO[bytes] | None = field(default=None, repr=False)

    @property
    def total(self) -> int:
        """How many records were rejected."""
        return sum(count.rejected for count in self.counts.values())

    def accept(self, kind: str, number: int = 1) -> None:
        """Counts records that were read."""
        self.counts[kind].accepted += number

    def add(self, kind: str, reject: Reject) -> None:
        """Sets a record aside."""
        self.counts[kind].rejected += 1
        if len(self.kept) < KEPT:
            self.kept.append(reject)
        if self.path is not None:
            if self._file is None:
                self._file = self.path.open("wb")
            self._file.write(_line(reject))

    def warn(self, message: str) -> None:
        """Notes what was ignored without harm."""
        self.warnings.append(message)

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


def _line(reject: Reject) -> bytes:
    line = {"file": reject.file, "line": reject.line, "reason": reject.reason, "record": reject.record}
    try:
        return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # it reads deeper than it writes
        line["record"] = None
        line["reason"] += "; the record is nested too deeply to be kept here"
        return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)
