"""All fields of a version in one table: which fields there are, their types, codes and marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema import catalog
from sde_schema.catalog.constraints import types
from sde_schema.pages.field_facts import facts, fields_of_version
from sde_schema.pages.rendering import field_target
from sde_schema.pages.tables import Cell, Table

if TYPE_CHECKING:
    from sde_schema.catalog.code_lists import Code
    from sde_schema.pages.field_facts import Facts

NAME = "fields"
"""The name of the page, and of the file, in the folder of a version."""


def field_table(version: str) -> Table:
    """Return the table of all fields of a version, with their types in the newest version beside."""
    newest = catalog.versions()[-1]
    other = () if version == newest else (f"Type in {newest}",)
    headings = ("Attribute", "Path", "What it is", "Type", *other, "Codes", "Required", "Personal data", "Since")
    return Table(headings, tuple(_row(version, newest, name, field) for name, field in fields_of_version(version)))


def _row(version: str, newest: str, name: str, field: Facts) -> tuple[Cell, ...]:
    other = () if version == newest else (Cell(_type_in(newest, name, field.path)),)
    return (
        Cell(name, is_code=True),
        Cell(field.path, field_target(version, name, field.anchor), is_code=True),
        Cell(field.title),
        Cell(_type(field)),
        *other,
        Cell("; ".join(map(_code, field.codes))),
        Cell("required" if field.required else ""),
        Cell("personal data" if field.personal else ""),
        Cell(field.since),
    )


def _type(field: Facts) -> str:
    """Return the types of a field in words; those of the items, too, where these have no fields of their own."""
    own = types(field.kinds)
    return f"{own}; items: {types(field.entry.kinds)}" if field.entry and not field.entry.members else own


def _type_in(version: str, document: str, path: str) -> str:
    """Return the types of a field in another version; nothing where that version does not have it."""
    known = document in catalog.document_names(version)
    return next((_type(field) for field in facts(version, document) if field.path == path), "") if known else ""


def _code(code: Code) -> str:
    return f"{code.name}: {code.meaning}" if code.meaning else code.name
