"""The later edition of the vendor's page: its examples under version 1.1.

They are those of the first edition with the commas that were missing, `originalTimeStamp` everywhere (the same number
in all of them, as a string), and what the later tables add. `Currency` of customerInfo is still there.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

import sde_schema
from sde_schema import attribute_types
from sde_schema.rules import rule
from tests.support.vendor import COMMAS, corrected, printed

VERSION = "1.1"
ORIGINAL = "1460000000000"
"""Later than the time of nine examples, earlier than that of searchContent."""

ADDED = {
    "customerInfo": {"companyBranch": "branch"},
    "viewedProduct": {"statusInStock": "in stock", "quantityInStock": 0},
}


def _document(name: str) -> Any:
    return json.loads(corrected(name) if name in COMMAS else printed(name))


def _event(document: Any) -> Any:
    return document["sdes"]["events"][0] if "sdes" in document else document


def later(name: str) -> Any:
    """Return the example of an attribute in the later edition."""
    document = _document(name)
    body = _event(document)[name]
    body["originalTimeStamp"] = ORIGINAL
    if name == "customerInfo":
        body[name] |= ADDED[name]
    elif name == "viewedProduct":
        body["products"][0]["product"] |= ADDED[name]
    return document


def _found(document: Any) -> list[tuple[str, str]]:
    problems = sde_schema.validate(json.dumps(document).encode(), version=VERSION)
    return [(problem.code, problem.pointer.rpartition("/")[2]) for problem in problems]


@pytest.mark.parametrize("name", attribute_types())
def test_each_example_is_valid_but_for_the_currency_with_a_capital(name: str) -> None:
    errors = [found for found in _found(later(name)) if found[0] < "SDE4"]
    assert errors == ([("SDE203", "Currency")] if name == "customerInfo" else [])


def test_nine_of_them_draw_the_warning_about_times_and_its_page_says_so() -> None:
    warned = [name for name in attribute_types() if ("SDE407", "originalTimeStamp") in _found(later(name))]
    assert warned == [name for name in attribute_types() if name != "searchContent"]
    assert "The vendor's own samples have this order too: nine of the ten" in rule("SDE407").why


@pytest.mark.parametrize("name", attribute_types())
def test_nothing_else_is_said_of_them(name: str) -> None:
    assert {code for code, _ in _found(later(name))} <= {"SDE203", "SDE407"}
