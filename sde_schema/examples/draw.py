"""Draw values from a seed: the same seed gives the same values on every machine and every Python."""

from __future__ import annotations

from calendar import monthrange
from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


class Draw:
    """A stream of random values; it uses `Random.random` alone, whose sequence Python guarantees."""

    __slots__ = ("_next",)

    def __init__(self, seed: str) -> None:
        """Begin the stream that belongs to this seed."""
        self._next = Random(seed).random  # noqa: S311 - made-up data is no secret

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to limit, that itself left out."""
        return int(self._next() * limit)

    def one(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[int(self._next() * len(choices))]

    def chance(self, share: float) -> bool:
        """Return true in this share of the calls."""
        return self._next() < share

    def calendar(self, year: int) -> tuple[int, int]:
        """Return a month and a day that this year has."""
        month = 1 + self.below(12)
        return month, 1 + self.below(monthrange(year, month)[1])
