"""Titles and the people who bear them: `Polish Foreign Minister Zbigniew …`, `…, head of the … Agency,`.

A function of one sentence's chunks and of the people known so far. The words of a title are taken out of the sentence
with the name, so that they never become actors. Where a title's state is not beside it, `ownership` looks for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dragoman.loader.extract import titles
from dragoman.loader.extract.bodies import Bodies
from dragoman.loader.extract.chunks import Chunk, Ent, group, merged, rewrite, surface
from dragoman.loader.extract.people import People


@dataclass(slots=True)
class Position:
    """A title that the text gives a person; `body` is named by it, `owners` are the states beside it."""

    person: Ent
    title: str
    rank: str
    start: int
    head: str
    holder: str
    portfolio: str = ""
    tail: str = ""
    body: Ent | None = None
    iso: str = ""
    plural: bool = False
    derived: bool = False


class Positions:
    """Reads the titles of a document, sentence by sentence; `found` gathers them in text order."""

    def __init__(self, bodies: Bodies, people: People) -> None:
        self.bodies, self.people = bodies, people
        self.found: list[Position] = []
        self.folded = bodies.folded
        self.sentence = 0

    def read(self, chunks: list[Chunk]) -> list[Chunk]:
        """The chunks with title, rank and name joined into one person."""
        self.sentence = chunks[0].start if chunks else 0
        chunks = rewrite(chunks, titles.BEFORE, self._before)
        chunks = rewrite(chunks, titles.COUNTERPART, self._counterpart)
        chunks = rewrite(chunks, titles.RANKED, self._ranked)
        return rewrite(chunks, titles.STYLED, self._styled)

    def read_appositions(self, chunks: list[Chunk]) -> list[Chunk]:
        """The chunks with titles that follow a name joined to it; to be called when all people are read."""
        chunks = rewrite(chunks, titles.TWO_AFTER, self._two_after)
        chunks = rewrite(chunks, titles.APPOSED, self._apposed)
        chunks = rewrite(chunks, titles.COUNTERPART_AFTER, self._counterpart_after)
        return rewrite(chunks, titles.AFTER, self._after)

    def _apposed(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        """An unknown name that a title follows is a person's."""
        if run[-1].text in self.bodies.lexicon.suffixes:
            return None
        return merged("B", self.folded, run, (self._person(run),), "", "apposed")

    def _before(self, m: re.Match[str], run: list[Chunk]) -> Chunk | list[Chunk] | None:
        """A comma behind the name belongs to it only when one stands before it."""
        if not m["close"] or m["comma"]:
            return self._before_all(m, run)
        made = self._before_all(m, run[:-1])
        return None if made is None else [*(made if isinstance(made, list) else [made]), run[-1]]

    def _before_all(self, m: re.Match[str], run: list[Chunk]) -> Chunk | list[Chunk] | None:
        title = group(m, "title", run)
        name = group(m, "name", run)
        if m["comma"] and titles.NAME_FIRST.search(m.string[: m.start()]):
            return None  # `NAME, TITLE, NAME, TITLE`: a title belongs to the name before it
        if m["comma"] and len([c for c in name if c.code == "u"]) < 2:
            return None
        if m["skip"] and group(m, "skip", run)[0].text not in self.bodies.lexicon.cue("skip-before-title"):
            return None
        style = group(m, "style", run)
        if style and style[0].text not in self.bodies.lexicon.cue("style-title"):
            return None
        plural = _plural(self._head(title))
        closed = m["close"] or m["rank"] or (len(m["comma"]) > 1 and m.string[m.end() :][:1] in (".", ""))
        bodied = m["owner"] or any(c.code in "SOCA" and c.ents for c in title)
        if any(c.text[:1].islower() for c in title if c.code == "H") and m["comma"] and not (bodied and closed):
            return None
        second = group(m, "name2", run)
        dash = group(m, "joint", run)
        if dash and dash[0].code == "-" and self.folded[dash[0].start - 1 : dash[0].start] == " ":
            return None
        if plural and not second:
            return None
        if run[0].code == "t" and run[0].text.lower() in ("a", "an") and not m["skip"] and not m["owner"]:
            return None
        joint = self.folded[title[-1].end :].lstrip().startswith("and ")
        if (
            m["title2"]
            and joint
            and self._head(title).text.lower() in self.bodies.lexicon.cue("sole-title") | {"crown prince"}
        ):
            return None
        if not any(len(c.text.strip(".")) > 1 for c in name):
            return None
        title2 = group(m, "title2", run)
        if title2 and joint and run[0].code == "t" and not m["owner"] and self._held(title):
            cut = run.index(title2[0])
            made = self._before_one(m, run[cut:], title2, name, [], run)
            return [*run[:cut], made] if made else None
        names = [name]
        if second and plural:
            names.append(second)
        elif second:
            cut = run.index(name[-1]) + 1 + len(group(m, "land", run))
            made = self._before_one(m, run[:cut], title, name)
            return [made, *run[cut:]] if made else None
        owner = group(m, "owner", run)
        if not plural and any(c.code == "," for c in owner):
            cut = run.index(owner[-1])
            made = self._before_one(m, run[cut:], title, name, owner[-1:], run)
            return [*run[:cut], made] if made else None
        if not plural:
            return self._before_one(m, run, title, name)
        owners = self.bodies.owners(group(m, "owner", run))
        people = []
        for index, one in enumerate(names):
            person = self._person(one)
            people.append(person)
            land = group(m, "land" if index == 0 else "land2", run)
            iso = next((c.iso for c in land if c.code == "C"), owners[index].iso if index < len(owners) else "")
            self._add(person, title, group(m, "rank", run), iso, None, plural=True)
        return merged("B", self.folded, run, tuple(people), "", "titled")

    def _before_one(
        self, m: re.Match[str], run: list[Chunk], title: list[Chunk], name: list[Chunk],
        owner: list[Chunk] | None = None, whole: list[Chunk] | None = None,
    ) -> Chunk | None:  # fmt: skip
        whole = whole or run
        person = self._person(name)
        owner = group(m, "owner", whole) if owner is None else owner
        rank = group(m, "rank", whole) or group(m, "rank0", whole)
        iso, body = self._owner(owner, title)
        land = group(m, "land", whole)
        if land and not iso and len(land) > 1:
            iso = next((c.iso for c in land if c.code == "C"), "")
        service = owner[-1].text.split(" ", 1)[-1] if owner and owner[-1].code == "S" and " " in owner[-1].text else ""
        if service and self._head(title).mark == "ministry" and len(title) == 1:
            made = Chunk("P", owner[-1].start, owner[-1].end, service, mark=service)
            self._add(person, [made, *title], rank, iso, None)
            self.found[-1].title = f"{service} {title[0].text}"
            return merged("B", self.folded, run, (person,), iso, "titled")
        skipped = group(m, "skip", whole)[0].text if m["skip"] else ""
        self._add(person, title, rank, iso, body, owner_service=service, skipped=skipped)
        second = group(m, "title2", whole)
        if second:
            self._add(person, second, rank, iso, None)
        return merged("B", self.folded, run, (person,), iso, "titled")

    def _owner(self, owner: list[Chunk], title: list[Chunk]) -> tuple[str, Ent | None]:
        if not owner:
            return "", None
        first = owner[0]
        if first.code in "CAK":
            return (first.iso if len(first.ents) == 1 else ""), None
        if first.code in "OS":
            return first.iso, first.ents[0] if first.ents else None
        if self._head(title).text.lower() not in self.bodies.lexicon.cue("firm-head"):
            return "", None
        named = [c for c in owner if c.code == "u"]
        return "", self.bodies.registry.get("Company", surface(self.folded, named))

    def _counterpart(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        person = self._person(group(m, "name", run))
        iso, _ = self._owner(group(m, "owner", run), run)
        model = self._model(run[0].start)
        rank = surface(self.folded, group(m, "rank", run))
        other = next((c.mark for g in ("other", "portfolio") for c in group(m, g, run) if c.mark), "")
        if model is not None and other and other != model.portfolio:
            model = None  # a counterpart in another office: its title is not written out
        if model is not None:
            self.found.append(
                Position(
                    person,
                    model.title,
                    rank,
                    run[0].start,
                    model.head,
                    model.holder,
                    model.portfolio,
                    model.tail,
                    self._other_service(model, iso),
                    iso,
                    derived=True,
                )
            )
        return merged("B", self.folded, run, (person,), iso, "titled")

    def _counterpart_after(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        """`X met NAME, his Polish counterpart`."""
        iso, _ = self._owner(group(m, "owner", run), run)
        model = next((p for p in reversed(self.found) if p.start < run[0].start and run[0].start - p.start < 400), None)
        if model is None or len(run[0].ents) != 1 or model.person is run[0].ents[0]:
            return None
        self.found.append(
            replace(model, person=run[0].ents[0], rank="", start=run[0].start, iso=iso,
                    body=self._other_service(model, iso), derived=True)
        )  # fmt: skip
        return merged("B", self.folded, run, run[0].ents, iso, "titled")

    def _two_after(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        """`A and B, the Defence Ministers of X and Y`: one each, in their order."""
        title = group(m, "title", run)
        if not _plural(self._head(title)):
            return None
        people = []
        for name, state in (("a", "first"), ("b", "second")):
            one = group(m, name, run)
            person = one[0].ents[0] if one[0].code == "B" else self._person(one)
            people.append(person)
            self._add(person, title, [], group(m, state, run)[0].iso, None, start=one[0].start, plural=True)
        return merged("B", self.folded, run, tuple(people), "", "titled")

    def _model(self, at: int) -> Position | None:
        """Whose counterpart someone at `at` is: the official set beside, else the one who opens the sentence."""
        near = [p for p in self.found if p.start < at and at - p.start < 400]
        if not near or self.folded[:at].rstrip().endswith(" and"):
            return near[-1] if near else None
        return next((p for p in near if p.start >= self.sentence), near[-1])

    def _other_service(self, model: Position, iso: str) -> Ent | None:
        """The service of the other state: whose counterpart an army chief is, he is an army chief too."""
        if model.body is None or model.body.kind != "ArmedForce" or not model.body.iso or not iso:
            return None
        short = self.bodies.reference.short
        tail = model.body.name.removeprefix(short.get(model.body.iso, "")).strip()
        return self.bodies.registry.get("ArmedForce", f"{short.get(iso, iso)} {tail}", iso)

    def _ranked(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        person = self._person(group(m, "name", run))
        return merged("B", self.folded, run, (person,), "", "ranked")

    def _styled(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        person = self._person(group(m, "name", run))
        return merged("B", self.folded, run, (person,), "", "styled")

    def _after(self, m: re.Match[str], run: list[Chunk]) -> Chunk | None:
        person = run[0].ents[0] if len(run[0].ents) == 1 else None
        title = group(m, "title", run)
        if person is None or _plural(self._head(title)):
            return None
        if m["who"] and " ".join(c.text for c in group(m, "who", run)) not in self.bodies.lexicon.cue("who-is"):
            return None
        owner = group(m, "owner", run)
        iso, body = self._owner(owner, title) if owner else ("", None)
        of = group(m, "of", run)
        named = [c for c in of if c.code in "OSu"]
        if named and named[0].code in "OS":
            body, iso = named[0].ents[0], iso or named[0].iso
        elif named:
            body = self.bodies.registry.get("Company", surface(self.folded, named))
        rank = group(m, "rank", run) if "rank" in m.re.groupindex else []
        self._add(person, title, rank, iso, body, start=run[0].start)
        second = group(m, "title2", run)
        if second:
            self._add(person, second, rank, iso, body, start=run[0].start)
        return merged("B", self.folded, run, (person,), iso or run[0].iso, run[0].mark or "apposed")

    def _held(self, title: list[Chunk]) -> bool:
        """Whether a bare title is one that the text has given someone: `The Secretary and Foreign Minister NAME`."""
        head = self._head(title).text.lower()
        return len(title) == 1 and any(p.head == head or p.head.endswith(" " + head) for p in self.found)

    def _person(self, name: list[Chunk]) -> Ent:
        person = self.people.named(surface(self.folded, name), name[0].start)
        person.first = min(person.first, name[0].start)
        self.people.titled.add(id(person))
        return person

    def _head(self, title: list[Chunk]) -> Chunk:
        return next(c for c in title if c.code == "H")

    def _add(
        self, person: Ent, title: list[Chunk], rank: list[Chunk], iso: str, body: Ent | None, *,
        start: int = -1, plural: bool = False, owner_service: str = "", skipped: str = "",
    ) -> None:  # fmt: skip
        head = self._head(title)
        vague = head.text.lower().rstrip("s") in self.bodies.lexicon.cue("vague-title")
        if vague and body is None and not iso and len(title) == 1:
            return
        portfolio = tail = ""
        for chunk in title:
            if chunk.code == "P" and chunk.mark and not portfolio:
                portfolio = chunk.mark
                tail = "after" if chunk.start > head.start else "before"
            elif chunk.code in "S" and body is None:
                body = chunk.ents[0] if chunk.ents else None
                iso = iso or chunk.iso
            elif chunk.code in "S" and chunk.iso and not iso and body is not None and not body.iso:
                iso = chunk.iso  # `the Joint Staff of the Armed Forces of X` is X's
                state = self.bodies.reference.short.get(iso, iso)
                body = self.bodies.registry.get("ArmedForce", f"{state} {body.name}", iso)
            elif chunk.code == "O" and body is None:
                body, iso = chunk.ents[0], iso or chunk.iso
            elif chunk.code == "m" and body is None:
                told = [b for b in self.bodies.registry.of("GovernmentBody") if "Ministry" in b.name]
                if chunk.text.lower() == "ministry" and told:
                    body, iso = told[-1], iso or told[-1].iso
                else:
                    portfolio = portfolio or "the Department"
            elif chunk.code in "CA" and chunk.start > head.start and not iso and len(chunk.ents) == 1:
                before = self.folded[head.end : chunk.start].strip().split(" ")[0]
                iso = chunk.iso if before in ("of", "in") else ""
        words = surface(self.folded, title)
        if owner_service and head.text.lower().split(" ")[0] in self.bodies.lexicon.cue("service-head"):
            words = f"{owner_service} {words}"
        if skipped == "top":
            words = f"top {words}"
        if plural:
            words = re.sub(r"s\b", "", words, count=1) if head.text.endswith("s") else words
        if body is not None and body.kind != "ArmedForce" and body.kind != "Country":
            words = surface(self.folded, [c for c in title if c.code != "O"])
            words = re.sub(r"\s+(?:of|for|at|in)(?: the)?$", "", words)
        words = re.sub(r"\s+(?:of|for)(?: the)?(?: Department| ministry)?$", "", words)
        cut = next((c for c in title if c.code in "CA" and c.start > head.start), None)
        if cut is not None and head.mark == "country" and " of " in words:
            words = re.sub(r"\s+of(?: the)? .*$", "", words)
        name = head.text.lower().removesuffix("s") if plural else head.text.lower()
        self.found.append(
            Position(
                person, words, surface(self.folded, rank), start if start >= 0 else title[0].start,
                name, head.mark, portfolio, tail, body, iso, plural,
            )
        )  # fmt: skip


def _plural(head: Chunk) -> bool:
    """Whether a title's noun stands for several: `ministers`, but not `chief of defence forces`."""
    noun = head.text.lower().split(" of ")[0]
    return noun.endswith("s") and not noun.endswith("ss")
