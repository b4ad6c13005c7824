"""Ministries, services, governments and embassies with the state that each belongs to.

A function of the chunks of one sentence. A body without a state keeps an empty one; `ownership` fills it later.
"""

from __future__ import annotations

import re

from dragoman.loader.extract.chunks import Chunk, Ent, Registry, group, merged, rewrite, surface
from dragoman.loader.extract.lexicon import Lexicon
from dragoman.loader.extract.reference import Reference

OWNER = r"(?P<owners>[CAK](?:[a,]+[CAK])*'?)"
POST = re.compile(r"(?P<more>(?:[uTPM]+a)?)(?P<of>[uTP]+)(?P<head>H)")
POST_OF = re.compile(
    r"(?P<head>[Hm])ot?(?P<of>(?:[TP]+a)?(?:u{1,2}[TP]*|[TP]+)(?:a(?:u?[TP]+|u{1,2}(?=[,(])))?)"
    r"(?:(?=[,(wN.]|$)|(?<=[TP])(?=[uR]))"
)
FORMAL = re.compile(r"[uTwMPA]{1,3}ot?(?P<state>C)")
PAIR = re.compile(r"[CAK](?:-[CAK])+")
MINISTRY = re.compile(
    rf"(?:{OWNER})?M?(?P<noun>m)o(?P<of>t?(?:[PTSA]+|u+T*)(?:a[PTSA]+(?!m)|a?u(?=P))?)(?:o?t?(?P<after>(?:(?<=o)|(?<=ot))C(?:(?:,t?C)*,?at?C)?(?!')))?(?P<short>\([ui]\))?"
)
MINISTRY_AFTER = re.compile(
    rf"(?:{OWNER})?t?(?P<of>P)(?:aP)?(?P<noun>m)(?:ot?(?P<after>C(?:(?:,t?C)*,?at?C)?)(?!'))?(?P<short>\([ui]\))?"
)
BUREAU = re.compile(
    rf"(?:{OWNER})?(?P<name>[TPSuM]*b(?:o[tTPSuaAE]*[TPSuAE]|f[TPSuaA]*[TPSuA])?)(?:n(?P<seat>[CKL]))?(?P<short>\([ui]\))?"
)
SERVICE = re.compile(rf"(?:{OWNER})(?P<mid>[TuM]?)(?P<name>S)(?P<short>\([ui]\))?")
SERVICE_OF = re.compile(r"(?P<name>S)ot?(?P<owners>C(?:[a,]+C)*)(?!')")
REGIME = re.compile(rf"(?:{OWNER})(?P<noun>w)(?=')")
BRANCH = re.compile(r"(?P<whole>S)(?P<part>S)")
UNIT = re.compile(r"(?P<own>S)'(?P<number>d?)(?P<unit>S)")
BARE = re.compile(r"(?P<name>S)(?P<short>\([ui]\))")
GOVERNMENT = re.compile(rf"(?:{OWNER})(?P<noun>g)")
GOVERNMENT_OF = re.compile(r"(?P<noun>g)ot?(?P<owners>[CA](?:[a,]+t?[CA])*)")


