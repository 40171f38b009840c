"""Which properties the documents have, and where."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog import Schema, Spot, resolve

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping


class Properties:
    """The property names of a version's documents."""

    def __init__(self, docs: dict[str, Schema]) -> None:
        self._docs = docs
        self._paths: dict[str, dict[str, list[str]]] = {}
        self._advised: dict[tuple[str, str], list[Spot]] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """Every property name of every document: names that hold no personal data."""
        return frozenset(name for document in self._docs for name in self._paths_of(document))

    def of(self, document: str) -> Collection[str]:
        """Return the names of a document's properties, at every depth."""
        return self._paths_of(document).keys()

    def root(self, document: str) -> Collection[str]:
        """Return the names of a document's own properties, without those of the objects in it."""
        names: Collection[str] = self._docs[document]["properties"].keys()
        return names

    def known_from(self, spot: Spot, name: str, *, after: str) -> str | None:
        """Return the first version after another one in which the object of a subschema has a property of this name."""
        known = catalog.versions()
        for version in known[known.index(after) + 1 :]:
            if spot.document in catalog.document_names(version):
                with suppress(KeyError, IndexError):
                    docs = catalog.documents(version)
                    if name in resolve(docs, spot.document, f"#{spot.pointer}").node.get("properties", {}):
                        return version
        return None

    def elsewhere(self, document: str, name: str) -> list[str]:
        """Return where in a document a property of this name stands, such as ``products[].product.sku``."""
        return self._paths_of(document).get(name, [])

    def types(self, spot: Spot) -> frozenset[str]:
        """Return the JSON types that a subschema allows, as its outermost ``type`` says; none where it says nothing."""
        named = next((node["type"] for node in self._chain(spot) if "type" in node), ())
        return frozenset([named] if isinstance(named, str) else named)

    def members(self, spot: Spot) -> Mapping[str, Schema]:
        """Return the properties of the object that a subschema describes; none where it describes no object."""
        return next((node["properties"] for node in self._chain(spot) if "properties" in node), {})

    def required(self, spot: Spot) -> Collection[str]:
        """Return the members that the object must have that a subschema describes."""
        return next((node.get("required", ()) for node in self._chain(spot) if "properties" in node), ())

    def code_list(self, spot: Spot) -> Schema | None:
        """Return the subschema that lists the codes of a value with their meanings, None where there is none.

        A list of which another value has to choose, as ``sdeType`` has, is not one.
        """
        lists = (node for node in self._chain(spot) if any("enum" in branch for branch in node.get("oneOf", ())))
        return next((node for node in lists if "oneOf" not in node.get("x-problem", {})), None)

    def problem_codes(self, spot: Spot) -> frozenset[str]:
        """Return the problem codes that a subschema and those it refers to name themselves."""
        return frozenset(code for node in self._chain(spot) for code in node.get("x-problem", {}).values())

    def items(self, spot: Spot) -> Spot | None:
        """Return the subschema of the items of the array that a subschema describes, with what it refers to."""
        for array in self._spots(spot):
            if "items" in array.node:
                items = Spot(array.document, f"{array.pointer}/items", array.node["items"])
                return [*self._spots(items)][-1]
        return None

    def advised(self, document: str, code: str) -> list[Spot]:
        """Return the subschemas whose values draw advice of a code, of which a document has properties."""
        if (document, code) not in self._advised:
            subs = (Spot(document, "", sub) for sub in _properties(self._docs[document]))
            spots = (spot for sub in subs for spot in self._spots(sub) if _draws(spot.node, code))
            self._advised[document, code] = [*{spot.pointer: spot for spot in spots}.values()]
        return self._advised[document, code]

    def _chain(self, spot: Spot) -> Iterator[Schema]:
        """Yield a subschema and those that it refers to, one after another."""
        return (each.node for each in self._spots(spot))

    def _spots(self, spot: Spot) -> Iterator[Spot]:
        yield spot
        while "$ref" in spot.node:
            spot = resolve(self._docs, spot.document, spot.node["$ref"])
            yield spot

    def takes_shape_of(self, spot: Spot, value: Any) -> bool:
        """Return whether a subschema allows values of the shape of a value: object, array, null or any other."""
        types = self.types(spot)
        if value is None or not types:
            return True
        if isinstance(value, dict):
            return "object" in types
        return "array" in types if isinstance(value, list) else not types <= {"object", "array", "null"}

    def body_like(self, value: Any, attribute_types: Iterable[str]) -> str | None:
        """Return the one attribute type whose body has all the names of an object, None where it is not one."""
        if not isinstance(value, dict) or not value:
            return None
        fitting = [name for name in attribute_types if value.keys() <= self._docs[name]["properties"].keys()]
        return fitting[0] if len(fitting) == 1 else None

    def strays(self, spot: Spot, value: Mapping[str, Any], unknown: Iterable[str]) -> dict[str, list[str]]:
        """Return the names that belong one level deeper, by the absent property whose object should hold them."""
        found: dict[str, list[str]] = {}
        for name in unknown:
            for holder, sub in spot.node["properties"].items():
                if holder not in value and name in sub.get("properties", ()):
                    found.setdefault(holder, []).append(name)
                    break
        return found

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


def _draws(node: Schema, code: str) -> bool:
    """Return whether a subschema itself gives advice of a code."""
    return any(advice["code"] == code for advice in node.get("x-advice", ()))


def _properties(node: Any) -> Iterator[Schema]:
    """Yield the subschemas of all properties below a subschema."""
    if isinstance(node, list):
        for item in node:
            yield from _properties(item)
    elif isinstance(node, dict):
        for name, below in node.items():
            if name == "properties":
                yield from below.values()
            yield from _properties(below)
