"""BigQuery: the schema of a table as its tools read it from a JSON file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sde_schema.exporting.columns import Columns, comment
from sde_schema.exporting.tree import ArrayOf, Record

if TYPE_CHECKING:
    from sde_schema.exporting.tree import Kind, Member, Value

_TYPES: dict[Kind, str] = {
    "text": "STRING",
    "integer": "INTEGER",
    "number": "FLOAT",
    "boolean": "BOOLEAN",
    "timestamp": "TIMESTAMP",
}


def bigquery_schema(_: str, record: Record, columns: Columns) -> list[dict[str, Any]]:
    """Return the fields of a table of a type."""
    return _BigQuery(columns).of_record(record)


@dataclass(frozen=True, slots=True)
class _BigQuery:
    """Writes types in BigQuery's words."""

    columns: Columns

    def of_record(self, record: Record) -> list[dict[str, Any]]:
        return [self._field(member) for member in record.members]

    def _field(self, member: Member) -> dict[str, Any]:
        mode = "REQUIRED" if member.always_has_value else "NULLABLE"
        return {"name": member.name, "mode": mode, **self._typed(member.value), "description": comment(member)}

    def _typed(self, value: Value) -> dict[str, Any]:
        """Return what is said of the type; an array is a mode, and never null."""
        column = self.columns.of(value)
        if isinstance(column, Record):
            return {"type": "RECORD", "fields": self.of_record(column)}
        if isinstance(column, ArrayOf):
            return {**self._typed(column.item), "mode": "REPEATED"}
        return {"type": _TYPES[column.kind]}
