"""The first reading of a sentence: every token gets the code of the longest known form that starts there.

A function of the tokens, the lexicon, the reference names and the publication date. Nothing is resolved here but what a
form means by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dragoman.loader.extract.chunks import Chunk, Registry
from dragoman.loader.extract.dates import When
from dragoman.loader.extract.lexicon import Lexicon
from dragoman.loader.extract.reference import Reference
from dragoman.loader.extract.tokens import Token, fold, tokenize

MARKS = {",": ",", "(": "(", ")": ")", "'s": "'", "'": "'", "-": "-", ".": ".", ";": ";", ":": ":", '"': '"'}
SMALL = {
    "of": "o", "for": "f", "the": "t", "and": "a", "&": "a", "to": "y", "in": "n", "at": "n", "a": "t", "an": "t",
    "as": "w",
}  # fmt: skip
MONEY = re.compile(r"(?:US)?[$£€¥]\d[\d,.]*(?:-\d+)?(?:\s?(?:million|billion|trillion|m|bn|mn|crore))?(?!\w)", re.I)


@dataclass(slots=True)
class Forms:
    """Known forms by their first token: `forms[first] = [(tokens, code, value)]`, longest first."""

    exact: dict[str, list[tuple[tuple[str, ...], str, str]]] = field(default_factory=dict)
    folded: dict[str, list[tuple[tuple[str, ...], str, str]]] = field(default_factory=dict)

    def longest(self, texts: list[str], at: int) -> tuple[int, str, str] | None:
        """How many tokens the longest form at `at` takes, its code and value."""
        best: tuple[int, str, str] | None = None
        for table, words in ((self.exact, texts), (self.folded, [w.lower() for w in texts[at : at + 8]])):
            offset = at if table is self.exact else 0
            for form, code, value in table.get(words[offset], ()):
                if best is not None and len(form) <= best[0]:
                    break
                if tuple(words[offset : offset + len(form)]) == form:
                    best = (len(form), code, value)
                    break
        return best


def build_forms(lexicon: Lexicon, reference: Reference) -> Forms:
    """All forms of lexicon and reference, ready to look up."""
    forms = Forms()

    def add(table: dict[str, list[tuple[tuple[str, ...], str, str]]], form: str, code: str, value: str) -> None:
        words = tuple(t.text for t in tokenize(fold(form), lexicon))
        if words and not any(w == words for w, _, _ in table.get(words[0], ())):
            table.setdefault(words[0], []).append((words, code, value))

    for form, known in lexicon.organizations.items():
        add(forms.exact, form, "S" if known.kind == "ArmedForce" else "O", f"{known.kind}|{known.name}|{known.owner}")
    tables: Iterable[tuple[Mapping[str, str], str]] = (
        (reference.nouns, "C"), (reference.adjectives, "A"), (reference.seats, "C"), (reference.capitals, "K"),
        (lexicon.places, "L"), (reference.regions, "L"),
    )  # fmt: skip
    for names, code in tables:
        for form, iso in names.items():
            add(forms.exact, form, code, iso)
            if code == "A" and form.endswith(("an", "i", "ek")):
                add(forms.exact, form + "s", "A", iso)
    for form in lexicon.titles["rank"]:
        add(forms.exact, form, "R", "")
    for form in lexicon.titles["honorific"]:
        add(forms.exact, form, "N", "")
    for form, tail in lexicon.services.items():
        add(forms.folded, form, "S", tail)
    for form, holder in lexicon.titles["head"].items():
        add(forms.folded, form, "H", holder)
        if not form.endswith("s"):
            add(forms.folded, form + "s", "H", holder)
    for form, name in lexicon.portfolios.items():
        add(forms.folded, form, "P", name)
    for form in lexicon.titles["modifier"]:
        add(forms.folded, form, "M", "")
    for form, (kind, sort) in lexicon.instruments.items():
        add(forms.folded, form, "I", f"{sort}:{kind}")
    for form in lexicon.cue("counterpart"):
        add(forms.folded, form, "Z", "")
    for table in (forms.exact, forms.folded):
        for entries in table.values():
            entries.sort(key=lambda e: -len(e[0]))
    return forms


def read_sentence(
    tokens: list[Token],
    folded: str,
    dates: list[When],
    lexicon: Lexicon,
    reference: Reference,
    forms: Forms,
    registry: Registry,
    american: bool = True,
) -> list[Chunk]:
    """The chunks of one sentence: longest known forms first, then the shape of single words."""
    if not tokens:
        return []
    begin, end = tokens[0].start, tokens[-1].end
    fixed: dict[int, Chunk] = {}
    for when in dates:
        if begin <= when.start and when.end <= end:
            fixed[when.start] = Chunk("D", when.start, when.end, folded[when.start : when.end], value=when)
    for m in MONEY.finditer(folded, begin, end):
        fixed.setdefault(m.start(), Chunk("$", m.start(), m.end(), m.group()))
    for gear in lexicon.equipment:
        for m in gear.pattern.finditer(folded, begin, end):
            known = fixed.get(m.start())
            if known is None or (known.code == "E" and known.end < m.end()):
                name = re.sub(r"(?<=\w)s$", "", m.group()) if gear.name == "=" else gear.name
                entity = registry.get("Equipment", name, alias=m.group())
                fixed[m.start()] = Chunk("E", m.start(), m.end(), m.group(), (entity,), mark=gear.topic)
    texts = [t.text for t in tokens]
    out: list[Chunk] = []
    at = 0
    covered = -1
    while at < len(tokens):
        token = tokens[at]
        if token.start in fixed and token.start >= covered:
            chunk = fixed[token.start]
            out.append(chunk)
            covered = chunk.end
            at += 1
            while at < len(tokens) and tokens[at].start < covered:
                at += 1
            continue
        found = forms.longest(texts, at)
        if found and not _misread(texts, at, found, lexicon, american):
            length, code, value = found
            out.append(_known(tokens[at : at + length], folded, code, value, reference, registry))
            at += length
            continue
        out.append(Chunk(_shape(texts, at, out, lexicon), token.start, token.end, token.text))
        at += 1
    for before, chunk, after in zip(out, out[1:], out[2:], strict=False):
        if chunk.code == "N" and before.code == "u" and after.code not in "uiR":
            chunk.code = "u"
        named = before.code == "u" or (before.code != "t" and chunk.text in lexicon.cue("given-name-title"))
        if chunk.code in "HR" and chunk.text in lexicon.cue("name-like-title") and named and after.code == "u":
            chunk.code = "u"
    return out


def _misread(texts: list[str], at: int, found: tuple[int, str, str], lexicon: Lexicon, american: bool) -> bool:
    length, code, _ = found
    word = texts[at]
    if code == "A" and word in ("Polish", "Turkey"):
        return False
    if word in lexicon.cue("american-body") and length == 1 and not american:
        return True
    if (
        code in "CKA"
        and length == 1
        and word == "US"
        and any(len(t) > 3 and t.isupper() for t in texts[at + 1 : at + 3])
    ):
        return True
    if code == "I" and found[2].startswith("named"):
        return word.islower()
    return (
        code in "MP"
        and word.islower()
        and (word in lexicon.cue("not-title") or ("".join(texts[at + 1 : at + 2]).islower() and word == "the"))
    )


def _known(run: list[Token], folded: str, code: str, value: str, reference: Reference, registry: Registry) -> Chunk:
    text = folded[run[0].start : run[-1].end]
    chunk = Chunk(code, run[0].start, run[-1].end, text)
    if code in "CKA":
        chunk.iso = value
        chunk.ents = (registry.get("Country", reference.short.get(value, value), value),)
        if code == "C":
            chunk.ents[0].aliases.add(text)
    elif code == "L":
        chunk.iso = value
        chunk.ents = (registry.get("Place", text, value),)
        chunk.mark = "" if value else "region"
    elif "|" in value:
        kind, name, owner = value.split("|")
        chunk.iso = owner
        chunk.ents = (registry.get(kind, name, owner, alias=text),)
        chunk.mark = "known"
    else:
        chunk.mark = value.rpartition(":")[2]
    return chunk


def _shape(texts: list[str], at: int, before: list[Chunk], lexicon: Lexicon) -> str:
    word = texts[at]
    if word in MARKS:
        return MARKS[word]
    if re.fullmatch(r"[A-Z]\.|(?:[A-Z]\.){2,}", word):
        return "i"
    if word in lexicon.cue("name-suffix"):
        return "j"
    if word.lower() in SMALL and (word.islower() or at == 0 or word in ("The", "A", "An", "&")):
        return SMALL[word.lower()]
    if word.lower() in lexicon.cue("particle") and (word.islower() or (before and before[-1].code == "u")):
        return "p"
    lead, _, rest = word.partition("-")
    if rest[:1].isupper() and lead.lower() in lexicon.cue("particle"):
        return "u"
    if word[:1].isdigit() or word[:1] in "$£€":
        return "d"
    for name, code in (("ministry-noun", "m"), ("bureau-noun", "b"), ("government-noun", "g")):
        if word.lower() in lexicon.cue(name) and (code == "g" or word[:1].isupper() or name == "ministry-noun"):
            return code
    if word[:1].isupper():
        if word in lexicon.cue("tail-word"):
            return "T"
        if word in lexicon.cue("not-name"):
            return "w"
        if not before and re.search(r"(?:ing|ed|ly)$", word) and len(word) > 4:
            return "w"
        return "u"
    return "w"
