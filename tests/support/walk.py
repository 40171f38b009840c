"""A walk over the schemas of its own, to hold that of the pages against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog import Subschema

if TYPE_CHECKING:
    from collections.abc import Iterator


def fields_of(version: str, name: str) -> list[tuple[str, Subschema]]:
    """Return anchor and subschema of each field of a document."""
    return list(_fields(version, Subschema(name, "", catalog.document(version, name)), ""))


def _fields(version: str, subschema: Subschema, path: str) -> Iterator[tuple[str, Subschema]]:
    node: Any = subschema.node
    if "$ref" in node:
        yield from _fields(version, catalog.resolve(catalog.documents(version), subschema.document, node["$ref"]), path)
    for name, sub in node.get("properties", {}).items():
        here = f"{path}.{name}".lstrip(".")
        yield here, Subschema(subschema.document, "", sub)
        yield from _fields(version, Subschema(subschema.document, "", sub), here)
    if "items" in node:
        yield from _fields(version, Subschema(subschema.document, "", node["items"]), path)
