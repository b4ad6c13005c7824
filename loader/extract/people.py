"""The people of a document: which names are one person. A function of the names read so far, in text order."""

from __future__ import annotations

import re
import unicodedata

from dragoman.loader.extract.chunks import Chunk, Ent, Registry, group, merged, rewrite, surface
from dragoman.loader.extract.lexicon import Lexicon

NAME = r"(?:[CK](?=[ui]))?[ui]-?(?:p{0,2}(?:[uiTK]|C(?!')|O(?=u))(?!H))*(?:,?j(?:,(?=[wy]))?)?"
BARE = re.compile(r"(?<![CAKOu])[ui](?:p{0,2}[uiT])*(?:,?j)?")
SPEAKING = re.compile(r"(?<![uiTPMCAKOSHpoaLd.&-])(?P<name>u(?:p{0,2}[ui]){1,3})(?P<verb>,?w)(?![uT])")
SPOKEN = re.compile(r"(?P<verb>w)(?P<name>u(?:p{0,2}[ui]){1,2})(?=[,.wn]|$)")
SHORTEST = 2


def key(name: str) -> str:
    """A name without accents and case, to compare spellings."""
    folded = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ə", "e"))
    return "".join(c for c in folded if not unicodedata.combining(c)).casefold()


class People:
    """Finds the person of a name: the same full name, or the one person whose family or given name it is."""

    def __init__(self, registry: Registry, folded: str, lexicon: Lexicon) -> None:
        self.registry, self.folded, self.lexicon = registry, folded, lexicon
        self.all: list[Ent] = []
        self.titled: set[int] = set()

    def named(self, name: str, at: int = 0) -> Ent:
        """The person of that name, made when new; a fuller name replaces a shorter one."""
        name = re.sub(r",\s*", " ", re.sub(r"\s+", " ", name).strip(" ,"))
        known = self.find(name, at)
        if known is None:
            known = self.registry.get("Person", name)
            self.all.append(known)
        elif key(name) != key(known.name):
            if len(name.split()) > len(known.name.split()):
                known.aliases.add(known.name)
                known.name = name
            else:
                known.aliases.add(name)
        return known

    def find(self, name: str, at: int = 0) -> Ent | None:
        """The known person that the name means, if it is exactly one."""
        words = key(name).split()
        same = [p for p in self.all if _compatible(words, key(p.name).split())]
        exact = [p for p in same if key(p.name).split() == words]
        if exact:
            return exact[0]
        if len(same) > 1 and len(words) == 1:
            family = [p for p in same if key(p.name).split()[-1] == words[0]] or same
            earlier = [p for p in family if p.first < at] or family
            known = [p for p in earlier if id(p) in self.titled] or earlier
            return min(known, key=lambda p: p.first)
        return same[0] if len(same) == 1 else None

    def read(self, chunks: list[Chunk], is_person: frozenset[tuple[int, int]]) -> list[Chunk]:
        """The chunks with bare names joined: known people, and new ones that the model's spans call people."""

        def build(m: re.Match[str], run: list[Chunk]) -> Chunk | None:
            if any(c.code == "B" for c in run):
                return None
            name = surface(self.folded, run)
            if len(name) < SHORTEST or (len(run) == 1 and run[0].text.isupper() and len(name) > 5):
                return None
            found = self.find(name, run[0].start)
            if found is None and len(run) > 1 and (run[0].start, run[-1].end) in is_person:
                found = self.named(name, run[0].start)
            if found is None:
                return None
            if len(run) > 1 or key(name) != key(found.name):
                found = self.named(name, run[0].start)
            found.first = min(found.first, run[0].start)
            return merged("B", self.folded, run, (found,), "", "bare")

        def speaking(m: re.Match[str], run: list[Chunk]) -> list[Chunk] | None:
            verb = group(m, "verb", run)
            name = group(m, "name", run)
            words = self.lexicon.cue("person-verb" if m.re is SPEAKING else "spoken-verb")
            if verb[-1].text.lower() not in words or name[-1].text in self.lexicon.suffixes:
                return None
            found = self.named(surface(self.folded, name), name[0].start)
            found.first = min(found.first, name[0].start)
            made = merged("B", self.folded, name, (found,), "", "bare")
            return [made, *verb] if m.re is SPEAKING else [*verb, made]

        return rewrite(rewrite(rewrite(chunks, BARE, build), SPEAKING, speaking), SPOKEN, speaking)


def _compatible(short: list[str], long: list[str]) -> bool:
    short, long = ([re.sub(r"^(?:al|el)-(?=\w{3})", "", w) for w in words] for words in (short, long))
    if len(short) > len(long):
        short, long = long, short
    if not short:
        return False
    suffixes = {"jr.", "jr", "sr.", "sr", "ii", "iii", "iv"}
    a = [w for w in short if w not in suffixes]
    b = [w for w in long if w not in suffixes]
    if (set(short) ^ set(long)) & suffixes and len(a) > 1:
        return False
    if not a or not b:
        return False
    if len(a) == 1 and len(b) > 2 and b[-2] in ("bin", "ibn", "bint") and a[0] == b[-1]:
        return False
    if len(a) == 1:
        return a[0] in (b[-1], b[-2] if len(b) > 2 else b[-1]) or (a[0] == b[0] and len(b) > 1 and len(b[0]) > 1)
    if len(a) > 1 and a == b[-len(a) :]:
        return True
    if a[-1] != b[-1]:
        return a == b[: len(a)] and len(a) > 1
    return a[0] == b[0] or (len(a[0]) <= 2 and a[0][0] == b[0][0]) or (len(b[0]) <= 2 and a[0][0] == b[0][0])
