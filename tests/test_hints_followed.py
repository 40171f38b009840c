"""Every hint that names a value or a name is followed, for every field, kind of wrong value and version.

The same problem must not come back at that location, and what a hint offers must be valid there.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from sde_schema import Validator, attribute_types, versions
from sde_schema.catalog.fields import Field, event_field
from sde_schema.examples.fixed import FixedValues
from sde_schema.rules.suggestions import OTHER_NAMES
from tests.support.hint_following import Task, followed, path_of
from tests.support.paths import DOCS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sde_schema import Problem

Location = tuple[tuple[str | int, ...], Field]
LONG_AGO, NOON = "2013-05-23", "2016-12-07T11:50:29Z"

VALUES: dict[str, tuple[Any, ...]] = {
    "a number": (0, 1, -1, 5, 13, 99, 1980, 1_690_000_000, 1_690_000_000_000, 1_690_000_000_000_000, 10**17),
    "a number with a fraction": (0.5, 11.7, 1_690_000_000_000.5, 1e22),
    "a number as a string": ("0", "1", "01", "5", "13", "1.5", "-5", "34.0", "1690000000000", "1690000000000.5", "1e3"),
    "a number in a longer string": (
        " 5 ", "1690000000000\n", "11.7 ", "1,234.50", "1.234,50", "7,8", "$5", "12 EUR", "-\u20ac1 234,5", "12 pcs",
        "1_690_000_000_000", "+5", ".5", "5.", "05", "0012", "00001690000000000", "\u22125", "\u200b5", "150.1",
    ),
    "`true` or `false`, or a word for it": (True, False, "true", "False", "TRUE", "yes", "no"),
    "`null`": (None,),
    "an empty or masked string": ("", " ", "****", "**5**", "*"),
    "a word that means no value": ("null", "N/A", "-"),
    "a string": ("high", "Search", "complete", "undefined", "NaN", "MALE", "usd", "x" * 50_001, "\u0665\u0661"),
    "a date": (LONG_AGO, NOON, "2016-12-07 11:50:29", "2016-02-30", "07.12.2016", "May"),
    "an array": ([], [1], ["1"], ["a", "b"], [None], [{}], [[]], [{"year": 2013, "month": 5, "day": 23}]),
    "an object": ({}, {"a": 1}, {"value": "1"}, {"events": []}),
    "an object around an array": (
        {"array": ["a"]}, {"array": []}, {"list": ["a", "b"]}, {"array": [{"array": ["a"]}]}, {"list": [{}]},
    ),
    "an object with numbers as names": ({"0": "a"}, {"0": "a", "1": "b"}, {"0": {}}, {"0": ["a"]}, {"0": None}),
    "a wrapped value": (
        {"string": "a"}, {"string": "1"}, {"string": ""}, {"double": 1.5}, {"N": "1.5"},
        {"long": 1_690_000_000_000}, {"int": 5}, {"$numberLong": "1690000000000"},
        {"$numberDouble": "11.7"}, {"$numberInt": "5"}, {"$date": NOON}, {"$date": {"$numberLong": "1690000000000"}},
        {"S": "a"}, {"N": "5"}, {"BOOL": True}, {"NULL": True}, {"L": []}, {"M": {}}, {"SS": ["a"]}, {"NS": ["5"]},
        {"L": [{"S": "a"}]}, {"M": {"year": {"N": "2013"}}}, {"M": {"year": 2013, "month": 5, "day": 23}},
        {"S": LONG_AGO}, {"com.example.Record": {}},
        {"#text": "5"}, {"_text": "true"}, {"$t": "1690000000000"}, {"@value": LONG_AGO}, {"#text": "a", "@id": "b"},
        {"stringValue": "a"}, {"integerValue": "5"}, {"integerValue": "1690000000000"}, {"doubleValue": 11.7},
        {"timestampValue": NOON}, {"booleanValue": True}, {"nullValue": None}, {"mapValue": {"fields": {}}},
        {"mapValue": {"fields": {"year": 2013, "month": 5, "day": 23}}}, {"arrayValue": {"values": ["a"]}},
    ),
    "a value in an object or array": (
        {"value": 5}, {"value": "true"}, {"id": 138_766}, {"code": "EUR"}, {"text": LONG_AGO}, {"date": LONG_AGO},
        {"amount": 5, "currency": "EUR"}, {"value": "5.5", "code": "EUR"}, {"centAmount": 5, "currency": "EUR"},
        ["5"], ["true"], ["1690000000000"], [LONG_AGO], [138_766.0], [NOON], {"item": "a"}, {"item": {}},
    ),
    "a time or date in another format": (
        {"seconds": 1_481_111_429, "nanos": 5}, {"_seconds": 1_481_111_429, "_nanoseconds": 0}, {"seconds": "-1"},
        {"epochSecond": "1481111429", "nano": 0}, "/Date(1481111429931)/", "Wed, 07 Dec 2016 11:50:29 GMT",
        {"y": 2013, "m": 5, "d": 23}, [2013, 5, 23],
    ),
    "a rounded or ambiguous number": (
        "1.44041E+12", "1.481111429931E+12", "2.12789E+9", "1.5e+06", 138_766.0, 1e17, "1,234", "EUR 1,234", "50\u00a2",
        "GBp 50", "GBp", "GBX", 2.5, "2.0", "1690000000000.0",
    ),
    "JSON in a string": ("[]", "{}", '{"a": 1}', '["apple"]'),
    "an e-mail address or phone number": (
        "a@b", " a@example.com", "mailto:a@example.com", "A <a@example.com>", "12", "call me",
    ),
}  # fmt: skip
"""Wrong values by their kind; what is right in a field draws no problem there and is passed over."""

MISNAMED: dict[str, Callable[[str], str]] = {
    "a name in other letter case": lambda name: name.swapcase(),
    "a name in snake case": lambda name: "".join(f"_{c.lower()}" if c.isupper() else c for c in name),
    "a name with a letter too many": lambda name: f"{name[:2]}{name[1:]}",
    "a name with a letter too few": lambda name: name[:2] + name[3:],
    "an unrelated name": lambda name: f"my{len(name)}Zzz",
}


class Tried(NamedTuple):
    """A kind of mistake and a payload that has it."""

    kind: str
    payload: Any


def _locations(field: Field, path: tuple[str | int, ...] = ()) -> Iterator[Location]:
    yield path, field
    for name, member in field.members.items() if "object" in field.types else ():
        yield from _locations(member, (*path, name))
    if "array" in field.types and field.items:
        yield from _locations(field.items, (*path, 0))


@cache
def _values(version: str) -> FixedValues:
    return FixedValues(version)


def _wrong(version: str, attribute: str) -> Iterator[Tried]:
    """Yield events of an attribute with one mistake: a wrong value in each field, then wrong names."""
    fixed, event = _values(version), event_field(version, attribute)
    for path, field in _locations(event):
        if path:
            for kind, values in VALUES.items():
                yield from (Tried(kind, fixed.least.holding(event, path, value)) for value in values)
        if "object" in field.types:
            yield from _misnamed(fixed, event, path, field)


def _misnamed(fixed: FixedValues, event: Field, path: tuple[str | int, ...], field: Field) -> Iterator[Tried]:
    least = fixed.least.of(field)
    for name, member in field.members.items():
        value = fixed.example(member) if member.examples else fixed.least.of(member)
        rest = {other: held for other, held in least.items() if other != name}
        for kind, misname in MISNAMED.items():
            yield Tried(kind, fixed.least.holding(event, path, {**rest, misname(name): value}))
        yield Tried("a missing name", fixed.least.holding(event, path, rest))
        if "object" in member.types and path:
            inner = {other: fixed.example(below) for other, below in member.members.items() if below.examples}
            yield Tried("one object too few around fields", fixed.least.holding(event, path, {**rest, **inner}))


def _special(version: str) -> Iterator[Tried]:
    """Yield documents whose mistake is not in a field."""
    names = attribute_types(version)
    events = {name: _values(version).least.of(event_field(version, name)) for name in names}
    for name, other in zip(names, [*names[1:], names[0]], strict=True):
        event = events[name]
        yield Tried("two attributes", {"events": [{**event, **events[other]}]})
        yield Tried("null attributes beside one", {**event, other: None})
        third = next(third for third in names if third not in (name, other))
        yield Tried("null attributes beside two", {**event, **events[other], third: None})
        yield Tried("only null attributes", {"events": [event, {name: None, other: None}]})
        yield Tried("an attribute in a record", {"info": {"accountId": "1"}, **event})
        yield Tried("events in a record", {"info": {"accountId": "1"}, "events": [event]})
        yield Tried("sdes without events", {"sdes": [event]})
        yield Tried("one object too many around an event", {name: event})
        yield Tried("one object too many around an event", {"sdes": {"sdes": {"events": [event]}}})
        yield Tried("one object too many around an event", {"events": [{"event": event}]})
        yield Tried("a body instead of an event", {"events": [event, event[name]]})
        yield Tried("a body under an unrelated name", {"events": [{"data": event[name]}]})
        yield from _misheld(event)
        for spelling in ("SDEs", "sde", "unauthSdes", "un_auth_sdes", "unauthenticatedSdes"):
            yield Tried("another spelling of sdes", {"info": {"accountId": "1"}, spelling: {"events": [event]}})
        yield Tried("an unknown attribute", {"events": [{f"{name}s": event[name]}]})
    yield Tried("an older or pushed name", {"events": [{"viewProduct": events["viewedProduct"]["viewedProduct"]}]})
    yield Tried("an older or pushed name", {"events": [{"prodView": events["viewedProduct"]["viewedProduct"]}]})
    for event in events.values():
        yield from _of_other_apis(event)


def _of_other_apis(event: Any) -> Iterator[Tried]:
    """Yield an event with names that web pages and other APIs use, in the body and in the object in it."""
    [(name, body)] = event.items()
    for other in OTHER_NAMES:
        for value in _OF_OTHER_APIS:
            yield Tried("another API's name", {name: {**body, other: value}})
            if name in body:
                yield Tried("another API's name", {name: {**body, name: {**body[name], other: value}}})


def _misheld(event: Any) -> Iterator[Tried]:
    """Yield documents whose events or records are held by something other than an array."""
    kind = "events or records not in an array"
    for held in (event, {"sdes": {"events": [event]}}):
        name = "events" if held is event else "conversationHistoryRecords"
        for value in (held, {"0": held}, {"0": held, "1": held}, {"array": [held]}, {"L": [held]}, {"M": held}, {}):
            yield Tried(kind, {name: value})


_OF_OTHER_APIS: tuple[Any, ...] = ("3", 3, {})


class Count(NamedTuple):
    """How many problems a kind of mistake drew, how many hints were followed, and which problems came back."""

    problems: Counter[str]
    followed: Counter[str]
    came_back: list[str]


@cache
def _counted(version: str) -> Count:
    validator = Validator(version)
    count = Count(Counter(), Counter(), [])
    made = [*(tried for name in attribute_types(version) for tried in _wrong(version, name)), *_special(version)]
    for kind, payload in made:
        for problem in validator.validate(payload):
            count.problems[kind] += 1
            task = Task(payload, path_of(payload, problem.pointer), problem, version)
            fixed = list(followed(task))
            if fixed:
                count.followed[kind] += 1
                if not any(_is_gone(validator, problem, payload) for payload in fixed):
                    count.came_back.append(f"{kind}: {problem.code} {problem.pointer} {problem.hint}")
    return count


def _is_gone(validator: Validator, problem: Problem, payload: Any) -> bool:
    """Return whether nothing is wrong any more where a problem was, or below; of a name, whether that problem is gone.

    That a time does not agree with another one is a problem of the two. What a fix leaves without any event is not
    right, even if it is valid.
    """
    left = [other for other in validator.validate(payload) if other.code not in ("SDE407", "SDE408")]
    if not {"SDE104", "SDE406"}.isdisjoint(other.code for other in left):
        return False
    there = [other for other in left if other.pointer == problem.pointer]
    if problem.property is None and problem.code != "SDE204":
        return not there and not any(other.pointer.startswith(f"{problem.pointer}/") for other in left)
    return (problem.code, problem.property) not in [(other.code, other.property) for other in there]


@pytest.mark.slow
def test_no_problem_comes_back_to_who_follows_its_hint_and_the_page_says_so() -> None:
    for version in versions():
        count = _counted(version)
        assert count.came_back == []
        assert sum(count.followed.values()) > 1_000
        assert {*VALUES, *MISNAMED} <= set(count.followed)
    assert PAGE.read_text(encoding="utf-8") == table(), "run: python -m tests.test_hints_followed"


def table() -> str:
    """Return the page: for each kind of mistake how many hints were followed, and how many problems came back."""
    counts = [_counted(version) for version in versions()]
    kinds = dict.fromkeys(kind for count in counts for kind in count.problems)
    rows = [
        f"| {kind} | {sum(count.problems[kind] for count in counts):,} |"
        f" {sum(count.followed[kind] for count in counts):,} |"
        f" {sum(line.startswith(f'{kind}: ') for count in counts for line in count.came_back)} |"
        for kind in kinds
    ]
    total = (
        f"| **all** | {sum(sum(count.problems.values()) for count in counts):,} |"
        f" {sum(sum(count.followed.values()) for count in counts):,} |"
        f" {sum(len(count.came_back) for count in counts)} |"
    )
    return "\n".join([*_HEAD, *rows, total, ""])


_HEAD = [
    "<!-- Written by `python -m tests.test_hints_followed`; a test holds it to what the program does. -->",
    "",
    "# How hints are tested",
    "",
    "A hint must not lead to the next problem. A test writes wrong values of each kind into every field of every",
    "attribute type, under each schema version, and misspells every name. It follows each hint that names a value or a",
    "name, and validates the result again. A problem *came back* if the same value or name still has one.",
    "",
    "| kind of mistake | problems | hints followed | came back |",
    "| --- | ---: | ---: | ---: |",
]
PAGE = DOCS / "hints.md"


if __name__ == "__main__":
    PAGE.write_text(table(), encoding="utf-8")
