"""One document has one id, however its address was copied."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.loader.identity import canonical_url, document_id


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example.org/a?id=7",
        "HTTPS://News.Example.ORG/a?id=7",
        "https://news.example.org:443/a?id=7",
        "https://news.example.org/a/?id=7#comments",
        "https://news.example.org/a?utm_source=x&id=7&UTM_Medium=y&fbclid=z",
        "  https://news.example.org/a?id=7&\n",
    ],
)
def test_ways_to_copy_an_address_give_one_document(url: str) -> None:
    assert canonical_url(url) == "https://news.example.org/a?id=7"
    assert document_id(url, "text") == document_id("https://news.example.org/a?id=7", "another text")


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example.org/A?id=7",
        "https://news.example.org/a?id=8",
        "http://news.example.org/a?id=7",
        "https://news.example.org:8443/a?id=7",
        "https://news.example.org/a?id=7&page=2",
    ],
)
def test_other_addresses_are_other_documents(url: str) -> None:
    assert document_id(url, "text") != document_id("https://news.example.org/a?id=7", "text")


def test_without_an_address_the_text_tells() -> None:
    assert document_id("", "one") == document_id(" ", "one") != document_id("", "two")
    assert re.fullmatch("doc:[0-9a-f]{12}", document_id("", "one"))


@settings(deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.from_regex(r"https?://[a-z.:\[\]@0-9]{0,12}(/\S{0,9})?", fullmatch=True)
)
def test_any_text_has_a_canonical_form_that_is_its_own(url: str) -> None:
    assert canonical_url(canonical_url(url)) == canonical_url(url)
    document_id(url, "")
