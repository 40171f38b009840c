"""The paths that the pages give for each field lead to its value: in an event, and in a table of events."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from sde_schema import attribute_types, catalog, versions
from sde_schema.examples.files import KINDS
from sde_schema.pages.field_facts import facts
from sde_schema.pages.locations import Location, locations

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.program import Program


LAST = versions()[-1]


def value_at(document: Any, pointer: str) -> Any:
    """Return what a JSON Pointer leads to."""
    for step in pointer.split("/")[1:]:
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document


def every(version: str) -> list[tuple[str, Location]]:
    """Return the locations of the fields of each attribute type, with its name."""
    return [(name, at) for name in attribute_types() for at in locations(name, facts(version, name)).values()]


@pytest.mark.parametrize("version", versions())
def test_a_pointer_leads_to_the_field_in_the_example_with_every_field(version: str) -> None:
    for name, location in every(version):
        assert value_at(KINDS["full"](version, name), location.pointer) is not None


@pytest.mark.parametrize("version", versions())
def test_a_column_leads_to_the_same_value_in_what_convert_writes(version: str, here: Path, program: Program) -> None:
    payloads = [KINDS["full"](LAST, name) for name in attribute_types()]
    (here / "payloads.json").write_text(json.dumps(payloads), encoding="utf-8")
    done = program("convert", "payloads.json", "--events", "--to", LAST, "-o", "events.ndjson")
    assert done.status == 0
    lines = [json.loads(line) for line in (here / "events.ndjson").read_text(encoding="utf-8").splitlines()]
    events = {line["attributeType"]: line["event"] for line in lines}
    columns = ", ".join(f"any_value(to_json({location.duckdb}))" for _, location in every(version))
    sql = "SELECT {} FROM read_json('events.ndjson', format = 'newline_delimited')"
    with duckdb.connect() as tables:
        [row] = tables.execute(sql.format(columns)).fetchall()
    for (name, location), found in zip(every(version), row, strict=True):
        expected = value_at(events[name], location.pointer)
        assert found is not None
        assert isinstance(expected, dict | list) or json.loads(found) == expected


def test_arrays_are_counted_from_one_in_duckdb_and_from_zero_in_spark() -> None:
    price = locations("cartStatus", facts(versions()[0], "cartStatus"))["products.product.price"]
    assert price.pointer == "/cartStatus/products/0/product/price"
    assert price.duckdb == "event.cartStatus.products[1].product.price"
    assert price.spark == "event.cartStatus.products[0].product.price"
    assert price.sql is None


def test_the_fields_of_an_event_itself_are_columns_of_it() -> None:
    found = locations(catalog.EVENT, facts(LAST, catalog.EVENT))["sdeType"]
    assert (found.pointer, found.sql) == ("/sdeType", "event.sdeType")
