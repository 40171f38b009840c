"""Where the value of a field is: in an event, and in a table of events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sde_schema import catalog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.pages.field_facts import Facts

_ITEM = "[]"


@dataclass(frozen=True, slots=True)
class Location:
    """Where a value is: its JSON Pointer in an event, and its paths in the lines of ``convert --events``.

    In an array each of them leads to the first item: DuckDB counts from 1, Spark and JSON Pointers from 0.
    """

    pointer: str
    duckdb: str
    spark: str

    @property
    def sql(self) -> str | None:
        """The path that both understand; None where they count differently."""
        return self.duckdb if self.duckdb == self.spark else None


def locations(document: str, fields: Iterable[Facts]) -> dict[str, Location]:
    """Return the locations of the fields of a document by their anchors."""
    return {field.anchor: _location(document, field.path) for field in fields}


def _location(document: str, path: str) -> Location:
    """Return the location of a path with dots and list marks, such as ``products[].product.sku``."""
    steps = [] if document == catalog.EVENT else [document]
    steps += path.split(".")
    column = ".".join([catalog.EVENT, *steps])
    return Location(
        pointer="/" + "/".join(steps).replace(_ITEM, "/0"),
        duckdb=column.replace(_ITEM, "[1]"),
        spark=column.replace(_ITEM, "[0]"),
    )
