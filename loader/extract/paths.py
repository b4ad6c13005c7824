"""Grammatical paths: from a trigger to the tokens that fill a slot. A function of the parse alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "csubj"})
RELATIVES = frozenset({"who", "which", "that", "whom"})
VERBAL = frozenset({"VERB", "AUX"})
DEEPEST = 6


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Who does what the verb says: its subject, its agent, or the subject of the verb that governs it."""
    found = [_antecedent(c) for c in verb.children if c.dep_ in SUBJECTS]
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    shared = verb.dep_ == "conj" and verb.head.pos_ in VERBAL and not _is_passive(verb.head)
    lost = [c for c in verb.children if c.dep_ == "nsubjpass"] if any(c.dep_ == "dobj" for c in verb.children) else []
    if lost and not any(c.dep_ == "agent" for c in verb.children):
        return [_antecedent(c) for c in lost]
    if passive or (verb.tag_ == "VBN" and not found and not shared):
        found = [
            p for c in verb.children if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by") for p in _pobj(c)
        ]
        return found
    if found or depth > DEEPEST:
        return found
    head = verb.head
    if head.i == verb.i:
        return []
    if verb.dep_ == "conj" and head.pos_ in VERBAL:
        return subjects(head, depth + 1) or ([] if not _is_passive(head) else passive_subjects(head))
    if verb.dep_ in ("xcomp", "ccomp") and head.pos_ in (*VERBAL, "ADJ"):
        controlled = [c for c in head.children if c.dep_ == "dobj"] if verb.dep_ == "xcomp" else []
        return controlled or _acting(head, depth)
    if verb.dep_ == "pcomp" and head.lower_ == "for" and any(c.dep_ == "dobj" for c in head.head.children):
        return [c for c in head.head.children if c.dep_ == "dobj"]
    if verb.dep_ in ("advcl", "pcomp", "prep") and (verb.tag_ in ("VBG", "VB")):
        upper = head if head.pos_ in VERBAL else head.head
        return _acting(upper, depth) if upper.pos_ in VERBAL else []
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return [head]
    if verb.dep_ == "acl" and verb.tag_ == "VB":
        upper = head.head
        owners = [c for c in head.children if c.dep_ == "poss" or (c.dep_ == "amod" and c.text[:1].isupper())]
        return owners or (_acting(upper, depth) if upper.pos_ in VERBAL else [])
    return []


def _acting(verb: Token, depth: int) -> list[Token]:
    return passive_subjects(verb) if _is_passive(verb) else subjects(verb, depth + 1)


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ == "nsubjpass" for c in verb.children)


def passive_subjects(verb: Token) -> list[Token]:
    """The subject of a passive verb."""
    return [_antecedent(c) for c in verb.children if c.dep_ == "nsubjpass"]


def _antecedent(token: Token) -> Token:
    if token.lower_ in RELATIVES and token.head.dep_ == "relcl":
        return token.head.head
    return token


def objects(verb: Token) -> list[Token]:
    """What the verb acts on: its object, the subject of its passive, or the noun that a participle describes."""
    found = [_antecedent(c) for c in verb.children if c.dep_ in ("dobj", "nsubjpass", "attr", "oprd")]
    if not found and verb.dep_ == "acl" and verb.tag_ == "VBN":
        return [verb.head]
    if (
        not found
        and verb.dep_ == "relcl"
        and not any(c.lower_ in RELATIVES and c.dep_ in SUBJECTS for c in verb.children)
    ):
        return [verb.head]
    if not found and verb.dep_ == "conj" and verb.head.pos_ in VERBAL and _is_passive(verb.head) and verb.tag_ == "VBN":
        return passive_subjects(verb.head)
    return found


def datives(verb: Token) -> list[Token]:
    """The indirect objects of a verb."""
    found = []
    for c in verb.children:
        if c.dep_ == "dative":
            found += _pobj(c) if c.pos_ == "ADP" else [c]
    return found


