"""Whether a trigger is told as a fact, a plan, a denial, or not at all. A function of the parse and the cue words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.loader.extract.lexicon import Lexicon
from dragoman.loader.records import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token


def modality(token: Token, lexicon: Lexicon, depth: int = 0) -> Modality | None:
    """The modality of a verb (or of a noun's light verb); None when the text only asks for it or imagines it."""
    cue = lexicon.cue
    if depth == 0 and _asked(token):
        return None
    children = list(token.children)
    words = {c.lower_ for c in children if c.dep_ in ("aux", "auxpass", "neg", "mark", "advmod")}
    if any(c.dep_ == "mark" and c.lower_ in cue("hypothetical-mark") for c in children):
        return None
    if words & cue("hypothetical-modal"):
        return None
    negated = any(c.dep_ == "neg" for c in children)
    if words & cue("planned-modal"):
        return Modality.NEGATED if negated else Modality.PLANNED
    if words & cue("would-modal"):
        return Modality.PLANNED if not negated else None
    if negated:
        return Modality.NEGATED
    if depth > 4:
        return Modality.ASSERTED
    head = token.head
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in children)
    if token.dep_ in ("ccomp", "csubj", "acl") and _doubted(head, lexicon):
        return None
    if token.dep_ == "pcomp" and head.head.lemma_.lower() in cue("accusing-word"):
        return None
    if token.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        return modality(head, lexicon, depth + 1)
    if token.dep_ in ("xcomp", "ccomp", "acl", "advcl", "relcl") and head != token:
        if infinitive and token.dep_ in ("xcomp", "advcl") and head.lemma_ in lexicon.cue("travel-verb"):
            upper = modality(head, lexicon, depth + 1)
            return Modality.PLANNED if upper is Modality.ASSERTED else upper
        if infinitive or (token.dep_ == "xcomp" and token.tag_ != "VBN"):
            return _governed(head, lexicon, depth, token.dep_)
        if token.tag_ == "VBG" and token.dep_ in ("advcl",):
            return modality(head, lexicon, depth + 1)
    noun = head.head.head if token.dep_ == "acl" and head.dep_ == "pobj" else head.head
    if token.tag_ == "VBG" and token.dep_ in ("pcomp", "acl") and noun.lemma_.lower() in cue("prospect-noun"):
        return None
    if token.dep_ == "pcomp" and head.lower_ == "for" and any(c.dep_ == "dobj" for c in head.head.children):
        return Modality.ASSERTED
    if token.dep_ == "pcomp" and head.lower_ == "to" and head.head.lemma_ in cue("planned-verb"):
        return Modality.PLANNED
    if token.dep_ == "pcomp" and head.lower_ == "to" and head.head.pos_ in ("ADV", "ADJ"):
        return None
    if token.dep_ == "pcomp" and head.lower_ in cue("no-fact-preposition") and head.head.pos_ == "VERB":
        return None
    if token.dep_ == "pcomp" and head.head.pos_ == "VERB":
        return modality(head.head, lexicon, depth + 1) if head.head.lemma_ not in cue("drop-verb") else None
    return Modality.ASSERTED


def _asked(token: Token) -> bool:
    """Whether the sentence is a question."""
    end = token.sent[-1]
    while end.i > token.sent.start and (end.is_quote or end.is_bracket or end.is_space):
        end = end.nbor(-1)
    return end.text.startswith("?")


def _doubted(head: Token, lexicon: Lexicon) -> bool:
    """Whether what a word governs is doubted, imagined or alleged: `rumours say …`, `it is not true that …`."""
    cue = lexicon.cue
    if head.lemma_.lower() in cue("doubting-word") | cue("accusing-word") | cue("rumour-noun"):
        return True
    children = list(head.children)
    if any(c.dep_ in ("nsubj", "nsubjpass") and c.lemma_.lower() in cue("rumour-noun") for c in children):
        return True
    negated = any(c.dep_ == "neg" for c in children)
    said = {c.lower_ for c in children if c.dep_ in ("acomp", "attr")}
    return bool(said & cue("untrue-word")) or (negated and bool(said & cue("true-word")))


