"""Both engines report the same problems, for texts and for parsed objects, over cases and damaged payloads."""

from __future__ import annotations

import copy
import json
import re
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import catalog, versions
from sde_schema.catalog import Subschema
from sde_schema.catalog.engines import FAST, REFERENCE
from sde_schema.model import MAX_DEPTH
from tests.support.payloads import DAMAGES, VALUES, damaged, example_events, members
from tests.support.rounds import every_version, first_every_day
from tests.support.schemas import validator_of
from tests.support.validators import as_dicts, cached_validator, without_location

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 2
PAYLOADS_PER_ROUND = 260
FIRST_NAME = re.compile(r'\{"([^"\\]*)":')


def _agreed(version: str, attribute: str | None, payload: Any) -> list[dict[str, Any]]:
    """Return what both engines say of a payload; they must say the same."""
    one, other = (cached_validator(version, attribute, engine).validate(payload) for engine in (FAST, REFERENCE))
    assert as_dicts(one) == as_dicts(other), payload
    return as_dicts(one)


@cache
def _reference(version: str) -> Any:
    docs = catalog.documents(version)
    return validator_of(docs, Subschema(catalog.PAYLOAD, "", docs[catalog.PAYLOAD]))


@pytest.mark.parametrize("number", first_every_day(range(ROUNDS)))
@pytest.mark.parametrize("version", every_version())
def test_engines_say_the_same_of_damaged_payloads(version: str, number: int) -> None:
    random = Random(number)  # noqa: S311 - the same payloads in each run
    refused = 0
    for _ in range(PAYLOADS_PER_ROUND):
        payload = damaged(random)
        text = json.dumps(payload, ensure_ascii=random.random() < 0.5, indent=random.choice((None, None, 2)))
        problems = _agreed(version, None, text.encode())
        if isinstance(payload, str):
            continue  # JSON text, where it is handed over as an object
        assert without_location(problems) == _agreed(version, None, payload), text
        has_error = any(problem["severity"] == "error" for problem in problems)
        assert has_error != _reference(version).is_valid(payload), text
        refused += has_error
    assert refused > PAYLOADS_PER_ROUND / 2


@pytest.mark.parametrize("attribute", catalog.attribute_types())
@pytest.mark.parametrize("version", every_version())
def test_engines_say_the_same_of_damaged_bodies(version: str, attribute: str) -> None:
    random = Random(attribute)  # noqa: S311 - the same bodies in each run
    docs = catalog.documents(version)
    validator = validator_of(docs, Subschema(attribute, "", docs[attribute]))
    for _ in range(60):
        body = copy.deepcopy(random.choice(docs[attribute]["examples"]))
        for _ in range(random.choice((1, 1, 2))):
            body = random.choice(DAMAGES)(random, body)
        problems = _agreed(version, attribute, body)
        assert any(problem["severity"] == "error" for problem in problems) != validator.is_valid(body), body


@pytest.mark.parametrize("version", every_version())
def test_engines_say_the_same_of_repeated_names(version: str) -> None:
    random = Random(0)  # noqa: S311 - the same payloads in each run
    repeated = 0
    for _ in range(PAYLOADS_PER_ROUND):
        text = json.dumps(damaged(random))
        names = list(FIRST_NAME.finditer(text))
        if names:
            name = random.choice(names)
            value = json.dumps(random.choice(VALUES))
            text = f'{text[: name.start()]}{{"{name[1]}": {value}, {text[name.start() + 1 :]}'
            repeated += "SDE102" in {problem["code"] for problem in _agreed(version, None, text.encode())}
    assert repeated > PAYLOADS_PER_ROUND / 2


ALIEN = float("nan")


def _kind(value: object) -> str:
    return type(value).__name__


@pytest.mark.parametrize("alien", [float("nan"), float("inf"), b"x", {1}, object(), "\ud800", (1,), {1: 2}], ids=_kind)
@pytest.mark.parametrize("version", every_version())
def test_engines_say_the_same_of_what_json_does_not_have(version: str, alien: object) -> None:
    random = Random(1)  # noqa: S311 - the same payloads in each run
    for _ in range(40):
        payload = damaged(random)
        found = members(payload)
        if found:
            holder, step = random.choice(found)
            holder[step] = alien
            _agreed(version, None, payload)


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
def test_what_json_does_not_have_is_a_wrong_type_wherever_it_is_validated(version: str, payload: object) -> None:
    [problem] = _agreed(version, None, payload)
    assert problem["code"] == "SDE205"
    assert "not finite" in problem["message"]


@pytest.mark.parametrize("version", versions())
def test_no_member_of_a_payload_is_taken_for_what_json_does_not_have(version: str) -> None:
    payload = {"lead": {"serverTimeStamp": 1440412721832, "lead": {"\0": "planted"}}}
    for written in (payload, json.dumps(payload).encode()):
        [problem] = _agreed(version, None, written)
        assert (problem["code"], problem["pointer"], problem["property"]) == ("SDE203", "/lead/lead/\0", "\0")
        assert "planted" not in json.dumps(problem)


@pytest.mark.parametrize(
    "levels", [127, 128, 129, 130, 252, 253, 254, 255, 256, 300, 1_000, 1_023, 1_024, 1_025, 5_000]
)
@pytest.mark.parametrize("opened", ['{"a":', "["])
def test_engines_say_the_same_of_deep_texts(opened: str, levels: int) -> None:
    closed = "}" if opened.startswith("{") else "]"
    passed_over = f"{opened * (levels - 1)}0{closed * (levels - 1)}"  # the record is a level, too
    text = f'{{"info": {passed_over}, "sdes": {{"events": [{json.dumps(example_events()[0])}]}}}}'
    problems = _agreed(catalog.default_version(), None, text.encode())
    assert [problem["code"] for problem in problems] == (["SDE105"] if levels > MAX_DEPTH else [])


@pytest.mark.parametrize("version", versions())
def test_no_schema_fails_in_the_way_that_a_choice_is_made_to_fail(version: str) -> None:
    def ways(node: Any, way: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
        yield way
        held = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for step, below in held:
            yield from ways(below, (*way, step))

    ends = [tuple(end) for _, end in catalog.FAIL_AT_ONCE.values()]
    for doc in catalog.strict_documents(version).values():
        every = [*ways(doc, ())]
        assert not [way for way in every for end in ends if way[-len(end) :] == end]
