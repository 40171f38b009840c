"""Both engines report the same problems, for texts and for parsed objects, over cases and damaged payloads.

Another test imports the damage from here.
"""

from __future__ import annotations

import copy
import json
import re
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import Validator, catalog, versions
from sde_schema.catalog import Subschema
from sde_schema.catalog.engines import FAST, REFERENCE
from sde_schema.model import MAX_DEPTH
from tests.rounds import every_version, first_every_day
from tests.test_bundles import CASES, cases
from tests.test_schemas import judge_of, subschemas

if TYPE_CHECKING:
    from collections.abc import Callable

    from sde_schema import Problem

ROUNDS = 2
PAYLOADS_PER_ROUND = 260
LONG = 50_001
FIRST_NAME = re.compile(r'\{"([^"\\]*)":')

VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 1.0, 1.5, -0.0, 4, 12, 13, 29, 31, 32, 1980, 10_000, 2**53 - 1, 2**53, 2**63,
    2**64 + 1, -(2**63) - 1, 1440412721, 1440412721832, 1e300, "", "0", "02", "1", "6", "7", "13", "14", "29", "31",
    "1980", "1.5", "34.", "abc", "Search", "true", "False", "****", "USD", "usd", "1440412721832", "12\n", "١٢",
    "14404127218321234", "a@b.c", "a@b", "a\u2028b", "\U0001f600", [], [[]], {}, [None], [{}], ["apple"], {"x": {}},
    {"string": "er100004"}, {"year": 2023, "month": 2, "day": 30}, {"year": "2024", "month": "2"},
    {"personalContact": None},
)  # fmt: skip
"""Values of every kind, many at the edge of what some property allows."""

NAMES = ("total", "Total", "currency", "curency", "events", "sdes", "info", "lead", "serverTimeStamp", "x", "", "a/b~c",
         "toString", "__proto__", "constructor", "ada@example.com", "1234567", "n" * 65, "é", "\n", "𝟘")  # fmt: skip
"""Names to rename to: known, misspelt, dangerous to engines, telltale."""


@cache
def _events() -> tuple[Any, ...]:
    """Return an event for each example of each attribute's document."""
    return tuple(
        {name: example}
        for version in versions()
        for name in catalog.attribute_types()
        for example in catalog.document(version, name)["examples"]
    )


@cache
def _parts() -> tuple[Any, ...]:
    """Return every example of every subschema."""
    return tuple(
        example
        for version in versions()
        for name, doc in catalog.documents(version).items()
        for spot in subschemas(Subschema(name, "", doc))
        for example in spot.node.get("examples", [])
    )


def sound(random: Random) -> Any:
    """Return a payload in some form, made of the schemas' examples."""
    events = [copy.deepcopy(random.choice(_events())) for _ in range(random.choice((0, 1, 1, 1, 1, 2, 3)))]
    held = {"events": events}
    forms: list[Any] = [
        held,
        {"sdes": held},
        {"unAuthSdes": held},
        {"sdes": held, "unAuthSdes": {"events": []}},
        {"info": {"id": 1}, "sdes": held, "unAuthSdes": None},
        {"interactionHistoryRecords": [{"info": {}, "sdes": held}, {"info": {}}], "_metadata": {"count": 1}},
        {"conversationHistoryRecords": [{"sdes": held}]},
        events,
        *events,
    ]
    return random.choice(forms)


