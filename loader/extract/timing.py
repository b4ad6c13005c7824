"""Which date is an event's: the one that hangs on its trigger or on the verb that governs it.

A function of the parse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.loader.extract.dates import When
from dragoman.loader.extract.events import Event
from dragoman.loader.extract.parsing import Parse

if TYPE_CHECKING:
    from spacy.tokens import Token


def date_events(events: list[Event], parse: Parse) -> None:
    """Gives each event without a date the date expression of its own clause, if there is one."""
    dated: dict[int, list[tuple[Token, When]]] = {}
    for token in parse.doc:
        chunk = parse.chunk(token)
        if chunk.code == "D" and isinstance(chunk.value, When):
            dated.setdefault(parse.sentence(token).index, []).append((token, chunk.value))
    for event in events:
        if event.trigger is None or event.when is not None:
            continue
        found = dated.get(parse.sentence(event.trigger).index, [])
        near = [(abs(token.i - event.trigger.i), when) for token, when in found if _belongs(token, event.trigger)]
        if near:
            event.when = min(near, key=lambda pair: pair[0])[1]


def _verb_of(token: Token) -> Token:
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
        token = token.head
    return token


def _belongs(date: Token, trigger: Token) -> bool:
    if trigger in date.ancestors and all(
        a.pos_ not in ("VERB", "AUX") for a in date.ancestors if trigger in a.ancestors
    ):
        return True
    verb = _verb_of(date)
    if verb == trigger:
        return True
    if verb.dep_ == "acl" and verb.head == trigger:
        return True
    if trigger.dep_ == "relcl" and verb == _verb_of(trigger.head):
        return True
    if trigger.dep_ in ("xcomp", "advcl") and trigger.tag_ == "VB" and verb == trigger.head:
        return True
    if trigger.pos_ != "VERB":
        upper = _verb_of(trigger)
        return verb in (upper, upper.head if upper.dep_ == "xcomp" else upper) and trigger.dep_ in (
            "dobj",
            "nsubjpass",
            "nsubj",
            "attr",
            "pobj",
            "ROOT",
        )
    return verb == trigger.head and trigger.dep_ in ("xcomp",)
