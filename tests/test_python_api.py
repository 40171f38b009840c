"""The package as programs use it: what it takes, what it raises, what it leaves alone."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

import sde_schema
from sde_schema import Validator
from tests.support.program import BAD, GOOD, WARNED

if TYPE_CHECKING:
    from collections.abc import Callable

MANY = "9" * 5000
KINDS: dict[str, Callable[[str], Any]] = {
    "str": str,
    "bytes": str.encode,
    "bytearray": lambda text: bytearray(text.encode()),
    "memoryview": lambda text: memoryview(text.encode()),
    "byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "str with a byte order mark": lambda text: "\ufeff" + text,
}


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_a_text_of_any_kind_has_locations_but_no_file(make: Callable[[str], Any]) -> None:
    [problem] = sde_schema.validate(make(BAD), version="1.0")
    assert (problem.code, problem.file, problem.line, problem.column) == ("SDE203", None, 1, 54)
    assert sde_schema.validate(make(GOOD)) == []


@pytest.mark.parametrize("wrap", [lambda event: event, lambda event: [event], lambda event: (event,)])
def test_a_parsed_object_has_no_locations_and_stays_as_it_is(wrap: Callable[[Any], Any]) -> None:
    payload = wrap(json.loads(BAD))
    before = copy.deepcopy(payload)
    [problem] = sde_schema.validate(payload)
    assert (problem.file, problem.line, problem.column, problem.frame) == (None, None, None, None)
    assert payload == before


def test_problems_are_values() -> None:
    problems = sde_schema.validate(BAD)
    assert pickle.loads(pickle.dumps(problems)) == problems == sde_schema.validate(BAD)  # noqa: S301 - our own
    assert len(set(problems)) == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        problems[0].code = "SDE101"  # type: ignore[misc] # that it may not be is the point


def test_only_errors_make_a_payload_invalid() -> None:
    validator = Validator("1.0")
    assert [validator.is_valid(text) for text in (GOOD, WARNED, BAD, "", "{")] == [True, True, False, False, False]
    assert [problem.severity for problem in validator.validate(WARNED)] == ["warning"]


def test_a_type_makes_each_document_a_body() -> None:
    body = {"serverTimeStamp": 1440412721836, "keywords": ["apple"]}
    assert sde_schema.validate(body, "1.0", type="searchContent") == []
    assert [problem.code for problem in sde_schema.validate(body)] == ["SDE104"]


def test_where_nothing_is_recognized_there_is_no_property() -> None:
    found = [(problem.code, problem.pointer, problem.schema) for problem in sde_schema.validate([{"x": 1}, 5])]
    assert found == [("SDE104", "/0", None), ("SDE104", "/1", None)]


def test_a_schema_is_the_caller_s_own() -> None:
    sde_schema.load_schema("purchase", version="1.0").clear()
    assert sde_schema.load_schema("purchase")["title"] == "Purchase"


@pytest.mark.parametrize(
    ("ask", "error"),
    [
        (lambda: sde_schema.validate({}, version="0.9"), sde_schema.UnknownVersionError),
        (lambda: sde_schema.validate({}, type="Lead"), sde_schema.UnknownSchemaError),
        (lambda: sde_schema.load_schema("leed"), sde_schema.UnknownSchemaError),
        (lambda: sde_schema.load_schema("../manifest"), sde_schema.UnknownSchemaError),
        (lambda: Validator("0.9"), sde_schema.SdeSchemaError),
        (lambda: Validator(max_depth=0), ValueError),
        (lambda: Validator(engine="ajv"), ValueError),
    ],
)
def test_a_wrong_question_is_an_error_at_once(ask: Callable[[], Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        ask()


def test_one_validator_serves_many_threads() -> None:
    validator = Validator()
    texts: list[Any] = [GOOD, BAD, WARNED, json.loads(BAD), f"{GOOD}\n{BAD}\n", "lead: 1"] * 10
    alone = [Validator().validate(text) for text in texts[:6]] * 10
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(validator.validate, texts)) == alone


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ({"customerInfo": {"registrationDate": {"year": MANY, "month": MANY, "day": MANY}}}, ["SDE305"] * 3),
        ({"customerInfo": {}, "originalTimeStamp": MANY}, ["SDE303"]),
    ],
)
def test_more_digits_than_python_reads_as_a_number(body: dict[str, Any], codes: list[str]) -> None:
    event = {"serverTimeStamp": MANY, "customerInfo": {"serverTimeStamp": 1440412721836, **body}}
    for payload in (event, json.dumps(event)):
        assert [problem.code for problem in sde_schema.validate(payload, version="1.1")] == ["SDE303", *codes]
