"""Fields to facts: all that the reference pages say of a field, read from the schemas."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog import Spot
from sde_schema.catalog.constraints import Constraint, constraints
from sde_schema.catalog.fields import Field
from sde_schema.catalog.keywords import USUAL_CODES
from sde_schema.checking.dates import date_parts
from sde_schema.checking.times import compared_as
from sde_schema.codes import IMPOSSIBLE_DATE, MISSING_PROPERTY, WRONG_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.catalog import Schema

COMMON = "common"
_DEFS = "/$defs/"


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a code list: the values that represent it, and what it means."""

    values: tuple[Any, ...]
    meaning: str

    @property
    def name(self) -> str:
        """The code as text, which is also the end of its anchor."""
        return next((value for value in self.values if isinstance(value, str)), json.dumps(self.values[0]))


@dataclass(frozen=True, slots=True)
class Advice:
    """Advice that a value may draw: the problem code, and what the schema says of it beyond that."""

    code: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from: the page, what its table and example say, and what was decided where they differ.

    ``page`` is None for what rests on no page of its own.
    """

    page: str | None = None
    table: str | None = None
    example: str | None = None
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """A field of a document, or a shared definition.

    ``path`` has dots and list marks, ``products[].product.sku``; ``definition`` is the name of the
    shared definition that the field refers to first; ``entry`` says of a list's items, ``members``
    are the names of an object's properties; ``since`` is the first version that has the field.
    """

    path: str
    kinds: tuple[str, ...]
    title: str
    description: str
    required: bool
    personal: bool
    definition: str | None
    constraints: tuple[Constraint, ...]
    codes: tuple[Code, ...]
    advice: tuple[Advice, ...]
    examples: tuple[Any, ...]
    source: Source
    entry: Facts | None
    members: tuple[str, ...]
    since: str

    @property
    def anchor(self) -> str:
        """The path without list marks: the field's anchor."""
        return self.path.replace("[]", "")

    @property
    def depth(self) -> int:
        """How many fields it is in."""
        return self.path.count(".")

    @property
    def nullable(self) -> bool:
        """Whether null is allowed."""
        return "null" in self.kinds

    @property
    def raises(self) -> frozenset[str]:
        """The codes of the problems that the value itself may have."""
        own = {code for constraint in self.constraints for code in constraint.codes}
        own |= {advice.code for advice in self.advice} | {WRONG_TYPE}
        own |= {MISSING_PROPERTY} if self.required else set()
        return frozenset(own) | (self.entry.raises if self.entry else frozenset())


@cache
def facts(version: str, document: str) -> tuple[Facts, ...]:
    """Return the facts of all fields of a document, each before those below it."""
    return tuple(facts_below(version, Spot(document, "", catalog.document(version, document))))


def facts_below(version: str, spot: Spot) -> Iterator[Facts]:
    """Yield the facts of all fields below a subschema, each before those below it."""
    root = Field(catalog.documents(version), spot.document, "", (spot,))
    yield from _Walk(version, spot.document).below(root, "", personal=False)


@cache
def definitions(version: str) -> dict[str, tuple[Facts, ...]]:
    """Return the shared definitions of a version: the facts of each, then those of its fields."""
    docs = catalog.documents(version)
    walk = _Walk(version, COMMON)
    found: dict[str, tuple[Facts, ...]] = {}
    for name, node in docs[COMMON]["$defs"].items():
        field = Field(docs, name, "", (Spot(COMMON, _DEFS + name, node),))
        found[name] = (walk.of(field, name), *walk.below(field, name, personal=field.is_personal))
    return found


def validating(version: str) -> set[str]:
    """Return the names of the shared definitions that validate; only advice refers to the others."""
    plain = catalog.without(list(catalog.documents(version).values()), words=True)
    return {ref.partition(_DEFS)[2] for ref in catalog.references(plain)}


def source(node: Schema) -> Source:
    """Return what a subschema says of where its rules come from."""
    return Source(**node.get("x-source", {}))


