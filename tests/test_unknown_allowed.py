"""`--allow-unknown`: an unknown name is a warning, unless something required, or events, may be under it."""

from __future__ import annotations

from typing import Any

import pytest

from sde_schema import Validator

TIME = 1481111429931
SEARCH = {"serverTimeStamp": TIME, "keywords": ["a"]}


@pytest.mark.parametrize(
    ("version", "payload", "severities"),
    [
        ("1.1", {"searchContent": {**SEARCH, "extra": 1}}, {"/searchContent/extra": "warning"}),
        ("1.1", {"searchContent": SEARCH, "extra": 1}, {"/extra": "warning"}),
        ("1.1", {"cartStatus": {"serverTimeStamp": TIME, "total": 1, "Total": 1}}, {"/cartStatus/Total": "warning"}),
        ("1.1", {"lead": {"lead": {"serverTimeStamp": TIME}}}, {"/lead/lead/serverTimeStamp": "error"}),
        ("1.0", {"searchContent": {"keywords": ["a"]}, "serverTimeStamp": TIME}, {"/serverTimeStamp": "error"}),
        ("1.1", {"sdes": {"events": []}, "SDES": {"events": [{"searchContent": SEARCH}]}}, {"/SDES": "error"}),
    ],
)
def test_a_name_is_an_error_where_it_may_replace_what_is_required(
    version: str, payload: Any, severities: dict[str, str]
) -> None:
    problems = Validator(version, allow_unknown=True).validate(payload)
    assert {problem.pointer: problem.severity for problem in problems if problem.code == "SDE203"} == severities


def test_the_name_that_makes_a_body_an_event_stays_an_error() -> None:
    body = {"serverTimeStamp": TIME, "searchContent": SEARCH}
    [problem] = Validator(type="searchContent", allow_unknown=True).validate(body)
    assert (problem.code, problem.pointer, problem.severity) == ("SDE203", "/searchContent", "error")
