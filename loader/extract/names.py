"""Names of things by their shape: firms and outlets by their last word, agreements, exercises, conferences, places.

A function of one sentence's chunks. Persons are read elsewhere; what is left over here stays a plain capitalised word.
"""

from __future__ import annotations

import re

from dragoman.loader.extract.chunks import Chunk, Registry, group, merged, rewrite, surface
from dragoman.loader.extract.lexicon import Lexicon
from dragoman.loader.extract.reference import Reference

CAPITALS = re.compile(r"(?:[AC]-?|O)?(?:[uTSPMKA]|M)*[uTSPMbH](?:\([uiT]\))?(?![a-z]?B)")
AGREEMENT = re.compile(
    r"(?:[CA](?:-[CA])*'?)?(?:uo(?=[uTSPM]+I))?(?:[uTSPMKE]|(?<=[uTK])')*I(?:[ofantyw]{0,3}[uTSPMIdCAKE])*(?P<short>\([uiT]\))?(?![bmHg])"
)
EXERCISE = re.compile(r"(?P<noun>[wu]),?(?P<called>w?)(?P<q>[\"']?)(?P<name>[uTSPKM]+j?(?:-?d)?)(?P<r>[\"']?)")
EXERCISE_AFTER = re.compile(r"(?P<q>[\"']?)(?P<name>w?[uTSPK]+j?(?:-?d)?)(?P<r>[\"'])?(?P<mid>[wSPM]{0,3})(?P<noun>w)")
NAMED_TALKS = re.compile(r"(?:[CAKO](?:-[CAO])*'?)?(?:[uTSPMKbCA]|(?<=[uTK])'|(?<=[uTPSM])a(?=[uTPSM]))*(?P<noun>u)")
CALLED = re.compile(r"(?P<called>w)(?P<q>\")(?P<name>[uTSPKM]+j?(?:-?d)?)(?P<r>\")")
STATION = re.compile(r"(?P<of>S)(?P<noun>u)(?P<name>u{1,2})")
SHIP = re.compile(r"(?:(?P<state>[ACS])'?w?)?(?P<noun>w)(?P<name>R?u(?:p{0,2}u){0,3})(?![uH'])")
TOWN_OF_STATE = re.compile(r"(?P<name>u{1,4}|K|L),t?(?P<state>C)(?P<end>,?)")
CAPITAL_OF = re.compile(r"(?P<noun>w),?(?P<name>K)(?!')")
TOWN_IN_STATE = re.compile(r"(?P<name>L)n(?:w|t)?(?P<state>C)")
PLACE_OF = re.compile(r"(?P<state>[CA])?[wS]?(?P<noun>w)o(?P<name>[uKT]{1,4}|L)")
PLACE_NOUN = re.compile(r"(?P<name>[uK]{1,3}|L)(?P<nouns>w{1,2})")
LOCATED = re.compile(r"(?P<verb>w?)(?P<before>[nyw])(?P<name>u{1,4}|K|L)")
ANOTHER_TOWN = re.compile(r"(?P<one>L)(?P<mid>,?a|,)(?P<name>u{1,2}|K)(?![uH'])")
NESTED = re.compile(r"(?P<prep>n)(?P<name>u{1,3})(?P<mid>n)(?=t?[LC](?!'))")
LIST = re.compile(r"(?P<one>[BCOSLGE])(?:(?:[,;]t?(?P=one))+[,;]?a[tN]?(?P=one)|a[tN]?(?P=one))(?!')")
MIXED = re.compile(r"[OS](?:,t?[OS])*,?at?[OS]")


