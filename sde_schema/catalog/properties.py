"""Which properties the documents have, and where."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema import catalog
from sde_schema.catalog import Schema, Spot, resolve
from sde_schema.names import nearest, same_but_for_case

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping


class _Property(NamedTuple):
    """A property in a document: its dotted path and its subschema."""

    path: str
    spot: Spot


def property_of(spot: Spot, name: str) -> Spot:
    """Return the subschema of a property of an object's subschema."""
    return Spot(spot.document, f"{spot.pointer}/properties/{name}", spot.node["properties"][name])


class Properties:
    """The property names of a version's documents."""

    def __init__(self, version: str) -> None:
        self._version = version
        self._docs = catalog.documents(version)
        self._paths: dict[str, dict[str, list[_Property]]] = {}
        self._joined_names: dict[str, dict[str, list[_Property]]] = {}
        self._later: dict[tuple[str, str], dict[str, str]] = {}
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

    def known_from(self, spot: Spot, name: str) -> str | None:
        """Return the first later version in which the object of a subschema has a property of this name."""
        key = spot.document, spot.pointer
        if key not in self._later:
            self._later[key] = {other: version for version, names in reversed([*self._after(spot)]) for other in names}
        return self._later[key].get(name)

    def _after(self, spot: Spot) -> Iterator[tuple[str, Collection[str]]]:
        """Yield the later versions that have a subschema, with the names of its properties."""
        known = catalog.versions()
        for version in known[known.index(self._version) + 1 :]:
            if spot.document in catalog.document_names(version):
                with suppress(KeyError, IndexError):
                    later = resolve(catalog.documents(version), spot.document, f"#{spot.pointer}")
                    yield version, later.node.get("properties", {}).keys()

    def elsewhere(self, document: str, name: str, value: Any) -> list[str]:
        """Return where in a document a value would be right under this name, such as ``products[].product.sku``.

        The name may differ in letter case, or be that of the object around it, too: ``cartTotal`` is ``cart.total``.
        """
        known = self._paths_of(document)
        right = name if name in known else same_but_for_case(name, tuple(known))
        held = known[right] if right else self._joined(document).get(name.casefold(), ())
        return [path for path, spot in held if self.takes_shape_of(spot, value)]

    def _joined(self, document: str) -> Mapping[str, list[_Property]]:
        """Return the properties of a document by their names with that of the object around them in front."""
        if document not in self._joined_names:
            found: dict[str, list[_Property]] = {}
            for held in (held for each in self._paths_of(document).values() for held in each):
                *_, holder, name = ("", *held.path.replace("[]", "").split("."))
                if holder:
                    found.setdefault(f"{holder}{name}".casefold(), []).append(held)
            self._joined_names[document] = found
        return self._joined_names[document]

    def holds_like(self, spot: Spot, value: Mapping[str, Any] | list[Any]) -> bool:
        """Return whether an object, or an object in an array, has a member of those that a subschema describes."""
        if isinstance(value, list):
            items = self.items(spot)
            return items is not None and any(self.holds_like(items, it) for it in value if isinstance(it, dict))
        return not self.members(spot).keys().isdisjoint(value)

    def meant(self, spot: Spot, holder: Mapping[str, Any], name: str) -> str | None:
        """Return the property that a name was probably meant to be, one that is required and absent first.

        None where the object has that one already.
        """
        absent = tuple(other for other in spot.node.get("required", ()) if other not in holder)
        guess = nearest(name, absent) or nearest(name, tuple(spot.node["properties"]))
        return None if guess in holder else guess

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
        return "array" in types if isinstance(value, list) else self.takes_scalars(spot)

    def takes_scalars(self, spot: Spot) -> bool:
        """Return whether a subschema allows a value that is no object, array or null."""
        return not self.types(spot) <= {"object", "array", "null"}

    def body_like(self, value: Any, attribute_types: Iterable[str]) -> str | None:
        """Return the one attribute type whose body has all the names of an object and requires no others."""
        if not isinstance(value, dict):
            return None
        docs = ((name, self._docs[name]) for name in attribute_types)
        fitting = [name for name, doc in docs if {*doc["required"]} <= value.keys() <= doc["properties"].keys()]
        return fitting[0] if len(fitting) == 1 else None

    def one_level_up(self, spot: Spot, holder: Mapping[str, Any], name: str) -> list[str]:
        """Return the names in the object of a member that belong to its holder: all of them, or none.

        A body and the objects in it may have some of them already; events and what holds them may not.
        """
        inner = holder[name]
        if not isinstance(inner, dict):
            return []
        if spot.document in (catalog.EVENT, catalog.PAYLOAD) and not holder.keys().isdisjoint(inner):
            return []
        known = spot.node["properties"]
        fits = all(other in known and self.takes_shape_of(property_of(spot, other), inner[other]) for other in inner)
        return [*inner] if fits else []

    def is_numbered(self, spot: Spot, value: Mapping[str, Any], name: str) -> bool:
        """Return whether an object has nothing but numbers for names, where a property of it should be an array."""
        return bool(value) and all(map(str.isdecimal, value)) and "array" in self.types(property_of(spot, name))

    def strays(self, spot: Spot, value: Mapping[str, Any], unknown: Iterable[str]) -> dict[str, list[str]]:
        """Return the names that belong one level deeper, by the absent or empty property whose object lacks them."""
        found: dict[str, list[str]] = {}
        for name in unknown:
            for holder, sub in spot.node["properties"].items():
                if not value.get(holder) and name in sub.get("properties", ()):
                    found.setdefault(holder, []).append(name)
                    break
        return found

    def _paths_of(self, document: str) -> dict[str, list[_Property]]:
        if document not in self._paths:
            found: dict[str, list[_Property]] = {}
            root = self._docs[document]
            starts = [root, *root.get("$defs", {}).values()]
            for start in starts:
                for name, held in self._walk(Spot(document, "", start), ""):
                    found.setdefault(name, []).append(held)
            self._paths[document] = found
        return self._paths[document]

    def _walk(self, spot: Spot, path: str) -> Iterator[tuple[str, _Property]]:
        """Yield the names below a subschema with their properties; other documents are left out."""
        while "$ref" in spot.node and "properties" not in spot.node:
            target = resolve(self._docs, spot.document, spot.node["$ref"])
            if target.document not in {spot.document, "common"}:
                return
            spot = target
        for name in spot.node.get("properties", {}):
            held = _Property(f"{path}.{name}" if path else name, property_of(spot, name))
            yield name, held
            yield from self._walk(held.spot, held.path)
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
