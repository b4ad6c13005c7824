"""Which document it is: an id as a function of its address, else of its text."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from urllib.parse import SplitResult, unquote_plus, urlsplit, urlunsplit

_PORTS = {"http": 80, "https": 443}


def document_id(url: str, text: str) -> str:
    """`doc:` and 12 hex digits of the canonical address, else of the text.

    >>> document_id("HTTPS://Example.org:443/a/?utm_source=x#top", "") == document_id("https://example.org/a", "else")
    True
    """
    said = canonical_url(url) if url.strip() else text
    return "doc:" + hashlib.sha256(said.encode()).hexdigest()[:12]


def canonical_url(url: str) -> str:
    """An address without what does not tell documents apart.

    Scheme and host in lower case; no fragment, default port, tracking parameters or trailing slash. What is no address
    is only trimmed.

    >>> canonical_url("HTTP://News.Example.org:80/Story/?id=7&utm_medium=feed#more")
    'http://news.example.org/Story?id=7'
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host = _host(parts)
    except ValueError:  # a bracket without its pair, a port that is no number
        return url
    if not parts.scheme or not parts.netloc:
        return url
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_tracking(pair))
    return urlunsplit((parts.scheme, host, parts.path.rstrip("/"), query, ""))


def _host(parts: SplitResult) -> str:
    login, at, host = parts.netloc.rpartition("@")
    if parts.port is not None and parts.port == _PORTS.get(parts.scheme):
        host = host.rpartition(":")[0]
    return f"{login}{at}{host.lower().removesuffix(':')}"


def _is_tracking(pair: str) -> bool:
    name = unquote_plus(pair.partition("=")[0]).lower()
    return name in _tracking() or any(name.startswith(p[:-1]) for p in _tracking() if p.endswith("*"))


@cache
def _tracking() -> frozenset[str]:
    """Names of parameters that say how a reader came, from a data file; `*` stands for any ending."""
    lines = (files("dragoman.loader") / "data" / "tracking_parameters.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
