"""The forms of documents, read from the decisions of ``payload.schema.json``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog import Schema, Spot, resolve
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
    conditions: list[str] = field(default_factory=list)


def forms(version: str) -> list[Form]:
    """Return the forms of a version's documents, in the order in which they are tried."""
    docs = catalog.documents(version)
    found: dict[tuple[str, str], Form] = {}
    for condition, spot in _leaves(docs, Spot(catalog.PAYLOAD, "", docs[catalog.PAYLOAD]), ()):
        if "examples" in spot.node:
            form = found.setdefault(spot[:2], _form(version, spot))
            form.conditions.append(condition)
    return [_lists(docs), *found.values()]


def _form(version: str, spot: Spot) -> Form:
    node = spot.node
    name = spot.pointer.rpartition("/")[2] or spot.document
    below = () if spot.document == catalog.EVENT else facts_below(version, spot)
    fields = tuple(said for said in below if not said.depth)
    return Form(name, node["title"], node["description"], node["examples"][0], fields)


def _lists(docs: dict[str, Schema]) -> Form:
    """Return the form of a list, which the root decides before all others."""
    examples = docs[catalog.PAYLOAD]["examples"]
    example = next(example for example in examples if isinstance(example, list))
    words = "Any of the other forms, one after another; each item is validated by itself."
    return Form("list", "List", words, example, (), ["is an array"])


def _leaves(docs: dict[str, Schema], spot: Spot, said: tuple[str, ...]) -> Iterator[tuple[str, Spot]]:
    """Yield what the decisions below a subschema come to, with the conditions in words."""
    document, pointer, node = spot
    if "if" not in node:
        if "$ref" in node and "properties" not in node and "title" not in node:
            yield from _leaves(docs, resolve(docs, document, node["$ref"]), said)
        elif "items" not in node:
            yield " and ".join(said), spot
        return
    words = _words(docs, document, node["if"])
    yield from _leaves(docs, Spot(document, f"{pointer}/then", node["then"]), (*said, *words))
    yield from _leaves(docs, Spot(document, f"{pointer}/else", node["else"]), said)


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
