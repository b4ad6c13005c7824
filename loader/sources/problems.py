"""What was noticed in a source: a document that is refused, or something that the reader should know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """A notice about a file, or one line of it; `refused` if a document was left out for it.

    `record` is what a refused line holds, as `Rejects` writes it.
    """

    file: str
    reason: str
    line: int = 0
    refused: bool = True
    record: object = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


Report = Callable[[Problem], None]
"""Who is told of problems."""
