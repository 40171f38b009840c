"""What is in a field of this name, realistically; whether as text or number is the schemas' to say.

Keys are a field's name, or its holder's and its own where that differs. What is in none of these
takes its values from the schema's examples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema.examples import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from sde_schema.examples.draw import Draw


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
        self.currency = draw.one(vocabulary.CURRENCIES)
        self.flags: dict[str, bool] = {}
        self.mishap = draw.one(vocabulary.MISHAPS)
        self.total = self.items = 0
        self.good = vocabulary.GOODS[0]
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
        self.good = vocabulary.ESCAPED_GOOD if draw.chance(vocabulary.ESCAPED_SHARE) else draw.one(vocabulary.GOODS)
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


def _sum(scene: Scene) -> int:
    return scene.total or 500 + scene.draw.below(90_000)


def _balance(scene: Scene) -> int:
    return scene.draw.below(400_000) - 100_000


def _lead_value(scene: Scene) -> int:
    return -100 if scene.draw.chance(0.05) else scene.draw.below(500_000)


CENTS: dict[str, Callable[[Scene], int]] = {
    "total": _sum,
    "price": lambda scene: scene.price,
    "balance": _balance,
    "value": _lead_value,
}
"""Amounts, in hundredths."""

COUNTS: dict[str, Callable[[Scene], int]] = {
    "numItems": lambda scene: scene.items or 1 + scene.draw.below(9),
    "quantity": lambda scene: scene.quantity,
    "quantityInStock": lambda scene: scene.stock,
    "companySize": lambda scene: 1 + scene.draw.below(5000),
    "year": lambda scene: scene.year,
    "month": lambda scene: scene.month,
    "day": lambda scene: scene.day,
    "customerAgeInYears": lambda scene: scene.this_year - scene.year,
    "customerYearOfBirth": lambda scene: scene.year,
    "customerMonthOfBirth": lambda scene: scene.month,
    "customerDateOfBirth": lambda scene: scene.day,
}
"""Whole numbers."""


def _number(scene: Scene, digits: int) -> str:
    return f"{scene.draw.below(10**digits):0{digits}}"


def _product_name(scene: Scene) -> str:
    return scene.good.name.format(scene.draw.one(vocabulary.COLORS))


def _phone(scene: Scene) -> str:
    area, last = scene.draw.one(vocabulary.AREA_CODES), f"01{scene.draw.below(100):02}"
    forms = (f"+1 {area}-555-{last}", f"({area}) 555-{last}", f"555-{last}", f"1{area}555{last}")
    return scene.draw.one(forms)


def _social_id(scene: Scene) -> str:
    return scene.draw.one(("", "", "social:")) + str(10**8 + scene.draw.below(9 * 10**8))


def _with_year(choices: tuple[str, ...]) -> Callable[[Scene], str]:
    return lambda scene: f"{scene.draw.one(choices)} {scene.this_year}"


def _stock_status(scene: Scene) -> str:
    if scene.stock == 0:
        return scene.draw.one(vocabulary.SOLD_OUT)
    return "low stock" if scene.stock < vocabulary.LOW_STOCK else "in stock"


TEXTS: dict[str, Callable[[Scene], str]] = {
    "product.name": _product_name,
    "product.category": lambda scene: scene.good.category,
    "sku": lambda scene: f"{scene.good.prefix}-{_number(scene, 5)}",
    "statusInStock": _stock_status,
    "orderId": lambda scene: f"DRV{_number(scene, 5)}XC",
    "currency": lambda scene: scene.currency,
    "customerId": lambda scene: f"{_number(scene, 6)}AC",
    "socialId": _social_id,
    "imei": lambda scene: f"00{_number(scene, 13)}",
    "userName": lambda scene: f"user{scene.draw.below(1_000_000)}",
    "storeNumber": lambda scene: str(1 + scene.draw.below(2000)),
    "storeZipCode": lambda scene: _number(scene, 5),
    "zipCode": lambda scene: _number(scene, 5),
    "email": lambda scene: f"visitor.{scene.draw.below(100_000)}@example.{scene.draw.one(('com', 'org'))}",
    "phone": _phone,
    "lead.topic": _with_year(vocabulary.LEAD_TOPICS),
    "leadId": lambda scene: f"xyz{_number(scene, 7)}",
    "campaignId": _with_year(vocabulary.CAMPAIGNS),
    "serviceId": lambda scene: f"service{scene.draw.below(10_000)}",
    "contextId": lambda scene: scene.mishap.context,
    "message": lambda scene: scene.mishap.message,
    "code": lambda scene: scene.mishap.code,
}
"""Texts."""

WORDS: dict[str, tuple[Any, ...]] = {
    "keywords": vocabulary.KEYWORDS,
    "customerStatus": vocabulary.CUSTOMER_STATUSES,
    "customerType": vocabulary.CUSTOMER_TYPES,
    "accountName": vocabulary.COMPANIES,
    "role": vocabulary.ROLES,
    "companyBranch": vocabulary.BRANCHES,
    "name": vocabulary.GIVEN_NAMES,
    "surname": vocabulary.SURNAMES,
    "gender": vocabulary.GENDERS,
    "company": vocabulary.COMPANIES,
    "language": vocabulary.LANGUAGES,
    "affiliate": vocabulary.AFFILIATES,
    "topic": vocabulary.SERVICE_TOPICS,
    "category": vocabulary.SERVICE_CATEGORIES,
    "level": vocabulary.ERROR_LEVELS,
    "phoneType": vocabulary.PHONE_TYPES,
    "preferredContactMethod": vocabulary.CONTACT_METHODS,
    "address": vocabulary.ADDRESSES,
    "country": vocabulary.COUNTRIES,
    "region": vocabulary.REGIONS,
}
"""Choices; those that a version's schema refuses are left out of it."""

SCENES: dict[str, Callable[[Scene], None]] = {
    "products": lambda scene: scene.next_good(),
    "customerAge": lambda scene: scene.birthday(),
    "lastPaymentDate": lambda scene: scene.last_payment(),
    "registrationDate": lambda scene: scene.registration(),
}
"""What to turn to before an object of this name is drawn."""