def _governed(head: Token, lexicon: Lexicon, depth: int, dep: str) -> Modality | None:
    lemma = head.lemma_.lower()
    if lemma in lexicon.cue("negating-verb"):
        return Modality.NEGATED if dep == "xcomp" else None
    if lemma in lexicon.cue("drop-verb"):
        return None
    if head.pos_ == "AUX" or lemma == "be":
        return Modality.PLANNED
    if lemma in lexicon.cue("fact-verb"):
        return modality(head, lexicon, depth + 1)
    if head.pos_ in ("NOUN", "PROPN"):
        return Modality.PLANNED if lemma in lexicon.cue("planned-noun") else None
    if head.pos_ == "ADJ":
        return Modality.PLANNED if lemma in lexicon.cue("planned-adj") else None
    if lemma in lexicon.cue("planned-verb"):
        return Modality.PLANNED
    upper = modality(head, lexicon, depth + 1)
    return upper if dep == "xcomp" else (None if upper is None else upper)


def of_noun(noun: Token, light: Token | None, lexicon: Lexicon) -> Modality | None:
    """The modality of an event that a noun tells of: from its adjectives, else from its light verb."""
    words = {c.lower_ for c in noun.children if c.dep_ in ("amod", "det", "compound")}
    dropped = words & lexicon.cue("drop-adjective")
    if light is not None and dropped and light.lemma_ in lexicon.cue("approve-verb"):
        return Modality.PLANNED if modality(light, lexicon) is Modality.ASSERTED else None
    if dropped and not words & {"further"}:
        return None
    if words & lexicon.cue("planned-adjective"):
        return Modality.PLANNED
    if any(c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_ in lexicon.cue("scheduling-verb") for c in noun.children):
        return Modality.PLANNED
    if light is not None:
        how = modality(light, lexicon)
        expected = light.lemma_ in lexicon.cue("expecting-verb") and how is Modality.ASSERTED
        return Modality.PLANNED if expected else how
    head = noun.head
    hoped = lexicon.cue("prospect-noun") if head.lower_ == "of" else lexicon.cue("hope-noun")
    if noun.dep_ == "pobj" and head.lower_ in ("of", "for") and head.head.lemma_.lower() in hoped:
        return None
    if noun.dep_ == "pobj" and head.lower_ in lexicon.cue("occasion") and head.head.pos_ == "VERB":
        how = modality(head.head, lexicon)
        if noun.i < head.head.i or how is Modality.PLANNED:
            return how if how is not Modality.NEGATED else Modality.ASSERTED
    ending = noun.dep_ == "pobj" and head.lower_ in ("with", "by", "through") and noun.i > head.head.i
    if ending and head.head.pos_ == "VERB":  # `will end with a drill`
        definite = any(c.dep_ == "det" and c.lower_ != "a" and c.lower_ != "an" for c in noun.children)
        if not definite and modality(head.head, lexicon) is Modality.PLANNED:
            return Modality.PLANNED
    if noun.dep_ in ("dobj", "pobj"):
        verb = head if noun.dep_ == "dobj" else head.head
        if verb.pos_ == "VERB" and verb.lemma_ in lexicon.cue("negating-verb"):
            return Modality.NEGATED if modality(verb, lexicon) is not None else None
        if verb.pos_ == "VERB" and verb.lemma_ in lexicon.cue("drop-verb"):
            return None
        if verb.pos_ == "VERB" and verb.lemma_ in lexicon.cue("planned-verb") and noun.dep_ == "dobj":
            return Modality.PLANNED
    if noun.dep_ == "nsubjpass" and head.lemma_ in lexicon.cue("planned-verb"):
        return Modality.PLANNED
    if noun.dep_ in ("nsubj", "nsubjpass") and head.pos_ in ("VERB", "AUX"):
        return modality(head, lexicon)
    return Modality.ASSERTED
