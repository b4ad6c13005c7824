"""Maven's settings: which mirror stands for the central repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import DownloadError
from dragoman.server.mirror import mirror

SETTINGS = """<settings><mirrors>
<mirror><id>other</id><mirrorOf>jboss</mirrorOf><url>https://other.example/</url></mirror>
<mirror><id>ours</id><mirrorOf>{of}</mirrorOf><url>https://ours.example/maven/</url></mirror>
</mirrors></settings>"""


@pytest.mark.parametrize("of", ["central", "*", "external:*", "jboss, central", "*,!jboss"])
def test_a_mirror_of_central_is_used(of: str, tmp_path: Path) -> None:
    (tmp_path / "settings.xml").write_text(SETTINGS.format(of=of))
    found = mirror(tmp_path / "settings.xml")
    assert found is not None
    assert (found.id, found.url) == ("ours", "https://ours.example/maven")


@pytest.mark.parametrize("of", ["jboss", "*,!central"])
def test_a_mirror_of_something_else_is_not(of: str, tmp_path: Path) -> None:
    (tmp_path / "settings.xml").write_text(SETTINGS.format(of=of))
    assert mirror(tmp_path / "settings.xml") is None


def test_no_settings_mean_no_mirror(tmp_path: Path) -> None:
    assert mirror(tmp_path / "settings.xml") is None


def test_settings_that_are_no_xml_are_named(tmp_path: Path) -> None:
    (tmp_path / "settings.xml").write_text("<settings>")
    with pytest.raises(DownloadError, match=r"settings\.xml: Maven's settings can't be read"):
        mirror(tmp_path / "settings.xml")
