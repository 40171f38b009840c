"""From a path in a document to the schema of what stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog import Schema, Spot, resolve
from sde_schema.reading.forms import EVENT_HOLDERS, EVENTS, RECORD_LISTS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from sde_schema.model import Path

_FORM_NAMES = frozenset((*RECORD_LISTS, *EVENT_HOLDERS, EVENTS))


class Shape:
    """One document's paths, and what the schemas say of them."""

    def __init__(
        self, docs: dict[str, Schema], roots: Iterable[Path], starts: Iterable[Path], attribute: str | None
    ) -> None:
        """Take the paths of the document's events or bodies, and those of the values that are validated."""
        self._docs = docs
        root = attribute or catalog.EVENT
        self._root = Spot(root, "", docs[root])
        self._roots = frozenset(roots)
        self._starts = frozenset(starts)
        self._above = frozenset(start[:length] for start in self._starts for length in range(len(start)))

    def is_judged(self, path: Path) -> bool:
        """Return whether the member or item at a path is judged at all, not passed over."""
        below = _below(self._roots, path)
        if below is not None:
            return self._walk(below)[0] is not None
        inside = _below(self._starts, path)
        if inside is None:
            return path in self._above
        return all(isinstance(step, int) or step in _FORM_NAMES for step in inside)

    def judges_name(self, path: Path) -> bool:
        """Return whether the name of the member at a path is judged, be it a known one or not."""
        inside = _below(self._roots, path[:-1]) is not None
        return self.is_judged(path[:-1] if inside else path)

    def may_show(self, path: Path) -> bool:
        """Return whether the value at a path is known to be no personal data."""
        below = _below(self._roots, path)
        if below is None:
            return False
        spot, personal = self._walk(below)
        return spot is not None and not personal

    def _walk(self, path: Path) -> tuple[Spot | None, bool]:
        """Return the subschema at a path (None for an unknown member), and whether it is personal."""
        spot, personal = self._followed(self._root)
        for step in path:
            node: Any = spot.node
            below = node.get("items") if isinstance(step, int) else node.get("properties", {}).get(step)
            if below is None:
                return None, personal
            spot, more = self._followed(Spot(spot.document, "", below))
            personal = personal or more
        return spot, personal

    def _followed(self, spot: Spot) -> tuple[Spot, bool]:
        personal = spot.node.get("x-personal-data") is True
        while "$ref" in spot.node and "properties" not in spot.node:
            spot = resolve(self._docs, spot.document, spot.node["$ref"])
            personal = personal or spot.node.get("x-personal-data") is True
        return spot, personal


def _below(starts: AbstractSet[Path], path: Path) -> Path | None:
    """Return the part of a path that is below one of the others, None where it is below none."""
    for length in range(len(path) + 1):
        if path[:length] in starts:
            return path[length:]
    return None
