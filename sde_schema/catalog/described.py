"""What the schemas describe at each location of an event or body, and where personal data may be."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sde_schema.catalog import IN_PLACE, Schema, Spot, applied

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Described:
    """The subschemas that apply to the values at one location.

    ``is_personal`` says that a value around them is personal data.
    """

    def __init__(self, docs: dict[str, Schema], spots: Iterable[Spot], *, is_personal: bool = False) -> None:
        self._docs = docs
        self._spots = applied(docs, spots, IN_PLACE)
        self._is_personal = is_personal or _has_personal(self._spots)
        self._below: dict[str | None, Described] = {}

    @cached_property
    def may_show(self) -> bool:
        """Whether the schemas have no personal data here: not at this location, above it, or below it.

        What could be below counts, because a value of a wrong type may hold it too: as JSON in a string, for example.
        """
        return not self._is_personal and not _has_personal(applied(self._docs, self._spots))

    def below(self, step: str | int) -> Described | None:
        """Return the location of a member or an item, None where the schemas do not describe it."""
        name = step if isinstance(step, str) else None
        if name not in self._below:
            spots = list(self._spots_below(name))
            if not spots:
                return None  # not kept: payloads have names without number
            self._below[name] = Described(self._docs, spots, is_personal=self._is_personal)
        return self._below[name]

    def _spots_below(self, name: str | None) -> Iterator[Spot]:
        for document, _, node in self._spots:
            below = node.get("items") if name is None else node.get("properties", {}).get(name)
            if isinstance(below, dict):
                yield Spot(document, "", below)


def _has_personal(spots: Iterable[Spot]) -> bool:
    return any(spot.node.get("x-personal-data") is True for spot in spots)
