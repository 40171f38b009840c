"""Random payloads made of the examples of the schemas: as they are, and damaged."""

from __future__ import annotations

import copy
from functools import cache
from typing import TYPE_CHECKING, Any

from sde_schema import catalog, versions
from tests.support.schemas import every_example

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

LONG = 50_001
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
"""Names to rename to: known, misspelled, dangerous to engines, made of data."""


@cache
def example_events() -> tuple[Any, ...]:
    """Return an event for each example of each attribute's document."""
    return tuple(
        {name: example}
        for version in versions()
        for name in catalog.attribute_types()
        for example in catalog.document(version, name)["examples"]
    )


def undamaged(random: Random) -> Any:
    """Return a payload in some form, made of the schemas' examples."""
    events = [copy.deepcopy(random.choice(example_events())) for _ in range(random.choice((0, 1, 1, 1, 1, 2, 3)))]
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
    payload = undamaged(random)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        payload = random.choice(DAMAGES)(random, payload)
    return payload


def misnamed(random: Random) -> Any:
    """Return a damaged payload with some names in other letters, or a letter longer or shorter."""
    payload = damaged(random)
    for holder, step in members(payload):
        if isinstance(holder, dict) and step in holder and random.random() < 0.1:
            new = random.choice((step.upper(), step.capitalize(), step[:-1], step + "s", step[:1] + step))
            holder[new] = holder.pop(step)
    return payload


def folded(text: str, random: Random) -> str:
    """Return JSON with some commas missing, too many, or with comments."""
    lines = text.split("\n")
    for _ in range(random.choice((0, 1, 2))):
        at = random.randrange(len(lines))
        line = lines[at]
        lines[at] = random.choice((line.removesuffix(","), f"{line} // x", f"{line}," if line[-1:].isalnum() else line))
    return random.choice(("\n", "\r\n")).join(lines)


def members(value: Any) -> list[tuple[Any, Any]]:
    """Return every container below a value with each of its names or indexes."""
    if not isinstance(value, dict | list):
        return []
    steps = list(value) if isinstance(value, dict) else list(range(len(value)))
    return [*((value, step) for step in steps), *(member for step in steps for member in members(value[step]))]


def _at_a_member(change: Callable[[Random, Any, Any], None]) -> Callable[[Random, Any], Any]:
    """Return a damage of a payload, made of a change of one member or item; others change the root."""

    def damage(random: Random, payload: Any) -> Any:
        found = members(payload)
        if found:
            change(random, *random.choice(found))
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
    holder[step] = copy.deepcopy(random.choice(VALUES if random.random() < 0.7 else every_example()))


def _lengthen(random: Random, holder: Any, step: Any) -> None:
    if random.random() < 0.2:  # long strings take long
        holder[step] = random.choice(("x", "é", "\U0001f600")) * random.choice((LONG - 1, LONG))
    else:
        holder[step] = f"{holder[step]}" * 3


def _nest(random: Random, holder: Any, step: Any) -> None:
    names = (str(step), "string", "events")
    holder[step] = random.choice(([holder[step]], *({name: holder[step]} for name in names)))


def _swap(random: Random, payload: Any) -> Any:
    found = members(payload)
    if len(found) > 1:
        (one, step), (other, other_step) = random.sample(found, 2)
        one_value, other_value = copy.deepcopy(one[step]), copy.deepcopy(other[other_step])
        one[step] = other_value
        if other_step in other if isinstance(other, dict) else other_step < len(other):
            other[other_step] = one_value
    return payload


def _wrap(random: Random, payload: Any) -> Any:
    return random.choice(([payload], {"sdes": payload}, {"events": [payload]}, {"lead": payload}, [payload, payload]))


DAMAGES: tuple[Callable[[Random, Any], Any], ...] = (
    *map(_at_a_member, (_delete, _rename, _rename, _repeat, _replace, _replace, _replace, _replace, _lengthen, _nest)),
    _swap,
    _wrap,
)
