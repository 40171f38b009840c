"""What the exact path says of documents that no case can hold: of very long ones, and of what JSON does not have."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sde_schema import Validator
from sde_schema.checking import evaluator, exact_path
from tests.support.events import lead, with_body


def _codes(document: Any) -> list[tuple[str, str]]:
    return [(problem.code, problem.pointer) for problem in Validator().validate(document)]


@pytest.mark.parametrize("document", [{"events": [{}] * 300}, [{"a": 1}] * 300])
def test_a_long_document_in_place_of_a_body_is_not_taken_to_pieces(document: Any) -> None:
    assert len(Validator(type="lead").validate(document)) == 1


@pytest.mark.parametrize("number", [10, 11, 12, 41])
def test_of_a_document_with_very_many_problems_so_many_are_said(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    document = json.dumps([1] * number)
    every = [("SDE104", f"/{index}") for index in range(number)]
    assert _codes(document) == every
    monkeypatch.setattr(evaluator, "MOST_KEPT", 10)
    assert _codes(document) == (every if number == 10 else [("SDE105", ""), *every[:10]])


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (with_body("lead", lead=object()), ("SDE205", "/lead/lead")),
        ({"sdes": object()}, ("SDE205", "/sdes")),
        ({"events": [object()]}, ("SDE205", "/events/0")),
        ([object()], ("SDE104", "/0")),
    ],
)
def test_where_json_has_an_object_another_one_is_of_the_wrong_type(document: Any, problem: tuple[str, str]) -> None:
    assert _codes(document) == [problem]


def _wide(members: int) -> dict[str, int]:
    return {f"n{number}": 1 for number in range(members)}


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (with_body("lead", lead=_wide(20_001)), ("SDE105", "")),
        ({"lead": {"lead": {}, **_wide(20_001)}}, ("SDE105", "")),
        ({"events": [_wide(20_001)]}, ("SDE105", "/events/0")),
        ([lead(), with_body("lead", lead=_wide(20_001))], ("SDE105", "/1")),
        ({"sdes": {"events": [{"x": 1}], **_wide(20_001)}}, ("SDE105", "/sdes")),
        ({"events": [{"lead": {"lead": _wide(10_001), **_wide(10_001)}}]}, ("SDE105", "/events/0")),
        ({"events": [with_body("cart", products=[{"product": _wide(100)}] * 201)]}, ("SDE105", "/events/0")),
        ({"events": [{"lead": [1] * 20_001}]}, ("SDE105", "/events/0")),
    ],
    ids=["inner", "body", "event", "array", "sdes", "together", "many objects", "items"],
)
def test_an_event_with_very_many_values_is_not_checked(document: Any, problem: tuple[str, str]) -> None:
    found = Validator().validate(json.dumps(document))
    assert [(each.code, each.pointer) for each in found] == [problem]
    assert found[0].line == 1


@pytest.mark.parametrize(
    "document",
    [
        with_body("lead", lead=_wide(19_997)),
        {"events": [with_body("lead", lead=_wide(19_997)), lead()]},
        {"sdes": {"events": [{"x": 1}], **_wide(19_999)}},
        {"events": [with_body("lead", lead=_wide(10_001)), with_body("lead", lead=_wide(10_001))]},
        {"sdes": {"events": [{"x": 1}]}, "other": _wide(20_001)},
        {"a": _wide(20_001)},
        _wide(20_001),
        {"events": [with_body("cart", products=[{"product": _wide(100)} for _ in range(190)])]},
    ],
    ids=[
        "just few enough",
        "one of two",
        "sdes",
        "in two events",
        "passed over",
        "no event",
        "no document",
        "many small objects",
    ],
)
def test_other_documents_with_very_many_values_are_checked(document: Any) -> None:
    found = Validator().validate(json.dumps(document))
    assert found
    assert all(each.code != "SDE105" for each in found)


def test_names_that_appear_twice_very_often_are_said_so_many_times(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (evaluator, exact_path):
        monkeypatch.setattr(module, "MOST_KEPT", 10)
    for number in (10, 11):
        text = '{"lead": {"serverTimeStamp": 1440412721836, "lead": {"topic": "x"' + ', "topic": "x"' * number + "}}}"
        codes = [problem.code for problem in Validator().validate(text)]
        assert codes == ["SDE102"] * 10 if number == 10 else ["SDE105"] + ["SDE102"] * 10


def test_what_the_engine_finds_is_cut_where_names_appear_twice_very_often(monkeypatch: pytest.MonkeyPatch) -> None:
    text = '{"lead": {"serverTimeStamp": 1440412721836, "lead": {"a": 1, "topic": "x"' + ', "topic": "x"' * 10 + "}}}"
    assert [problem.code for problem in Validator().validate(text)] == ["SDE203", *["SDE102"] * 10]
    monkeypatch.setattr(evaluator, "MOST_KEPT", 10)
    assert [problem.code for problem in Validator().validate(text)] == ["SDE105", *["SDE102"] * 10]


def test_where_more_keywords_fail_than_are_kept_more_may_be_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    document = json.dumps({"events": [{"lead": {"serverTimeStamp": f"{number}x", "lead": {}}} for number in range(9)]})
    monkeypatch.setattr(evaluator, "MOST_KEPT", 10)
    codes = [problem.code for problem in Validator().validate(document)]
    assert codes.count("SDE105") == 1
    assert 0 < codes.count("SDE303") < 9


def test_of_events_with_very_many_problems_so_many_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    document = {"events": [lead(a=1, b=2, c=3) for _ in range(4)]}
    assert len(_codes(json.loads(json.dumps(document)))) == 12
    monkeypatch.setattr(evaluator, "MOST_KEPT", 10)
    codes = [problem.code for problem in Validator().validate(json.dumps(document))]
    assert (codes.count("SDE203"), codes.count("SDE105")) == (10, 1)
