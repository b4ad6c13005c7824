"""Extraction in one process or several; documents come back in the order in which they went."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from dragoman.errors import DataError
from dragoman.loader.extract.extractor import load_extractor
from dragoman.loader.extract.write import Origin
from dragoman.loader.records import Document, DocumentClaims

Read = tuple[Document, DocumentClaims | DataError, list[Origin]]
"""A document, what it says or why it can't be read, and where its claims come from."""

AHEAD = 8
"""How many documents wait for each process, so that memory does not grow with their number."""


def read_all(documents: Iterable[Document], lexicon: Path | None = None, processes: int = 1) -> Iterator[Read]:
    """Reads documents one by one; nothing is loaded before the first. A stream: at most `AHEAD` a process wait."""
    if processes <= 1:
        for document in documents:
            yield _read(document, lexicon)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=load_extractor, initargs=(lexicon,)) as pool:
        waiting: deque[Future[Read]] = deque()
        try:
            for document in documents:
                waiting.append(pool.submit(_read, document, lexicon))
                if len(waiting) >= AHEAD * processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _read(document: Document, lexicon: Path | None) -> Read:
    try:
        bundle, origins = load_extractor(lexicon).read(document)
    except DataError as error:
        return document, error, []
    return document, bundle, origins
