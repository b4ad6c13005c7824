"""Plain text: an optional head of `name: value` lines, an empty line, then the text.

A head of two known names or more needs no empty line.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import IO

from dragoman.loader.dates import day_of
from dragoman.loader.identity import document_id
from dragoman.loader.records import Document
from dragoman.loader.sources.encoding import decode, read_bytes
from dragoman.loader.sources.found import Found
from dragoman.loader.sources.problems import Problem, Report

SUFFIXES = (".txt",)

HEAD = {
    "title": "title",
    "publisher": "publisher",
    "date": "published",
    "published": "published",
    "url": "url",
    "language": "language",
}
"""Each name that a head may give, and the document's field that it fills."""

_LINE = re.compile(r"[ \t]*([^\W\d_][\w-]{0,20}(?: [\w-]{1,20})?)[ \t]*:(.*)")
_UNPARTED = 2
"""Known names that tell a head from a text without an empty line between."""
_HOW = "write a head's lines as `title: Talks`, then an empty line, or begin the file with an empty line"


def documents(stream: IO[bytes], name: str, published: str, encoding: str, report: Report) -> Iterator[Found]:
    """The one document of a text file. Raises `DataError` if there is none."""
    content, warning = decode(read_bytes(stream), encoding)
    if warning:
        report(Problem(name, warning, refused=False))
    document = read_text(
        content, published=published, tell=lambda line, reason: report(Problem(name, reason, line, refused=False))
    )
    yield Found(document, name)


def read_text(
    content: str, *, published: str = "", tell: Callable[[int, str], None] = lambda line, reason: None
) -> Document:
    """The document that a text file holds. `published` is its date where the head gives none.

    Line ends become `\\n`, empty lines around the text are dropped; all else stays code point for code point. A text
    whose first lines are not a head is all text. `tell` hears of a line of the head that is not
    understood, and of first lines that look like a head and are none.

    >>> read_text("title: Talks\\ndate: 2022-12-21\\n\\nThe two sides met.\\n").text
    'The two sides met.'
    """
    content = content.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    fields, text = _split(content, tell)
    text = text.strip("\n")
    return Document(
        id=document_id(fields.get("url", ""), text),
        text=text,
        url=fields.get("url", ""),
        title=fields.get("title", ""),
        publisher=fields.get("publisher", ""),
        published=day_of(fields.get("published", "")) or published,
        language=fields.get("language", ""),
    )


def _split(content: str, tell: Callable[[int, str], None]) -> tuple[dict[str, str], str]:
    """The document's fields that a head gives, and the text; without a head, no fields and all."""
    first, parted, text = content.partition("\n\n")
    lines = first.split("\n")
    named = [(match[1].lower(), match[2].strip()) if (match := _LINE.fullmatch(line)) else None for line in lines]
    known = [line is not None and line[0] in HEAD for line in named]
    enough = 1 if known[0] else 2  # one name in the midst may be a sentence's
    if parted and None not in named and sum(known) >= enough:
        return _fields(list(filter(None, named)), tell), text
    run = list(filter(None, itertools.takewhile(lambda line: line is not None, named)))
    while run and run[-1][0] not in HEAD:
        run.pop()
    if known[0] and sum(name in HEAD for name, _ in run) >= _UNPARTED:
        return _fields(run, tell), "\n".join(content.split("\n")[len(run) :])
    if None in named and sum(known) >= enough:
        tell(named.index(None) + 1, f"is no `name: value`, so that what stands above it is read as text; {_HOW}")
    return {}, content


def _fields(named: list[tuple[str, str]], tell: Callable[[int, str], None]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for number, (name, value) in enumerate(named, 1):
        if name not in HEAD:
            tell(number, f'"{name}" is no name that a head may give, and is left out; use {", ".join(HEAD)}')
        elif HEAD[name] in fields:
            tell(number, f'"{name}" is given twice, and this one is left out; give it once')
        else:
            fields[HEAD[name]] = value
    return fields
