"""The reader of forms and the fast path say no more than the schemas do."""

from __future__ import annotations

import copy
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

from sde_schema import attribute_types, catalog, versions
from sde_schema.catalog.engines import FAST
from sde_schema.checking.fast_path import FastPath
from sde_schema.checking.fast_schema import DEEPEST_PASSED_OVER
from sde_schema.model import MAX_DEPTH
from sde_schema.reading.events import EVENT_HOLDERS, EVENTS, INFO, RECORD_LISTS, Forms
from sde_schema.reading.targets import Target
from tests.support.cases import json_cases
from tests.support.payloads import damaged, undamaged
from tests.support.rounds import every_version, first_every_day, some_every_day
from tests.support.strings import strings

if TYPE_CHECKING:
    from collections.abc import Callable

NO_EVENT = "no value is an event"
FORM_NAMES = (*RECORD_LISTS, *EVENT_HOLDERS, EVENTS, INFO)
OTHER_NAMES = ("Events", "sde", "_metadata", "", "0", "serverTimeStamp", "toString")
SCALARS: tuple[Any, ...] = (None, True, 0, 1.5, "", "events", "sdes")
STAMP = {"serverTimeStamp": 1440412721832}
FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "time": ("cartStatus", ("serverTimeStamp",)),
    "amount": ("cartStatus", ("total",)),
    "currency": ("cartStatus", ("currency",)),
    "keyword": ("searchContent", ("keywords", "0")),
    "channel": ("marketingCampaignInfo", ("marketingCampaignInfo", "originatingChannel")),
    "resolved": ("visitorError", ("visitorError", "resolved")),
    "age": ("personalInfo", ("personalInfo", "customerAge", "customerAgeInYears")),
    "year": ("personalInfo", ("personalInfo", "customerAge", "customerYearOfBirth")),
    "month": ("personalInfo", ("personalInfo", "customerAge", "customerMonthOfBirth")),
    "day": ("personalInfo", ("personalInfo", "customerAge", "customerDateOfBirth")),
    "email": ("personalInfo", ("personalInfo", "contacts", "0", "personalContact", "email")),
    "phone": ("personalInfo", ("personalInfo", "contacts", "0", "personalContact", "phone")),
}
"""A field of each kind: its attribute, and the way to it in the body; a 0 is an array of one item."""

ROUNDS = 5
DOCUMENTS_PER_ROUND = 2_000


def _random_document(random: Random, levels: int = 5) -> Any:
    """Return a document in which names of forms and attributes are anywhere, over values of any kind."""
    kind = random.random()
    if levels == 0 or kind < 0.12:
        return random.choice(SCALARS)
    if kind < 0.35:
        return [_random_document(random, levels - 1) for _ in range(random.randint(0, 3))]
    return {_name(random): _random_document(random, levels - 1) for _ in range(random.choice((0, 1, 1, 1, 2, 3)))}


def _name(random: Random) -> str:
    names = random.choices((FORM_NAMES, tuple(attribute_types()), OTHER_NAMES), (6, 2, 1))
    return random.choice(names[0])


def _well_formed(random: Random) -> Any:
    """Return a document that keeps to the forms except in one location at most; its events may be anything."""
    lists: list[Any] = [[_random_document(random, 2) for _ in range(random.randint(0, 3))] for _ in range(3)]
    held: list[Any] = [{EVENTS: events} for events in lists]
    held[random.randrange(3)] = random.choice(
        (held[0], None, {}, [], {EVENTS: None}, {EVENTS: {}}, {EVENTS: [], "x": 1})
    )
    envelope = dict(zip(random.sample(EVENT_HOLDERS, 2), held, strict=False))
    records: list[Any] = [envelope, {INFO: 1, EVENT_HOLDERS[0]: held[2]}, random.choice(({}, [], None, {INFO: {}}))]
    forms = [
        held[0],
        envelope,
        {**envelope, INFO: {}},
        {random.choice(RECORD_LISTS): records},
        *lists[0],
        [*held, *records],
    ]
    return random.choice(forms)


