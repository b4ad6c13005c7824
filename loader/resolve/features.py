"""What resolution looks at in a mention, and the blocks in which it looks for others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from dragoman.loader.bounds import MAX_NAME
from dragoman.loader.context import NO_ACTORS, actor_block, code_of, date_of, occurrence_span
from dragoman.loader.dates import Span, span
from dragoman.loader.digests import digest
from dragoman.loader.evidence import Mention
from dragoman.loader.names import (
    country_code,
    data_lines,
    demonym_code,
    fold,
    generation,
    person_words,
    slug,
    word_block,
)
from dragoman.loader.ontology import ontology

_SLUG = 80
_OWNED = ("ArmedForce", "GovernmentBody")  # kinds that belong to a country, which their full name says
_ORDINAL = re.compile(r"\b(\d{1,3})(?:st|nd|rd|th)\b")
_CAPITALISED = re.compile(r"[^\W\d_a-z][\w’'-]*|\w*\d\w*")


@dataclass(frozen=True, slots=True)
class Features:
    """A mention made comparable.

    `words`: a person's name, without its `generation`. `key`: the normalised name of anything else; `other_keys`: of
    its aliases. `proper`: the keys that alone tell which event or agreement it is. `blocks`: at most two, by name;
    `occurrences`: by actor and month. `slug`: the tail of the id that it would have alone.
    """

    mention: Mention
    key: str
    slug: str
    words: tuple[str, ...] = ()
    generation: str = ""
    other_keys: frozenset[str] = frozenset()
    proper: frozenset[str] = frozenset()
    blocks: tuple[str, ...] = ()
    occurrences: frozenset[str] = frozenset()
    days: Span | None = None
    around: Span | None = None
    ordinal: str = ""

    @property
    def own_id(self) -> str:
        """The id that the mention would have if no other named the same thing."""
        return entity_id(self.mention.kind, self.slug, self.mention if self.described or self.scoped else None)

    @property
    def described(self) -> bool:
        """Whether it is an event or an agreement, which a name need not identify."""
        return ontology().kinds[self.mention.kind].described

    @property
    def scoped(self) -> bool:
        """Whether its name holds in its document only: another document's `Air Force` needs another id."""
        return self.mention.kind in _OWNED and self.key.endswith(_scope(self.mention))

    @property
    def fixed(self) -> bool:
        """Whether the key alone decides: countries with a code and topics need no other mention to be resolved."""
        return self.mention.kind == "Topic" or (self.mention.kind == "Country" and len(self.key) == 3)

    @property
    def profile(self) -> tuple[object, ...]:
        """What `related` looks at: mentions of one profile are related, and only one of them need be compared."""
        mention = self.mention
        if self.described:
            return (mention.id,)
        if mention.kind == "Person":
            return (mention.kind, self.words, self.generation)
        place = self.tied("in") if mention.kind == "Place" else frozenset()
        return (mention.kind, self.key, self.other_keys, place)

    def tied(self, *relations: str) -> frozenset[str]:
        """The keys that the context gives for these relations, for all actors without any."""
        pairs = [c.split(":", 1) for c in self.mention.context]
        if relations:
            return frozenset(key for relation, key in pairs if relation in relations)
        return frozenset(key for relation, key in pairs if relation not in NO_ACTORS)


def entity_id(kind: str, name_slug: str, earliest: Mention | None = None) -> str:
    """`person:ilham-aliyev`; with the earliest mention `talks:13th-staff-talks~0a1b2c`."""
    prefix = re.sub(r"(?<!^)(?=[A-Z])", "-", kind).lower()
    tail = f"~{digest(earliest.document, earliest.id, length=6)}" if earliest else ""
    return f"{prefix}:{name_slug}{tail}"


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(data_lines("stop_words.txt"))


@cache
def _generic_words() -> frozenset[str]:
    return frozenset(data_lines("generic_words.txt"))


@cache
def _known_bodies() -> dict[str, str]:
    pairs = (line.partition("\t") for line in data_lines("bodies.tsv"))
    return {written: kept.strip() for written, _, kept in pairs}


@cache
def _spellings() -> dict[str, str]:
    return dict(line.split("\t") for line in data_lines("spellings.tsv"))


@lru_cache(maxsize=65_536)
@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    pairs = (line.split("\t") for line in data_lines("phrases.tsv"))
    return tuple((f" {written} ", f" {kept} ") for written, kept in pairs)


