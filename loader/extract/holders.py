"""Which body or state a position belongs to, and which bodies are one: `the Ministry of Defence` is some state's.

A function of the bodies that the text names and of the states that `ownership` has found.
"""

from __future__ import annotations

import re

from dragoman.loader.extract.chunks import Ent, Registry
from dragoman.loader.extract.lexicon import Lexicon
from dragoman.loader.extract.positions import Position
from dragoman.loader.extract.reference import Reference


class Holders:
    """Finds the bodies and states of one document that hold positions."""

    def __init__(self, lexicon: Lexicon, reference: Reference, registry: Registry) -> None:
        self.lexicon, self.reference, self.registry = lexicon, reference, registry

    def country(self, iso: str) -> Ent:
        """The entity of a state."""
        return self.registry.get("Country", self.reference.short.get(iso, iso), iso)

    def settle(self, pair: tuple[Ent, ...], home: str) -> None:
        """Joins a body without a state to the one with the same tail, or to the publisher's state, `home`."""
        for body in self.registry.of("GovernmentBody", "ArmedForce"):
            if body.iso:
                continue
            if home == "USA" and body.name.startswith("Ministry of ") and pair:
                others = [e.iso for e in pair if e.iso != home]
                if len(others) == 1 and not any(
                    b.iso and b.name.endswith(" " + body.name) for b in self.registry.of(body.kind)
                ):
                    body.iso = others[0]
                    self.registry.rename(body, f"{self.reference.short.get(others[0], others[0])} {body.name}")
                    continue
            same = [b for b in self.registry.of(body.kind) if b.iso and b.name.endswith(" " + body.name)]
            if len(same) == 1:
                body.properties["_same"] = same[0].name
            elif (
                home
                and not (home == "USA" and body.name.startswith("Ministry"))
                and (
                    body.name.split(" ")[0] in self.lexicon.cue("national-body")
                    or body.name in self.lexicon.services.values()
                    or body.name in self.lexicon.cue("national-phrase")
                )
            ):
                iso = home
                name = f"{self.reference.short.get(iso, iso)} {body.name}"
                twin = next((b for b in self.registry.of(body.kind) if b.name == name), None)
                if twin is not None:
                    body.properties["_same"] = twin.name
                else:
                    body.iso = iso
                    self.registry.rename(body, name)
        self._join_national()

    def _join_national(self) -> None:
        """The Ministry of National Defence and the Ministry of Defence of one state are one."""
        for body in self.registry.of("GovernmentBody"):
            plain = body.name.replace(" of National ", " of ")
            if plain != body.name and any(b.name == plain and b.iso == body.iso for b in self.registry.of(body.kind)):
                self.registry.get("GovernmentBody", plain).properties["_same"] = body.name

    def of(self, p: Position) -> Ent | None:
        """The body or state that a position belongs to, or None when the text does not say."""
        body = p.body
        if body is not None and body.kind == "ArmedForce":
            if not body.iso and p.iso:
                return self.registry.get("ArmedForce", f"{self.country(p.iso).name} {body.name}", p.iso)
            return body
        if body is not None and body.kind not in ("Country",):
            return self.twin(body)
        if p.holder == "service" and p.portfolio in self.lexicon.services.values() and p.iso:
            return self.registry.get("ArmedForce", f"{self.country(p.iso).name} {p.portfolio}", p.iso)
        if p.holder == "service" and p.iso:
            hint = next((tail for form, tail in self.lexicon.services.items() if f" {form}" in p.head), "")
            if hint:
                return self.registry.get("ArmedForce", f"{self.country(p.iso).name} {hint}", p.iso)
        if p.portfolio == "the Department":
            return self._ministry("State" if p.iso == "USA" else "", p.iso)
        if p.holder == "ministry" and p.portfolio and not re.search(r"\bnational security\b", p.title.lower()):
            return self._ministry(p.portfolio, p.iso)
        if p.holder in ("country", "ministry", "service", "post") and p.iso:
            return self.country(p.iso)
        return None

    def _ministry(self, portfolio: str, iso: str) -> Ent | None:
        if not portfolio:
            return self.country(iso) if iso else None
        noun = "Department" if iso in self.lexicon.cue("has-departments") else "Ministry"
        if portfolio == "State" and iso != "USA":
            return self.country(iso) if iso else None
        if portfolio == "Foreign Affairs" and iso == "USA":
            portfolio = "State"
        if noun == "Department":
            portfolio = {
                "Defence": "Defense" if iso == "USA" else "National Defense",
                "Treasury": "the Treasury",
                "Navy": "the Navy",
                "Army": "the Army",
                "Air Force": "the Air Force",
            }.get(portfolio, portfolio)
        if not iso:
            return None
        return self.twin(self.registry.get("GovernmentBody", f"{self.country(iso).name} {noun} of {portfolio}", iso))

    def twin(self, body: Ent) -> Ent:
        """The body that another is the same as."""
        name = body.properties.get("_same")
        return next((b for b in self.registry.of(body.kind) if b.name == name), body) if name else body
