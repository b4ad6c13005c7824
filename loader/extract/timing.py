"""Which date is an event's: the one that hangs on its trigger or on the verb that governs it.

A function of the parse.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.loader.extract.dates import When
from dragoman.loader.extract.events import Event
from dragoman.loader.extract.parsing import Parse
from dragoman.loader.records import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token


def date_events(
    events: list[Event], parse: Parse, published: str = "", occasions: frozenset[str] = frozenset()
) -> None:
    """Gives each event without a date the date expression of its own clause, if there is one.

    `occasions` are the nouns whose date is that of what is said there: `said in an interview on Monday`.
    """
    dated: dict[int, list[tuple[Token, When]]] = {}
    for token in parse.doc:
        chunk = parse.chunk(token)
        if chunk.code == "D" and isinstance(chunk.value, When):
            dated.setdefault(parse.sentence(token).index, []).append((token, chunk.value))
    for event in events:
        if event.trigger is None or event.when is not None:
            continue
        found = dated.get(parse.sentence(event.trigger).index, [])
        near = [
            (abs(token.i - event.trigger.i), when)
            for token, when in found
            if _belongs(token, event.trigger) and _fits(event, when) and not _aside(event, token, occasions)
        ]
        if event.foretold:  # `spoke on Tuesday about the coming visit`
            near = []
        if near and event.modality is Modality.ASSERTED and _coming(min(near, key=lambda pair: pair[0])[1], published):
            event.modality = Modality.PLANNED
        if near:
            event.when = _extended(event, min(near, key=lambda pair: pair[0])[1])
        elif event.kind == "Transfer" and event.trigger.pos_ == "VERB":
            event.when = _since(event.trigger, found)


def _aside(event: Event, date: Token, occasions: frozenset[str]) -> bool:
    """Whether a war is only what someone speaks about on the date."""
    trigger = event.trigger
    reported = event.kind == "Statement" or "reported" in event.traits
    if reported and trigger is not None and trigger in date.ancestors:
        between = [a for a in date.ancestors if trigger in a.ancestors]
        return any(a.pos_ in ("NOUN", "PROPN") and a.lemma_.lower() not in occasions for a in between)
    if trigger is None or event.kind != "Conflict" or trigger.pos_ == "VERB" or trigger.dep_ not in ("pobj", "conj"):
        return False
    return trigger not in date.ancestors


def _coming(when: When, published: str) -> bool:
    """Whether the date is still to come."""
    said = when.text.lower().startswith(("later this", "next ", "tomorrow"))
    return said or bool(published and when.past[:4].isdigit() and when.past[: len(published)] > published)


def _extended(event: Event, when: When) -> When:
    """A war that began on a date, or a drill that did, goes on: its date is open."""
    if event.trigger is None or "/" in when.past:
        return when
    began = any(c.dep_ == "relcl" and c.lemma_ in ("begin", "start") for c in event.trigger.children)
    return replace(when, past=f"{when.past}/..", future=f"{when.future}/..") if event.lasting or began else when


def _since(verb: Token, found: list[tuple[Token, When]]) -> When | None:
    """`Since X invaded in 2022, Y has sent …`: open from the date of the clause with `since`."""
    for clause in (c for c in verb.children if c.dep_ == "advcl"):
        if any(c.dep_ == "mark" and c.lower_ == "since" for c in clause.children):
            for token, when in found:
                if clause in token.ancestors and "/" not in when.past:
                    return replace(when, past=f"{when.past}/..", future=f"{when.past}/..")
    return None


def _fits(event: Event, when: When) -> bool:
    """`since 2021` dates what has been done since then, not a thing that is counted since then."""
    if event.kind == "Statement" and when.past.endswith(".."):
        return False
    if when.text.lower().startswith(("for ", "fiscal")) and event.kind in ("Talks", "Visit", "Exercise", "Agreement"):
        return False
    verbal = event.trigger is not None and event.trigger.pos_ == "VERB"
    return event.kind != "Transfer" or verbal or not when.past.endswith("..")


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
    if date.i < trigger.i and any(a.dep_ in ("nsubj", "nsubjpass") and a.head == trigger for a in date.ancestors):
        return True
    if verb.dep_ == "advcl" and verb.tag_ == "VBN" and verb.head == trigger and date.i > verb.i > trigger.i:
        return True  # `received a delegation led by X on Monday`
    if verb.dep_ == "acl" and (verb.head == trigger or (trigger.pos_ != "VERB" and trigger in verb.ancestors)):
        return True
    if verb.dep_ == "relcl" and verb.head == trigger and verb.lemma_ in ("begin", "start", "take", "occur", "hold"):
        return True
    if trigger.dep_ == "relcl" and verb == _verb_of(trigger.head):
        return True
    if trigger.dep_ in ("xcomp", "advcl") and trigger.tag_ == "VB" and verb == trigger.head:
        return True
    if trigger.pos_ != "VERB":
        upper = _verb_of(trigger)
        if verb.dep_ == "xcomp" and verb.head == upper:
            return trigger.dep_ in ("nsubj", "nsubjpass")
        return verb in (upper, upper.head if upper.dep_ == "xcomp" else upper) and trigger.dep_ in (
            "dobj",
            "nsubjpass",
            "nsubj",
            "attr",
            "pobj",
            "ROOT",
        )
    return verb == trigger.head and trigger.dep_ in ("xcomp",)
