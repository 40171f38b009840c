"""SDE404: days that the month does not have, which no schema can say plainly."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING, Any

from sde_schema.catalog.fields import date_parts
from sde_schema.codes import IMPOSSIBLE_DATE
from sde_schema.findings import Finding
from sde_schema.reading.parsed_object import whole_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from sde_schema.catalog import Schema
    from sde_schema.catalog.fields import Field
    from sde_schema.model import Path

_LEAP_YEAR = 2000
_NEAR_YEARS = range(1900, 2100)
_UP_TO_28: Schema = {"maximum": 28, "pattern": "^(0?[1-9]|1[0-9]|2[0-8])$"}
_UP_TO_29: Schema = {"maximum": 29, "pattern": "^(0?[1-9]|[12][0-9])$"}
_UP_TO_30: Schema = {"maximum": 30, "pattern": "^(0?[1-9]|[12][0-9]|30)$"}


class Dates:
    """Finds the impossible dates in the values of a field."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._known: dict[Field, bool] = {}

    def findings(self, value: Any, path: Path, wrong: AbstractSet[Path]) -> Iterator[Finding]:
        """Yield SDE404 for each date in the value that cannot be, unless it or a part of it is wrong already."""
        yield from self._in(self._field, value, path, wrong)

    def _in(self, field: Field, value: Any, path: Path, wrong: AbstractSet[Path]) -> Iterator[Finding]:
        if not self._has_dates(field):
            return
        if isinstance(value, dict):
            yield from self._of_date(field, value, path, wrong)
            for name, member in field.members.items():
                if name in value:
                    yield from self._in(member, value[name], (*path, name), wrong)
        elif isinstance(value, list) and field.items:
            for index, item in enumerate(value):
                yield from self._in(field.items, item, (*path, index), wrong)

    def _of_date(self, field: Field, value: dict[str, Any], path: Path, wrong: AbstractSet[Path]) -> Iterator[Finding]:
        parts = date_parts(field)
        if parts and _is_impossible(*(whole_number(value.get(name)) for name in parts)):
            checked = {path, *((*path, name) for name in parts)}
            if wrong.isdisjoint(checked):
                yield Finding(IMPOSSIBLE_DATE, path, field, field)

    def _has_dates(self, field: Field) -> bool:
        """Return whether a field is a date, or one is anywhere in it."""
        if field not in self._known:
            below = (*field.members.values(), *([field.items] if field.items else ()))
            self._known[field] = date_parts(field) is not None or any(map(self._has_dates, below))
        return self._known[field]


def _is_impossible(year: int | None, month: int | None, day: int | None) -> bool:
    if month is None or day is None or not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        return False
    return day > calendar.monthrange(_LEAP_YEAR if year is None else year or _LEAP_YEAR, month)[1]


def possible_days(field: Field) -> Schema | None:
    """Return a schema that only possible dates satisfy, though not quite all of them.

    It is for the fast path, which may only say clean: 29 February passes in a near leap year alone.
    None where the field is not a date.
    """
    parts = date_parts(field)
    if parts is None:
        return None
    year, month, day = parts
    longest = {number: calendar.monthrange(_LEAP_YEAR, number)[1] for number in range(1, 13)}
    short = [number for number, length in longest.items() if length < 30]  # noqa: PLR2004 - February
    long = [number for number, length in longest.items() if length > 30]  # noqa: PLR2004 - 31 days
    leap = [number for number in _NEAR_YEARS if calendar.isleap(number)]
    choices: list[dict[str, Schema]] = [
        {day: _UP_TO_28},
        {day: _UP_TO_30, month: {"not": {"enum": _spellings(short)}}},
        {month: {"enum": [None, *_spellings(long)]}},
        {day: _UP_TO_29, year: {"enum": [None, *_spellings(leap)]}},
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
