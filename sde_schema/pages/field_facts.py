"""Fields to facts: all that the reference pages say of a field, read from the schemas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog.code_lists import Code, code_list
from sde_schema.catalog.constraints import Constraint, constraints
from sde_schema.catalog.fields import DEFINITIONS, Field, document_field, field_of, fields_below
from sde_schema.catalog.keywords import code_of
from sde_schema.checking.times import compared_as
from sde_schema.codes import IMPOSSIBLE_DATE, MISSING_PROPERTY, WRONG_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sde_schema.catalog import Schema


@dataclass(frozen=True, slots=True)
class Advice:
    """Advice that a value may draw: the problem code, and what the schema says of it beyond that."""

    code: str
    text: str | None


@dataclass(frozen=True, slots=True)
class FieldSource:
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
    source: FieldSource
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

    def examples_beside(self, payloads: Iterable[Any]) -> list[Any]:
        """Return the examples that are in none of some payloads; strings and numbers are always among them."""
        shown = [value for payload in payloads for value in _holders(payload)]
        return [example for example in self.examples if not isinstance(example, dict | list) or example not in shown]

    @property
    def raises(self) -> frozenset[str]:
        """The codes of the problems that the value itself may have."""
        own = {code for constraint in self.constraints for code in constraint.codes}
        own |= {advice.code for advice in self.advice} | {WRONG_TYPE}
        own |= {MISSING_PROPERTY} if self.required else set()
        return frozenset(own) | (self.entry.raises if self.entry else frozenset())


def _holders(value: Any) -> Iterator[Any]:
    """Yield the objects and arrays in a value, and itself if it is one."""
    if isinstance(value, dict | list):
        yield value
        for below in value.values() if isinstance(value, dict) else value:
            yield from _holders(below)


@cache
def facts(version: str, document: str) -> tuple[Facts, ...]:
    """Return the facts of all fields of a document, each before those below it."""
    return tuple(facts_below(version, document_field(version, document)))


def fields_of_version(version: str) -> Iterator[tuple[str, Facts]]:
    """Yield every field of a version, those beside the attribute in an event first, each with the name of its page."""
    types = catalog.attribute_types(version)
    yield from ((catalog.EVENT, field) for field in facts(version, catalog.EVENT) if field.anchor not in types)
    yield from ((name, field) for name in types for field in facts(version, name))


def facts_below(version: str, field: Field) -> Iterator[Facts]:
    """Yield the facts of all fields below a field, each before those below it."""
    yield from _Walk(version, field.document).below(field, "", personal=False)


@cache
def definitions(version: str) -> dict[str, tuple[Facts, ...]]:
    """Return the shared definitions of a version: the facts of each, then those of its fields."""
    docs = catalog.documents(version)
    walk = _Walk(version, catalog.COMMON)
    found: dict[str, tuple[Facts, ...]] = {}
    for name in docs[catalog.COMMON]["$defs"]:
        field = field_of(docs, catalog.COMMON, DEFINITIONS + name)
        found[name] = (walk.of(field, name), *walk.below(field, name, personal=field.is_personal))
    return found


def uses(version: str) -> dict[str, dict[str, list[str]]]:
    """Return what refers to each shared definition: by document, the anchors of its fields, or of other definitions."""
    found: dict[str, dict[str, list[str]]] = {name: {} for name in definitions(version)}
    for document in catalog.document_names(version):
        for anchor, names in _references(version, document):
            for name in names & found.keys():
                found[name].setdefault(document, []).append(anchor)
    return found


def _references(version: str, document: str) -> Iterator[tuple[str, set[str]]]:
    """Yield the anchors of a document with the names of the shared definitions to which each refers itself."""
    for name in _roots(version, document):
        field = field_of(catalog.documents(version), document, DEFINITIONS + name if name else "")
        own = [(path, it.node) for path, it in fields_below(field, name) if it.document == document]
        for path, node in [(name, field.node), *own]:
            yield path.replace("[]", ""), _shared_names(node)


def _shared_names(node: Schema) -> set[str]:
    """Return the names of the shared definitions to which a subschema or its items refer; its properties are others."""
    own = {keyword: value for keyword, value in node.items() if keyword not in ("properties", "items", "$defs")}
    named = {ref.partition(DEFINITIONS)[2] for ref in catalog.references(own)} - {""}
    return named | _shared_names(node["items"]) if "items" in node else named


def validating(version: str) -> set[str]:
    """Return the names of the shared definitions that validate; only advice refers to the others."""
    plain = catalog.without(list(catalog.documents(version).values()), words=True)
    return {ref.partition(DEFINITIONS)[2] for ref in catalog.references(plain)}


@cache
def advised_values(version: str, code: str) -> tuple[str, ...]:
    """Return the strings that advice lists as the right ones, such as currency codes; none where it lists none."""
    shared = catalog.document(version, catalog.COMMON)["$defs"].values()
    advice = (entry["schema"] for node in shared for entry in node.get("x-advice", ()) if entry["code"] == code)
    lists = (branch.get("enum", ()) for schema in advice for branch in schema.get("anyOf", ()))
    return tuple(value for values in lists for value in values if isinstance(value, str))


def source(node: Schema) -> FieldSource:
    """Return what a subschema says of where its rules come from."""
    return FieldSource(**node.get("x-source", {}))


def _roots(version: str, document: str) -> tuple[str, ...]:
    """Return where the walks over a document begin: at each shared definition, or, under no name, at its root."""
    return tuple(catalog.document(version, document)["$defs"]) if document == catalog.COMMON else ("",)


@cache
def _anchors(version: str, document: str) -> frozenset[str]:
    """Return the anchors of a document's fields; what is asked of every version must need no ``since``."""
    docs, found = catalog.documents(version), set[str]()
    for name in _roots(version, document):
        start = field_of(docs, document, DEFINITIONS + name if name else "")
        found |= {name, *(path.replace("[]", "") for path, _ in fields_below(start, name))}
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Walk:
    """A walk over one document of a version."""

    version: str
    document: str

    def below(self, field: Field, path: str, *, personal: bool) -> Iterator[Facts]:
        """Yield the facts of the fields below a field."""
        for name, member in field.own_members.items():
            here = f"{path}.{name}" if path else name
            said = self.of(member, here, required=name in field.required, personal=personal)
            yield said
            yield from self.below(member, here, personal=said.personal)
        if field.items:
            yield from self.below(field.items, f"{path}[]", personal=personal or field.items.is_personal)

    def of(self, field: Field, path: str, *, required: bool = False, personal: bool = False) -> Facts:
        """Return the facts of one field."""
        return Facts(
            path=path,
            kinds=field.kinds,
            title=field.first("title", ""),
            description=field.first("description", ""),
            required=required,
            personal=personal or field.is_personal,
            definition=field.definition,
            constraints=(*constraints(field), *_code_rule(field)),
            codes=code_list(field.first("oneOf", [])),
            advice=_advice(field, path),
            examples=tuple(field.examples),
            source=source(field.node),
            entry=self.of(field.items, f"{path}[]") if field.items else None,
            members=tuple(field.members),
            since=self._since(path.replace("[]", "")),
        )

    def _since(self, anchor: str) -> str:
        holders = [version for version in catalog.versions() if self.document in catalog.document_names(version)]
        known = [version for version in holders if anchor in _anchors(version, self.document)]
        return known[0] if known else self.version


def _code_rule(field: Field) -> tuple[Constraint, ...]:
    """Return what a code list asks, with the code of the problem that breaks it."""
    lists = (it.node for it in field.subschemas if any("enum" in branch for branch in it.node.get("oneOf", ())))
    codes = [code_of(node, "oneOf") for node in lists]
    return (Constraint("One of the codes below.", tuple(codes)),) if codes else ()


def _advice(field: Field, path: str) -> tuple[Advice, ...]:
    """Return the advice that a value may draw: what the schemas say, and what lives in code."""
    entries = [entry for entries in field.values("x-advice") for entry in entries]
    said = [Advice(entry["code"], entry["schema"].get("description")) for entry in entries]
    if field.date_parts:
        said.append(Advice(IMPOSSIBLE_DATE, None))
    compared = compared_as(field.document, path)
    return (*said, Advice(compared, None)) if compared else tuple(said)
