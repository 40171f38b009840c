"""Draw values from a seed: the same seed gives the same values on every machine and every Python."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FEBRUARY = 2


class Draw:
    """A stream of random values; it uses `Random.random` alone, whose sequence Python guarantees."""

    __slots__ = ("_next",)

    def __init__(self, seed: str) -> None:
        """Begin the stream that belongs to this seed."""
        self._next = Random(seed).random

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to limit, that itself left out."""
        return int(self._next() * limit)

    def one(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[int(self._next() * len(choices))]

    def chance(self, share: float) -> bool:
        """Return true in this share of the calls."""
        return self._next() < share

    def count(self, value: int) -> str | int:
        """Return a whole number the way real payloads carry it: mostly as text."""
        return str(value) if self._next() < 0.7 else value

    def money(self, cents: int) -> str | float:
        """Return an amount as "7.80", as "7.8" or as the number 7.8."""
        form = self._next()
        if form < 0.6:
            return f"{cents / 100:.2f}"
        return str(cents / 100) if form < 0.7 else cents / 100

    def calendar(self, year: int) -> tuple[int, int]:
        """Return a month and a day that this year has."""
        month = 1 + self.below(12)
        leap = month == FEBRUARY and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return month, 1 + self.below(DAYS[month - 1] + leap)

    def date(self, year: int) -> dict[str, str | int | None]:
        """Return a possible date: as numbers, as text, as text with leading zeros, or without its year."""
        month, day = self.calendar(year)
        form = self._next()
        if form < 0.45:
            return {"year": str(year), "month": str(month), "day": str(day)}
        if form < 0.65:
            return {"year": str(year), "month": f"{month:02}", "day": f"{day:02}"}
        return {"year": year if form < 0.98 else None, "month": month, "day": day}
