"""How titles stand beside names: patterns over the codes of a sentence's chunks, which `positions` reads."""

from __future__ import annotations

import re

from dragoman.loader.extract.people import NAME

OWNER = r"(?P<owner>(?:[CAK](?:[a,]+[CAK])*|[OS])(?:\([uiT]\))?'?|u{1,3}'(?=[MPS]*H)|uu(?=[MP]*H))"
TAIL = (
    r"(?:[of]t?(?:L?[TPSM]+(?:,?a?[TPSM]+)*|L(?:,?a[LTPSM]+)?|O|m|[CA](?![']))"
    r"|yt?[CL]|ytM?H(?=[uiRN])|nt?[CLK]|T(?=f)|(?<=[PT])u(?=ot?C,))"
)
TITLE = rf"(?:[MPS]|E(?=H))*H(?:{TAIL}){{0,3}}"
BEFORE = re.compile(
    rf"t?(?:{OWNER})?(?P<skip>w?)(?P<rank0>R*)(?P<title>{TITLE})(?:(?P<joint>[-a])(?P<title2>{TITLE}))?(?P<comma>(?:,(?:t(?=N))?)?)(?P<style>(?:H(?=[ui]))?)N*(?:S(?=R))?(?P<rank>R*)N*"
    rf"(?P<name>{NAME})(?P<land>(?:(?<!,)ot?C(?!')(?:\([ui]\))?)?)"
    rf"(?:a(?P<rank2>R*)N*(?P<name2>{NAME})(?P<land2>(?:(?<!,)ot?C(?!'))?))?(?P<close>(?:(?<=[uij]),)?)"
)
COUNTERPART = re.compile(
    rf"[wt]?(?:{OWNER})?M?(?P<portfolio>P?)Z(?:[of]t?(?P<other>P)(?:a[PT])*)?,?N*(?P<rank>R*)N*(?P<name>{NAME})"
)
NAME_FIRST = re.compile(r"(?:^|[wnoft.:;y\"])[RN]*[uijpB]+(?:[,;a]+[^,;]*H[^,;]*[,;a]+[RN]*[uijpB]+)*,$")
COUNTERPART_AFTER = re.compile(r"(?P<person>B),w(?P<owner>[CA])M?Z(?=[,.;]|$)(?P<end>,?)")
TWO_AFTER = re.compile(
    r"(?P<a>B|u(?:p{0,2}[ui]){1,3})a(?P<b>B|u(?:p{0,2}[ui]){1,3}),t?(?P<title>[MP]*H)[of]t?(?P<first>C)at?(?P<second>C)"
)
RANKED = re.compile(rf"t?(?:{OWNER})?(?P<rank>R+)N*(?P<name>{NAME})")
STYLED = re.compile(rf"N+(?P<rank>R*)(?P<name>{NAME})")
AFTER = re.compile(
    rf"(?P<person>B),(?P<who>(?:ww)?)(?:d,)?t?(?P<w0>w?)(?:(?P<owner>(?:[CAK]|[OS]|u{{1,4}}(?='))'?))?(?P<mid>[wT]{{0,2}})(?P<title>{TITLE})"
    rf"(?P<of>[of]t?[wPTMa]*(?:[OS]|u{{1,5}}))?(?:a(?P<title2>{TITLE}))?(?=[,.;:]|$|-|\(|a[RN]*[Bui])(?P<end>,?)"
)
APPOSED = re.compile(
    rf"(?<![uiTPMCAKOSHpoaL.&,-])(?P<name>u(?:p{{0,2}}[ui]){{1,3}})(?=,(?:d,)?t?(?:w?(?:[CAKOS])'?)?[wT]{{0,2}}{TITLE}(?:[of]|[,.;]|$))"
)
OFFICE = re.compile(rf"t?(?:{OWNER})?(?P<title>(?:[MP])*H(?:[of]t?(?:P|S|[CA](?!')))?)")
