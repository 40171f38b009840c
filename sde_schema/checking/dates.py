"""SDE404: days that the month does not have, which no schema can say plainly."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING, Any

from sde_schema.codes import IMPOSSIBLE_DATE
from sde_schema.findings import Finding
from sde_schema.reading.parsed_object import whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from sde_schema.catalog.fields import Field
    from sde_schema.model import Path

_LEAP_YEAR = 2000


class Dates:
    """Finds the impossible dates in the values of a field."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._known: dict[Field, bool] = {}
        self._with_dates: dict[Field, list[tuple[str, Field]]] = {}

    def findings(self, value: Any, path: Path, wrong: AbstractSet[Path]) -> Iterator[Finding]:
        """Yield SDE404 for each date in the value that cannot be, unless it or a part of it is wrong already."""
        yield from self._in(self._field, value, path, wrong)

    def _in(self, field: Field, value: Any, path: Path, wrong: AbstractSet[Path]) -> Iterator[Finding]:
        if isinstance(value, dict):
            yield from self._of_date(field, value, path, wrong)
            for name, member in self._members(field):
                if name in value:
                    yield from self._in(member, value[name], (*path, name), wrong)
        elif isinstance(value, list) and field.items and self._has_dates(field):
            for index, item in enumerate(value):
                yield from self._in(field.items, item, (*path, index), wrong)

    def _of_date(self, field: Field, value: dict[str, Any], path: Path, wrong: AbstractSet[Path]) -> Iterator[Finding]:
        parts = field.date_parts
        if parts and _is_impossible(*(whole_number(value.get(name)) for name in parts)):
            checked = {path, *((*path, name) for name in parts)}
            if wrong.isdisjoint(checked):
                yield Finding(IMPOSSIBLE_DATE, path, field, field)

    def _members(self, field: Field) -> list[tuple[str, Field]]:
        """Return the members of a field in which a date may be."""
        if field not in self._with_dates:
            self._with_dates[field] = [pair for pair in field.members.items() if self._has_dates(pair[1])]
        return self._with_dates[field]

    def _has_dates(self, field: Field) -> bool:
        """Return whether a field is a date, or one is anywhere in it."""
        if field not in self._known:
            below = (*field.members.values(), *([field.items] if field.items else ()))
            self._known[field] = field.date_parts is not None or any(map(self._has_dates, below))
        return self._known[field]


def _is_impossible(year: int | None, month: int | None, day: int | None) -> bool:
    if month is None or day is None or not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        return False
    return day > calendar.monthrange(_LEAP_YEAR if year is None else year or _LEAP_YEAR, month)[1]
