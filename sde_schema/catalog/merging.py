"""Two subschemas of the same value as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.catalog import Schema

_FAMILIES = (
    frozenset({"properties", "patternProperties", "additionalProperties"}),
    frozenset({"if", "then", "else"}),
    frozenset({"prefixItems", "items"}),
)
"""Keywords that change what the others mean: those of two schemas stay apart."""

_OF_DOCUMENTS = frozenset({"$schema", "$id", "$defs"})
"""Keywords that only the root of a document has."""


def taken_in(document: Schema) -> Schema:
    """Return a document as a subschema of another."""
    return {key: value for key, value in document.items() if key not in _OF_DOCUMENTS}


def merged(node: Schema, parts: Iterable[Schema]) -> Schema:
    """Return a subschema to which parts are added: in itself where their keywords fit together, else in ``allOf``."""
    rest: list[Schema] = []
    for part in parts:
        if any(family & part.keys() and family & node.keys() for family in _FAMILIES):
            rest.append(part)
            continue
        joined = {key: _joined(key, node[key], part[key]) for key in part if key in node}
        if None in joined.values():
            rest.append(part)
        else:
            node = {**node, **part, **joined}
    return {**node, "allOf": rest} if rest else node


def _joined(keyword: str, one: Any, other: Any) -> Any:
    """Return the value of a keyword that says as much as two of it, None if there is none."""
    if one == other:
        return one
    if keyword == "type":
        return _types_of_both(_as_list(one), _as_list(other))
    limits = {"minimum": max, "maximum": min}
    return limits[keyword](one, other) if keyword in limits else None


def _types_of_both(one: list[str], other: list[str]) -> list[str] | str | None:
    """Return the types that both lists name; None where one says number and the other integer, or there is none."""
    if ("number" in one) != ("number" in other) and "integer" in {*one, *other}:
        return None
    both = [kind for kind in one if kind in other]
    return both[0] if len(both) == 1 else both or None


def _as_list(types: str | list[str]) -> list[str]:
    return [types] if isinstance(types, str) else types
