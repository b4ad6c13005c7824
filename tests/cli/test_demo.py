"""The demo, where it can't be given."""

from __future__ import annotations

import click
import pytest

from dragoman.cli.demo import demo
from dragoman.errors import UsageError


def test_no_server_is_started_that_could_not_be_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []

    def missing() -> None:
        raise UsageError("the offline extractor needs spaCy")

    monkeypatch.setattr("dragoman.loader.extract.load_extractor", missing)
    monkeypatch.setattr("dragoman.server.start", lambda **options: started.append(options))
    with pytest.raises(UsageError, match="needs spaCy"):
        click.Context(demo).invoke(demo)
    assert started == []
