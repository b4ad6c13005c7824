"""Countries by what else people write for them: their code, or their name in a language of some country."""

from __future__ import annotations

from functools import cache

from dragoman.loader.names import country_code, demonym_code, fold


def known_country(text: str) -> str:
    """The alpha-3 code of a country's English name, adjective or code, or an empty string.

    >>> known_country("TR"), known_country("Turkey"), known_country("Turkish"), known_country("tr")
    ('TUR', 'TUR', 'TUR', '')
    """
    import pycountry

    if len(text) == 2 and text.isupper() and (country := pycountry.countries.get(alpha_2=text)):
        return str(country.alpha_3)
    return country_code(text) or demonym_code(text)


def country_in_any_language(text: str) -> str:
    """The alpha-3 code of a country's name in an official language of any country, or an empty string.

    Reads the names in a hundred languages the first time, which takes a second or two.

    >>> country_in_any_language("Azərbaycan"), country_in_any_language("Турция")
    ('AZE', 'TUR')
    """
    return _names().get(fold(text), "")


@cache
def _names() -> dict[str, str]:
    """Folded names that one country alone has, over all languages."""
    import pycountry
    from babel import Locale, localedata
    from babel.languages import get_official_languages

    codes = {country.alpha_2: str(country.alpha_3) for country in pycountry.countries}
    languages = {language for code in codes for language in get_official_languages(code)}
    bearers: dict[str, set[str]] = {}
    for language in sorted(filter(localedata.exists, languages)):
        for code, name in Locale.parse(language).territories.items():
            if code in codes:
                bearers.setdefault(fold(name), set()).add(codes[code])
    return {name: next(iter(found)) for name, found in bearers.items() if len(found) == 1}
