"""Where Maven artifacts come from: the user's own mirror, if Maven's settings name one.

A function of `~/.m2/settings.xml` and of the environment variables that it refers to; nothing else is read or kept.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from dragoman.errors import DownloadError


@dataclass(frozen=True, slots=True)
class Mirror:
    """A repository that stands in for the central one, with its login if it has one."""

    id: str
    url: str = field(repr=False)
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def settings_file() -> Path:
    """Maven's settings of this user."""
    return Path.home() / ".m2" / "settings.xml"


def mirror(settings: Path | None = None) -> Mirror | None:
    """The first mirror of the central repository that the settings name; none when they name none or don't exist.

    Raises `DownloadError` when the file is not XML.
    """
    path = settings or settings_file()
    if not path.is_file():
        return None
    try:
        root = ElementTree.fromstring(path.read_bytes())
    except (OSError, ElementTree.ParseError) as error:
        raise DownloadError(f"{path}: Maven's settings can't be read ({error}); correct or remove the file.") from None
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    for entry in root.iterfind("mirrors/mirror"):
        url = _text(entry, "url")
        if url and _stands_for_central(_text(entry, "mirrorOf")):
            name = _text(entry, "id")
            login = next((s for s in root.iterfind("servers/server") if _text(s, "id") == name), None)
            if login is None:
                return Mirror(name, url.rstrip("/"))
            return Mirror(name, url.rstrip("/"), _text(login, "username"), _text(login, "password"))
    return None


def _stands_for_central(pattern: str) -> bool:
    """Maven's `mirrorOf`: names and `*`, comma-separated; `!central` takes it out again."""
    names = {name.strip() for name in pattern.split(",")}
    return "!central" not in names and bool(names & {"central", "*", "external:*"})


def _text(element: ElementTree.Element, name: str) -> str:
    """The text of a child, with `${env.NAME}` filled in as Maven does."""
    text = (element.findtext(name) or "").strip()
    return re.sub(r"\$\{env\.(\w+)\}", lambda match: os.environ.get(match[1], match[0]), text)
