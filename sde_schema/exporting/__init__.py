"""The types of events for other programs: one module for each format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from sde_schema.examples.files import one_line, pretty
from sde_schema.exporting.avro import avro_schema
from sde_schema.exporting.bigquery import bigquery_schema
from sde_schema.exporting.columns import Columns
from sde_schema.exporting.spark import spark_schema
from sde_schema.exporting.tree import type_of
from sde_schema.exporting.typescript import typescript_module

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sde_schema.exporting.tree import Record


class _Writer(Protocol):
    """What writes the types of some names as one text."""

    def __call__(self, version: str, names: Sequence[str], *, timestamps: bool) -> bytes: ...


class Format(NamedTuple):
    """A format of exports: how its files end, what writes them, and whether it has tables with a type a column."""

    suffix: str
    written: _Writer
    has_columns: bool


def _in_json(schema: Callable[[str, Record, Columns], Any]) -> _Writer:
    """Return what writes schemas that are JSON: one indented, several on a line each."""

    def written(version: str, names: Sequence[str], *, timestamps: bool) -> bytes:
        schemas = [schema(version, type_of(version, name), Columns(timestamps=timestamps)) for name in names]
        return b"".join(map(pretty if len(schemas) == 1 else one_line, schemas))

    return written


FORMATS = {
    "avro": Format(".avsc", _in_json(avro_schema), has_columns=True),
    "spark": Format(".spark.json", _in_json(spark_schema), has_columns=True),
    "bigquery": Format(".bigquery.json", _in_json(bigquery_schema), has_columns=True),
    "typescript": Format(
        ".ts", lambda version, names, **_: typescript_module(version, names).encode(), has_columns=False
    ),
}
"""The formats of exports by name."""


def exported_files(form: Format, version: str, names: Sequence[str], *, timestamps: bool) -> dict[str, bytes]:
    """Return a file for each type, by its name."""
    return {name + form.suffix: form.written(version, [name], timestamps=timestamps) for name in names}