@cache
def _pointing_at_events(version: str) -> jsonschema_rs.Validator:
    """Return the payload's validator with an event that nothing satisfies."""
    docs = dict(catalog.documents(version))
    event = docs[catalog.EVENT]
    docs[catalog.EVENT] = {key: event[key] for key in ("$schema", "$id", "$defs")} | {"const": NO_EVENT}
    registry = jsonschema_rs.Registry([(doc["$id"], doc) for doc in docs.values()])
    return jsonschema_rs.validator_for(docs[catalog.PAYLOAD], registry=registry, offline=True)


def _events_of_schema(version: str, value: Any) -> set[tuple[str | int, ...]]:
    errors = _pointing_at_events(version).iter_errors(value)
    return {tuple(error.instance_path) for error in errors if error.evaluation_path[-1] == "const"}


@cache
def _fast_path(version: str, attribute: str | None = None) -> FastPath:
    return FastPath(version, attribute, FAST, MAX_DEPTH, Target())


def _check_fast_path(version: str, value: Any, attribute: str | None = None) -> tuple[bool, bool]:
    """Return whether the fast path and the exact path find a document clean; the fast one must be right."""
    fast_path = _fast_path(version, attribute)
    count = fast_path.count_if_clean([value])
    exact = fast_path.exact.evaluate(value, frozenset(), 0)
    is_clean = not exact.findings
    if count is not None:
        assert is_clean, value
        assert count == exact.events, value
    return count is not None, is_clean


@pytest.mark.parametrize("make", [_random_document, _well_formed, undamaged, damaged])
@pytest.mark.parametrize("version", every_version())
def test_events_are_where_the_schema_validates_events(version: str, make: Callable[[Random], Any]) -> None:
    forms = Forms(attribute_types())
    random = Random(1)  # noqa: S311 - the same documents in each run
    met = 0
    for _ in range(DOCUMENTS_PER_ROUND):
        value = make(random)
        paths = [path for path, _ in forms.events(value)]
        assert set(paths) == _events_of_schema(version, value), value
        assert forms.count(value) == len(paths) == len(set(paths)), value
        assert forms.first_list(value) == () or isinstance(_at(value, forms.first_list(value)), list)
        met += bool(paths)
    assert met > DOCUMENTS_PER_ROUND / 10


def _at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


@pytest.mark.parametrize("version", every_version())
def test_every_event_is_found_with_its_value(version: str) -> None:
    del version
    forms = Forms(attribute_types())
    random = Random(2)  # noqa: S311 - the same documents in each run
    for _ in range(DOCUMENTS_PER_ROUND):
        value = _well_formed(random)
        assert all(_at(value, path) is event for path, event in forms.events(value))


