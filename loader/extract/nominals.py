"""Noun phrases that stand for someone named elsewhere: `the two countries`, `Ukrainian forces`, `the foreign minister`.

A function of the chunks read so far, in text order. What is not unambiguous stays unread.
"""

from __future__ import annotations

import re

from dragoman.loader.extract.chunks import Chunk, Ent, Registry, group, merged, rewrite
from dragoman.loader.extract.lexicon import Lexicon
from dragoman.loader.extract.ownership import Owners
from dragoman.loader.extract.people import People
from dragoman.loader.extract.positions import Position
from dragoman.loader.extract.titles import OFFICE

NEAR = 700
PAIR = re.compile(r"t?(?P<two>[wd])(?P<mid>[wMPT]??)(?P<noun>[wgHS])")
SIDES = re.compile(r"t[w]")
STAND_IN = re.compile(r"t?(?P<mod>w?)(?P<who>[CAKOS](?:[a,]+[CAK])*'?)(?P<mid>[MPTwS]{0,3}?)(?P<noun>[wHZ])")
STAND_IN_OF = re.compile(r"(?P<noun>[wHC])(?P<of>[ow])t?(?P<who>[CSO])(?!')")
PLURAL = re.compile(r"t(?P<portfolio>P?)(?P<head>H)(?![CAKuB'])")
THE_TWO = re.compile(r"t(?P<two>[wd])(?P<verb>w)")
JOINED = re.compile(r"(?P<first>B)a(?P<title>[MP]*H)(?![CAKuB'o])")
ADMINISTRATION = re.compile(r"t?(?P<who>[uB])'?(?P<noun>[wT])")


