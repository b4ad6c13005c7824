"""The records of a claims file: what one document says, and where it says so.

These are plain, frozen values. Everything in Dragoman is a function of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Packed:
    """Pickled as the call that makes it, in half the time of a dataclass; for one whose fields are its own slots."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Fields are the slots, in their order."""
        return type(self), tuple([getattr(self, name) for name in self.__slots__])


class Modality(StrEnum):
    """Whether a document states a fact, announces it, or denies it."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    NEGATED = "negated"


@dataclass(frozen=True, slots=True)
class Document(Packed):
    """One article, dispatch or table row.

    `published` is EDTF of any precision; an empty string in any field but `id` and `text` means unknown. `extractor` is
    who read it (`name/version`), if all that is said of it comes from one: also one that found nothing to say.
    """

    id: str
    text: str
    url: str = ""
    title: str = ""
    publisher: str = ""
    published: str = ""
    language: str = ""
    extractor: str = ""


@dataclass(frozen=True, slots=True)
class Entity(Packed):
    """One thing as one document names it; `kind` is a kind of the ontology, `properties` hold scalars.

    `extractor` is who found it, beside those whose claims use it; without one (`None`) an entity that no claim uses is
    everybody's who reads the document, with an empty one nobody's.
    """

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    extractor: str | None = None


@dataclass(frozen=True, slots=True)
class Passage(Packed):
    """The sentence that states a claim: `text == document.text[start:end]`, in Unicode code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Claim(Packed):
    """One statement that one document makes in one passage.

    `subject` and `object` are ids of entities of the same document, `extractor` is `name/version` or a bare name,
    `confidence` lies in [0, 1].
    """

    id: str
    document: str
    subject: str
    predicate: str
    object: str
    passage: Passage
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    modality: Modality = Modality.ASSERTED
    confidence: float = 1.0
    extractor: str = ""


@dataclass(frozen=True, slots=True)
class DocumentClaims(Packed):
    """All that one claims file says of one document: the unit that is read, extracted and loaded.

    `entities` holds each entity that a claim of `claims` uses, and those that only the document names. `lines` is a
    digest of the lines of a claims file that say just this; it is empty where others do, or there is more in them.
    `readers` names extractors that have read it beside those who say something: what they said before is replaced too.
    """

    document: Document
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    lines: bytes = field(default=b"", compare=False, repr=False)
    readers: tuple[str, ...] = field(default=(), compare=False, repr=False)
