"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

MODULES = ["analysis", "browser", "catalog", "find", "inline", "network", "parameters", "results", "run"]


@pytest.mark.parametrize("name", [*(f"dragoman.queries.{module}" for module in MODULES), "dragoman.cypher"])
def test_examples_in_docstrings_are_true(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0