class Nominals:
    """Resolves stand-ins; keeps the pairs of states that the text has set beside each other."""

    def __init__(self, lexicon: Lexicon, registry: Registry, people: People, owners: Owners, folded: str) -> None:
        self.lexicon, self.registry, self.people, self.owners, self.folded = lexicon, registry, people, owners, folded
        self.pair: tuple[Ent, ...] = ()
        self.seen: list[Ent] = []
        self.two: tuple[Ent, ...] = ()

    def read_pairs(self, chunks: list[Chunk]) -> list[Chunk]:
        """The chunks with `the two countries` and the like resolved; then the sentence's own pairs are remembered."""
        codes = "".join(c.code for c in chunks)
        for m in re.finditer(r"(?P<a>[CAK])(?:-|at?)(?P<b>[CAK])(?![CAK,a'])", codes):
            states = tuple(dict.fromkeys((*chunks[m.start("a")].ents, *chunks[m.start("b")].ents)))
            if len(states) == 2:
                self.pair = states
        seats = {
            id(c) for a, b, c in zip(chunks, chunks[1:], chunks[2:], strict=False) if b.code == "," and a.code in "uKL"
        }
        nouns = list(dict.fromkeys(e for c in chunks if c.code in "CK" and id(c) not in seats for e in c.ents))
        if len(nouns) == 2 and not self.pair:
            self.pair = tuple(nouns)
        for chunk in chunks:
            if chunk.code in "CAK":
                self.seen += [e for e in chunk.ents if e not in self.seen]
                if len(chunk.ents) == 2:
                    self.pair = chunk.ents
        return rewrite(rewrite(chunks, PAIR, self._pair), SIDES, self._sides)

    def note_offices(self, chunks: list[Chunk]) -> None:
        """Remembers the offices that the text names with their state, for `ownership`: `the Turkish minister`."""

        def note(m: re.Match[str], run: list[Chunk]) -> None:
            owner = group(m, "owner", run)
            title = group(m, "title", run)
            head = next(c for c in title if c.code == "H").text.lower()
            iso = next((c.iso for c in owner if c.iso), "")
            if iso:
                portfolio = next((c.mark for c in title if c.code == "P"), "")
                self.owners.offices.append((head, portfolio, iso, run[0].start))

        rewrite(chunks, OFFICE, note)

    def _sides(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        pair = self.pair or (tuple(self.seen) if len(self.seen) == 2 else ())
        if run[-1].text not in self.lexicon.cue("sides") or len(pair) != 2:
            return None
        return merged("C", self.folded, run, pair, "", "pair-of-states")

    def main_pair(self) -> tuple[Ent, ...]:
        """The two states that the text is about, if they are clear: the last pair set side by side, or the only two."""
        return self.pair or (tuple(self.seen) if len(self.seen) == 2 else ())

    def _pair(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        two, noun = group(m, "two", run)[0].text.lower(), group(m, "noun", run)[0].text.lower()
        if two not in self.lexicon.cue("two") or noun not in self.lexicon.cue("pair-noun"):
            return None
        states = self.pair
        if len(states) != 2 and len(self.seen) == 2:
            states = tuple(self.seen)
        if len(states) != 2:
            return None
        mark = "people-pair" if noun in self.lexicon.cue("person-pair-noun") else "pair-of-states"
        return merged("C", self.folded, run, states, "", mark)

    def read(self, chunks: list[Chunk]) -> list[Chunk]:
        """The chunks with offices, delegations, forces and administrations resolved."""
        chunks = rewrite(chunks, OFFICE, self._office)
        chunks = rewrite(chunks, PLURAL, self._plural)
        for chunk in chunks:
            if chunk.code == "C" and chunk.mark == "people-pair":
                self._name_pair(chunk)
        chunks = rewrite(chunks, THE_TWO, self._the_two)
        chunks = rewrite(chunks, JOINED, self._joined)
        chunks = rewrite(chunks, ADMINISTRATION, self._administration)
        chunks = rewrite(chunks, STAND_IN, self._stand_in)
        self._note_two(chunks)
        return rewrite(chunks, STAND_IN_OF, self._stand_in_of)

    def _stand_in(self, m: re.Match[str], run: list[Chunk]) -> Chunk | list[Chunk] | None:
        noun = group(m, "noun", run)[0].text.lower()
        nouns = self.lexicon.cue("stand-in")
        plural_office = group(m, "noun", run)[0].code == "H" and noun.endswith("s")
        crowd = self.lexicon.cue("no-office") - {"official", "representative"}
        plural_office = plural_office and noun[:-1] not in crowd
        if noun not in nouns and not plural_office:
            return None
        modifiers = self.lexicon.cue("stand-in-modifier")
        if any(c.code == "w" and c.text.lower() not in modifiers for c in group(m, "mid", run)):
            return None
        who = [c for c in group(m, "who", run) if c.ents]
        ents = tuple(dict.fromkeys(e for c in who for e in c.ents))
        mod = group(m, "mod", run)
        kept = run[1:] if mod and mod[0].text.lower() not in modifiers else run
        code = who[0].code if who[0].code in "OS" else "C"
        made = merged(code, self.folded, kept, ents, ents[0].iso if len(ents) == 1 else "", "stand-in")
        made.value = noun
        return made if kept is run else [run[0], made]

    def _stand_in_of(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        noun, of = group(m, "noun", run)[0].text.lower(), group(m, "of", run)[0]
        if run[0].code == "C":
            if run[0].mark != "stand-in" or of.text.lower() not in self.lexicon.cue("from") or run[-1].code == "C":
                return None
            noun = str(run[0].value)
        if noun in self.lexicon.cue("arms-noun"):
            return None
        if noun not in self.lexicon.cue("stand-in") or (
            of.code == "w" and of.text.lower() not in self.lexicon.cue("from")
        ):
            return None
        who = group(m, "who", run)[0]
        made = merged(who.code, self.folded, run, who.ents, who.iso, "stand-in")
        made.value = noun
        return made

    def _administration(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        noun = group(m, "noun", run)[0].text.lower()
        if noun not in self.lexicon.cue("administration-noun"):
            return None
        who = group(m, "who", run)[0]
        person = who.ents[0] if who.ents else self.people.find(who.text)
        iso = self.owners.country_of(person) if person else ""
        iso = iso or self.owners.home
        if not iso:
            return None
        return merged("C", self.folded, run, (self.owners.holders.country(iso),), iso, "stand-in")

    def _name_pair(self, chunk: Chunk) -> None:
        """`The two ministers` of two states are the two that the text has just named."""
        word = chunk.text.lower().split(" ")[-1].removesuffix("s")
        sole = self.lexicon.cue("sole-title")
        leaders = word in self.lexicon.cue("leader-word")
        near = [
            p for p in self.owners.positions
            if chunk.start - NEAR < p.start < chunk.start
            and (p.head.split(" ")[-1] == word or (leaders and p.head in sole))
        ]  # fmt: skip
        people = list(dict.fromkeys(p.person for p in near if p.iso))
        if len(people) == 2 and {p.iso for p in near if p.iso} == {e.iso for e in chunk.ents}:
            chunk.code, chunk.ents = "B", tuple(people)

    def _the_two(self, m: re.Match[str], run: list[Chunk]) -> list[Chunk] | None:
        """`The two agreed`: the two people that a sentence has named, when nobody else was named since."""
        verb = group(m, "verb", run)[0]
        if group(m, "two", run)[0].text.lower() not in self.lexicon.cue("two"):
            return None
        if not verb.text.endswith("ed") and verb.text.lower() not in self.lexicon.cue("verb-of-two"):
            return None
        states = [self.owners.country_of(person) for person in self.two]
        if len(self.two) != 2 or (states[0] and states[0] == states[1]):
            return None
        return [merged("B", self.folded, run[:-1], self.two, "", "people-pair"), verb]

    def _note_two(self, chunks: list[Chunk]) -> None:
        named = tuple(dict.fromkeys(e for c in chunks if c.code == "B" for e in c.ents))
        if len(named) == 2:
            self.two = named
        elif len(named) > 2 or any(person not in self.two for person in named):
            self.two = ()

    def _joined(self, m: re.Match[str], run: list[Chunk]) -> list[Chunk] | None:
        """`The Secretary and Foreign Minister discussed`: the second office has a holder too."""
        title = group(m, "title", run)
        if run[0].mark != "office" or not title[0].text[:1].isupper():
            return None
        portfolio = next((c.mark for c in title if c.code == "P"), "")
        person = self._holder(title[-1].text.lower(), portfolio, "", run[0].start, [])
        if person is None or person in run[0].ents:
            return None
        return [run[0], run[1], merged("B", self.folded, title, (person,), "", "office")]

    def _plural(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        """`The ministers`: the last two people of that title, when they are of two states."""
        word, at = group(m, "head", run)[0].text.lower(), run[0].start
        if not word.endswith("s") or word.endswith("ss"):
            return None
        portfolio = next((c.mark for c in group(m, "portfolio", run)), "")
        near = [
            p for p in self.owners.positions
            if at - NEAR < p.start < at and p.head.split(" ")[-1] == word[:-1] and portfolio in ("", p.portfolio)
        ]  # fmt: skip
        people = list(dict.fromkeys(p.person for p in near if p.iso))
        if len(people) != 2 or len({p.iso for p in near if p.iso}) != 2:
            return None
        return merged("B", self.folded, run, tuple(people), "", "people-pair")

    def _office(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        owner = group(m, "owner", run)
        title = group(m, "title", run)
        head = next(c for c in title if c.code == "H").text.lower()
        states = [e for c in run if c.code in "CAK" for e in c.ents]
        if (
            head in self.lexicon.cue("no-office")
            or head.endswith("s")
            or len(set(states)) > 1
            or (run[0].code != "t" and not owner)
        ):
            return None
        iso = states[0].iso if states else next((c.iso for c in owner if c.iso), "")
        portfolio = next((c.mark for c in title if c.code == "P"), "")
        bodies = [e for c in title for e in c.ents if c.code == "S"]
        person = self._holder(head, portfolio, iso, run[0].start, bodies)
        if person is None and iso and head in self.lexicon.cue("leader-word"):
            heads = {
                p.person for p in self.owners.positions if p.iso == iso and p.head in self.lexicon.cue("sole-title")
            }
            person = heads.pop() if len(heads) == 1 else None
            if person is None and states:
                return merged("C", self.folded, run, tuple(states), iso, "stand-in")
        if person is not None:
            if iso:
                self.owners.office_mentions.append((person, run[0].start))
            return merged("B", self.folded, run, (person,), iso, "office")
        if states and head in self.lexicon.cue("state-head"):
            return merged("C", self.folded, run, tuple(states), iso, "stand-in")
        return merged("H", self.folded, run, (), "", head) if bodies else None

    def _holder(self, head: str, portfolio: str, iso: str, at: int, bodies: list[Ent]) -> Ent | None:
        def fits(p: Position) -> bool:
            if bodies and self.owners.holders.of(p) not in bodies:
                return False
            lesser = p.head.split(" ")[0].split("-")[0] in self.lexicon.cue("lesser-word")
            same = p.head == head or (p.head.endswith(" " + head) and not lesser)
            return (
                same
                and (not portfolio or portfolio == p.portfolio)
                and (not iso or p.iso in ("", iso))
                and "former" not in p.title
            )

        before = [p for p in self.owners.positions if p.start < at and fits(p)]
        if before:
            last = before[-1]
            rivals = {p.person for p in before if at - p.start < 1500}
            if iso or len(rivals) <= 1:
                return last.person
            ours = {p.person for p in before if p.iso == self.owners.home and self.owners.home}
            return ours.pop() if len(ours) == 1 else None
        after = {p.person for p in self.owners.positions if p.start >= at and fits(p)}
        return after.pop() if iso and len(after) == 1 else None
