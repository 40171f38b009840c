"""The ten examples of the vendor's page as printed: seven are valid, three lack a comma.

`data/vendor-examples` holds them; those that are not JSON as printed end in `.txt`. The one phone number is replaced.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import sde_schema
from sde_schema import attribute_types
from tests.support.vendor import COMMAS, EXAMPLES, corrected, printed

if TYPE_CHECKING:
    from sde_schema import Problem


CURRENCY = "/sdes/events/0/customerInfo/customerInfo/Currency"


def _validated(text: bytes) -> list[Problem]:
    return sde_schema.validate(text, version="1.0")


def _locations(problems: list[Problem]) -> list[tuple[str, int | None, int | None, str]]:
    return [(problem.code, problem.line, problem.column, problem.pointer) for problem in problems]


def test_there_is_one_example_of_each_attribute() -> None:
    assert {file.stem for file in EXAMPLES.iterdir()} == set(attribute_types())
    assert {file.stem for file in EXAMPLES.glob("*.txt")} == set(COMMAS)


def test_no_real_phone_number_is_left() -> None:
    assert b'"phone": "+1 212-555-0188"' in printed("personalInfo")


@pytest.mark.parametrize("name", [name for name in attribute_types() if name not in COMMAS])
def test_a_well_formed_example_is_valid_without_a_warning(name: str) -> None:
    assert json.loads(printed(name))
    assert _validated(printed(name)) == []


@pytest.mark.parametrize("name", ["cartStatus", "lead"])
def test_a_broken_example_has_one_problem_at_the_missing_comma(name: str) -> None:
    problems = _validated(printed(name))
    assert _locations(problems) == [("SDE101", *COMMAS[name], "")]
    assert "comma" in (problems[0].hint or "")


def test_customer_info_has_two_problems_in_one_run() -> None:
    problems = _validated(printed("customerInfo"))
    assert _locations(problems) == [("SDE203", 11, 11, CURRENCY), ("SDE101", *COMMAS["customerInfo"], "")]
    assert problems[0].property == "Currency"
    assert "Did you mean `currency`" in (problems[0].hint or "")
    assert "comma" in (problems[1].hint or "")


@pytest.mark.parametrize("name", ["cartStatus", "lead"])
def test_a_corrected_example_is_valid_without_a_warning(name: str) -> None:
    assert json.loads(corrected(name))
    assert _validated(corrected(name)) == []


def test_corrected_customer_info_has_the_wrong_currency_alone() -> None:
    problems = _validated(corrected("customerInfo"))
    assert _locations(problems) == [("SDE203", 11, 11, CURRENCY)]
    assert _validated(corrected("customerInfo").replace(b'"Currency"', b'"currency"')) == []
