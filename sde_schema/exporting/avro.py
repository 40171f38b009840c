"""Avro: a named record for each object, 64-bit integers, and unions with null."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sde_schema.exporting.columns import Columns, comment
from sde_schema.exporting.tree import ArrayOf, Record

if TYPE_CHECKING:
    from sde_schema.exporting.tree import Kind, Member, Value

_TYPES: dict[Kind, Any] = {
    "text": "string",
    "integer": "long",
    "number": "double",
    "boolean": "boolean",
    "timestamp": {"type": "long", "logicalType": "timestamp-millis"},
}
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_]|^(?=[0-9])")


def avro_schema(version: str, record: Record, columns: Columns) -> dict[str, Any]:
    """Return the Avro schema of a type.

    The namespace has the major version alone: a minor version only adds fields, which older readers skip.
    """
    major = version.partition(".")[0]
    return {"namespace": f"sde_schema.v{major}", **_Avro(columns).of_record(record)}


@dataclass(frozen=True, slots=True)
class _Avro:
    """Writes types in Avro's words."""

    columns: Columns

    def of_record(self, record: Record) -> dict[str, Any]:
        fields = [self._field(member) for member in record.members]
        return {"type": "record", "name": record.name, "doc": record.description, "fields": fields}

    def _field(self, member: Member) -> dict[str, Any]:
        name = _NOT_IN_NAMES.sub("_", member.name)
        aliases = {} if name == member.name else {"aliases": [member.name]}
        kind = self._type(member.value)
        typed = {"type": kind} if member.always_has_value else {"type": ["null", kind], "default": None}
        return {"name": name, **aliases, "doc": comment(member), **typed}

    def _type(self, value: Value) -> Any:
        column = self.columns.of(value)
        if isinstance(column, Record):
            return self.of_record(column)
        if isinstance(column, ArrayOf):
            item = self._type(column.item)
            return {"type": "array", "items": ["null", item] if column.nullable else item}
        return _TYPES[column.kind]
