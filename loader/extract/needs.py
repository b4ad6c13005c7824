"""What a frame needs to make an event: so many of a role, arms, a place, an armed subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.loader.extract import paths
from dragoman.loader.extract.events import Event
from dragoman.loader.extract.following import Following
from dragoman.loader.extract.frames import Frame
from dragoman.loader.records import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token


class Needs(Following):
    """Judges whether an event has what its frame needs."""

    def _needs(self, event: Event, token: Token, frame: Frame) -> bool:
        for need in frame.needs:
            if need == "arms":
                if event.label != "arms":
                    return False
            elif need == "gear":
                if not event.label:
                    return False
            elif need == "place":
                if not event.fillers("TOOK_PLACE_IN") and not event.fillers("role:host"):
                    return False
            elif need == "delegation":
                said = [self.parse.chunk(o) for o in paths.objects(token)]
                if not any(c.mark == "stand-in" and c.value in self.lexicon.cue("side-noun") for c in said):
                    return False
            elif need == "enemy-or-town":
                towns = [e for e in event.ents("TOOK_PLACE_IN") if e.kind == "Place"]
                if len(event.fillers("role:party")) < 2 and not towns:
                    return False
            elif need == "no-thing":
                if any(self._is_thing(o) for o in token.children if o.dep_ == "dobj"):
                    return False
            elif need.startswith("object:"):
                wanted = tuple(need.removeprefix("object:").split("|"))
                told = [self.parse.chunk(o).text.lower().rstrip("s") for o in paths.objects(token)]
                if not any(text.endswith(wanted) for text in told):
                    return False
            elif need == "scale":
                if not self._scale(event):
                    return False
            elif need == "goods":
                if any(self._armed(t) and self.parse.chunk(t).ents for t in paths.subjects(token)):
                    return False
                if not any(t.lemma_.lower() in self.lexicon.cue("goods-noun") for t in paths.subjects(token)):
                    return False
            elif need == "money":
                if not any(self.parse.chunk(t).code == "$" for t in paths.objects(token)):
                    return False
            elif need == "traveller":
                if not any(f.ent.kind == "Person" or f.mark == "delegation" for f in event.fillers("role:visitor")):
                    return False
            elif need == "together":
                if not any(t.lower_ in self.lexicon.cue("together-word") for t in token.subtree):
                    return False
            elif need == "town":
                spots = self.follow(token, None, "prep:to|in|at")
                if not event.fillers("TOOK_PLACE_IN") and not any(self.parse.chunk(t).code in "OLC" for t in spots):
                    return False
            elif need == "joint":
                words = {t.lower_ for t in paths.modifiers(token)}
                if not words & self.lexicon.cue("joint-word"):
                    return False
            elif need == "people":
                guests = event.fillers("role:participant")
                named = any(f.ent.kind == "Person" or f.mark == "delegation" for f in guests)
                if not named or not any(e.kind == "Person" for e in event.ents("role:host")):
                    return False
            elif need == "force-or-fire":
                fire = any(t.lemma_.lower() in self.lexicon.cue("fire-noun") for t in paths.objects(token))
                if not fire and not any(self._armed(t) for t in paths.with_conjuncts(paths.subjects(token))):
                    return False
                if token.lemma_ in self.lexicon.cue("exchange-verb") and not fire:
                    return False
            elif need == "force":
                if not any(self._armed(t) for t in paths.with_conjuncts(paths.subjects(token))):
                    return False
            elif need == "troops":
                sent = [t for o in paths.objects(token) for t in paths.with_conjuncts([o])]
                kept = any(t.lemma_.lower() in self.lexicon.cue("troop-noun") for t in sent)
                if not kept and not any(e.kind == "Equipment" for t in sent for e in self.parse.chunk(t).ents):
                    return False
            elif need.startswith("has:"):
                if not self.follow(token, None, need.removeprefix("has:")):
                    return False
            elif need.startswith("prep:"):
                if not self.follow(token, None, need):
                    return False
            else:
                role, _, count = need.partition(">=")
                hosts = event.fillers("role:host") if role == "participant" and event.kind == "Talks" else []
                if len(event.fillers(f"role:{role}")) + len(hosts) < int(count):
                    return False
        return event.modality is not Modality.NEGATED or event.kind in ("Transfer", "Visit", "Talks", "Exercise")

    def _is_thing(self, token: Token) -> bool:
        """Whether a noun is neither a name nor a word for people: who meets a deadline meets nobody."""
        chunk = self.parse.chunk(token)
        people = self.lexicon.cue("stand-in") | self.lexicon.cue("meeting-noun") | self.lexicon.cue("counterpart")
        if chunk.ents or chunk.code in "BCOSHZu" or token.pos_ != "NOUN":
            return False
        return token.lemma_.lower() not in people and token.lower_ not in people

    def _armed(self, token: Token) -> bool:
        """Whether a subject is armed: a service, an armed group, or weapons and troops of someone."""
        chunk = self.parse.chunk(token)
        if any(e.kind in ("ArmedForce", "NonStateActor") for e in chunk.ents):
            return True
        noun = str(chunk.value or token.lemma_).lower()
        armed = self.lexicon.cue("troop-noun") | self.lexicon.cue("arms-noun")
        return noun in armed or noun.rstrip("s") in armed

    def _scale(self, event: Event) -> bool:
        """Whether a state or armed body is a party at all; what is too small is left out after merging."""
        event.slots["role:party"] = [f for f in event.fillers("role:party") if f.ent.kind != "Person"]
        return bool(event.slots["role:party"])
