"""Random payloads: valid, the same for a seed, realistic or at the edges; in time all that a schema allows."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import UnknownSchemaError, UnknownVersionError, Validator, attribute_types, versions
from sde_schema.catalog.engines import FAST, REFERENCE
from sde_schema.catalog.fields import Field, event_field
from sde_schema.catalog.probe import probe
from sde_schema.examples.files import one_line
from sde_schema.examples.random_events import Payloads
from tests.support.rounds import every_version

if TYPE_CHECKING:
    from collections.abc import Iterator

MANNERS = [False, True]
MANY, FEW = 2000, 150
ABSENT = object()
FIRST_VERSION = versions()[0]
GOLDEN = "635ac717649006f3a557d65b7db103115eb7a86cdca4988c10982c3cd8310d2c"
"""SHA-256 of the first 500 lines for seed 1. It changes with the schemas and the generator, never with Python."""


@cache
def _events(version: str, *, wide: bool) -> list[dict[str, Any]]:
    payloads = Payloads(version, 1, wide=wide)
    return [payloads.event() for _ in range(MANY)]


def _codes(version: str, engine: str, events: list[dict[str, Any]]) -> Counter[str]:
    validator = Validator(version, engine=engine)
    return Counter(problem.code for event in events for problem in validator.validate(event))


@pytest.mark.parametrize(("engine", "number"), [(FAST, MANY), (REFERENCE, FEW)])
@pytest.mark.parametrize("wide", MANNERS)
@pytest.mark.parametrize("version", every_version())
def test_all_are_valid(version: str, engine: str, number: int, *, wide: bool) -> None:
    codes = _codes(version, engine, _events(version, wide=wide)[:number])
    assert [code for code in codes if code < "SDE400"] == []


@pytest.mark.parametrize("version", every_version())
def test_few_realistic_ones_draw_advice_and_none_if_none_is_wanted(version: str) -> None:
    assert 0 < _codes(version, FAST, _events(version, wide=False)).total() < MANY / 50
    plain = Payloads(version, 2, odd_share=0)
    assert _codes(version, FAST, [plain.event() for _ in range(MANY)]).total() == 0


def test_the_same_seed_gives_the_same_bytes_everywhere() -> None:
    payloads = Payloads(FIRST_VERSION, 1)
    text = b"".join(one_line(payloads.event()) for _ in range(500))
    assert hashlib.sha256(text).hexdigest() == GOLDEN


@pytest.mark.parametrize("wide", MANNERS)
def test_each_seed_gives_its_own(*, wide: bool) -> None:
    first, again, other = (
        [maker.event() for _ in range(50)] for maker in (Payloads(FIRST_VERSION, seed, wide=wide) for seed in (3, 3, 4))
    )
    assert first == again
    assert first != other


@pytest.mark.parametrize("attribute", attribute_types())
def test_an_attribute_can_be_asked_for(attribute: str) -> None:
    assert attribute in Payloads(FIRST_VERSION, 5).event(attribute)
    assert all(attribute in Payloads(FIRST_VERSION, seed, only=[attribute]).event() for seed in range(9))


def test_what_is_unknown_is_refused() -> None:
    with pytest.raises(UnknownVersionError):
        Payloads("0.9", 1)
    with pytest.raises(UnknownSchemaError):
        Payloads(FIRST_VERSION, 1).event("leed")


def _met(field: Field, value: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Yield what is at each location below a field: kinds of values, codes, absences, empty and filled arrays."""
    yield where, ABSENT if value is ABSENT else type(value).__name__
    if field.codes and value is not ABSENT:
        yield where, json.dumps(value)
    if isinstance(value, dict):
        for name, member in field.members.items():
            yield from _met(member, value.get(name, ABSENT), f"{where}.{name}")
    if isinstance(value, list):
        yield where, "filled" if value else "empty"
        for item in value:
            assert field.items
            yield from _met(field.items, item, f"{where}[]")


