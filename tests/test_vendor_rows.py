"""Every row of the vendor's ten tables is a property, and every property is a row or says why it is not.

`data/vendor-rows.tsv` holds the rows as the page prints them, with the location of each in version 1.0. A row that the
page leaves between two objects has two pointers, with a space between them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import attribute_types, load_schema
from tests.support.vendor import ROWS, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = "1.0"
ROWS_OF_SECTION = {
    "CartStatus": 9,
    "customerInfo": 16,
    "Lead": 5,
    "marketingCampaignInfo": 4,
    "personalInfo": 9,
    "Purchase": 12,
    "serviceActivity": 5,
    "VisitorError": 6,
    "viewedProduct": 6,
    "searchContent": 2,
}
NOT_IN_THE_TABLE = ("Not in the table", "The table lists the fields flat; the example nests them")


LOCATIONS = [
    pytest.param(row, pointer, id=f"{row.section}-{number}-{row.name}")
    for number, row in enumerate(ROWS, 1)
    for pointer in row.pointer.split(" ")
]


def _at(document: dict[str, Any], pointer: str) -> dict[str, Any]:
    node: Any = document
    for step in pointer.split("/")[1:]:
        node = node[step]
    assert isinstance(node, dict)
    return node


def _properties(node: dict[str, Any], pointer: str = "") -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Yield every property below a subschema: its pointer, itself, and the object's schema."""
    for name, below in node.get("properties", {}).items():
        here = f"{pointer}/properties/{name}"
        yield here, below, node
        yield from _properties(below, here)
    if "items" in node:
        yield from _properties(node["items"], f"{pointer}/items")


def _every_property() -> list[Any]:
    return [
        pytest.param(name, pointer, node, holder, id=f"{name}#{pointer}")
        for name in attribute_types()
        for pointer, node, holder in _properties(load_schema(name, VERSION))
    ]


def test_there_are_74_rows_in_ten_sections() -> None:
    assert len(ROWS) == 74
    assert dict(Counter(row.section for row in ROWS)) == ROWS_OF_SECTION
    assert list(dict.fromkeys(row.attribute for row in ROWS)) == attribute_types()


def test_only_the_repeated_rows_share_a_location() -> None:
    counted = Counter((row.document, pointer) for row in ROWS for pointer in row.pointer.split(" "))
    repeated = [location for location, number in counted.items() if number > 1]
    assert repeated == [("purchase.schema.json", "/properties/orderId")]


@pytest.mark.parametrize(("row", "pointer"), LOCATIONS)
def test_the_row_is_a_property(row: Row, pointer: str) -> None:
    assert row.document == f"{row.attribute}.schema.json"
    assert pointer.endswith(f"/properties/{row.name}")
    assert _at(load_schema(row.attribute, VERSION), pointer)


@pytest.mark.parametrize(("row", "pointer"), LOCATIONS)
def test_the_source_quotes_the_row(row: Row, pointer: str) -> None:
    quoted = _at(load_schema(row.attribute, VERSION), pointer)["x-source"]["table"]
    remark = " – the row appears twice" if (row.attribute, row.name) == ("purchase", "orderId") else ""
    assert quoted == row.as_source + remark


@pytest.mark.parametrize(("attribute", "pointer", "node", "holder"), _every_property())
def test_the_property_is_a_row_or_says_why_not(
    attribute: str, pointer: str, node: dict[str, Any], holder: dict[str, Any]
) -> None:
    if any(row.attribute == attribute and pointer in row.pointer.split(" ") for row in ROWS):
        return
    source = node["x-source"]
    is_part_of_a_row = "table" in source and source["table"] in holder["x-source"]["table"]
    assert is_part_of_a_row or source["decision"].startswith(NOT_IN_THE_TABLE)
