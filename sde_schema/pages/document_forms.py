"""The forms of documents, read from the decisions of ``payload.schema.json``."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog import Schema, Subschema, resolve
from sde_schema.catalog.fields import field_of
from sde_schema.pages.field_facts import Facts, facts_below
from sde_schema.prose import listed

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True)
class Form:
    """A form: when a document has it, what it is, its own fields, and examples."""

    name: str
    title: str
    description: str
    examples: list[Any]
    fields: list[Facts]
    conditions: list[str] = dataclasses.field(default_factory=list)


def member_anchor(name: str) -> str:
    """Return the anchor of a member of what holds events on the page of forms, where links have small letters."""
    return name.lower()


def document_forms(version: str) -> list[Form]:
    """Return the forms of a version's documents, in the order in which they are tried."""
    docs = catalog.documents(version)
    found: dict[tuple[str, str], Form] = {}
    for conditions, subschema in _leaves(docs, Subschema(catalog.PAYLOAD, "", docs[catalog.PAYLOAD]), ()):
        if "examples" in subschema.node:
            form = found.setdefault(subschema[:2], _form(version, subschema))
            form.conditions.append(" and ".join(filter(None, map(_words, conditions))))
            form.fields += [field for condition in conditions for field in _decisive(version, condition)]
    return [_lists(docs), *found.values()]


def _form(version: str, subschema: Subschema) -> Form:
    node = subschema.node
    name = subschema.pointer.rpartition("/")[2] or subschema.document
    return Form(name, node["title"], node["description"], node["examples"], _own_fields(version, subschema))


def _decisive(version: str, condition: Subschema) -> Iterator[Facts]:
    """Yield the fields by which a condition recognizes a form; the form may be recognized by others instead."""
    return (dataclasses.replace(field, required=False) for field in _own_fields(version, condition))


def _own_fields(version: str, subschema: Subschema) -> list[Facts]:
    """Return the fields of an object itself that a subschema describes; an event's are on a page of their own."""
    field = field_of(catalog.documents(version), subschema.document, subschema.pointer)
    below = () if field.document == catalog.EVENT else facts_below(version, field)
    return [said for said in below if said.description and not said.depth]


def _lists(docs: dict[str, Schema]) -> Form:
    """Return the form of a list, which the root decides before all others."""
    examples = [example for example in docs[catalog.PAYLOAD]["examples"] if isinstance(example, list)]
    words = "An array of documents in any of the other forms. Each item is validated by itself."
    return Form("list", "Array", words, examples, [], ["is an array"])


def _leaves(
    docs: dict[str, Schema], subschema: Subschema, said: tuple[Subschema, ...]
) -> Iterator[tuple[tuple[Subschema, ...], Subschema]]:
    """Yield what the decisions below a subschema come to, with the conditions that hold there."""
    document, pointer, node = subschema
    if "if" not in node:
        if "$ref" in node and "properties" not in node and "title" not in node:
            yield from _leaves(docs, resolve(docs, document, node["$ref"]), said)
        elif "items" not in node:
            yield said, subschema
        return
    condition = Subschema(document, f"{pointer}/if", node["if"])
    if "$ref" in condition.node:
        condition = resolve(docs, document, condition.node["$ref"])
    yield from _leaves(docs, Subschema(document, f"{pointer}/then", node["then"]), (*said, condition))
    yield from _leaves(docs, Subschema(document, f"{pointer}/else", node["else"]), said)


def _words(subschema: Subschema) -> str:
    """Return a condition on names in words; nothing for another one."""
    document, _, condition = subschema
    if document == catalog.EVENT:
        return "has the name of an attribute"
    inner = condition.get("properties", {})
    names = [f"`{name}`{_within(inner.get(name, {}))}" for name in _required(condition)]
    return f"has {listed(names, 'or')}" if names else ""


def _required(condition: Schema) -> list[str]:
    return [name for branch in condition.get("anyOf", [condition]) for name in branch.get("required", ())]


def _within(condition: Schema) -> str:
    """Return what an object must have itself, as the end of a sentence."""
    names = [f"`{name}`" for name in _required(condition)]
    return f" with {listed(names, 'or')} in it" if names else ""
