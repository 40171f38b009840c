"""The schema documents as tests read them: every subschema, by a walk of their own, and the reference validator."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from sde_schema import catalog, versions
from sde_schema.catalog import Schema, Subschema

if TYPE_CHECKING:
    from collections.abc import Iterator

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MAPS = frozenset({"properties", "$defs", "patternProperties", "dependentSchemas"})
LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
SINGLES = frozenset({"items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames"})
NUMBERS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
STRINGS = frozenset({"minLength", "maxLength", "pattern"})
ARRAYS = frozenset({"minItems", "maxItems", "uniqueItems"})
OBJECTS = frozenset({"minProperties", "maxProperties", "required", "dependentRequired"})
TESTING = frozenset({"type", "enum", "const"}) | NUMBERS | STRINGS | ARRAYS | OBJECTS


def subschemas(subschema: Subschema) -> Iterator[Subschema]:
    """Yield a subschema and all below it, those of `x-advice` too; `true` and `false` are left out."""
    yield subschema
    for keyword, value in subschema.node.items():
        for way, below in subschemas_under(keyword, value):
            if isinstance(below, dict):
                yield from subschemas(Subschema(subschema.document, f"{subschema.pointer}/{keyword}{way}", below))


def subschemas_under(keyword: str, value: Any) -> list[tuple[str, Any]]:
    """Return the subschemas in the value of a keyword, each with its pointer from there."""
    if keyword in MAPS:
        return [("/" + name.replace("~", "~0").replace("/", "~1"), below) for name, below in value.items()]
    if keyword in LISTS:
        return [(f"/{index}", below) for index, below in enumerate(value)]
    if keyword == "x-advice":
        return [(f"/{index}/schema", entry["schema"]) for index, entry in enumerate(value)]
    return [("", value)] if keyword in SINGLES else []


def validator_of(docs: dict[str, Schema], subschema: Subschema) -> Any:
    """Return python-jsonschema's validator of one subschema of the documents; it cannot fetch."""
    resources = [(doc["$id"], DRAFT202012.create_resource(doc)) for doc in docs.values()]
    registry: Any = Registry().with_resources(resources)
    return Draft202012Validator({"$ref": f"{docs[subschema.document]['$id']}#{subschema.pointer}"}, registry=registry)


@cache
def every_example() -> tuple[Any, ...]:
    """Return every example of every subschema of every version."""
    return tuple(
        example
        for version in versions()
        for name, doc in catalog.documents(version).items()
        for subschema in subschemas(Subschema(name, "", doc))
        for example in subschema.node.get("examples", [])
    )