class Bodies:
    """Joins the chunks of a sentence into named bodies of states."""

    def __init__(self, lexicon: Lexicon, reference: Reference, registry: Registry, folded: str) -> None:
        self.lexicon, self.reference, self.registry, self.folded = lexicon, reference, registry, folded
        self.acronyms: dict[str, Chunk] = {}
        self.sentence: list[Chunk] = []

    def read(self, chunks: list[Chunk]) -> list[Chunk]:
        """The chunks with bodies joined, in an order in which longer readings come first."""
        chunks = [self._acronym(c) for c in chunks]
        self.sentence = chunks
        chunks = rewrite(chunks, POST, self._post)
        chunks = rewrite(chunks, POST_OF, self._post)
        chunks = rewrite(chunks, FORMAL, self._formal)
        chunks = rewrite(chunks, PAIR, lambda m, run: self._pair(run))
        for pattern, build in (
            (MINISTRY, self._ministry), (MINISTRY_AFTER, self._ministry), (SERVICE_OF, self._service),
            (SERVICE, self._service), (UNIT, self._unit), (BRANCH, self._branch), (GOVERNMENT_OF, self._government),
            (BARE, self._bare), (GOVERNMENT, self._government), (BUREAU, self._bureau), (REGIME, self._regime),
        ):  # fmt: skip
            chunks = rewrite(chunks, pattern, build)
        return [self._alone(c) for c in chunks]

    def _acronym(self, chunk: Chunk) -> Chunk:
        known = self.acronyms.get(chunk.text)
        if known is None or chunk.code in "CAK":
            return chunk
        return Chunk(known.code, chunk.start, chunk.end, chunk.text, known.ents, known.iso, "known")

    def define(self, short: list[Chunk], chunk: Chunk) -> None:
        """Remembers the acronym in brackets after a name."""
        if len(short) == 3 and chunk.ents:
            self.acronyms[short[1].text] = chunk
            for entity in chunk.ents:
                entity.aliases.add(short[1].text)

    def _post(self, m: re.Match[str], run: list[Chunk]) -> list[Chunk] | None:
        """`Resources and Environment Minister`, `Minister of Agro-Industry and Food Security`: one portfolio."""
        head = group(m, "head", run)[0]
        of = group(m, "of", run)
        of = [*group(m, "more", run), *of] if m.re is POST else of
        words = self.lexicon.cue("minister-noun") | self.lexicon.cue("ministry-noun")
        more = m["more"] if m.re is POST else ""
        if head.text.lower() not in words or not head.text[:1].isupper() or not any(c.code in "uTa" for c in of):
            return None
        if any(c.code == "P" and c.text[:1].islower() for c in of):
            return None
        known = self.lexicon.cue("portfolio-word") | self.lexicon.cue("tail-word")
        if any(c.code == "u" and c.text not in known for c in of[: len(more)]):
            return None
        if m.re is POST and "a" not in more and (m["of"][0] == "P" or "P" in m["of"][:-1] or m["of"][-1:] == "P"):
            return None
        if m.re is POST and of[0].code == "u" and len(m["of"]) > 1 and not more and m["of"][-1] != "T":
            return None
        made = merged("P", self.folded, of, (), "", surface(self.folded, of))
        if m.re is POST:
            return [made, head]
        return [head, *run[1 : run.index(of[0])], made]

    def _formal(self, m: re.Match[str], run: list[Chunk]) -> Chunk | list[Chunk] | None:
        """`the Hashemite Kingdom of X` is X."""
        state = group(m, "state", run)[0]
        at = next((i for i, c in enumerate(run) if c.code == "o"), 0)
        if at == 0 or run[at - 1].text not in self.lexicon.cue("state-form") or len(state.ents) != 1:
            return None
        begin = at - 1
        while (
            begin > 0 and run[begin - 1].text[:1].isupper() and run[begin - 1].text not in self.lexicon.cue("starter")
        ):
            begin -= 1
        made = merged("C", self.folded, run[begin:], state.ents, state.iso)
        return [*run[:begin], made]

    def _pair(self, run: list[Chunk]) -> Chunk:
        ents = tuple(dict.fromkeys(e for c in run for e in c.ents))
        return merged("A", self.folded, run, ents, run[0].iso, "pair")

    def owners(self, run: list[Chunk]) -> list[Ent]:
        """The states in a run of owners, each once."""
        return list(dict.fromkeys(e for c in run for e in c.ents if e.kind == "Country"))

    def following(self, chunk: Chunk) -> str:
        """The word after a chunk, in lower case."""
        return next((c.text.lower() for c in self.sentence if c.start >= chunk.end), "")

    def nearby(self, start: int) -> list[Ent]:
        """The state of the last delegation or side that the sentence has named before a body that stands alone."""
        before = [c for c in self.sentence if c.code == "A" and c.end <= start and len(c.ents) == 1]
        return list(before[-1].ents) if before else []

    def make(self, kind: str, tail: str, owners: list[Ent], code: str, run: list[Chunk], mark: str) -> Chunk:
        """A body of each owner, `<Country> <tail>`; without an owner one that has only its tail as name."""
        alias = re.sub(r"^the ", "", re.sub(r"\s*\([^)]*\)$", "", surface(self.folded, run)))
        if owners:
            alias = alias if len(owners) == 1 else tail
            ents = tuple(self.registry.get(kind, f"{o.name} {tail}", o.iso, alias) for o in owners)
        else:
            ents = (self.registry.get(kind, tail, "", alias),)
        return merged(code, self.folded, run, ents, owners[0].iso if len(owners) == 1 else "", mark)

    def _ministry(self, m: re.Match[str], run: list[Chunk]) -> Chunk | list[Chunk] | None:
        owners = self.owners(group(m, "owners", run)) or self.owners(
            group(m, "after", run) if "after" in m.re.groupindex else []
        )
        of = group(m, "of", run)
        low = next((c for c in of[1:] if c.text[:1].islower() and c.code not in "a" and c.text[:4] != "the "), None)
        if low is not None and of[-1] is not low and of[0].text[:1].isupper():
            return None
        rest: list[Chunk] = []
        if low is not None and m.re is MINISTRY and of[0].text[:1].isupper():
            cut = run.index(low)
            rest, run, of = run[cut:], run[:cut], of[: of.index(low)]
        noun = group(m, "noun", run)[0].text.lower()
        before = m.re is MINISTRY_AFTER
        phrase = surface(self.folded, of)
        bare = phrase.lower()
        portfolio = self.lexicon.portfolios.get(bare) or self.lexicon.portfolios.get(bare.removeprefix("the "))
        if noun.endswith("s") and before and len(owners) < 2:
            return None
        if portfolio is None or bare.startswith("external"):
            if before or not phrase.removeprefix("the ")[:1].isupper():
                return None
            portfolio = phrase
        if noun.startswith("department") and "national" not in bare and portfolio == "Defence":
            portfolio = "Defense"
        if phrase.lower().startswith("national def"):
            portfolio = "National Defence"
        if portfolio == "Treasury" and noun.startswith("department"):
            portfolio = "the Treasury"
        if portfolio in self.lexicon.cue("keeps-article") and not before and bare.startswith("the "):
            portfolio = f"the {portfolio}"
        chunk = self.make(
            "GovernmentBody",
            f"{noun.rstrip('s').capitalize() if not noun.startswith('ministries') else 'Ministry'} of {portfolio}",
            owners,
            "O",
            run,
            "body",
        )
        self.define([] if rest else group(m, "short", run), chunk)
        return [chunk, *rest] if rest else chunk

    def _service(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        name = group(m, "name", run)[0]
        after = self.following(run[-1])
        royal = name.mark == "known" and m.re is SERVICE_OF and name.text.startswith("Royal ")
        if royal:
            owners = self.owners(group(m, "owners", run))
            return self.make("ArmedForce", name.text, owners, "S", run, "body") if owners else None
        if name.mark == "known" or (name.text == "military" and after in self.lexicon.cue("military-noun")):
            return None
        if name.text in self.lexicon.cue("generic-service"):
            return None
        owners = self.owners(group(m, "owners", run))
        middle = group(m, "mid", run) if "mid" in m.re.groupindex else []
        tail = name.mark
        if middle and middle[0].text[:1].isupper() and middle[0].text in self.lexicon.cue("service-prefix"):
            tail = f"{middle[0].text} {tail}"
        elif middle:
            return None
        chunk = self.make("ArmedForce", tail, owners, "S", run, "body")
        if "short" in m.re.groupindex:
            self.define(group(m, "short", run), chunk)
        return chunk

    def _unit(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        """`the French Army's 6th Brigade` is a unit of that state."""
        own, unit = run[0], run[2:]
        if not own.iso or unit[-1].mark in ("known", "body"):
            return None
        ent = self.registry.get("ArmedForce", surface(self.folded, unit), own.iso)
        return merged("S", self.folded, run, (ent,), own.iso, "unit")

    def _bare(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        """`the Joint Chiefs of Staff (JCS)`: the acronym of a service that stands alone."""
        name = run[0]
        if not name.text[:1].isupper():
            return None
        if not name.ents:
            name.ents = (self.registry.get("ArmedForce", name.mark, "", name.text),)
        chunk = merged("S", self.folded, run, name.ents, name.iso, "bare")
        self.define(group(m, "short", run), chunk)
        return chunk

    def _branch(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        """The navy of a force that has its own."""
        whole, part = run
        if not whole.ents or part.ents or not part.text[:1].isupper():
            return None
        ent = self.registry.get("ArmedForce", f"{whole.ents[0].name} {part.mark}", whole.ents[0].iso)
        ent.aliases.add(surface(self.folded, run))
        return merged("S", self.folded, run, (ent,), whole.ents[0].iso, "body")

    def _government(self, m: re.Match[str], run: list[Chunk]) -> Chunk:
        owners = self.owners(group(m, "owners", run))
        return merged("C", self.folded, run, tuple(owners), owners[0].iso if len(owners) == 1 else "", "government")

    def _regime(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        """`the Syrian regime's` minister is of the state."""
        fits = group(m, "noun", run)[0].text.lower() in self.lexicon.cue("administration-noun")
        return self._government(m, run) if fits else None

    def _bureau(self, m: re.Match[str], run: list[Chunk]) -> Chunk | list[Chunk] | None:
        named = group(m, "name", run)
        owners = self.owners(group(m, "owners", run))
        phrase = surface(self.folded, named)
        if not owners and len(named) < 2:
            return None
        noun = next(c for c in named if c.code == "b").text
        if noun == "Agency" and re.search(r"\bNews\b", phrase):
            outlet = self.registry.get("MediaOutlet", re.sub(r"^the ", "", surface(self.folded, run)).split(" (")[0])
            chunk = merged("O", self.folded, run, (outlet,), "", "known")
            self.define(group(m, "short", run), chunk)
            return chunk
        seat = group(m, "seat", run)
        if noun in ("Embassy", "Consulate") and owners:
            if not seat or not seat[0].ents:
                return self.make("GovernmentBody", noun, owners, "O", run, "body")
            where = (
                self.registry.get("Country", self.reference.short.get(seat[0].iso, ""), seat[0].iso)
                if seat[0].iso
                else seat[0].ents[0]
            )
            return self.make("GovernmentBody", f"{noun} in {where.name}", owners, "O", run, "body")
        if seat:
            cut = run.index(seat[0]) - 1
            return [self.make("GovernmentBody", phrase, owners, "O", run[:cut], "body"), *run[cut:]]
        chunk = self.make("GovernmentBody", phrase, owners, "O", run, "body")
        self.define(group(m, "short", run), chunk)
        return chunk

    def _alone(self, chunk: Chunk) -> Chunk:
        if chunk.code == "S" and not chunk.ents:
            if not chunk.text[:1].isupper() or chunk.text == "Military":
                chunk.code = "w"
            else:
                chunk.ents = (self.registry.get("ArmedForce", chunk.mark, "", chunk.text),)
                chunk.mark = "bare"
        return chunk
