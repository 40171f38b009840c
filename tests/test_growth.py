"""CPU time grows with the size of an input, not with its square, however many problems one line or object has."""

from __future__ import annotations

import json
from itertools import islice, product
from time import process_time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.program import Program

STAMP = 1690000000000
GROWN, AT_MOST = 4, 10
"""An input that is four times as large takes about four times as long, never ten times; squares would be 16."""

LEAST_SECONDS = 0.05
TEXT_TO_JSON = 3


def events(body: str) -> Callable[[int], str]:
    event = f'{{"lead": {{"serverTimeStamp": {STAMP}, "lead": {body}}}}}'
    return lambda number: f'{{"events": [{", ".join([event] * number)}]}}'


def spellings() -> Iterator[str]:
    for between in product(("", "_", "-"), repeat=7):
        for word in product("sS", "dD", "eE", "sS"):
            yield "_" + "".join(map("".join, zip(between[:4], word, strict=True))) + "".join(between[4:])


def names(number: int) -> str:
    return ", ".join(f'"n{index}": 1' for index in range(number))


def in_lead(members: str) -> str:
    return f'{{"lead": {{"serverTimeStamp": {STAMP}, "lead": {{{members}}}}}}}'


def beside_the_attribute(number: int) -> str:
    return f'{{"lead": {{"serverTimeStamp": {STAMP}, "lead": {{}}}}, {names(number)}}}'


def in_a_date(number: int) -> str:
    date = f'{{"year": 2020, "month": 1, "day": 1, {names(number)}}}'
    return f'{{"customerInfo": {{"serverTimeStamp": {STAMP}, "customerInfo": {{"registrationDate": {date}}}}}}}'


def other_spellings(number: int) -> str:
    others = ", ".join(f'"{name}": 1' for name in islice(spellings(), number))
    return f'{{"sdes": {{"events": []}}, {others}}}'


def duplicates(number: int) -> str:
    return in_lead(", ".join(['"topic": "x"'] * number))


wrong, warned = events('{"topik": "x"}'), events('{"value": "x"}')

INPUTS: dict[str, tuple[Callable[[int], str], int]] = {
    "wrong events on a line": (wrong, 500),
    "warnings on a line": (warned, 500),
    "pretty-printed": (lambda number: json.dumps(json.loads(wrong(number)), indent=1), 500),
    "YAML on a line": (lambda number: f"# YAML\n{wrong(number)}", 250),
    "comments on a line": (lambda number: in_lead("/* a */" * number), 1500),
    "missing commas on a line": (lambda number: in_lead(f'"topic": [{" ".join("1" * number)}]'), 1500),
    "duplicate names": (duplicates, 1500),
    "unknown names": (lambda number: in_lead(names(number)), 2500),
    "unknown names in sdes": (lambda number: f'{{"sdes": {{"events": [], {names(number)}}}}}', 2500),
    "unknown names beside the attribute": (beside_the_attribute, 2500),
    "unknown names in a date": (in_a_date, 2500),
    "other spellings of sdes": (other_spellings, 1000),
}


def seconds(program: Program, text: str, *options: str) -> float:
    before = process_time()
    done = program("validate", "-", *options, stdin=text.encode())
    assert done.out
    return process_time() - before


@pytest.mark.parametrize("name", INPUTS)
def test_time_grows_no_faster_than_an_input(program: Program, name: str) -> None:
    make, number = INPUTS[name]
    seconds(program, make(1), "--show-values")  # what is compiled once
    small = seconds(program, make(number), "--show-values")
    large = seconds(program, make(number * GROWN), "--show-values")
    assert large < AT_MOST * max(small, LEAST_SECONDS)


def test_text_for_duplicate_names_takes_about_as_long_as_json(program: Program) -> None:
    text = duplicates(10_000)
    seconds(program, text)
    in_json = min(seconds(program, text, "--format", "json") for _ in range(2))
    assert min(seconds(program, text) for _ in range(2)) < TEXT_TO_JSON * in_json
