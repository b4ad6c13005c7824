"""Whose official: states for the positions that stand without one; `holders` says which body or state then holds them.

A function of all positions and bodies of the document and of its publisher. In order: the adjective beside the title,
the body in the title, the same person's other titles, the same title with a state elsewhere, the publisher's own state.
The nearest state in the text is wrong half the time and never used.
"""

from __future__ import annotations

import itertools
from collections import Counter

from dragoman.loader.extract.chunks import Ent, Registry
from dragoman.loader.extract.holders import Holders
from dragoman.loader.extract.lexicon import Lexicon
from dragoman.loader.extract.positions import Position
from dragoman.loader.extract.reference import Reference

FEWEST = 2  # mentions that make a state the one at home


class Owners:
    """Resolves owners; `home` is the ISO code of the publisher's state, or empty."""

    def __init__(self, lexicon: Lexicon, reference: Reference, registry: Registry, publisher: str) -> None:
        self.lexicon, self.reference, self.registry = lexicon, reference, registry
        self.holders = Holders(lexicon, reference, registry)
        self.positions: list[Position] = []
        self.signers: dict[int, str] = {}
        self.office_mentions: list[tuple[Ent, int]] = []
        self.met_at: list[tuple[int, int, str]] = []
        self.visited_at: list[tuple[int, int, frozenset[str]]] = []
        self.words: frozenset[str] = frozenset()
        self.home = home_of(publisher, lexicon, reference)
        self.dateline = ""
        self.provisional = False
        self.offices: list[tuple[str, str, str, int]] = []
        self.where_at: list[tuple[int, int, str]] = []
        self.visitors_at: list[tuple[int, int, str]] = []
        self.named_at: list[tuple[int, str]] = []
        self.states_at: list[tuple[int, int, frozenset[str]]] = []
        self.official = any(part in publisher.lower() for part in lexicon.cue("official-publisher"))

    def country_of(self, person: Ent) -> str:
        """The one state whose posts a person holds, or an empty string."""
        found = [p.iso for p in self.positions if p.person is person and p.iso]
        return found[0] if found else ""

    def sign_for(self, person: Ent, iso: str) -> None:
        """Remembers for which state someone is said to have signed."""
        self.signers.setdefault(id(person), iso)

    def settle(self, positions: list[Position], pair: tuple[Ent, ...]) -> None:
        """Fills the states of positions that have none."""
        self.positions = sorted(positions, key=lambda p: p.start)
        for p in self.positions:
            if p.body is not None and not p.iso:
                p.iso = p.body.iso
        for p in self.positions:
            p.iso = p.iso or self.signers.get(id(p.person), "") or self.country_of(p.person)
        self._pairs(pair)
        for p in self.positions:
            if not p.iso and p.body is None and p.head in self.lexicon.cue("sole-title"):
                p.iso = self._visited(p, pair)
        for p in self.positions:
            p.iso = p.iso or self.country_of(p.person)
        for p in self.positions:  # `X visited Y. He met Prime Minister NAME`: of Y
            if not p.iso and p.body is None and p.holder in ("country", "ministry"):
                p.iso = next((iso for begin, end, iso in self.met_at if begin <= p.start < end), "")
        for p in self.positions:
            if not p.iso and p.body is None and not self._at_home():
                p.iso = self._same_office(p)
        if not self.official and not self._at_home():
            self.home = "" if self.home else self._provisional()
            self.provisional = bool(self.home)
        for p in self.positions:
            if not p.iso and p.body is None:
                p.iso = next((iso for begin, end, iso in self.where_at if begin < p.start < end), "")
        for p in self.positions:
            if not p.iso and not (
                p.body and p.body.kind in ("Company", "MediaOutlet", "InternationalOrganization", "NonStateActor")
            ):
                same = Counter(
                    q.iso for q in self.positions if q.iso and q.title.lower() == p.title.lower() and q.plural
                )
                sole = p.head in self.lexicon.cue("sole-title")
                if not self.home and sole:
                    p.iso = self._only_state(p)
                elif len(same) == 1 and not self.home:
                    p.iso = next(iter(same))
                elif p.holder in ("country", "ministry", "service", "post"):
                    p.iso = self._unmarked(p, pair)
        for p in self.positions:
            if p.iso and p.body is None and p.iso == self._destination(p):
                p.iso = ""
            p.iso = p.iso or self.country_of(p.person)

    def _at_home(self) -> bool:
        if not self.home:
            return False
        named = any(e.iso == self.home for e in self.registry.of("Country"))
        return named or self.dateline == self.home or any(self.reference.towns.get(w) == self.home for w in self.words)

    def _provisional(self) -> str:
        """The state at home for an unknown publisher: its dateline's, or the one named first and most."""
        counted = Counter(iso for _, iso in self.named_at).most_common(2)
        if not counted or counted[0][1] < FEWEST:
            return ""
        if self.dateline == counted[0][0]:
            return self.dateline
        ahead = len(counted) < 2 or counted[0][1] > counted[1][1]
        return counted[0][0] if ahead and min(self.named_at)[1] == counted[0][0] else ""

    def _pairs(self, pair: tuple[Ent, ...]) -> None:
        """`Presidents A and B` of a text about two states: one each, the publisher's own first."""
        states = [e.iso for e in pair]
        if len(states) != 2:
            return
        plural = [p for p in self.positions if p.plural]
        for a, b in itertools.pairwise(plural):
            alone = {
                q.person
                for q in self.positions
                if not q.plural and q.head == a.head and q.person in (a.person, b.person)
            }
            if len(alone) == 2 and not (a.iso or b.iso):
                continue
            if a.start == b.start and not (a.iso and b.iso) and (self.home in states or a.iso or b.iso):
                a.iso = a.iso or (next((s for s in states if s != b.iso), "") if b.iso else self.home)
                b.iso = b.iso or next((s for s in states if s != a.iso), "")

    def _destination(self, p: Position) -> str:
        """Where the trip goes that is told as that of the position's holder: not the state of the office."""
        return next((iso for begin, end, iso in self.visitors_at if begin <= p.start < end), "")

    def _visited(self, p: Position, pair: tuple[Ent, ...]) -> str:
        """The one state that the sentence places a town in, when a president or premier is named there.

        Whose own visit it is comes from the other state of the text's two.
        """
        away = self._destination(p)
        if away:
            sides = {e.iso for e in pair}
            own = self.home and self.home not in sides
            own = own and not (p.head == "president" and self.home in self.lexicon.cue("no-president"))
            return next(iter(sides - {away})) if len(sides) == 2 and away in sides and not own else ""
        states = next((s for b, e, s in self.visited_at if b <= p.start < e), frozenset())
        return next(iter(states)) if len(states) == 1 and self.home not in states else ""

    def _only_state(self, p: Position) -> str:
        """The one state, not the publisher's, that the position's sentence names, if it is named before or most."""
        begin, states = next(((b, s) for b, e, s in self.states_at if b <= p.start < e), (0, frozenset()))
        if len(states) != 1 or self.home in states:
            return ""
        state = next(iter(states))
        before = any(begin <= at < p.start and iso == state for at, iso in self.named_at)
        most = Counter(iso for _, iso in self.named_at).most_common(1)
        return state if before or (most and most[0][0] == state) else ""

    def _most_foreign(self) -> str:
        """The state that the text names most, the publisher's own left out."""
        counted = Counter(iso for _, iso in self.named_at if iso != self.home)
        return counted.most_common(1)[0][0] if counted else ""

    def _domestic(self) -> bool:
        """Whether the publisher's state is one of the two that the text names most."""
        counted = Counter(iso for _, iso in self.named_at)
        return not counted or self.dateline == self.home or self.home in [iso for iso, _ in counted.most_common(2)]

    def _told_at_home(self, p: Position) -> bool:
        """Whether neither the position's sentence nor the one before names another state only."""
        here = [i for i, (begin, end, _) in enumerate(self.states_at) if begin <= p.start < end]
        at = here[0] if here else 0
        near = next((s for _, _, s in reversed(self.states_at[max(0, at - 1) : at + 1]) if s), frozenset())
        return not near or self.home in near

    def _named_before(self, p: Position) -> bool:
        """Whether the sentence names another state before the position."""
        begin = next((b for b, e, _ in self.states_at if b <= p.start < e), p.start)
        return any(begin <= at < p.start and iso != self.home for at, iso in self.named_at)

    def foreign_sentence(self, p: Position) -> bool:
        """Whether a position stands in a sentence that names other states but not the publisher's."""
        for begin, end, states in self.states_at:
            if begin <= p.start < end:
                return bool(states) and self.home not in states
        return False

    def _same_office(self, p: Position) -> str:
        """The state of the one office that the text names with its state and that has no other holder."""
        states = {iso for head, portfolio, iso, _ in self.offices if head == p.head and portfolio == p.portfolio}
        if not states and p.head in self.lexicon.cue("sole-title"):
            return self._led(p)
        taken = {
            q.iso
            for q in self.positions
            if q.person is not p.person and q.head == p.head and q.portfolio == p.portfolio
        }
        free = states - taken
        return free.pop() if len(free) == 1 else ""

    def _led(self, p: Position) -> str:
        """The state of `the … leader`, told after the one president or premier whose state is not said."""
        sole = self.lexicon.cue("sole-title")
        for head, _, iso, at in self.offices:
            if head not in self.lexicon.cue("leader-word") or at < p.start:
                continue
            before = {q.person for q in self.positions if q.head in sole and q.start < at and q.iso in ("", iso)}
            taken = any(q.iso == iso and q.head in sole for q in self.positions)
            if before == {p.person} and not taken:
                return iso
        return ""

    def _unmarked(self, p: Position, pair: tuple[Ent, ...]) -> str:
        rivals = {
            q.person
            for q in self.positions
            if q.head == p.head and q.iso in ("", self.home) and q.portfolio == p.portfolio and not self._former(q)
        }
        if (
            p.holder == "country"
            and not p.iso
            and len(rivals) > 1
            and "former" not in p.title
            and p.head in self.lexicon.cue("sole-title")
        ):
            return ""
        held = {
            q.person
            for q in self.positions
            if (q.iso, q.portfolio, q.head) == (self.home, p.portfolio, p.head) and not self._former(q)
        }
        lesser = bool(set(p.title.lower().split()) & self.lexicon.cue("lesser-word"))
        if self.provisional and p.holder == "ministry" and p.portfolio and not lesser and held - {p.person}:
            return ""  # the home state's own is another
        if self.provisional and not self._told_at_home(p):
            return ""
        foreign = any(p.head.partition("-")[0].endswith(w) for w in self.lexicon.cue("not-american-title"))
        foreign = foreign or p.title.split(" ")[0].lower() in self.lexicon.cue("foreign-word")
        others = [e.iso for e in pair if e.iso != self.home]
        sole = self.lexicon.cue("sole-title")
        loose = {q.person for q in self.positions if q.head in sole and not q.iso and not self._former(q)}
        if self.home == "USA" and foreign and len(pair) == 2 and len(others) == 1:
            return others[0] if len(loose) < 3 and others[0] == self._most_foreign() else ""
        impossible = (
            foreign if self.home == "USA" else p.head == "president" and self.home in self.lexicon.cue("no-president")
        )
        if impossible:
            return self._same_office(p) or self._only_state(p)
        if not self.official and not self._domestic():
            return ""
        alone = p.head == "president" and len(rivals) == 1
        alone = alone and not self._named_before(p)
        alone = alone and not any(h == "president" and iso != self.home for h, _, iso, _ in self.offices)
        if self.home == "USA" and p.holder == "post" and p.head not in self.lexicon.cue("american-title"):
            return self.home if self.official else ""
        if (
            self.home in self.lexicon.cue("world-home")
            and not (self.official and p.holder != "ministry" and p.head not in sole)
            and not (self.home == "USA" and alone)
            and self.foreign_sentence(p)
            and p.head not in self.lexicon.cue("american-title")
        ):
            return ""
        here = next((s for b, e, s in self.states_at if b <= p.start < e), frozenset())
        if p.head in sole and not self.official and self._named_before(p) and self.home not in here:
            return ""
        return self.home

    def _former(self, p: Position) -> bool:
        return p.title.split(" ")[0].lower() in self.lexicon.cue("former-word")


def home_of(publisher: str, lexicon: Lexicon, reference: Reference) -> str:
    """The state whose officials a publisher names without saying so, by the table, else by a name within its own."""
    folded = publisher.lower()
    plain = folded.replace(" ", "").replace("-", "")
    for part, iso in sorted(lexicon.publishers.items(), key=lambda item: -len(item[0])):
        if folded.startswith(part) or (len(part) > 4 and part.replace(" ", "") in plain):
            return iso
    for names in (reference.nouns, reference.adjectives, reference.capitals):
        for form, iso in sorted(names.items(), key=lambda item: -len(item[0])):
            if len(form) > 4 and form.lower().replace(" ", "") in plain:
                return iso
    return ""
