"""A saved web page: its article, without menus and advertisements, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from dragoman.errors import DataError, UsageError, how_to_install
from dragoman.loader.identity import document_id
from dragoman.loader.records import Document
from dragoman.loader.sources.encoding import decode, read_bytes
from dragoman.loader.sources.found import Found
from dragoman.loader.sources.problems import Problem, Report

SUFFIXES = (".html", ".htm", ".xhtml")

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]*(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HEAD_BYTES = 4096


def documents(stream: IO[bytes], name: str, published: str, encoding: str, report: Report) -> Iterator[Found]:
    """The one document of a page. Raises `DataError` if there is none."""
    raw = read_bytes(stream)
    charset = _CHARSET.search(raw[:_HEAD_BYTES])
    content, warning = decode(raw, encoding, charset[1].decode("ascii", "replace") if charset else "")
    if warning:
        report(Problem(name, warning, refused=False))
    yield Found(read_html(content, published=published), name)


def read_html(content: str, *, published: str = "") -> Document:
    """The article of a page, its paragraphs parted by an empty line; `published` is its date where it gives none.

    Raises `UsageError` where trafilatura, or what it needs, is not installed, `DataError` where there is no article.
    """
    try:
        from trafilatura import bare_extraction
        from trafilatura.utils import load_html
    except ImportError as error:
        missing = str(error).strip().partition("\n")[0]
        raise UsageError(
            f"Reading web pages needs trafilatura and what it uses ({missing}); run: {how_to_install('extract')}"
        ) from error
    tree = load_html(re.sub(r"^\s*<\?xml[^>]*\?>", "", content))
    language = str(tree.get("lang") or "") if tree is not None else ""
    page = None
    if tree is not None:
        page = bare_extraction(
            tree,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    if page is None or isinstance(page, dict) or not (page.text or "").strip():
        raise DataError("has no article that can be told from its menus; save the text as .txt")
    title = page.title or ""
    paragraphs = [line.strip() for line in (page.text or "").split("\n") if line.strip()]
    if paragraphs[0] == title and len(paragraphs) > 1:
        paragraphs = paragraphs[1:]
    text = "\n\n".join(paragraphs)
    url = page.url or ""
    return Document(
        id=document_id(url, text),
        text=text,
        url=url,
        title=title,
        publisher=page.sitename or "",
        published=page.date or published,
        language=language,
    )
