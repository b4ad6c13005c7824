"""A document with its place, and which of those that come twice are given once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from dragoman.loader.claims import to_record
from dragoman.loader.records import Document
from dragoman.loader.sources.problems import Problem, Report


@dataclass(frozen=True, slots=True)
class Found:
    """A document, and the file and line where it was read; line 0 where the file has no other."""

    document: Document
    file: str
    line: int = 0

    @property
    def place(self) -> str:
        """Where it was read, as messages name it."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def problem(self, reason: str, *, refused: bool = True) -> Problem:
        """A notice about the document."""
        record = to_record(self.document) if refused and self.line else None
        return Problem(self.file, reason, self.line, refused, record)


@dataclass(slots=True)
class Once:
    """What was given before: an identity stands for one text."""

    _seen: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    def is_first(self, identity: str, found: Found, report: Report) -> bool:
        """Whether the document is the first of its identity; another is told to `report`, refused if its text differs.

        Memory grows with the number of documents, not with their texts.
        """
        digest = hashlib.sha256(found.document.text.encode()).digest()[:8]
        if identity not in self._seen:
            self._seen[identity] = digest, found.place
            return True
        before, where = self._seen[identity]
        name = found.document.url or identity
        if before == digest:
            report(found.problem(f"document {name} was read before, in {where}", refused=False))
        else:
            report(found.problem(f"document {name} has another text in {where}; keep one, or give each its own url"))
        return False
