"""What resolution looks at in a mention, and the blocks in which it looks for others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dragoman.loader.bounds import MAX_NAME
from dragoman.loader.context import NO_ACTORS, actor_blocks, code_of, date_of, occurrence_span
from dragoman.loader.dates import Span, span
from dragoman.loader.digests import digest
from dragoman.loader.evidence import Mention
from dragoman.loader.keys import OWNED, name_key, whole_key
from dragoman.loader.names import (
    country_code,
    data_lines,
    fold,
    generation,
    person_words,
    slug,
    word_block,
)
from dragoman.loader.ontology import ontology
from dragoman.loader.records import Packed
from dragoman.loader.resolve.actors import have_in_common

_SLUG = 80
_ORDINAL = re.compile(r"\b(\d{1,3})(?:st|nd|rd|th)\b")
_CAPITALISED = re.compile(r"[^\W\d_a-z][\w’'-]*|\w*\d\w*")


# For each kind of occurrence: the relations of which actors are compared (none: all), and how many must be shared.
SHARED: dict[str, tuple[tuple[str, ...], int]] = {
    "Talks": ((), 2),
    "Visit": (("visitor",), 1),
    "Exercise": (("participant",), 2),
    "Statement": (("speaker",), 1),
    "Transfer": ((), 2),
    "Conflict": (("party",), 2),
    "Agreement": (("party", "signatory"), 2),
}


@dataclass(frozen=True, slots=True)
class Features(Packed):
    """A mention made comparable.

    `key`: the normalised name; `slug`: the tail of the id that it would have alone. `profile`: what `related` looks at,
    so that mentions of one profile are related, and few of them need be compared; of events and agreements two voices
    tell enough, and one that nothing can be related to is its own profile. `described`: whether it is an event or an
    agreement, which a name need not identify. `fixed`: whether the key alone decides: countries with a code and topics
    need no other mention to be resolved. `words`: a person's name, without its `generation`. `other_keys`: those of
    aliases. `proper`: the keys that alone tell which event or agreement it is. `blocks`: at most two, by name;
    `occurrences`: by actor and month, if enough is told to know the occurrence again. `actors`: those who tell which
    occurrence it is.
    """

    mention: Mention
    key: str
    slug: str
    profile: tuple[object, ...]
    described: bool = False
    fixed: bool = False
    words: tuple[str, ...] = ()
    generation: str = ""
    other_keys: frozenset[str] = frozenset()
    proper: frozenset[str] = frozenset()
    blocks: tuple[str, ...] = ()
    occurrences: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    days: Span | None = None
    around: Span | None = None
    ordinal: str = ""

    @property
    def own_id(self) -> str:
        """The id that the mention would have if no other named the same thing."""
        return entity_id(self.mention.kind, self.slug, self.mention if self.described or self.scoped else None)

    @property
    def scoped(self) -> bool:
        """Whether its name holds in its document only: another document's `Air Force` needs another id."""
        return self.mention.kind in OWNED and self.key.endswith(_scope(self.mention))

    @property
    def voice(self) -> tuple[str, str]:
        """Who tells of it: what one extractor finds in one document are different events, unless their names agree."""
        return self.mention.document, self.mention.extractor

    def tied(self, *relations: str) -> frozenset[str]:
        """The keys that the context gives for these relations, for all actors without any."""
        return _tied(self.mention, *relations)


def entity_id(kind: str, name_slug: str, earliest: Mention | None = None) -> str:
    """`person:ilham-aliyev`; with the earliest mention `talks:13th-staff-talks~0a1b2c3d4e`."""
    prefix = re.sub(r"(?<!^)(?=[A-Z])", "-", kind).lower()
    tail = f"~{digest(earliest.document, earliest.id, length=10)}" if earliest else ""
    return f"{prefix}:{name_slug}{tail}"


@cache
def _generic_words() -> frozenset[str]:
    return frozenset(data_lines("generic_words.txt"))


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(rf" (?:{'|'.join(map(re.escape, data_lines('name_tails.txt')))}) .*", re.DOTALL)


def _without_tail(name: str) -> str:
    """`Shusha Declaration on Allied Relations` → `Shusha Declaration`."""
    return _tail().sub("", name)


def scoped_key(mention: Mention, name: str) -> str:
    """A name's key; of one that names nothing without its country, that of its document."""
    return whole_key(mention.kind, name, _owners(mention)) or name_key(name) + _scope(mention)


def _owners(mention: Mention) -> set[str]:
    """The countries that a body belongs to, as its document says."""
    return {c.removeprefix("of:c:") for c in mention.context if c.startswith("of:c:")}


