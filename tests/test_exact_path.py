"""What the exact path says of documents that no case can hold: of very long ones, and of what JSON does not have."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sde_schema import Validator
from sde_schema.checking import evaluator
from tests.support.events import with_body


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
    assert _codes(document) == (every if number == 10 else [("SDE105", ""), *every[:11]])


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
