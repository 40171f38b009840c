"""What the schemas say of a value: every subschema that holds for it, with references followed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog import Schema, Spot, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")


@dataclass(frozen=True)
class Field:
    """A place in a payload and the subschemas that hold there.

    ``name`` is the member's name, of a list's item that of the list; ``parent`` is the name of the
    field that holds it. ``roots`` are the subschemas as their holders name them, ``spots`` these and
    all that they refer to, the outermost first.
    """

    docs: dict[str, Schema]
    name: str
    parent: str
    roots: tuple[Spot, ...]

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Every subschema that holds, the outermost first."""
        return tuple(spot for root in self.roots for spot in _reached(self.docs, root))

    def values(self, keyword: str) -> list[Any]:
        """Return what each subschema that has the keyword says."""
        return [spot.node[keyword] for spot in self.spots if keyword in spot.node]

    @cached_property
    def types(self) -> frozenset[str]:
        """The JSON types that are allowed; ``number`` also where only some numbers are."""
        allowed = set(TYPES)
        for said in self.values("type"):
            named = {said} if isinstance(said, str) else set(said)
            allowed &= named | {"integer"} if "number" in named else named
        return frozenset(allowed)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The JSON types that are allowed, in the order in which the outermost subschema names them."""
        named = next(iter(self.values("type")), ())
        return tuple(kind for kind in ([named] if isinstance(named, str) else named) if kind in self.types)

    @cached_property
    def codes(self) -> list[Any]:
        """The values of a code list, in its order; empty where there is none."""
        listed = self.values("enum") + [[value] for value in self.values("const")]
        for branches in self.values("oneOf"):
            listed.append([value for branch in branches for value in branch.get("enum", [])])
        return listed[-1] if listed else []

    @cached_property
    def examples(self) -> list[Any]:
        """The examples of the outermost subschema that has any."""
        return next(iter(self.values("examples")), [])

    @cached_property
    def required(self) -> frozenset[str]:
        """The names of the members that must be there."""
        return frozenset(name for names in self.values("required") for name in names)

    @cached_property
    def is_personal(self) -> bool:
        """Whether the value is marked as personal data."""
        return any(self.values("x-personal-data"))

    @cached_property
    def problem_codes(self) -> frozenset[str]:
        """The problem codes that the subschemas name themselves."""
        return frozenset(code for codes in self.values("x-problem") for code in codes.values())

    @cached_property
    def members(self) -> dict[str, Field]:
        """The fields of an object's properties, in the schema's order."""
        roots: dict[str, list[Spot]] = {}
        for document, pointer, node in self.spots:
            for name, sub in node.get("properties", {}).items():
                roots.setdefault(name, []).append(Spot(document, f"{pointer}/properties/{name}", sub))
        return {name: Field(self.docs, name, self.name, tuple(spots)) for name, spots in roots.items()}

    @cached_property
    def items(self) -> Field | None:
        """The field of a list's items."""
        roots = [
            Spot(document, f"{pointer}/items", node["items"])
            for document, pointer, node in self.spots
            if "items" in node
        ]
        return Field(self.docs, self.name, self.parent, tuple(roots)) if roots else None

    @property
    def entry(self) -> Field:
        """The field of a list's items. Raises ValueError where the schemas say nothing of them."""
        if self.items is None:
            text = f"the schema says nothing of the items of {self.name}"
            raise ValueError(text)
        return self.items


def _reached(docs: dict[str, Schema], spot: Spot) -> Iterator[Spot]:
    """Yield a subschema and those that hold with it."""
    yield spot
    document, pointer, node = spot
    if "$ref" in node:
        yield from _reached(docs, resolve(docs, document, node["$ref"]))
    for index, sub in enumerate(node.get("allOf", [])):
        yield from _reached(docs, Spot(document, f"{pointer}/allOf/{index}", sub))


def event_field(version: str, attribute: str) -> Field:
    """Return the field of an event that carries the attribute and nothing of another."""
    docs = catalog.documents(version)
    node = docs[catalog.EVENT]
    others = set(catalog.attribute_types(version)) - {attribute}
    kept = {name: sub for name, sub in node["properties"].items() if name not in others}
    roots = [Spot(catalog.EVENT, "", {**node, "properties": kept, "required": [*node.get("required", ()), attribute]})]
    dependent = node.get("dependentSchemas", {}).get(attribute)
    if dependent:
        roots.append(Spot(catalog.EVENT, f"/dependentSchemas/{attribute}", dependent))
    return Field(docs, catalog.EVENT, "", tuple(roots))