def _wanted(field: Field, valid: Any, where: str = "", *, optional: bool = False) -> Iterator[tuple[str, Any]]:
    """Yield what must be met in time: each type, each code, absence, empty and filled arrays."""
    kinds = {"null": "NoneType", "boolean": "bool", "string": "str", "array": "list", "object": "dict"}
    for name in field.types - {"number", "integer"} if not field.codes else ():
        yield where, kinds[name]
    if field.codes:
        yield from ((where, json.dumps(code)) for code in field.codes if valid(field, code))
    elif "number" in field.types:
        yield where, ("int", "float")
    elif "integer" in field.types:
        yield where, ("int",)
    if optional:
        yield where, ABSENT
    if "object" in field.types:
        for name, member in field.members.items():
            is_optional = name not in field.required
            yield from _wanted(member, valid, f"{where}.{name}", optional=is_optional)
    if field.items:
        yield from ((where, "empty"), (where, "filled"))
        yield from _wanted(field.items, valid, f"{where}[]")


@pytest.mark.parametrize("wide", MANNERS)
@pytest.mark.parametrize("attribute", attribute_types())
@pytest.mark.parametrize("version", every_version())
def test_everything_that_a_schema_allows_is_met(version: str, attribute: str, *, wide: bool) -> None:
    field = event_field(version, attribute)
    payloads = Payloads(version, 6, wide=wide, odd_share=0.05)  # a larger share meets the odd branches sooner
    met = {it for _ in range(2500) for it in _met(field, payloads.event(attribute))}
    missed = [
        (where, kind)
        for where, kind in _wanted(field, probe(version).is_valid)
        if not any((where, each) in met for each in (kind if isinstance(kind, tuple) else (kind,)))
    ]
    assert missed == []


@pytest.mark.parametrize("version", every_version())
def test_wide_ones_reach_the_edges(version: str) -> None:
    payloads = Payloads(version, 7, wide=True)
    values = [value for _ in range(3 * MANY) for value in _plain_values(payloads.event())]
    strings = [value for value in values if isinstance(value, str)]
    numbers = [value for value in values if isinstance(value, (int, float)) and not isinstance(value, bool)]
    assert {"", "****", "\u2028", "\U0001f600"} <= set(strings)
    assert {50_000} == {len(text) for text in strings if len(text) > 1000}
    assert {0, 2**53 - 1} <= set(numbers)
    assert any(number < 0 for number in numbers)
    assert any(isinstance(number, float) and number.is_integer() for number in numbers)


def _plain_values(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for member in value.values():
            yield from _plain_values(member)
    elif isinstance(value, list):
        for item in value:
            yield from _plain_values(item)
    else:
        yield value


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


@pytest.mark.parametrize("version", versions())
def test_totals_agree_with_the_goods(version: str) -> None:
    payloads = Payloads(version, 8, odd_share=0)
    agreeing = 0
    for _ in range(400):
        cart = payloads.event("cartStatus")["cartStatus"]
        entries = cart.get("products") or []
        pairs = [((entry.get("product") or {}).get("price"), entry.get("quantity")) for entry in entries]
        amounts = [(_number(price), _number(quantity)) for price, quantity in pairs]
        total, items = _number(cart.get("total")), _number(cart.get("numItems"))
        if total is not None and items is not None and amounts and not any(None in pair for pair in amounts):
            assert total == pytest.approx(sum(price * quantity for price, quantity in amounts if price and quantity))
            assert items == sum(quantity for _, quantity in amounts if quantity)
            agreeing += 1
    assert agreeing > 100


@pytest.mark.parametrize("version", versions())
def test_an_event_s_times_agree(version: str) -> None:
    for event in _events(version, wide=False):
        [body] = [event[name] for name in event if name in attribute_types()]
        moment = _number(body["serverTimeStamp"])
        sent = [_number(held.get("originalTimeStamp")) for held in (event, body)]
        stamped = _number(event.get("serverTimeStamp"))
        assert moment is not None
        if moment > 4711:  # none of the odd ones
            assert all(each is None or each <= moment for each in sent)
            assert stamped in (None, 4711, moment)


@pytest.mark.parametrize("version", versions())
def test_no_address_and_no_number_is_anybody_s(version: str) -> None:
    payloads = Payloads(version, 9, odd_share=0)
    for _ in range(300):
        for contact in payloads.event("personalInfo")["personalInfo"]["personalInfo"].get("contacts") or []:
            held = contact.get("personalContact") or {}
            email, phone = held.get("email") or "", str(held.get("phone") or "")
            assert email in ("", "****") or email.endswith(("@example.com", "@example.org"))
            assert phone in ("", "****", "4711") or "55501" in phone.replace("-", "").replace(") ", "")