@cache
def _anchors(version: str, document: str) -> frozenset[str]:
    """Return the anchors of a document's fields; what is asked of every version must need no ``since``."""
    docs = catalog.documents(version)
    starts = {"": docs[document]} if document != COMMON else docs[COMMON]["$defs"]
    found: set[str] = set()
    for name, node in starts.items():
        found |= {name, *_paths(Field(docs, name, "", (Spot(document, "", node),)), name)}
    return frozenset(found)


def _paths(field: Field, path: str) -> Iterator[str]:
    for name, member in _members(field).items():
        here = f"{path}.{name}" if path else name
        yield here
        yield from _paths(member, here)
    if field.items:
        yield from _paths(field.items, path)


def _members(field: Field) -> dict[str, Field]:
    """Return the members that are in the field's own document: an attribute's body has a page of its own."""
    homes = {field.roots[0].document, COMMON}
    reached = {spot.document for spot in field.spots if "properties" in spot.node}
    return field.members if reached <= homes else {}


@dataclass(frozen=True, slots=True)
class _Walk:
    """A walk over one document of a version."""

    version: str
    document: str

    def below(self, field: Field, path: str, *, personal: bool) -> Iterator[Facts]:
        """Yield the facts of the fields below a field."""
        for name, member in _members(field).items():
            here = f"{path}.{name}" if path else name
            said = self.of(member, here, required=name in field.required, personal=personal)
            yield said
            yield from self.below(member, here, personal=said.personal)
        if field.items:
            yield from self.below(field.items, f"{path}[]", personal=personal or field.items.is_personal)

    def of(self, field: Field, path: str, *, required: bool = False, personal: bool = False) -> Facts:
        """Return the facts of one field."""
        node = field.roots[0].node
        return Facts(
            path=path,
            kinds=field.kinds,
            title=node.get("title") or next(iter(field.values("title")), ""),
            description=node.get("description") or next(iter(field.values("description")), ""),
            required=required,
            personal=personal or field.is_personal,
            definition=_definition(field),
            constraints=(*constraints(field), *_code_rule(field)),
            codes=_codes(field),
            advice=_advice(field, path),
            examples=tuple(field.examples),
            source=source(node),
            entry=self.of(field.items, f"{path}[]") if field.items else None,
            members=tuple(field.members),
            since=self._since(path.replace("[]", "")),
        )

    def _since(self, anchor: str) -> str:
        holders = [version for version in catalog.versions() if self.document in catalog.document_names(version)]
        known = [version for version in holders if anchor in _anchors(version, self.document)]
        return known[0] if known else self.version


def _definition(field: Field) -> str | None:
    shared = (spot.pointer for spot in field.spots[1:] if spot.document == COMMON)
    return next((pointer.removeprefix(_DEFS) for pointer in shared if "/" not in pointer.removeprefix(_DEFS)), None)


def _codes(field: Field) -> tuple[Code, ...]:
    branches: list[Schema] = next(iter(field.values("oneOf")), [])
    return tuple(Code(tuple(branch["enum"]), branch.get("title", "")) for branch in branches if "enum" in branch)


def _code_rule(field: Field) -> tuple[Constraint, ...]:
    """Return what a code list asks, with the code of the problem that breaks it."""
    lists = (spot.node for spot in field.spots if any("enum" in branch for branch in spot.node.get("oneOf", ())))
    codes = [node.get("x-problem", {}).get("oneOf", USUAL_CODES["oneOf"]) for node in lists]
    return (Constraint("One of the codes below.", tuple(codes)),) if codes else ()


def _advice(field: Field, path: str) -> tuple[Advice, ...]:
    """Return the advice that a value may draw: what the schemas say, and what lives in code."""
    entries = [entry for entries in field.values("x-advice") for entry in entries]
    said = [Advice(entry["code"], entry["schema"].get("description")) for entry in entries]
    if any(date_parts(field.docs, spot.document, spot.node) for spot in field.spots):
        said.append(Advice(IMPOSSIBLE_DATE, None))
    compared = compared_as(field.roots[0].document, path)
    return (*said, Advice(compared, None)) if compared else tuple(said)