class Names:
    """Joins capitalised words into names by the nouns in and around them."""

    def __init__(self, lexicon: Lexicon, reference: Reference, registry: Registry, folded: str) -> None:
        self.lexicon, self.reference, self.registry, self.folded = lexicon, reference, registry, folded
        self.places: frozenset[tuple[int, int]] = frozenset()

    def read_bodies(self, chunks: list[Chunk]) -> list[Chunk]:
        """The chunks with firms, outlets and agencies joined, by their last word."""
        chunks = rewrite(chunks, STATION, self._station)
        chunks = rewrite(chunks, SHIP, self._ship)
        chunks = rewrite(chunks, EXERCISE, self._exercise)
        chunks = rewrite(chunks, EXERCISE_AFTER, self._exercise)
        if any(c.text.lower() in self.lexicon.cue("exercise-noun") for c in chunks):
            chunks = rewrite(chunks, CALLED, self._called)
        chunks = rewrite(chunks, AGREEMENT, self._agreement)
        chunks = rewrite(chunks, NAMED_TALKS, self._talks)
        return rewrite(chunks, CAPITALS, self._by_suffix)

    def read_places(self, chunks: list[Chunk]) -> list[Chunk]:
        """The chunks with places read, from the words around them; a capital that is no place stays a state."""
        chunks = rewrite(chunks, TOWN_OF_STATE, self._town_of_state)
        chunks = rewrite(chunks, CAPITAL_OF, self._capital_of)
        chunks = rewrite(chunks, PLACE_OF, self._place_of)
        chunks = rewrite(chunks, PLACE_NOUN, self._place_noun)
        chunks = rewrite(chunks, LOCATED, self._located)
        chunks = rewrite(chunks, NESTED, self._nested)
        chunks = rewrite(chunks, ANOTHER_TOWN, self._another_town)
        codes = "".join(c.code for c in chunks)
        for m in TOWN_IN_STATE.finditer(codes):
            town, state = chunks[m.start("name")], chunks[m.start("state")]
            if chunks[m.start() + 1].text.lower() == "in" and state.iso and not town.ents[0].properties.get("_state"):
                town.ents[0].properties["_state"] = state.iso
        for chunk in chunks:
            if chunk.code == "K":
                chunk.code, chunk.mark = "C", "capital"
        return chunks

    def read_lists(self, chunks: list[Chunk]) -> list[Chunk]:
        """The chunks with `A, B and C` of one sort joined, so that the parser meets a simple sentence."""

        def build(m: re.Match[str], run: list[Chunk]) -> Chunk:
            members = [c for c in run if c.ents]
            ents = tuple(dict.fromkeys(e for c in members for e in c.ents))
            mark = "government" if all(c.mark == "government" for c in members) else "list"
            return merged(members[0].code, self.folded, run, ents, "", mark)

        chunks = rewrite(chunks, LIST, build)
        return rewrite(chunks, MIXED, build)

    def _by_suffix(self, m: re.Match[str], run: list[Chunk]) -> Chunk | list[Chunk] | None:
        run = list(run)
        short = run[-2].text if len(run) > 3 and run[-1].code == ")" else ""
        core = run[:-3] if short else run
        kind = self.lexicon.suffixes.get(core[-1].text)
        head = next((i for i, c in enumerate(core) if c.code == "H" and i > 1), 0)
        if kind is None and head and core[head - 1].text in self.lexicon.suffixes:
            made = self._by_suffix(m, run[:head])
            return [made, *run[head:]] if isinstance(made, Chunk) else None
        if kind is None or len(core) < 2 or kind in ("Talks", "Agreement", "Conflict"):
            return None
        if core[-1].code == "H" or any(c.code == "B" for c in core) or core[0].text[:1].islower():
            return None
        if not any(c.code in "uT" for c in core[:-1]) and kind not in ("Company", "MediaOutlet"):
            return None
        name = surface(self.folded, core)
        iso = core[0].iso if core[0].code in "CA" else ""
        if kind == "ArmedForce" and core[0].code in "CA":
            name = f"{core[0].ents[0].name} {surface(self.folded, core[1:])}"
        code = {"Place": "L", "ArmedForce": "S"}.get(kind, "O")
        entity = self.registry.get(kind, name, iso, short)
        return merged(code, self.folded, run, (entity,), iso, "suffix")

    def _agreement(self, m: re.Match[str], run: list[Chunk]) -> Chunk | list[Chunk] | None:
        noun = next(c for c in run if c.code == "I")
        if not noun.text[:1].isupper():
            return None
        joiners = self.lexicon.cue("name-joiner")
        cut = len(run)
        for index, chunk in enumerate(run):
            if chunk.code == "w" and chunk.text.lower() not in joiners:
                if chunk.text[:1].isupper():
                    continue
                cut = index
                break
        run = list(run)
        kept = run[:cut]
        short = kept[-2].text if len(kept) > 3 and kept[-1].code == ")" else ""
        core = kept[:-3] if short else kept
        while core and (core[-1].code in "ofantyw" or core[-1].code == "d"):
            core.pop()
            kept = core
        lead = 0
        if core and core[0].mark in ("pair-of-states", "people-pair"):
            lead = 2 if len(core) > 1 and core[1].code == "'" else 1
            core, kept = core[lead:], kept[lead:]
        if len(core) > 3 and core[-2].code == "n" and core[-1].code in "KLu":  # where it was signed is no part of it
            core = core[:-2]
            kept = core
        if surface(self.folded, core).endswith("High Commission"):
            return None
        if noun not in core or len(core) < 2 or not any(c.code in "uTPMSKCA" and c is not noun for c in core):
            return None
        if cut < len(run) and not core:
            return None
        kind = (
            self.lexicon.instruments[noun.text.lower()][0]
            if noun.text.lower() in self.lexicon.instruments
            else noun.mark
        )
        entity = self.registry.get("Agreement", surface(self.folded, core), alias=short)
        entity.properties.setdefault("form", kind)
        made = merged("G", self.folded, kept, (entity,), "", "named")
        made.value = tuple(
            dict.fromkeys(e for c in core for e in c.ents if e.kind == "Country" and c.start < noun.start)
        )
        rest = run[run.index(kept[-1]) + 1 :]
        return [*run[:lead], made, *rest] if rest or lead else made

    def _exercise(self, m: re.Match[str], run: list[Chunk]) -> Chunk | list[Chunk] | None:
        noun = group(m, "noun", run)[0]
        named = group(m, "name", run)
        rest: list[Chunk] = []
        if m.re is EXERCISE_AFTER:
            begin = run.index(named[-1]) + 1
            drills = self.lexicon.cue("exercise-noun")
            at = next((i for i in range(begin, len(run)) if run[i].text.lower() in drills), -1)
            if at >= 0:
                noun, run, rest = run[at], run[: at + 1], run[at + 1 :]
        if noun.text.lower() not in self.lexicon.cue("exercise-noun"):
            return None
        called = group(m, "called", run) if "called" in m.re.groupindex else []
        if called and called[0].text not in self.lexicon.cue("called"):
            return None
        comma = m.re is EXERCISE and any(c.code == "," for c in run[: run.index(named[0])])
        dated = m.string[m.end() : m.end() + 1] == "," and named[-1].code in "dj"
        if comma and not called and not dated:
            return None
        quoted = bool(m["q"])
        if named[0].code == "w" and (not named[0].text[:1].isupper() or named[0].text in self.lexicon.cue("starter")):
            return None
        if not quoted and (
            named[0].code in "SPMK"
            or (
                m.re is EXERCISE_AFTER
                and len(named) < 2
                and not any(ch.isdigit() for ch in named[0].text)
                and not (named[0].text.isupper() and len(named[0].text) > 4)
            )
        ):
            return None
        name = surface(self.folded, named)
        if noun.text == "Exercise":
            name = f"Exercise {name}"
        entity = self.registry.get("Exercise", name)
        made = merged("X", self.folded, run, (entity,), "", "named")
        return [made, *rest] if rest else made

    def _called(self, m: re.Match[str], run: list[Chunk]) -> list[Chunk] | None:
        """`a drill with X entitled "NAME"`."""
        if run[0].text.lower() not in self.lexicon.cue("called"):
            return None
        entity = self.registry.get("Exercise", surface(self.folded, group(m, "name", run)))
        return [run[0], merged("X", self.folded, run[1:], (entity,), "", "named")]

    def _station(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        """`Air Force Station Jodhpur` is a place."""
        if run[1].text not in self.lexicon.cue("station-noun"):
            return None
        return self._place(surface(self.folded, run), "", run, located=False)

    def _ship(self, m: re.Match[str], run: list[Chunk]) -> list[Chunk] | None:
        """The name behind `frigate` or `ship` is the ship's."""
        noun = group(m, "noun", run)[0]
        if noun.text.lower() not in self.lexicon.cue("ship-noun"):
            return None
        named = group(m, "name", run)
        state = group(m, "state", run)
        iso = state[0].iso if state else ""
        entity = self.registry.get("Equipment", surface(self.folded, named), iso)
        return [*run[: run.index(named[0])], merged("E", self.folded, named, (entity,), "", "navy")]

    def _talks(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        noun = group(m, "noun", run)[0]
        if self.lexicon.suffixes.get(noun.text) != "Talks" or len(run) < 2 or (run[0].code == "M" and len(run) < 3):
            return None
        states = tuple(dict.fromkeys(e for c in run for e in c.ents if e.kind == "Country" and c.code in "CA"))
        entity = self.registry.get("Talks", surface(self.folded, run))
        made = merged("X", self.folded, run, (entity,), "", "named")
        made.value = states if len(states) > 1 else ()
        return made

    def _place(self, name: str, iso: str, run: list[Chunk], *, located: bool) -> Chunk:
        entity = self.registry.get("Place", name)
        if located and iso:
            entity.properties["_state"] = iso
        return merged("L", self.folded, run, (entity,), iso, "located" if located else "")

    def _town_of_state(self, m: re.Match[str], run: list[Chunk]) -> Chunk | list[Chunk] | None:
        name = surface(self.folded, group(m, "name", run))
        code = group(m, "name", run)[0].code
        state = group(m, "state", run)[0]
        if len(state.ents) != 1 or (code == "u" and name not in self.reference.towns and len(name.split()) > 3):
            return None
        if code == "K" and self.reference.capitals.get(name) not in (None, state.iso):
            return None
        return self._place(name, state.iso, run, located=True)

    def _place_of(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        noun = group(m, "noun", run)[0]
        if noun.text.lower() not in self.lexicon.cue("place-noun"):
            return None
        state = group(m, "state", run)
        named = group(m, "name", run)
        return self._place(surface(self.folded, named), state[0].iso if state else "", run, located=bool(state))

    def _capital_of(self, m: re.Match[str], run: list[Chunk]) -> list[Chunk] | None:
        """`the capital Lima`, `the Peruvian capital, Lima`: the town, not the state."""
        if group(m, "noun", run)[0].text.lower() != "capital":
            return None
        name = run[-1].text
        made = self._place(name, self.reference.capitals.get(name, ""), run, located=False)
        made.mark = "capital"
        return [made]

    def _place_noun(self, m: re.Match[str], run: list[Chunk]) -> Chunk | list[Chunk] | None:
        nouns = group(m, "nouns", run)
        places = self.lexicon.cue("place-noun")
        count = 1 if nouns[0].text.lower() in places else 2 if len(nouns) > 1 and nouns[1].text.lower() in places else 0
        if not count or (count == 2 and nouns[0].text not in self.lexicon.cue("base-modifier")):
            return None
        named = group(m, "name", run)
        kept = nouns[count - 1].text.lower() in self.lexicon.cue("kept-place-noun")
        whole = [*named, *nouns[:count]]
        name = surface(self.folded, whole if kept else named)
        made = self._place(name, "", whole, located=False)
        made.ents[0].aliases.add(surface(self.folded, named))
        return [made, *nouns[count:]] if nouns[count:] else made

    def _nested(self, m: re.Match[str], run: list[Chunk]) -> list[Chunk] | None:
        """`at Umroi in Meghalaya`: what lies in a place is one."""
        prep, mid = run[0].text.lower(), run[-1].text.lower()
        if prep not in ("in", "at") or mid != "in":
            return None
        return [run[0], self._place(surface(self.folded, run[1:-1]), "", run[1:-1], located=False), run[-1]]

    def _another_town(self, m: re.Match[str], run: list[Chunk]) -> list[Chunk] | None:
        """`in Lima and Cusco`: what is set beside a town and called like one is a town."""
        named = group(m, "name", run)
        name = surface(self.folded, named)
        if name not in self.reference.towns and named[0].code != "K":
            return None
        made = self._place(name, "", named, located=False)
        made.iso = named[0].iso
        return [*run[: run.index(named[0])], made]

    def _located(self, m: re.Match[str], run: list[Chunk]) -> list[Chunk] | None:
        before = group(m, "before", run)[0]
        word = before.text.lower()
        places = self.lexicon.cue("locative") | self.lexicon.cue("directional") | self.lexicon.cue("locative-verb")
        if word not in places:
            return None
        named = group(m, "name", run)
        name = surface(self.folded, named)
        code = named[0].code
        verb = group(m, "verb", run)
        arrived = bool(verb) and verb[0].text.lower() in self.lexicon.cue("arrival-word")
        if (
            code == "u"
            and not arrived
            and name not in self.reference.towns
            and (named[0].start, named[-1].end) not in self.places
        ):
            known = next((p for p in self.registry.of("Place") if name in p.aliases or p.name == name), None)
            if known is None:
                return None
        existing = next((p for p in self.registry.of("Place") if name in p.aliases), None)
        if code == "L":
            return None
        if code == "K":
            iso = self.reference.capitals[name]
            same = [
                p for p in self.registry.of("Place")
                if self.reference.capitals.get(p.name) == iso and (p.name.startswith(name) or name.startswith(p.name))
            ]  # fmt: skip
            existing = existing or (same[0] if same else None)
        chunk = merged("L", self.folded, named, (existing or self.registry.get("Place", name),), "", "")
        chunk.iso = self.reference.capitals.get(name, "")
        chunk.mark = "capital" if code == "K" else ""
        return [*verb, before, chunk]
