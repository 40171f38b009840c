"""Comparisons of the times of an event: on the fast path, where a fix is tried, and on the pages."""

from __future__ import annotations

from typing import Any

import pytest

from sde_schema.catalog import EVENT, versions
from sde_schema.catalog.fields import body_fields, document_field
from sde_schema.checking.times import ORIGINAL, SERVER, Times, agree, are_in_step, compared_as
from sde_schema.codes import TIMES_DIFFER, TIMES_OUT_OF_ORDER

EARLY, LATE = 1440412721832, 1440412721833


@pytest.mark.parametrize(
    ("event", "is_in_step"),
    [
        ({"lead": {SERVER: LATE}}, True),
        ({"lead": {SERVER: LATE, ORIGINAL: EARLY}}, True),
        ({"lead": {SERVER: LATE, ORIGINAL: str(LATE)}}, True),
        ({"lead": {SERVER: EARLY, ORIGINAL: LATE}}, False),
        ({"lead": None}, False),
        ({"lead": {SERVER: LATE, ORIGINAL: EARLY}, "isAuthenticated": True}, True),
        ({"lead": {SERVER: LATE, ORIGINAL: LATE}, "isAuthenticated": True}, True),
        ({"lead": {SERVER: EARLY, ORIGINAL: LATE}, "isAuthenticated": True}, False),
        ({"lead": {SERVER: LATE}, SERVER: LATE}, True),
        ({"lead": {SERVER: LATE}, SERVER: str(LATE)}, True),
        ({"lead": {SERVER: LATE}, SERVER: None}, True),
        ({"lead": {SERVER: LATE}, SERVER: EARLY}, False),
        ({"lead": {SERVER: LATE}, "purchase": {SERVER: LATE}}, False),
        ({SERVER: LATE, "isAuthenticated": True}, False),
        ({SERVER: LATE}, False),
    ],
)
def test_the_fast_path_sees_which_valid_events_are_in_step(event: dict[str, Any], *, is_in_step: bool) -> None:
    assert are_in_step([event]) == is_in_step
    assert are_in_step([{"lead": {SERVER: LATE}}, event]) == is_in_step


@pytest.mark.parametrize(
    ("holder", "does_agree"),
    [
        (None, True),
        ({ORIGINAL: LATE}, True),
        ({SERVER: EARLY}, True),
        ({SERVER: LATE, ORIGINAL: EARLY}, True),
        ({SERVER: LATE, ORIGINAL: LATE}, True),
        ({SERVER: EARLY, ORIGINAL: LATE}, False),
        ({SERVER: LATE, "lead": {SERVER: str(LATE)}}, True),
        ({SERVER: LATE, "lead": {}}, True),
        ({SERVER: LATE, "lead": {SERVER: EARLY}}, False),
        ({SERVER: EARLY, ORIGINAL: LATE, "lead": {SERVER: EARLY}}, False),
    ],
)
def test_a_fix_is_tried_where_times_agree(holder: Any, *, does_agree: bool) -> None:
    assert agree(holder) == does_agree


@pytest.mark.parametrize(
    ("document", "name", "code"),
    [
        ("lead", ORIGINAL, TIMES_OUT_OF_ORDER),
        (EVENT, SERVER, TIMES_DIFFER),
        ("lead", SERVER, None),
        (EVENT, "sdeType", None),
    ],
)
def test_the_pages_name_the_code_of_each_time(document: str, name: str, code: str | None) -> None:
    assert compared_as(document, name) == code


@pytest.mark.parametrize(
    ("of_event", "of_bodies", "has_pairs"),
    [("1.0", "1.0", False), ("1.0", "1.1", True), ("1.1", "1.0", True), ("1.1", "1.1", True)],
)
def test_there_is_something_to_compare_where_either_has_a_second_time(
    of_event: str, of_bodies: str, *, has_pairs: bool
) -> None:
    assert {of_event, of_bodies} <= {*versions()}
    assert Times(document_field(of_event, EVENT, strict=True), body_fields(of_bodies)).has_pairs == has_pairs
