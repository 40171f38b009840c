"""The examples of an attribute type that need no chance: least, usual, all, and each way to be wrong."""

from __future__ import annotations

from functools import cache
from typing import Any

from sde_schema.generating.broken import Broken, Invalid
from sde_schema.generating.fields import event_field
from sde_schema.generating.growing import Garden

__all__ = ["Invalid", "full", "invalid", "minimal", "typical"]


@cache
def _garden(version: str) -> Garden:
    return Garden(version)


def minimal(version: str, attribute: str) -> dict[str, Any]:
    """Return a bare event with only what is required."""
    event: dict[str, Any] = _garden(version).least(event_field(version, attribute))
    return event


def typical(version: str, attribute: str) -> dict[str, Any]:
    """Return a bare event as it usually comes: the first example of the attribute's schema."""
    return _garden(version).typical(event_field(version, attribute), attribute)


def full(version: str, attribute: str) -> dict[str, Any]:
    """Return a bare event with every property of the schema, none of them null."""
    garden, field = _garden(version), event_field(version, attribute)
    event: dict[str, Any] = garden.full(field, garden.typical(field, attribute))
    return event


def invalid(version: str, attribute: str) -> list[Invalid]:
    """Return a payload for each constraint of the attribute's schema and of the event's, which breaks just that one.

    A text beyond the limit is written for one field only. Names are unique and fit for files.
    """
    return Broken(_garden(version), event_field(version, attribute), attribute).all()
