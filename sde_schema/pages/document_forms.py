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
    """A form: when a document has it, what it is, its own fields, and an example."""

    name: str
    title: str
    description: str
    example: Any
    fields: tuple[Facts, ...]
    conditions: list[str] = dataclasses.field(default_factory=list)


def document_forms(version: str) -> list[Form]:
    """Return the forms of a version's documents, in the order in which they are tried."""
    docs = catalog.documents(version)
    found: dict[tuple[str, str], Form] = {}
    for condition, subschema in _leaves(docs, Subschema(catalog.PAYLOAD, "", docs[catalog.PAYLOAD]), ()):
        if "examples" in subschema.node:
            form = found.setdefault(subschema[:2], _form(version, subschema))
            form.conditions.append(condition)
    return [_lists(docs), *found.values()]


def _form(version: str, subschema: Subschema) -> Form:
    node = subschema.node
    name = subschema.pointer.rpartition("/")[2] or subschema.document
    field = field_of(catalog.documents(version), subschema.document, subschema.pointer)
    below = () if field.document == catalog.EVENT else facts_below(version, field)
    fields = tuple(said for said in below if not said.depth)
    return Form(name, node["title"], node["description"], node["examples"][0], fields)


def _lists(docs: dict[str, Schema]) -> Form:
    """Return the form of a list, which the root decides before all others."""
    examples = docs[catalog.PAYLOAD]["examples"]
    example = next(example for example in examples if isinstance(example, list))
    words = "An array of documents in any of the other forms. Each item is validated by itself."
    return Form("list", "Array", words, example, (), ["is an array"])


def _leaves(docs: dict[str, Schema], subschema: Subschema, said: tuple[str, ...]) -> Iterator[tuple[str, Subschema]]:
    """Yield what the decisions below a subschema come to, with the conditions in words."""
    document, pointer, node = subschema
    if "if" not in node:
        if "$ref" in node and "properties" not in node and "title" not in node:
            yield from _leaves(docs, resolve(docs, document, node["$ref"]), said)
        elif "items" not in node:
            yield " and ".join(said), subschema
        return
    words = _words(docs, document, node["if"])
    yield from _leaves(docs, Subschema(document, f"{pointer}/then", node["then"]), (*said, *words))
    yield from _leaves(docs, Subschema(document, f"{pointer}/else", node["else"]), said)


def _words(docs: dict[str, Schema], document: str, condition: Schema) -> tuple[str, ...]:
    """Return a condition on names in words; nothing for another one."""
    if "$ref" in condition:
        document, _, condition = resolve(docs, document, condition["$ref"])
    if document == catalog.EVENT:
        return ("has the name of an attribute",)
    inner = condition.get("properties", {})
    names = [f"`{name}`{_within(inner.get(name, {}))}" for name in _required(condition)]
    return (f"has {listed(names, 'or')}",) if names else ()


def _required(condition: Schema) -> list[str]:
    return [name for branch in condition.get("anyOf", [condition]) for name in branch.get("required", ())]


def _within(condition: Schema) -> str:
    """Return what an object must have itself, as the end of a sentence."""
    names = [f"`{name}`" for name in _required(condition)]
    return f" with {listed(names, 'or')} in it" if names else ""
