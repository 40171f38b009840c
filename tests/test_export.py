"""Exports: what others make of them, and that every event passes through them."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import fastavro
import pyarrow as pa
import pytest
from pyarrow import json as arrow_json

from sde_schema import catalog, versions
from sde_schema.catalog import EVENT
from sde_schema.catalog.code_lists import Code
from sde_schema.exporting import FORMATS, exported_files
from sde_schema.exporting.avro import avro_schema
from sde_schema.exporting.columns import Columns
from sde_schema.exporting.tree import (
    ArrayOf,
    Member,
    Record,
    Scalar,
    event_of,
    most_typed_version,
    several_types,
    type_names,
    type_of,
)
from tests.support.exports import (
    TYPED,
    arrow_type,
    compiled,
    exported,
    fixed_events,
    random_events,
    rows,
    typed_examples,
)
from tests.support.spark import need_spark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.program import Program

TYPES = [(version, name) for version in versions() for name in type_names(version)]
EVERY_DAY, ALL = 300, 10_000
ZIP = "personalInfo.personalInfo.contacts[].personalContact.address.zipCode"


def _records(record: Record) -> Iterator[Record]:
    """Yield a record and all below it that are not one of several types."""
    yield record
    for member in record.members:
        held = member.value.item if isinstance(member.value, ArrayOf) else member.value
        if isinstance(held, Record):
            yield from _records(held)


def _through_avro(parsed: Any, row: Any) -> Any:
    stream = io.BytesIO()
    fastavro.schemaless_writer(stream, parsed, row)
    stream.seek(0)
    return fastavro.schemaless_reader(stream, parsed, None)


# The tree


def test_the_version_with_the_fewest_fields_of_several_types_is_taken() -> None:
    counts = {version: len([*several_types(type_of(version, EVENT))]) for version in versions()}
    assert (most_typed_version(), counts[TYPED]) == (TYPED, 1)
    assert counts[TYPED] < min(count for version, count in counts.items() if version != TYPED)


@pytest.mark.parametrize("version", versions())
def test_every_type_has_a_name_of_its_own(version: str) -> None:
    names = [record.name for record in _records(type_of(version, EVENT))]
    names += [event_of(version, attribute).name for attribute in catalog.attribute_types(version)]
    assert len({name.casefold() for name in names}) == len(names)


@pytest.mark.parametrize(("version", "name"), TYPES)
def test_no_array_holds_arrays_which_bigquery_does_not_have(version: str, name: str) -> None:
    members = [member for record in _records(type_of(version, name)) for member in record.members]
    arrays = [member.value for member in members if isinstance(member.value, ArrayOf)]
    assert [each for each in arrays if isinstance(each.item, ArrayOf) or each.nullable] == []


def test_kinds_codes_and_nulls_are_those_of_the_schemas() -> None:
    (body,) = (each for each in type_of(TYPED, "serviceActivity").members if each.name == "serviceActivity")
    assert isinstance(body.value, Record)
    members = {member.name: member for member in (*body.value.members, *type_of(TYPED, "serviceActivity").members)}
    assert members["topic"].value == Scalar("text")
    assert members["serverTimeStamp"].value == Scalar("timestamp")
    assert (members["serverTimeStamp"].always_has_value, members["topic"].always_has_value) == (True, False)
    status = members["status"].value
    assert isinstance(status, Scalar)
    assert (status.kind, [code.values for code in status.codes]) == ("integer", [(code,) for code in range(14)])


def test_an_event_of_an_attribute_has_its_sde_type_alone() -> None:
    members = {member.name: member for member in event_of(TYPED, "purchase").members}
    assert members["sdeType"].value == Scalar("text", (Code(("PURCHASE",), "Purchase"),))
    assert members["purchase"].always_has_value
    assert "lead" not in members


# Avro and Arrow


@pytest.mark.parametrize(("version", "name"), TYPES)
@pytest.mark.parametrize("timestamps", [False, True])
def test_avro_is_parsed(version: str, name: str, timestamps: bool) -> None:  # noqa: FBT001 - a parameter of the test
    schema = exported("avro", name, version, timestamps=timestamps)
    fastavro.parse_schema(schema)
    assert schema["namespace"] == f"sde_schema.v{version[0]}"


def test_avro_has_an_alias_for_a_name_that_it_does_not_allow() -> None:
    names = ("2nd-name", "plain_name2")
    members = tuple(Member(name, "", Scalar("text"), required=False, nullable=True) for name in names)
    schema = avro_schema("3.1", Record("Thing", "", members), Columns(timestamps=False))
    fastavro.parse_schema(schema)
    assert [(field["name"], field.get("aliases")) for field in schema["fields"]] == [
        ("_2nd_name", ["2nd-name"]),
        ("plain_name2", None),
    ]


def _pass_through_avro(events: list[Any]) -> None:
    parsed: Any = fastavro.parse_schema(exported("avro"))
    for row in rows(events):
        assert fastavro.validate(row, parsed)
        assert _through_avro(parsed, row) == row


def _pass_through_arrow(events: list[Any]) -> None:
    """Hold events to the types of Arrow, and to what its own reader makes of their JSON."""
    schema = arrow_type(exported("spark"))
    expected = rows(events)
    assert pa.array(expected, schema).to_pylist() == expected
    lines = "".join(json.dumps(row) + "\n" for row in expected).encode()
    options = arrow_json.ParseOptions(explicit_schema=pa.schema(schema), unexpected_field_behavior="error")
    table = arrow_json.read_json(io.BytesIO(lines), parse_options=options)
    assert table.to_pylist() == expected


def test_the_typed_examples_and_random_events_pass_through_avro() -> None:
    _pass_through_avro([*typed_examples(), *random_events(TYPED, EVERY_DAY)])


def test_the_typed_examples_and_random_events_pass_through_arrow() -> None:
    _pass_through_arrow([*typed_examples(), *random_events(TYPED, EVERY_DAY)])


@pytest.mark.slow
def test_every_event_of_ten_thousand_passes_through_avro_and_arrow() -> None:
    events = random_events(TYPED, ALL)
    assert len({name for event in events for name in event}) >= len(catalog.attribute_types(TYPED))
    _pass_through_avro(events)
    _pass_through_arrow(events)


@pytest.mark.parametrize("name", catalog.attribute_types(TYPED))
def test_a_body_passes_through_the_schema_of_its_type(name: str) -> None:
    parsed: Any = fastavro.parse_schema(exported("avro", name))
    for row in rows(fixed_events(TYPED, name)):
        body = row[name]
        assert _through_avro(parsed, body) == body
        assert pa.array([body], arrow_type(exported("spark", name))).to_pylist() == [body]


def test_timestamps_are_times_where_that_is_asked_for() -> None:
    event = {"lead": {"serverTimeStamp": 1440412721832, "lead": {}}}
    parsed: Any = fastavro.parse_schema(exported("avro", timestamps=True))
    read = _through_avro(parsed, event)["lead"]
    assert read["serverTimeStamp"] == datetime(2015, 8, 24, 10, 38, 41, 832_000, tzinfo=UTC)
    assert read["originalTimeStamp"] is None


@pytest.mark.parametrize("version", [version for version in versions() if version != TYPED])
def test_a_version_with_several_types_a_field_passes_as_text(version: str) -> None:
    events = [event for name in catalog.attribute_types(version) for event in fixed_events(version, name)]
    parsed: Any = fastavro.parse_schema(exported("avro", version=version))
    for row in rows([*events, *random_events(version, EVERY_DAY)], version):
        assert _through_avro(parsed, row) == row


@pytest.mark.parametrize(("old", "new"), [pair for pair in pairwise(versions()) if pair[0][0] == pair[1][0]])
def test_a_minor_version_reads_what_the_version_before_it_wrote(old: str, new: str) -> None:
    written, read = (fastavro.parse_schema(exported("avro", version=version)) for version in (old, new))
    for event in random_events(old, EVERY_DAY):
        stream = io.BytesIO()
        fastavro.schemaless_writer(stream, written, *rows([event], old))
        stream.seek(0)
        assert [fastavro.schemaless_reader(stream, written, read)] == rows([event], new)


# Spark


def _spark_types() -> Any:
    need_spark()
    import pyspark.sql.types

    return pyspark.sql.types


@pytest.mark.slow
@pytest.mark.parametrize(("version", "name"), TYPES)
@pytest.mark.parametrize("timestamps", [False, True])
def test_spark_reads_the_type_as_it_writes_it(version: str, name: str, timestamps: bool) -> None:  # noqa: FBT001 - likewise
    schema = exported("spark", name, version, timestamps=timestamps)
    assert json.loads(_spark_types().StructType.fromJson(schema).json()) == schema


# BigQuery


@pytest.mark.parametrize(("version", "name"), TYPES)
@pytest.mark.parametrize("timestamps", [False, True])
def test_bigquery_has_only_what_its_documentation_allows(
    version: str,
    name: str,
    timestamps: bool,  # noqa: FBT001 - likewise
) -> None:
    waiting = list(exported("bigquery", name, version, timestamps=timestamps))
    assert waiting
    for field in waiting:
        assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,299}", field["name"])
        assert field["type"] in {"STRING", "INTEGER", "FLOAT", "BOOLEAN", "RECORD"} | (
            {"TIMESTAMP"} if timestamps else set()
        )
        assert field["mode"] in {"REQUIRED", "NULLABLE", "REPEATED"}
        assert 0 < len(field["description"]) <= 1024
        assert ("fields" in field) == (field["type"] == "RECORD")
        assert field.keys() <= {"name", "type", "mode", "fields", "description"}
        waiting += field.get("fields", [])


def test_bigquery_has_the_modes_of_the_schemas() -> None:
    fields = {field["name"]: field for field in exported("bigquery", "cartStatus")}
    assert {name: fields[name]["mode"] for name in ("serverTimeStamp", "total", "products")} == {
        "serverTimeStamp": "REQUIRED",
        "total": "NULLABLE",
        "products": "REPEATED",
    }


# TypeScript

WRONG = {
    "const a: SdeEvent = { purchase: { serverTimeStamp: 1 }, lead: { serverTimeStamp: 1, lead: {} } };": "TS2322",
    'const b: SdeEvent = { sdeType: "LEAD", purchase: { serverTimeStamp: 1 } };': "TS2322",
    "const c: SdeEvent = { purchase: {} };": "TS2741",
    'const d: SdeEvent = { purchase: { serverTimeStamp: "1" } };': "TS2322",
    "const e: SdeEvent = { serviceActivity: { serverTimeStamp: 1, serviceActivity: { status: 99 } } };": "TS2322",
    "const f: SdeEvent = { purchase: { serverTimeStamp: 1, totl: 1 } };": "TS2561",
}
"""Events that the types must refuse, a line each."""

NARROWED = """
export function total(event: SdeEvent): number | null {
  if (event.purchase !== undefined) {
    const purchase: PurchaseEvent = event;
    return purchase.purchase.total ?? null;
  }
  return null;
}
"""


@pytest.mark.slow
def test_typescript_takes_the_typed_examples_and_refuses_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "event.ts").write_bytes(FORMATS["typescript"].written(TYPED, [EVENT], timestamps=False))
    head = 'import type { SdeEvent, PurchaseEvent } from "./event";\n'
    examples = json.dumps([*typed_examples(), *random_events(TYPED, EVERY_DAY)], ensure_ascii=False)
    right = f"{head}export const examples: SdeEvent[] = {examples};\n{NARROWED}"
    (tmp_path / "right.ts").write_text(right, encoding="utf-8")
    wrong = 'import type { SdeEvent } from "./event";\n' + "".join(f"export {line}\n" for line in WRONG)
    (tmp_path / "wrong.ts").write_text(wrong, encoding="utf-8")
    said = compiled(tmp_path, "right.ts", "wrong.ts")
    found = re.findall(r"^(\S+)\((\d+),\d+\): error (TS\d+)", said, re.MULTILINE)
    assert found == [("wrong.ts", str(line), code) for line, code in enumerate(WRONG.values(), 2)], said


@pytest.mark.slow
@pytest.mark.parametrize("version", versions())
def test_typescript_takes_the_examples_of_every_version_and_each_type_alone(version: str, tmp_path: Path) -> None:
    files = exported_files(FORMATS["typescript"], version, type_names(version), timestamps=False)
    for name, text in files.items():
        (tmp_path / name).write_bytes(text)
    events = [event for name in catalog.attribute_types(version) for event in fixed_events(version, name)]
    code = 'import type { SdeEvent } from "./event";\n'
    code += f"export const examples: SdeEvent[] = {json.dumps([*events, *random_events(version, EVERY_DAY)])};\n"
    (tmp_path / "examples.ts").write_text(code, encoding="utf-8")
    assert compiled(tmp_path, "examples.ts", *files) == ""


def test_typescript_says_what_codes_mean_and_keeps_a_comment_closed() -> None:
    module = FORMATS["typescript"].written(TYPED, ["serviceActivity"], timestamps=True).decode()
    assert "/** Complete */\n  | 0\n" in module
    assert "serverTimeStamp: number;" in module


# The command


def test_without_a_type_the_event_of_the_most_typed_version_isexported(program: Program) -> None:
    done = program("export", "avro")
    assert json.loads(done.out) == exported("avro")
    assert done.err == f"sde-schema: note: text here, because version {TYPED} allows several types: event.{ZIP}\n"


def test_several_types_are_lines_and_one_is_indented(program: Program) -> None:
    done = program("export", "spark", "lead", "purchase", "lead")
    assert [json.loads(line) for line in done.out.splitlines()] == [
        exported("spark", each) for each in ("lead", "purchase")
    ]
    assert done.err == ""
    assert program("export", "spark", "lead").out.startswith('{\n  "type": "struct"')


def test_a_version_with_many_fields_of_several_types_names_some(program: Program) -> None:
    done = program("export", "bigquery", "lead", "--schema-version", "1.1")
    assert json.loads(done.out) == exported("bigquery", "lead", "1.1")
    assert "because version 1.1 allows several types: lead.serverTimeStamp, lead.originalTimeStamp, " in done.err
    assert done.err.endswith(" more\n")
    assert program("export", "typescript", "lead", "--schema-version", "1.1").err == ""


def test_output_is_a_file_or_a_folder_with_a_file_for_each_type(here: Path, program: Program) -> None:
    assert program("export", "avro", "-o", "event.avsc").status == 0
    assert json.loads((here / "event.avsc").read_text(encoding="utf-8")) == exported("avro")
    done = program("export", "bigquery", "lead", "purchase", "-o", "new/folder")
    assert done.err == "2 files written to new/folder\n"
    written = {file.name: json.loads(file.read_text(encoding="utf-8")) for file in (here / "new" / "folder").iterdir()}
    assert written == {f"{name}.bigquery.json": exported("bigquery", name) for name in ("lead", "purchase")}
    assert program("export", "typescript", "lead", "-o", "new").status == 0
    assert (here / "new" / "lead.ts").is_file()
    assert program("export", "spark", "lead", "-o", "v2.0/").status == 0
    assert (here / "v2.0" / "lead.spark.json").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "FORMAT"),
        (("parquet",), "'parquet'"),
        (("avro", "purchas"), "'purchase'"),
        (("avro", "payload"), "event, cartStatus"),
        (("avro", "--schema-version", "7"), "there is"),
        (("avro", "-o", "none/x.avsc"), "cannot be written"),
        (("avro", "lead", "purchase", "-o", "one.avsc"), "a file holds one schema of avro; name a folder"),
    ],
)
def test_what_cannot_be_exported_is_said(arguments: tuple[str, ...], said: str, here: Path, program: Program) -> None:
    done = program("export", *arguments)
    assert (done.status, done.out, said in done.err) == (2, "", True)
    assert [*here.iterdir()] == []
