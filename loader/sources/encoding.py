"""Bytes become text: a function of the bytes and of the encoding that they declare, if any."""

from __future__ import annotations

import codecs
import zlib
from typing import IO

from charset_normalizer import from_bytes

from dragoman.errors import DataError
from dragoman.loader.bounds import MAX_TEXT

_MARKS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1a\x1b")
_CONTROLS_PER_TEXT = 1000


def read_bytes(stream: IO[bytes]) -> bytes:
    """All that a stream holds. Raises `DataError` if that is nothing, or more than a document may be."""
    try:
        raw = stream.read(MAX_TEXT + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise DataError(f"can't be read: {error}; fetch it again") from error
    if len(raw) > MAX_TEXT:
        raise DataError(f"is larger than {MAX_TEXT // 1_000_000} MB; split it into documents")
    if not raw.strip():
        raise DataError("is empty; fetch it again or leave it out")
    return raw


def decode(raw: bytes, declared: str = "") -> tuple[str, str]:
    """The text, without a byte order mark, and the name of an encoding that was guessed, if it was.

    A mark decides, then UTF-8 where the bytes are valid, then what is `declared`, then a guess from the letters.
    Raises `DataError` for what is no text.

    >>> decode("Türkiye".encode("utf-16"))
    ('Türkiye', '')
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding), ""
            except UnicodeDecodeError as error:
                raise DataError(f"begins as {encoding}, but is not at byte {error.start + 1}; fetch it again") from None
    if b"\0" in raw or sum(map(raw.count, map(_byte, _CONTROLS))) * _CONTROLS_PER_TEXT > len(raw):
        raise DataError("is no text (a picture, a PDF or a program?); save it as .txt, .html or .jsonl")
    for encoding in ("utf-8", declared):
        try:
            if encoding:
                return raw.decode(encoding), ""
        except (UnicodeDecodeError, LookupError):
            continue
    best = from_bytes(raw).best()
    if best is None:
        raise DataError("is in no encoding that can be told; save it as UTF-8")
    return str(best), best.encoding


def _byte(number: int) -> bytes:
    return bytes((number,))
