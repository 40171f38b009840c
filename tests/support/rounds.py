"""What is tried every day, and what only with ``-m slow``: the default version every day, the others too then."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import default_version, versions

if TYPE_CHECKING:
    from collections.abc import Iterable


LONGER = "SDE_SCHEMA_LONGER"
"""The variable that says how many times as much as CI a run by hand tries."""


def longer() -> int:
    """Return how many times as much as CI is to be tried."""
    return int(os.environ.get(LONGER, "1"))


def every_version() -> list[Any]:
    """Return the versions as parameters of a test; others than the default are tried by the slow part."""
    return [pytest.param(name, marks=() if name == default_version() else pytest.mark.slow) for name in versions()]


def first_every_day(values: Iterable[Any]) -> list[Any]:
    """Return values as parameters of a test, of which the first one is tried every day."""
    first, *others = values
    return [pytest.param(first), *(pytest.param(value, marks=pytest.mark.slow) for value in others)]


def some_every_day(values: Iterable[Any], *, one_of: int) -> list[Any]:
    """Return values, or parameters, as parameters of a test, of which one of so many is tried every day."""
    slow = pytest.mark.slow
    every = [value if hasattr(value, "marks") else pytest.param(value) for value in values]
    return [
        pytest.param(*each.values, id=each.id, marks=slow) if index % one_of else each
        for index, each in enumerate(every)
    ]