def damaged(random: Random) -> Any:
    """Return a payload with one to three changes, few of which leave it valid."""
    payload = sound(random)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        payload = random.choice(_DAMAGES)(random, payload)
    return payload


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return every container below a value with each of its names or indexes."""
    if not isinstance(value, dict | list):
        return []
    steps = list(value) if isinstance(value, dict) else list(range(len(value)))
    return [*((value, step) for step in steps), *(place for step in steps for place in _places(value[step]))]


def _at_a_place(change: Callable[[Random, Any, Any], None]) -> Callable[[Random, Any], Any]:
    """Return a damage of a payload, made of a change at one place in it; the root is changed by another."""

    def damage(random: Random, payload: Any) -> Any:
        places = _places(payload)
        if places:
            change(random, *random.choice(places))
        return payload

    return damage


def _delete(_: Random, holder: Any, step: Any) -> None:
    del holder[step]


def _rename(random: Random, holder: Any, step: Any) -> None:
    if isinstance(holder, dict):
        holder[_name(random, step)] = holder.pop(step)


def _repeat(random: Random, holder: Any, step: Any) -> None:
    if isinstance(holder, dict):
        holder[_name(random, step)] = copy.deepcopy(holder[step])
    else:
        holder.append(copy.deepcopy(holder[step]))


def _name(random: Random, old: str) -> str:
    near = (old.upper(), old.capitalize(), old + "s", old[:-1], old[1:] + old[:1])
    known = (*catalog.attribute_types(), *NAMES)
    return random.choice(near) if random.random() < 0.4 else random.choice(known)


def _replace(random: Random, holder: Any, step: Any) -> None:
    holder[step] = copy.deepcopy(random.choice(VALUES if random.random() < 0.7 else _parts()))


def _lengthen(random: Random, holder: Any, step: Any) -> None:
    if random.random() < 0.2:  # long texts take long
        holder[step] = random.choice(("x", "é", "\U0001f600")) * random.choice((LONG - 1, LONG))
    else:
        holder[step] = f"{holder[step]}" * 3


def _nest(random: Random, holder: Any, step: Any) -> None:
    names = (str(step), "string", "events")
    holder[step] = random.choice(([holder[step]], *({name: holder[step]} for name in names)))


def _swap(random: Random, payload: Any) -> Any:
    places = _places(payload)
    if len(places) > 1:
        (one, step), (other, other_step) = random.sample(places, 2)
        one_value, other_value = copy.deepcopy(one[step]), copy.deepcopy(other[other_step])
        one[step] = other_value
        if other_step in other if isinstance(other, dict) else other_step < len(other):
            other[other_step] = one_value
    return payload


def _wrap(random: Random, payload: Any) -> Any:
    return random.choice(([payload], {"sdes": payload}, {"events": [payload]}, {"lead": payload}, [payload, payload]))


_DAMAGES: tuple[Callable[[Random, Any], Any], ...] = (
    *map(_at_a_place, (_delete, _rename, _rename, _repeat, _replace, _replace, _replace, _replace, _lengthen, _nest)),
    _swap,
    _wrap,
)


@cache
def _validator(version: str, attribute: str | None, engine: str) -> Validator:
    return Validator(version, type=attribute, engine=engine)


def _told(version: str, attribute: str | None, payload: Any) -> list[dict[str, Any]]:
    """Return what both engines tell of a payload; they must tell the same."""
    one, other = (_validator(version, attribute, engine).validate(payload) for engine in (FAST, REFERENCE))
    assert _as_dicts(one) == _as_dicts(other), payload
    return _as_dicts(one)


def _as_dicts(problems: list[Problem]) -> list[dict[str, Any]]:
    return [problem.as_dict() for problem in problems]


def _placeless(problems: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**problem, "line": None, "column": None} for problem in problems]


@cache
def _reference(version: str) -> Any:
    docs = catalog.documents(version)
    return judge_of(docs, Subschema(catalog.PAYLOAD, "", docs[catalog.PAYLOAD]))


def test_engines_tell_the_same_of_every_case() -> None:
    for case in cases():
        of_text = _told(case.version, case.type, json.dumps(case.value).encode())
        assert [problem["code"] for problem in of_text] == case.codes, case.name
        if not isinstance(case.value, str):
            assert _placeless(of_text) == _told(case.version, case.type, case.value), case.name


def test_engines_tell_the_same_of_every_text() -> None:
    for file in sorted(CASES.glob("*/*.json")):
        for case in json.loads(file.read_text(encoding="utf-8")):
            if "text" in case:
                _told(file.parent.name, case.get("type"), case["text"].encode())


@pytest.mark.parametrize("number", first_every_day(range(ROUNDS)))
@pytest.mark.parametrize("version", versions())
def test_engines_tell_the_same_of_damaged_payloads(version: str, number: int) -> None:
    random = Random(number)  # noqa: S311 - the same payloads in each run
    refused = 0
    for _ in range(PAYLOADS_PER_ROUND):
        payload = damaged(random)
        text = json.dumps(payload, ensure_ascii=random.random() < 0.5, indent=random.choice((None, None, 2)))
        problems = _told(version, None, text.encode())
        if isinstance(payload, str):
            continue  # JSON text, where it is handed over as an object
        assert _placeless(problems) == _told(version, None, payload), text
        has_error = any(problem["severity"] == "error" for problem in problems)
        assert has_error != _reference(version).is_valid(payload), text
        refused += has_error
    assert refused > PAYLOADS_PER_ROUND / 2


@pytest.mark.parametrize("attribute", catalog.attribute_types())
@pytest.mark.parametrize("version", every_version())
def test_engines_tell_the_same_of_damaged_bodies(version: str, attribute: str) -> None:
    random = Random(attribute)  # noqa: S311 - the same bodies in each run
    docs = catalog.documents(version)
    judge = judge_of(docs, Subschema(attribute, "", docs[attribute]))
    for _ in range(60):
        body = copy.deepcopy(random.choice(docs[attribute]["examples"]))
        for _ in range(random.choice((1, 1, 2))):
            body = random.choice(_DAMAGES)(random, body)
        problems = _told(version, attribute, body)
        assert any(problem["severity"] == "error" for problem in problems) != judge.is_valid(body), body


@pytest.mark.parametrize("version", every_version())
def test_engines_tell_the_same_of_names_that_stand_twice(version: str) -> None:
    random = Random(0)  # noqa: S311 - the same payloads in each run
    repeated = 0
    for _ in range(PAYLOADS_PER_ROUND):
        text = json.dumps(damaged(random))
        names = list(FIRST_NAME.finditer(text))
        if names:
            name = random.choice(names)
            value = json.dumps(random.choice(VALUES))
            text = f'{text[: name.start()]}{{"{name[1]}": {value}, {text[name.start() + 1 :]}'
            repeated += "SDE102" in {problem["code"] for problem in _told(version, None, text.encode())}
    assert repeated > PAYLOADS_PER_ROUND / 2


ALIEN = float("nan")


def _kind(value: object) -> str:
    return type(value).__name__


@pytest.mark.parametrize("alien", [float("nan"), float("inf"), b"x", {1}, object(), "\ud800", (1,), {1: 2}], ids=_kind)
@pytest.mark.parametrize("version", versions())
def test_engines_tell_the_same_of_what_json_does_not_have(version: str, alien: object) -> None:
    random = Random(1)  # noqa: S311 - the same payloads in each run
    for _ in range(40):
        payload = damaged(random)
        places = _places(payload)
        if places:
            holder, step = random.choice(places)
            holder[step] = alien
            _told(version, None, payload)


@pytest.mark.parametrize(
    "payload",
    [
        {"interactionHistoryRecords": [ALIEN]},
        {"interactionHistoryRecords": ALIEN},
        {"sdes": ALIEN, "info": {}},
        {"sdes": {"events": [ALIEN]}},
        {"lead": ALIEN},
        {"searchContent": {"serverTimeStamp": 1440412721832, "keywords": [ALIEN]}},
        {"cartStatus": {"serverTimeStamp": 1440412721832, "products": ALIEN}},
        {"cartStatus": {"serverTimeStamp": 1440412721832, "products": [{"product": ALIEN}]}},
    ],
    ids=json.dumps,
)
@pytest.mark.parametrize("version", versions())
def test_what_json_does_not_have_is_a_wrong_type_wherever_it_is_judged(version: str, payload: object) -> None:
    [problem] = _told(version, None, payload)
    assert problem["code"] == "SDE205"
    assert "not finite" in problem["message"]


@pytest.mark.parametrize("version", versions())
def test_no_member_of_a_payload_is_taken_for_what_json_does_not_have(version: str) -> None:
    payload = {"lead": {"serverTimeStamp": 1440412721832, "lead": {"\0": "planted"}}}
    for written in (payload, json.dumps(payload).encode()):
        [problem] = _told(version, None, written)
        assert (problem["code"], problem["pointer"], problem["property"]) == ("SDE203", "/lead/lead/\0", "\0")
        assert "planted" not in json.dumps(problem)


@pytest.mark.parametrize(
    "levels", [127, 128, 129, 130, 252, 253, 254, 255, 256, 300, 1_000, 1_023, 1_024, 1_025, 5_000]
)
@pytest.mark.parametrize("opened", ['{"a":', "["])
def test_engines_tell_the_same_of_deep_texts(opened: str, levels: int) -> None:
    closed = "}" if opened.startswith("{") else "]"
    passed_over = f"{opened * (levels - 1)}0{closed * (levels - 1)}"  # the record is a level, too
    text = f'{{"info": {passed_over}, "sdes": {{"events": [{json.dumps(_events()[0])}]}}}}'
    problems = _told(catalog.default_version(), None, text.encode())
    assert [problem["code"] for problem in problems] == (["SDE105"] if levels > MAX_DEPTH else [])