def _pobj(prep: Token) -> list[Token]:
    found = [c for c in prep.children if c.dep_ in ("pobj", "pcomp")]
    for c in prep.children:
        if c.dep_ == "prep":
            found += _pobj(c)
    return found


def after(token: Token, words: frozenset[str]) -> list[Token]:
    """The objects of some prepositions that hang on a token, or on its object or adverb next to it."""
    found = []
    holders = [token, *(c for c in token.children if c.dep_ in ("dobj", "advmod", "prt", "npadvmod", "attr", "acomp"))]
    for holder in holders:
        for c in holder.children:
            if c.lower_ == "according":
                continue
            if c.dep_ in ("prep", "agent", "dative") and c.lower_ in words:
                found += _pobj(c)
            elif c.dep_ == "prep":
                found += [p for d in c.children if d.dep_ == "prep" and d.lower_ in words for p in _pobj(d)]
    return found


def within(tokens: list[Token], words: frozenset[str]) -> list[Token]:
    """The objects of some prepositions on each token: the town where a target lies."""
    return [p for t in tokens for p in after(t, words)]


def with_conjuncts(tokens: list[Token]) -> Iterator[Token]:
    """The tokens, what is coordinated with each, and whom a subject acts `along with` or `together with`."""
    for token in tokens:
        yield token
        yield from (c for c in token.conjuncts if c.i > token.i)
        for one in companions(token):
            yield one
            yield from (c for c in one.conjuncts if c.i > one.i)


def companions(subject: Token) -> list[Token]:
    """Who does something along with, together with or alongside a subject."""
    near = [c for c in subject.children if c.i < subject.head.i or subject.dep_ not in SUBJECTS]
    near += [c for c in subject.head.children if subject.i < c.i < subject.head.i] if subject.dep_ in SUBJECTS else []
    found = []
    for c in near:
        joined = c.lower_ == "with" and c.i and c.doc[c.i - 1].lower_ in ("along", "together")
        if c.lower_ in ("along", "together"):
            found += [p for d in c.children if d.lower_ == "with" for p in _pobj(d)]
        elif c.dep_ == "prep" and (joined or c.lower_ == "alongside"):
            found += _pobj(c)
    return found


def modifiers(noun: Token) -> list[Token]:
    """What stands before a noun to say whose or which it is."""
    found = [c for c in noun.children if c.dep_ in ("amod", "compound", "nmod", "nn") and c.i < noun.i]
    return found + [d for c in found for d in c.children if d.dep_ in ("amod", "compound", "nmod")]


def possessors(noun: Token) -> list[Token]:
    """Whose the noun is."""
    return [c for c in noun.children if c.dep_ == "poss"]


def says(verb: Token, lemmas: frozenset[str]) -> bool:
    """Whether a verb is one of some lemmas; the model's lemmatizer at times cuts an `e` off."""
    return verb.lemma_ in lemmas or verb.lemma_ + "e" in lemmas


def light_verb(noun: Token, verbs: frozenset[str]) -> Token | None:
    """The verb that says only that the noun happens, or who took part in it."""
    head = noun.head
    if noun.dep_ in ("conj",) and head.dep_ in ("dobj", "pobj"):
        noun, head = head, head.head
    while noun.dep_ == "pobj" and head.lower_ in ("of", "in") and head.head.pos_ in ("NOUN", "PROPN", "NUM"):
        noun, head = head.head, head.head.head
    if noun.dep_ in ("dobj", "attr") and head.pos_ in VERBAL and says(head, verbs):
        return head
    if noun.dep_ == "nsubjpass" and says(head, verbs):
        return head
    if noun.dep_ == "pobj" and head.dep_ == "prep":
        upper = head.head
        if upper.pos_ in ("NOUN",) and upper.lemma_ == "part" and upper.head.lemma_ == "take":
            return upper.head
        if (
            upper.pos_ in VERBAL
            and upper.lemma_ in verbs
            and head.lower_ in ("in", "for", "on", "with", "out", "at", "off", "by", "to", "over")
        ):
            return upper
    return None
