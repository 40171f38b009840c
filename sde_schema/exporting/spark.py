"""Spark: a StructType in its JSON form, which ``StructType.fromJson`` reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sde_schema.exporting.columns import Columns, comment
from sde_schema.exporting.tree import ArrayOf, Record

if TYPE_CHECKING:
    from sde_schema.exporting.tree import Kind, Member, Value

_TYPES: dict[Kind, str] = {
    "text": "string",
    "integer": "long",
    "number": "double",
    "boolean": "boolean",
    "timestamp": "timestamp",
}


def spark_schema(_: str, record: Record, columns: Columns) -> dict[str, Any]:
    """Return the StructType of a type."""
    return _Spark(columns).of_record(record)


@dataclass(frozen=True, slots=True)
class _Spark:
    """Writes types in Spark's words."""

    columns: Columns

    def of_record(self, record: Record) -> dict[str, Any]:
        return {"type": "struct", "fields": [self._field(member) for member in record.members]}

    def _field(self, member: Member) -> dict[str, Any]:
        return {
            "name": member.name,
            "type": self._type(member.value),
            "nullable": not member.always_has_value,
            "metadata": {"comment": comment(member)},
        }

    def _type(self, value: Value) -> Any:
        column = self.columns.of(value)
        if isinstance(column, Record):
            return self.of_record(column)
        if isinstance(column, ArrayOf):
            return {"type": "array", "elementType": self._type(column.item), "containsNull": column.nullable}
        return _TYPES[column.kind]
