"""SDE404: days that the month does not have, which no schema can say plainly.

A date is an object whose properties refer to the year, the month and the day of ``common``; so new
versions bring their dates along.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema.catalog import Schema, Spot, resolve
from sde_schema.codes import IMPOSSIBLE_DATE
from sde_schema.findings import Finding
from sde_schema.reading.parsed_object import whole_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from sde_schema.model import Path

_KINDS = ("year", "month", "day")
_LEAP_YEAR = 2000
_NEAR_YEARS = range(1900, 2100)
_UP_TO_28: Schema = {"maximum": 28, "pattern": "^(0?[1-9]|1[0-9]|2[0-8])$"}
_UP_TO_29: Schema = {"maximum": 29, "pattern": "^(0?[1-9]|[12][0-9])$"}
_UP_TO_30: Schema = {"maximum": 30, "pattern": "^(0?[1-9]|[12][0-9]|30)$"}


class Parts(NamedTuple):
    """The names that a date's year, month and day have in its object."""

    year: str
    month: str
    day: str


@dataclass(slots=True)
class _Plan:
    """What is to be looked at below a subschema to meet every date in it."""

    spot: Spot
    target: Spot
    parts: Parts | None
    properties: dict[str, _Plan]
    items: _Plan | None

    @property
    def is_empty(self) -> bool:
        return not (self.parts or self.properties or self.items)


def date_parts(docs: dict[str, Schema], document: str, node: Schema) -> Parts | None:
    """Return the names of a date's parts if a subschema is that of a date, else None."""
    found: dict[str, str] = {}
    for name, sub in node.get("properties", {}).items():
        if isinstance(sub, dict) and "$ref" in sub:
            target = resolve(docs, document, sub["$ref"])
            kind = target.pointer.removeprefix("/$defs/")
            if target.document == "common" and kind in _KINDS:
                found[kind] = name
    return Parts(*(found[kind] for kind in _KINDS)) if len(found) == len(_KINDS) else None


class Dates:
    """Finds the impossible dates in the value of one schema."""

    def __init__(self, docs: dict[str, Schema], root: str) -> None:
        self._docs = docs
        self._plan = self._plan_of(Spot(root, "", docs[root]))

    def _plan_of(self, spot: Spot) -> _Plan:
        target = spot
        while "$ref" in target.node:
            target = resolve(self._docs, target.document, target.node["$ref"])
        document, pointer, node = target
        plan = _Plan(spot, target, date_parts(self._docs, document, node), {}, None)
        for name, sub in node.get("properties", {}).items():
            below = self._plan_of(Spot(document, f"{pointer}/properties/{name}", sub))
            if not below.is_empty:
                plan.properties[name] = below
        if isinstance(node.get("items"), dict):
            below = self._plan_of(Spot(document, f"{pointer}/items", node["items"]))
            plan.items = None if below.is_empty else below
        return plan

    def findings(self, value: Any, path: Path, wrong: AbstractSet[Path]) -> Iterator[Finding]:
        """Yield SDE404 for each date in the value that cannot be, unless it or a part of it is wrong already."""
        yield from _look(self._plan, value, path, wrong)


def _look(plan: _Plan, value: Any, path: Path, wrong: AbstractSet[Path]) -> Iterator[Finding]:
    if isinstance(value, dict):
        if plan.parts and _is_impossible(*(whole_number(value.get(name)) for name in plan.parts)):
            checked = {path, *((*path, name) for name in plan.parts)}
            if wrong.isdisjoint(checked):
                yield Finding(IMPOSSIBLE_DATE, path, plan.target, plan.spot)
        for name, below in plan.properties.items():
            if name in value:
                yield from _look(below, value[name], (*path, name), wrong)
    elif isinstance(value, list) and plan.items:
        for index, item in enumerate(value):
            yield from _look(plan.items, item, (*path, index), wrong)


def _is_impossible(year: int | None, month: int | None, day: int | None) -> bool:
    if month is None or day is None or not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        return False
    return day > calendar.monthrange(_LEAP_YEAR if year is None else year or _LEAP_YEAR, month)[1]


def possible_days(docs: dict[str, Schema], document: str, node: Schema) -> Schema | None:
    """Return a schema that only possible dates satisfy, though not quite all of them.

    It is for the fast path, which may only say clean: 29 February passes in a near leap year alone.
    None where the subschema is no date's.
    """
    parts = date_parts(docs, document, node)
    if parts is None:
        return None
    longest = {number: calendar.monthrange(_LEAP_YEAR, number)[1] for number in range(1, 13)}
    short = [number for number, days in longest.items() if days < 30]  # noqa: PLR2004 - February
    long = [number for number, days in longest.items() if days > 30]  # noqa: PLR2004 - 31 days
    leap = [number for number in _NEAR_YEARS if calendar.isleap(number)]
    choices: list[dict[str, Schema]] = [
        {parts.day: _UP_TO_28},
        {parts.day: _UP_TO_30, parts.month: {"not": {"enum": _spellings(short)}}},
        {parts.month: {"enum": [None, *_spellings(long)]}},
        {parts.day: _UP_TO_29, parts.year: {"enum": [None, *_spellings(leap)]}},
    ]
    return {"anyOf": [{"properties": choice} for choice in choices]}


def _spellings(numbers: Iterable[int]) -> list[int | str | None]:
    """Return the ways to write each number in a date."""
    spelt: list[int | str | None] = []
    for number in numbers:
        spelt += [number, str(number)]
        if number < 10:  # noqa: PLR2004 - two digits need no leading zero
            spelt.append(f"0{number}")
    return spelt