@pytest.mark.parametrize("number", first_every_day(range(ROUNDS)))
@pytest.mark.parametrize("version", every_version())
def test_the_fast_path_says_clean_of_clean_documents_alone(version: str, number: int) -> None:
    random = Random(number)  # noqa: S311 - the same documents in each run
    clean = missed = 0
    for _ in range(DOCUMENTS_PER_ROUND // 2):
        make = random.choices((_random_document, _well_formed, undamaged, damaged, _dated), (1, 1, 4, 4, 4))[0]
        by_fast, by_exact = _check_fast_path(version, make(random))
        clean += by_exact
        missed += by_exact and not by_fast
    assert clean > DOCUMENTS_PER_ROUND / 40
    assert missed < clean / 20


def _filled(field: str, value: Any) -> Any:
    """Return an event that has just this value in a field, besides what is required."""
    attribute, way = FIELDS[field]
    for step in reversed(way):
        value = [value] if step == "0" else {step: value}
    return {attribute: {**STAMP, **value}}


@pytest.mark.parametrize("field", some_every_day(FIELDS, one_of=4))
@pytest.mark.parametrize("version", every_version())
def test_the_fast_path_agrees_with_the_exact_one_on_strings(version: str, field: str) -> None:
    fast_path = _fast_path(version)
    for number, text in enumerate(strings()):
        event = _filled(field, text)
        if fast_path.count_if_clean([event]) is not None or number % 4 == 0:  # the exact path is slow
            by_fast, by_exact = _check_fast_path(version, event)
            assert by_fast == by_exact, event


def _dated(random: Random) -> Any:
    """Return a payload of one event that has a date of any kind."""
    spell = (str, int, "{:02}".format)
    parts = [random.choice((1899, 1900, 1980, 1999, 2000, 2023, 2024, 2100, 0)), random.choice((1, 2, 2, 4, 12, 13))]
    parts.append(random.choice((0, 1, 28, 29, 30, 31, 32)))
    year, month, day = (random.choice((*spell, *spell, lambda _: None))(part) for part in parts)
    date = {"year": year, "month": month, "day": day}
    born = {"customerYearOfBirth": year, "customerMonthOfBirth": month, "customerDateOfBirth": day}
    if random.random() < 0.5:
        return {"customerInfo": {**STAMP, "customerInfo": {"registrationDate": date}}}
    for name in random.sample(sorted(born), random.choice((0, 0, 1))):
        del born[name]
    return {"personalInfo": {**STAMP, "personalInfo": {"customerAge": born}}}


def _depth(value: Any) -> int:
    if not isinstance(value, dict | list):
        return 0
    return 1 + max(map(_depth, value.values() if isinstance(value, dict) else value), default=0)


def _nested(levels: int, kind: str) -> Any:
    value: Any = None
    for level in range(levels):
        value = {"a": value} if kind == "objects" or (kind == "both" and level % 2) else [0, value]
    return value


@pytest.mark.parametrize("kind", ["lists", "objects", "both"])
@pytest.mark.parametrize("version", versions())
def test_the_fast_path_never_says_clean_of_what_is_too_deep(version: str, kind: str) -> None:
    clean_event = {"cartStatus": STAMP}
    said = set()
    for levels in range(DEEPEST_PASSED_OVER - 4, MAX_DEPTH + 20):
        passed_over = _nested(levels, kind)
        record = {INFO: passed_over, EVENT_HOLDERS[0]: {EVENTS: [clean_event]}}
        responses: list[Any] = [{name: [record, {"x": passed_over}], "y": passed_over} for name in RECORD_LISTS]
        for value in (record, *responses, [record], [responses[0]]):
            is_clean = _fast_path(version).count_if_clean([value]) is not None
            assert not is_clean or _depth(value) <= MAX_DEPTH
            assert is_clean or levels >= DEEPEST_PASSED_OVER
            said.add(is_clean)
    assert said == {True, False}


def _is_rare_leap_day(value: Any) -> bool:
    """Return whether a value holds a 29 February of a year that the fast path does not know as a leap year."""
    if isinstance(value, list):
        return any(map(_is_rare_leap_day, value))
    if not isinstance(value, dict):
        return False
    parts = [value.get(name) for name in ("year", "month", "day")]
    born = [value.get(f"customer{part}OfBirth") for part in ("Year", "Month", "Date")]
    return any(_is_february_29(*date) for date in (parts, born)) or any(map(_is_rare_leap_day, value.values()))


def _is_february_29(year: Any, month: Any, day: Any) -> bool:
    is_near = year is None or 1900 <= int(year) < 2100
    return month is not None and day is not None and (int(month), int(day)) == (2, 29) and not is_near


@pytest.mark.parametrize("version", versions())
def test_the_fast_path_says_clean_of_every_clean_case(version: str) -> None:
    for case in json_cases():
        if case.version == version and not case.codes:
            value = copy.deepcopy(case.value)
            by_fast, by_exact = _check_fast_path(version, value, case.type)
            assert by_exact, case.name
            assert by_fast or _is_rare_leap_day(value) or _depth(value) > DEEPEST_PASSED_OVER, case.name
            assert value == case.value, f"validating changes the value of {case.name}"