def _one_phrase(words: list[str]) -> list[str]:
    """Words with what says the same in one form: `naval forces` → `navy`."""
    text = f" {' '.join(words)} "
    for written, kept in _phrases():
        text = text.replace(written, kept)
    return text.split()


@cache
def _company_forms() -> frozenset[str]:
    return frozenset(data_lines("company_forms.txt"))


def name_key(name: str) -> str:
    """A name's telling words in alphabetical order; country names become codes, variants one spelling.

    `Air Force of Turkey`, `Türkiye Air Force` → `TUR air force`.
    """
    words = fold(name)
    words = _known_bodies().get(words, words)
    parts = _one_phrase([_spellings().get(word, word) for word in words.split()])
    kept: list[str] = []
    place = 0
    while place < len(parts):
        for length in (3, 2, 1):
            said = " ".join(parts[place : place + length])
            code = country_code(said) or demonym_code(said)
            if code and (length > 1 or len(parts[place]) > 3):
                kept.append(code)
                place += length
                break
        else:
            if parts[place] not in _stop_words():
                kept.append(parts[place])
            place += 1
    return " ".join(sorted(kept)) or words


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(rf" (?:{'|'.join(map(re.escape, data_lines('name_tails.txt')))}) .*", re.DOTALL)


def _without_tail(name: str) -> str:
    """`Shusha Declaration on Allied Relations` → `Shusha Declaration`."""
    return _tail().sub("", name)


@cache
def _body_words() -> frozenset[str]:
    return frozenset(data_lines("body_words.txt"))


def scoped_key(mention: Mention, name: str) -> str:
    """A name's key. `the Air Force` is that of the country which its document makes it a part of, else of its document.

    A company is known without its legal form.
    """
    key = name_key(name)
    if mention.kind == "Company":
        return " ".join(word for word in key.split() if word not in _company_forms()) or key
    if mention.kind in _OWNED and all(word in _body_words() for word in key.split()):
        owners = {c.removeprefix("of:c:") for c in mention.context if c.startswith("of:c:")}
        return " ".join(sorted([*key.split(), *owners])) if len(owners) == 1 else key + _scope(mention)
    return key


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
    if kind == "Country":
        code = code_of(mention.name, mention.properties)
        return Features(
            mention, code or fold(mention.name), code or _telling_slug(mention.name), blocks=(f"{kind}|{code}",)
        )
    if kind == "Topic":
        return Features(mention, mention.name, slug(mention.name), blocks=(f"{kind}|{mention.name}",))
    if kind == "Person":
        words = person_words(mention.name) or (fold(mention.name),)
        blocks = dict.fromkeys(f"{kind}|{word_block(w)}" for w in (words[-1], words[0]))
        namesake = generation(mention.name)
        key = " ".join([*words, namesake]).rstrip()
        return Features(mention, key, _telling_slug(key), words, namesake, blocks=tuple(blocks))
    key = scoped_key(mention, mention.name)
    others = frozenset(scoped_key(mention, alias) for alias in mention.aliases) - {key}
    if ontology().kinds[kind].described:
        proper = proper_keys(mention) if ontology().kinds[kind].named else frozenset()
        date = date_of(kind, mention.properties)
        days = occurrence_span(kind, mention.properties)
        ordinal = _ORDINAL.search(" ".join([mention.name, *mention.aliases]).lower())
        return Features(
            mention,
            key,
            slug(mention.name),
            other_keys=others,
            proper=proper,
            blocks=tuple(f"{kind}|={k}" for k in sorted(proper, key=lambda k: (k != key, len(k), k))[:2]),
            occurrences=_occurrences(mention, days),
            days=days,
            around=span(date) if date else None,
            ordinal=ordinal[1] if ordinal else "",
        )
    aliases = sorted(others, key=lambda k: (len(k), k))[:1]
    return Features(
        mention,
        key,
        _telling_slug(mention.name),
        other_keys=others,
        blocks=tuple(f"{kind}|={k}" for k in dict.fromkeys([key, *aliases])),
    )


def _occurrences(mention: Mention, days: Span | None) -> frozenset[str]:
    if not days or not days.earliest:
        return frozenset()
    ties = (c.split(":", 1) for c in mention.context)
    actors = {key for relation, key in ties if relation not in NO_ACTORS}
    return frozenset(actor_block(mention.kind, actor, days) for actor in actors)
