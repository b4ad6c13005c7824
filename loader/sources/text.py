"""Plain text: an optional head of `name: value` lines, an empty line, then the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from dragoman.loader.identity import document_id
from dragoman.loader.records import Document
from dragoman.loader.sources.encoding import decode, read_bytes
from dragoman.loader.sources.problems import Problem, Report

SUFFIXES = (".txt",)

HEAD = {"title": "title", "publisher": "publisher", "date": "published", "url": "url", "language": "language"}
"""Each name that a head may give, and the document's field that it fills."""


def documents(stream: IO[bytes], name: str, published: str, report: Report) -> Iterator[Document]:
    """The one document of a text file. Raises `DataError` if there is none."""
    content, guessed = decode(read_bytes(stream))
    if guessed:
        report(Problem(name, f"is not UTF-8; read as {guessed}, save it as UTF-8 if names look wrong", refused=False))
    yield read_text(content, published=published)


def read_text(content: str, *, published: str = "") -> Document:
    """The document that a text file holds. `published` is its date where the head gives none.

    Line ends become `\\n`, empty lines around the text are dropped; all else stays code point for code point. A text
    whose first lines are not a head, up to an empty line, is all text.

    >>> read_text("title: Talks\\ndate: 2022-12-21\\n\\nThe two sides met.\\n").text
    'The two sides met.'
    """
    content = content.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    head, text = _split(content)
    text = text.strip("\n")
    fields = {HEAD[name]: value for name, value in head.items()}
    return Document(
        id=document_id(fields.get("url", ""), text),
        text=text,
        url=fields.get("url", ""),
        title=fields.get("title", ""),
        publisher=fields.get("publisher", ""),
        published=fields.get("published", "") or published,
        language=fields.get("language", ""),
    )


def _split(content: str) -> tuple[dict[str, str], str]:
    """The head's values and the text; without a head, no values and all."""
    head: dict[str, str] = {}
    rest = content
    while rest:
        line, _, rest = rest.partition("\n")
        if not line.strip():
            return (head, rest) if head else ({}, content)
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if not colon or name not in HEAD or name in head:
            return {}, content
        head[name] = value.strip()
    return {}, content
