"""Which properties the documents have, and where."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sde_schema.catalog import Schema, Spot, resolve

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


class Properties:
    """The property names of a version's documents."""

    def __init__(self, docs: dict[str, Schema]) -> None:
        self._docs = docs
        self._paths: dict[str, dict[str, list[str]]] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """Every property name of every document: names that hold no personal data."""
        return frozenset(name for document in self._docs for name in self._paths_of(document))

    def of(self, document: str) -> Collection[str]:
        """Return the names of a document's properties, at every depth."""
        return self._paths_of(document).keys()

    def elsewhere(self, document: str, name: str) -> list[str]:
        """Return where in a document a property of this name stands, such as ``products[].product.sku``."""
        return self._paths_of(document).get(name, [])

    def _paths_of(self, document: str) -> dict[str, list[str]]:
        if document not in self._paths:
            found: dict[str, list[str]] = {}
            root = self._docs[document]
            starts = [root, *root.get("$defs", {}).values()]
            for start in starts:
                for name, path in self._walk(Spot(document, "", start), ""):
                    found.setdefault(name, []).append(path)
            self._paths[document] = found
        return self._paths[document]

    def _walk(self, spot: Spot, path: str) -> Iterator[tuple[str, str]]:
        """Yield the names below a subschema with their dotted paths; other documents are left out."""
        while "$ref" in spot.node and "properties" not in spot.node:
            target = resolve(self._docs, spot.document, spot.node["$ref"])
            if target.document not in {spot.document, "common"}:
                return
            spot = target
        for name, sub in spot.node.get("properties", {}).items():
            here = f"{path}.{name}" if path else name
            yield name, here
            yield from self._walk(Spot(spot.document, "", sub), here)
        if "items" in spot.node:
            yield from self._walk(Spot(spot.document, "", spot.node["items"]), f"{path}[]")