def _whole_slug(mention: Mention) -> str:
    """The slug of a name, with the country that its key has from its document alone: `ministry-of-defence-aze`."""
    name = _telling_slug(mention.name)
    if mention.kind not in OWNED or whole_key(mention.kind, mention.name):
        return name
    owners = _owners(mention)
    return f"{name}-{slug(next(iter(owners)))}" if len(owners) == 1 else name


def _scope(mention: Mention) -> str:
    return f" @{mention.document}"


def _telling_slug(name: str) -> str:
    """A slug that differs where the folded name does, however long it is."""
    whole = slug(name, most=MAX_NAME * 2)
    return whole if len(whole) <= _SLUG else f"{whole[: _SLUG - 7]}~{digest(whole, length=6)}"


def proper_keys(mention: Mention) -> frozenset[str]:
    """The keys of an event's or agreement's names that tell which one it is: two telling capitalised words."""
    found = set()
    names = (mention.name, *mention.aliases)
    for name in dict.fromkeys((*names, *map(_without_tail, names))):
        telling = {
            word
            for written in _CAPITALISED.findall(name)
            for word in fold(written).split()
            if word not in _generic_words() and not country_code(word) and not word.isdigit()
        }
        capitals = len(_CAPITALISED.findall(name))
        if telling and capitals >= 2:
            found.add(name_key(name))
    return frozenset(found)


def features_of(mention: Mention) -> Features:
    """Makes a mention comparable."""
    kind = mention.kind
    if kind == "Topic":
        key = mention.name
        return Features(mention, key, slug(key), (kind, key), fixed=True, blocks=(f"{kind}|{key}",))
    if kind == "Country":
        code = code_of(mention.name, mention.properties)
        key = code or fold(mention.name)
        named = code or _telling_slug(mention.name)
        return Features(mention, key, named, (kind, key), fixed=len(key) == 3, blocks=(f"{kind}|{code}",))
    if kind == "Person":
        words = person_words(mention.name) or (fold(mention.name),)
        blocks = dict.fromkeys(f"{kind}|{word_block(w)}" for w in (words[-1], words[0]))
        namesake = generation(mention.name)
        key = " ".join([*words, namesake]).rstrip()
        profile = (kind, words, namesake)
        return Features(
            mention, key, _telling_slug(key), profile, words=words, generation=namesake, blocks=tuple(blocks)
        )
    key = scoped_key(mention, mention.name)
    others = frozenset(scoped_key(mention, alias) for alias in mention.aliases) - {key}
    if ontology().kinds[kind].described:
        return _described(mention, key, others)
    aliases = sorted(others, key=lambda k: (len(k), k))[:1]
    place = _tied(mention, "in") if kind == "Place" else frozenset()
    return Features(
        mention,
        key,
        _whole_slug(mention),
        (kind, key, others, place),
        other_keys=others,
        blocks=tuple(f"{kind}|={k}" for k in dict.fromkeys([key, *aliases])),
    )


def _described(mention: Mention, key: str, others: frozenset[str]) -> Features:
    """An event or an agreement made comparable."""
    kind = mention.kind
    proper = proper_keys(mention) if ontology().kinds[kind].named else frozenset()
    date = date_of(kind, mention.properties)
    days = occurrence_span(kind, mention.properties)
    found = _ORDINAL.search(" ".join([mention.name, *mention.aliases]).lower())
    ordinal = found[1] if found else ""
    actors = _tied(mention, *SHARED[kind][0])
    occurrences = _occurrences(mention, actors, days)
    blocks = tuple(f"{kind}|={k}" for k in sorted(proper, key=lambda k: (k != key, len(k), k))[:2])
    profile: tuple[object, ...] = (mention.id,)
    if proper or occurrences:
        given = (f"{name}={value!r}" for name, value in sorted(mention.properties.items()))
        profile = (kind, ordinal, proper, blocks, mention.context, *given)
    return Features(
        mention,
        key,
        slug(mention.name),
        profile,
        described=True,
        other_keys=others,
        proper=proper,
        blocks=blocks,
        actors=actors,
        occurrences=occurrences,
        days=days,
        around=span(date) if date else None,
        ordinal=ordinal,
    )


def _tied(mention: Mention, *relations: str) -> frozenset[str]:
    pairs = [c.split(":", 1) for c in mention.context]
    if relations:
        return frozenset(key for relation, key in pairs if relation in relations)
    return frozenset(key for relation, key in pairs if relation not in NO_ACTORS)


def _occurrences(mention: Mention, actors: frozenset[str], days: Span | None) -> frozenset[str]:
    if not days or not have_in_common(actors, actors, SHARED[mention.kind][1]):
        return frozenset()
    if mention.kind == "Statement" and not (days.days == 1 and _tied(mention, "interviewer")):
        return frozenset()
    return frozenset(block for actor in _tied(mention) for block in actor_blocks(mention.kind, actor, days))
