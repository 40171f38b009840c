"""What exports are tried with: events as rows of a table, Arrow's types, and compilers that others wrote."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sde_schema.catalog import EVENT, attribute_types
from sde_schema.examples.files import KINDS
from sde_schema.examples.random_events import Payloads
from sde_schema.exporting import FORMATS
from sde_schema.exporting.tree import ArrayOf, Choice, Record, type_of
from tests.support.needs import need
from tests.support.paths import TESTS

if TYPE_CHECKING:
    from pathlib import Path

    from sde_schema.exporting.tree import Value

TYPED = "2.0"
"""The version that export takes by itself, because its fields have the fewest types."""

FORMATS_FOLDER = TESTS / "formats"
INSTALL_FORMATS = "npm ci --prefix tests/formats --ignore-scripts"
_TSC = FORMATS_FOLDER / "node_modules" / "typescript" / "bin" / "tsc"
_ARROW = {
    "string": pa.string(),
    "long": pa.int64(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
}


@cache
def exported(form: str, name: str = EVENT, version: str = TYPED, *, timestamps: bool = False) -> Any:
    """Return a type as an export in JSON has it."""
    return json.loads(FORMATS[form].written(version, [name], timestamps=timestamps))


def typed_examples() -> list[Any]:
    """Return the examples of events of all attribute types."""
    return [event for name in attribute_types(TYPED) for event in fixed_events(TYPED, name)]


def row(value: Any, kind: Value) -> Any:
    """Return a value as a table holds it: every member, null where it is absent; text where it may have more types."""
    if value is None:
        return None
    if isinstance(kind, Choice):
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if isinstance(kind, ArrayOf):
        return [row(item, kind.item) for item in value]
    if isinstance(kind, Record):
        assert value.keys() <= {member.name for member in kind.members}
        return {member.name: row(value.get(member.name), member.value) for member in kind.members}
    return value


def rows(events: list[Any], version: str = TYPED) -> list[Any]:
    """Return events as a table holds them."""
    kind = type_of(version, EVENT)
    return [row(event, kind) for event in events]


def fixed_events(version: str, attribute: str) -> list[Any]:
    """Return the examples of events of an attribute type: minimal, typical and full."""
    return [make(version, attribute) for make in KINDS.values()]


def random_events(version: str, count: int) -> list[Any]:
    """Return random events, as ``examples --count`` makes them."""
    payloads = Payloads(version, 0)
    return [payloads.event() for _ in range(count)]


def arrow_type(spark: Any) -> pa.DataType:
    """Return the Arrow type of a type in Spark's JSON form.

    Everything may be null: Arrow's reader of JSON refuses a null object with a member that may not be null.
    """
    if isinstance(spark, str):
        return _ARROW[spark]
    if spark["type"] == "array":
        return pa.list_(arrow_type(spark["elementType"]))
    return pa.struct([(each["name"], arrow_type(each["type"])) for each in spark["fields"]])


def compiled(folder: Path, *files: str) -> str:
    """Return what TypeScript's compiler says of files in its strict mode: nothing if all is right."""
    node = shutil.which("node")
    need(found=node is not None and _TSC.is_file(), what=f"node and typescript ({INSTALL_FORMATS})")
    done = subprocess.run(
        [str(node), str(_TSC), "--strict", "--noEmit", "--target", "es2022", "--module", "es2022", *files],
        cwd=folder,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.stdout.decode()
