"""One event per real thing: candidates of one document joined when nothing speaks against it.

A function of the candidates in text order. Talks are joined by their people, a trip by its traveller, a war by its
parties, a transfer by recipient, goods and amount; a different date, place or other side keeps two apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from dragoman.loader.extract.chunks import Ent
from dragoman.loader.extract.events import Event
from dragoman.loader.records import Modality

REACH = 3  # sentences over which `the exercise` still means the one told


def merge(events: list[Event], state_of: Callable[[Ent], str]) -> list[Event]:
    """The events, each once; later accounts are absorbed by the first."""
    out: list[Event] = []
    for event in events:
        alike = [e for e in out if e.kind == event.kind]
        twin = next((e for e in alike if _same_name(e, event) or _same_token(e, event)), None)
        twin = twin or next((e for e in reversed(alike) if _same(e, event, state_of)), None)
        if event.orphan:
            twin = _last_told(alike, event) or _only(alike, event)
        elif _absence(event):
            twin = _last_told(alike, event) or twin
        if twin is None and ("attached" in event.traits or event.orphan):
            continue
        if twin is None:
            out.append(event)
        else:
            if event.modality is Modality.NEGATED and twin.modality is not Modality.NEGATED:
                for filler in (f for fillers in event.slots.values() for f in fillers):
                    filler.modality = Modality.NEGATED  # the event took place, without these
            event.into = twin
            twin.absorb(event)
    return out


def _only(alike: list[Event], orphan: Event) -> Event | None:
    """The one named exercise of a text, of which `the exercise` says more; where it is, its own sentence knows best."""
    if len(alike) != 1 or alike[0].named is None or orphan.kind != "Exercise" or _clash(alike[0], orphan):
        return None
    if alike[0].fillers("TOOK_PLACE_IN"):
        orphan.slots.pop("TOOK_PLACE_IN", None)
    return alike[0]


def _absence(event: Event) -> bool:
    """`X did not take part in the drill`: the drill is the one told before."""
    return event.kind == "Exercise" and event.modality is Modality.NEGATED and event.definite


def _same(old: Event, new: Event, state_of: Callable[[Ent], str]) -> bool:
    if old.named is not None and new.named is not None:
        return False
    if "attached" in new.traits and old.modality is Modality.PLANNED is not new.modality:
        return False
    if "attached" in new.traits:
        return new.sentence.index - max([old.sentence.index, *(s.index for s in old.sentences)]) <= 4
    if old.kind == "Visit" and old.modality is new.modality is Modality.PLANNED and _same_visit(old, new, state_of):
        return True
    if _clash(old, new):
        return False
    return {
        "Talks": _same_talks, "Visit": _same_visit, "Exercise": _same_exercise, "Transfer": _same_transfer,
        "Conflict": _same_conflict,
    }[old.kind](old, new, state_of)  # fmt: skip


def _last_told(alike: list[Event], orphan: Event) -> Event | None:
    """The event of that kind told last and not long before, if its date, place and sides allow."""
    at = orphan.sentence.index
    near = [e for e in alike if at - max(e.sentence.index, *(s.index for s in e.sentences), 0) <= REACH]
    if not near or (_clash(near[-1], orphan) and not _absence(orphan)):
        return None
    places = [{e.name for e in event.ents("TOOK_PLACE_IN")} for event in (near[-1], orphan)]
    suppliers = [{e.name for e in event.ents("role:supplier")} for event in (near[-1], orphan)]
    apart = any(pair[0] and pair[1] and not pair[0] & pair[1] for pair in (places, suppliers))
    return None if apart else near[-1]


def _same_name(old: Event, new: Event) -> bool:
    return old.named is not None and new.named is not None and (old.named is new.named or _within(old.named, new.named))


def _same_token(old: Event, new: Event) -> bool:
    """One word seen by two frames, or talks that are said to be part of others."""
    if old.trigger is None or new.trigger is None:
        return False
    return old.trigger.i in (new.trigger.i, new.part_of) or old.part_of == new.trigger.i


def _within(a: Ent, b: Ent) -> bool:
    x, y = (re.sub(r"\bexercise\b|[^a-z]", "", e.name.casefold()) for e in (a, b))
    return bool(x and y) and (
        x.endswith(y) or y.endswith(x) or (a.kind == "Exercise" and (x.startswith(y) or y.startswith(x)))
    )


def _clash(old: Event, new: Event) -> bool:
    if new.linked:
        return False
    dates = [e.when.value(e.modality is Modality.PLANNED) for e in (old, new) if e.when is not None]
    if (
        len(dates) == 2
        and dates[0] != dates[1]
        and not (dates[0].startswith(dates[1]) or dates[1].startswith(dates[0]))
    ):
        return True
    plan = old.modality is Modality.PLANNED and old.when is None
    apart = old.sentence is not new.sentence and not new.weak and not new.definite
    if old.modality is Modality.PLANNED and new.modality is Modality.ASSERTED and apart and old.kind == "Talks":
        return True
    if plan and new.modality is Modality.ASSERTED and new.when is not None and new.when.text[-4:].isdigit():
        return True
    if old.modality is not new.modality and Modality.NEGATED in (old.modality, new.modality):
        return True
    return (
        old.modality is Modality.ASSERTED
        and not old.weak
        and new.modality is Modality.PLANNED
        and old.kind in ("Talks", "Transfer", "Visit")
    )


def _states(event: Event, state_of: Callable[[Ent], str]) -> set[str]:
    return {s for e in event.actors if (s := state_of(e))}


def _same_talks(old: Event, new: Event, state_of: Callable[[Ent], str]) -> bool:
    a, b = old.persons(), new.persons()
    if (old.named is None) != (new.named is None):
        shared = {id(e) for e in old.actors} & {id(e) for e in new.actors}
        within = bool(_states(new, state_of)) and _states(new, state_of) <= _states(old, state_of)
        fits = bool(shared) or not new.actors or within
        return len(shared) > 1 or (new.definite and new.named is None and fits)
    if a and b:
        if not a & b:
            return _states(old, state_of) == _states(new, state_of) and new.definite and len(_states(old, state_of)) > 1
        if a - b and b - a:
            return False
        x, y = _states(old, state_of), _states(new, state_of)
        return len(a & b) > 1 or not x or not y or x <= y or y <= x
    x, y = _states(old, state_of), _states(new, state_of)
    if not x or not y:
        strange = any(a not in old.actors for a in new.actors) and bool(old.actors)
        return not strange and (new.definite or old.sentence is new.sentence)
    pairs = any(f.mark in ("people-pair", "pair-of-states") for f in new.fillers("role:participant"))
    near = pairs or new.sentence.index - old.sentence.index <= 3
    if x == y and len(x) > 1:
        dated = old.when is not None and new.when is not None
        return near or new.definite or dated
    return (x <= y or y <= x) and near and (new.definite or old.sentence is new.sentence)


def _same_visit(old: Event, new: Event, state_of: Callable[[Ent], str]) -> bool:
    """A trip of one traveller is one visit."""
    a, b = old.ents("role:visitor"), new.ents("role:visitor")
    return bool({id(e) for e in a} & {id(e) for e in b})


def _same_exercise(old: Event, new: Event, state_of: Callable[[Ent], str]) -> bool:
    if "never-named" in old.traits | new.traits and (old.named is None) != (new.named is None):
        return False
    x, y = _states(old, state_of), _states(new, state_of)
    places = [{e.name for e in event.ents("TOOK_PLACE_IN") if e.kind == "Place"} for event in (old, new)]
    if places[0] and places[1] and not places[0] & places[1]:
        return False
    if new.definite and old.named is None and new.sentence.index - old.sentence.index <= 1:
        return True
    return not y or ((x <= y or y <= x) and (new.definite or old.named is None or new.named is not None))


def _same_transfer(old: Event, new: Event, state_of: Callable[[Ent], str]) -> bool:
    if old.amount and new.amount and old.amount != new.amount:
        return False
    if (old.modality is not new.modality and not new.linked) or (
        bool(old.amount) != bool(new.amount) and old.sentence is not new.sentence and not new.definite
    ):
        return False
    for slot in ("role:supplier", "role:recipient"):
        x = {state_of(e) or e.name for e in old.ents(slot)}
        y = {state_of(e) or e.name for e in new.ents(slot)}
        if x and y and not x & y:
            return False
    goods = [{e.name for e in event.ents("COVERS") if e.kind == "Equipment"} for event in (old, new)]
    if goods[0] and goods[1] and not goods[0] & goods[1]:
        return False
    return (
        bool(goods[0] & goods[1])
        or old.sentence is new.sentence
        or (new.sentence.index - old.sentence.index <= 2 and not (old.amount and new.amount))
    )


def _same_conflict(old: Event, new: Event, state_of: Callable[[Ent], str]) -> bool:
    x, y = _states(old, state_of), _states(new, state_of)
    places = [{e.name for e in event.ents("TOOK_PLACE_IN") if e.kind == "Place"} for event in (old, new)]
    if places[0] != places[1]:
        return False
    if old.war != new.war:
        return False
    if not x or not y:
        lands = [{e.iso for e in event.ents("TOOK_PLACE_IN") if e.kind == "Country"} for event in (old, new)]
        return bool((lands[0] | x) & (lands[1] | y))
    return x == y or (bool(x & y) and (len(x) == 1 or len(y) == 1))
