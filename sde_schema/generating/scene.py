"""What one event tells of: its time, goods, people. Values that are drawn from one scene agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.generating import words

if TYPE_CHECKING:
    from sde_schema.generating.draw import Draw

FIRST_TIME = 1_420_070_400_000  # 2015-01-01T00:00:00Z
LAST_TIME = 1_798_761_599_999  # 2026-12-31T23:59:59.999Z
_YEAR_MILLISECONDS = 31_556_952_000
_FIRST_YEAR, _LAST_YEAR = 2015, 2026
_DAWN, _BORN_FIRST, _BORN_SPAN = 2000, 1940, 66


class Scene:
    """The facts of one event, drawn where they are first needed."""

    __slots__ = (
        "_stock",
        "currency",
        "day",
        "draw",
        "flags",
        "good",
        "items",
        "lag",
        "mishap",
        "month",
        "now",
        "price",
        "quantity",
        "total",
        "year",
    )  # fmt: skip

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.now = FIRST_TIME + draw.below(LAST_TIME - FIRST_TIME)
        self.lag = draw.below(5000)
        self.currency = draw.one(words.CURRENCIES)
        self.flags: dict[str, bool] = {}
        self.mishap = draw.one(words.MISHAPS)
        self.total = self.items = 0
        self.good = words.GOODS[0]
        self.price = self.quantity = 0
        self._stock: int | None = None
        self._turn_to(self.this_year)

    @property
    def this_year(self) -> int:
        """The year of the event."""
        return min(_LAST_YEAR, _FIRST_YEAR + (self.now - FIRST_TIME) // _YEAR_MILLISECONDS)

    def next_good(self) -> None:
        """Turn to another good, and put it into the cart."""
        draw = self.draw
        self.good = words.ESCAPED_GOOD if draw.chance(words.ESCAPED_SHARE) else draw.one(words.GOODS)
        least, greatest = self.good.least, self.good.greatest
        self.price = least + draw.below(greatest - least)
        self.quantity = 1 + draw.below(3)
        self._stock = None
        self.total += self.quantity * self.price
        self.items += self.quantity

    @property
    def stock(self) -> int:
        """How many of the good are in stock; drawn where it is first asked for."""
        if self._stock is None:
            self._stock = 0 if self.draw.chance(0.1) else 1 + self.draw.below(500)
        return self._stock

    def last_payment(self) -> None:
        """Turn to a day in one of the two years before the event."""
        self._turn_to(self.this_year - 1 - self.draw.below(2))

    def registration(self) -> None:
        """Turn to a day in a year before the one of the last payment, if there was one, or of the event."""
        self._turn_to(_DAWN + self.draw.below(self.year - _DAWN))

    def birthday(self) -> None:
        """Turn to a day on which somebody was born who may be a customer."""
        self._turn_to(_BORN_FIRST + self.draw.below(_BORN_SPAN))

    def _turn_to(self, year: int) -> None:
        self.year = year
        self.month, self.day = self.draw.calendar(year)

    def flag(self, name: str) -> bool:
        """Return yes or no, the same for a name all over the event."""
        if name not in self.flags:
            self.flags[name] = self.draw.chance(0.5)
        return self.flags[name]
