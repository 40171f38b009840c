"""The ten examples of the vendor's page as printed: seven are valid, three lack a comma.

`data/vendor-examples` holds them; those that are no JSON as printed end in `.txt`. The one phone number is replaced.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import sde_schema
from sde_schema import attribute_types

if TYPE_CHECKING:
    from sde_schema import Problem

FOLDER = Path(__file__).parent / "data" / "vendor-examples"
COMMAS = {"cartStatus": (8, 27), "customerInfo": (11, 28), "lead": (9, 28)}
"""Line and column at which the broken examples lack a comma: right behind the currency."""

CURRENCY = "/sdes/events/0/customerInfo/customerInfo/Currency"


def _printed(name: str) -> bytes:
    [file] = FOLDER.glob(f"{name}.*")
    return file.read_bytes()


def fixed(name: str) -> bytes:
    lines = _printed(name).decode().split("\n")
    line, column = COMMAS[name]
    lines[line - 1] = lines[line - 1][: column - 1] + "," + lines[line - 1][column - 1 :]
    return "\n".join(lines).encode()


def _judged(text: bytes) -> list[Problem]:
    return sde_schema.validate(text, version="1.0")


def _places(problems: list[Problem]) -> list[tuple[str, int | None, int | None, str]]:
    return [(problem.code, problem.line, problem.column, problem.pointer) for problem in problems]


def test_there_is_one_example_of_each_attribute() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == set(attribute_types())
    assert {file.stem for file in FOLDER.glob("*.txt")} == set(COMMAS)


def test_no_real_phone_number_is_left() -> None:
    assert b'"phone": "+1 212-555-0188"' in _printed("personalInfo")


@pytest.mark.parametrize("name", [name for name in attribute_types() if name not in COMMAS])
def test_a_well_formed_example_is_valid_without_a_warning(name: str) -> None:
    assert json.loads(_printed(name))
    assert _judged(_printed(name)) == []


@pytest.mark.parametrize("name", ["cartStatus", "lead"])
def test_a_broken_example_has_one_problem_at_the_missing_comma(name: str) -> None:
    problems = _judged(_printed(name))
    assert _places(problems) == [("SDE101", *COMMAS[name], "")]
    assert "comma" in (problems[0].hint or "")


def test_customer_info_has_two_problems_in_one_run() -> None:
    problems = _judged(_printed("customerInfo"))
    assert _places(problems) == [("SDE203", 11, 11, CURRENCY), ("SDE101", *COMMAS["customerInfo"], "")]
    assert problems[0].property == "Currency"
    assert "Did you mean `currency`" in (problems[0].hint or "")
    assert "comma" in (problems[1].hint or "")


@pytest.mark.parametrize("name", ["cartStatus", "lead"])
def test_a_mended_example_is_valid_without_a_warning(name: str) -> None:
    assert json.loads(fixed(name))
    assert _judged(fixed(name)) == []


def test_mended_customer_info_has_the_wrong_currency_alone() -> None:
    problems = _judged(fixed("customerInfo"))
    assert _places(problems) == [("SDE203", 11, 11, CURRENCY)]
    assert _judged(fixed("customerInfo").replace(b'"Currency"', b'"currency"')) == []
