"""Personal data in one table: every marked field with its kind, and the free texts that may hold any.

Which fields are marked is said by the schemas. ``personal_data.json`` has the kind of each of them, which the
schemas do not have, and the free texts.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.pages.field_facts import facts
from sde_schema.pages.rendering import field_target, page
from sde_schema.pages.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.pages.field_facts import Facts

PATH = "reference/personal-data.md"
CSV = "personal-data.csv"
"""The table as a file, at the root of the site."""

FREE_TEXT = "free text"
"""The kind of the fields that are not marked."""

_KINDS = Path(__file__).with_suffix(".json")


def personal_data_page() -> dict[str, str]:
    """Return the page of personal data by its path below ``docs/``."""
    kinds = _known()["kinds"]
    return {PATH: page("personal_data.md.j2", PATH, kinds=kinds, table=personal_table(), file=CSV, counts=_counts())}


def personal_table() -> Table:
    """Return the table of personal data in all versions; each field is that of the newest version that has it."""
    headings = ("Attribute", "Path", "What it is", "Kind", "Marked", "Since")
    return Table(headings, tuple(_row(version, name, field) for version, name, field in _fields()))


def kind_of(attribute: str, name: str) -> str | None:
    """Return the kind of personal data that an attribute's field of a name is; None of one that is none."""
    kind: str | None = _known()["fields"].get(attribute, {}).get(name)
    return kind


def name_of(field: Facts) -> str:
    """Return the name of a field, without those of the objects that it is in."""
    return field.anchor.rpartition(".")[2]


def _row(version: str, name: str, field: Facts) -> tuple[Cell, ...]:
    return (
        Cell(name, is_code=True),
        Cell(field.path, field_target(version, name, field.anchor), is_code=True),
        Cell(field.title),
        Cell(kind_of(name, name_of(field)) or ""),
        Cell("yes" if field.personal else "no"),
        Cell(field.since),
    )


def _fields() -> Iterator[tuple[str, str, Facts]]:
    """Yield the fields that are in the table, each with its version and its attribute."""
    for attribute in catalog.all_attribute_types():
        found: dict[str, tuple[str, str, Facts]] = {}
        for version in _preferred(attribute):
            for field in facts(version, attribute):
                if field.personal or kind_of(attribute, name_of(field)) == FREE_TEXT:
                    found.setdefault(field.path, (version, attribute, field))
        yield from found.values()


def _preferred(attribute: str) -> list[str]:
    """Return the versions that have an attribute, the default one first, then the newer ones."""
    holders = [version for version in reversed(catalog.versions()) if attribute in catalog.attribute_types(version)]
    return sorted(holders, key=lambda version: version != catalog.default_version())


def _counts() -> dict[str, int]:
    """Return how many fields are of each kind."""
    kinds = [kind_of(name, name_of(field)) for _, name, field in _fields()]
    return {kind: kinds.count(kind) for kind in _known()["kinds"]}


@cache
def _known() -> dict[str, Any]:
    known: dict[str, Any] = json.loads(_KINDS.read_bytes())
    return known
