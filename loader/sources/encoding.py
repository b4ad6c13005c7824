"""Bytes become text: a function of the bytes and of the encoding that the user or they themselves name, if any."""

from __future__ import annotations

import codecs
import zlib
from typing import IO

from dragoman.errors import DataError, UsageError
from dragoman.loader.bounds import MAX_TEXT
from dragoman.loader.sources.guess import guess

_MARKS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SUPERSETS = {"iso8859-1": "cp1252", "iso8859-9": "cp1254", "ascii": "cp1252"}
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


def decode(raw: bytes, encoding: str = "", declared: str = "") -> tuple[str, str]:
    """The text, without a byte order mark, and a warning where its encoding was guessed.

    A mark decides, then UTF-8 where the bytes are valid, then the `encoding` that the user names, then what the file
    has `declared`, then a guess. Raises `DataError` for what is no text, or can't be read as it is.

    >>> decode("Türkiye".encode("utf-16"))
    ('Türkiye', '')
    >>> decode("René Dubré met Lech Wałęsa".encode("cp1250"))[0]
    'René Dubré met Lech Wałęsa'
    """
    for mark, marked in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(marked), ""
            except UnicodeDecodeError as error:
                raise DataError(f"begins as {marked}, but is not at byte {error.start + 1}; fetch it again") from None
    is_text = b"\0" not in raw and sum(map(raw.count, map(_byte, _CONTROLS))) * _CONTROLS_PER_TEXT <= len(raw)
    if is_text and (text := _as(raw, "utf-8")) is not None:
        return text, ""
    if encoding:
        return _named(raw, encoding), ""
    if not is_text:
        raise DataError("is no text (a picture, a PDF or a program?); save it as .txt, .html or .jsonl")
    for name in (_superset(declared), declared):
        if name and (text := _as(raw, name)) is not None:
            return text, ""
    guessed = guess(raw)
    text = _as(raw, guessed.encoding) if guessed else None
    if guessed is None or text is None:
        raise DataError("is in no encoding that can be told; name it with --encoding, or save it as UTF-8")
    words = f" ({', '.join(guessed.words)})" if guessed.words else ""
    return text, (
        f"is not UTF-8 and names no encoding; read as {guessed.encoding}{words}: if that is wrong, name its encoding "
        "with --encoding, or save it as UTF-8"
    )


def known_encoding(name: str) -> str:
    """The name, if it is that of an encoding of texts. Raises `UsageError` else."""
    try:
        b"a".decode(name or "utf-8")
    except (LookupError, ValueError):
        raise UsageError(f'encoding: "{name}" is unknown; write utf-8, cp1252, iso-8859-2, koi8-r …') from None
    return name


def _named(raw: bytes, encoding: str) -> str:
    text = _as(raw, encoding)
    if text is None:
        raise DataError(f"is neither UTF-8 nor {encoding}; name another --encoding, or save it as UTF-8")
    return text.removeprefix("\ufeff")


def _as(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _superset(declared: str) -> str:
    """What browsers read for a declared encoding: Windows' letters in the place of control characters."""
    try:
        return _SUPERSETS.get(codecs.lookup(declared).name, "")
    except LookupError:
        return ""


def _byte(number: int) -> bytes:
    return bytes((number,))
