"""Make an attribute's body from a draw and a time: valid under 1.0, with nothing in it that draws advice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks import vocabulary as words

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.draw import Draw

Body = dict[str, Any]

FIRST_TIME = 1_420_070_400_000  # 2015-01-01T00:00:00Z
LAST_TIME = 1_798_761_599_999  # 2026-12-31T23:59:59.999Z
YEAR_MILLISECONDS = 31_556_952_000
CHANNELS = 7
SERVICE_STATUSES = 14


def _year(now: int) -> int:
    return min(2026, 2015 + (now - FIRST_TIME) // YEAR_MILLISECONDS)


def _code(draw: Draw, number: int, letters: str) -> str:
    """Return an identifier such as "138766AC"."""
    return f"{draw.below(10**number):0{number}}{letters}"


def _worn(draw: Draw, fields: Body) -> Body:
    """Give the fields the gaps of real payloads: one null, one absent, one empty or masked, most complete."""
    if draw.chance(0.35):
        fields[draw.one(tuple(fields))] = None
    if draw.chance(0.15):
        del fields[draw.one(tuple(fields))]
    return fields


def _product(draw: Draw) -> tuple[Body, int]:
    """Return a product and its price in cents."""
    noun, category, prefix, least, greatest = draw.one(words.GOODS)
    if draw.chance(words.ESCAPED_SHARE):
        noun = words.ESCAPED_NOUN
    cents = least + draw.below(greatest - least)
    return {
        "name": f"{draw.one(words.COLOURS)} {noun}",
        "category": category,
        "sku": f"{prefix}-{draw.below(100_000):05}",
        "price": draw.money(cents),
    }, cents


def _cart(draw: Draw, most: int) -> Body:
    """Return total, numItems, currency and products that agree with each other."""
    products: list[Body] = []
    total = items = 0
    for _ in range(1 + draw.below(most)):
        product, cents = _product(draw)
        quantity = 1 + draw.below(3)
        total += quantity * cents
        items += quantity
        products.append({"quantity": draw.count(quantity), "product": _worn(draw, product)})
    return _worn(
        draw,
        {
            "total": draw.money(total),
            "numItems": draw.count(items),
            "currency": draw.one(words.CURRENCIES),
            "products": products,
        },
    )


def cart_status(draw: Draw, now: int) -> Body:
    """Return the body of a cartStatus."""
    return {"serverTimeStamp": now, **_cart(draw, 5)}


def purchase(draw: Draw, now: int) -> Body:
    """Return the body of a purchase."""
    cart = _cart(draw, 5)
    fields = {"total": cart.get("total"), "cart": cart, "orderId": f"DRV{_code(draw, 5, 'XC')}"}
    return {"serverTimeStamp": now, **_worn(draw, fields)}


def viewed_product(draw: Draw, now: int) -> Body:
    """Return the body of a viewedProduct."""
    products = [{"product": _worn(draw, _product(draw)[0])} for _ in range(1 + draw.below(5))]
    fields = {"currency": draw.one(words.CURRENCIES), "products": products}
    return {"serverTimeStamp": now, **_worn(draw, fields)}


def search_content(draw: Draw, now: int) -> Body:
    """Return the body of a searchContent."""
    keywords: list[str | int] = [draw.one(words.KEYWORDS) for _ in range(draw.below(5))]
    if draw.chance(0.1):
        keywords.append(2000 + draw.below(26))
    return {"serverTimeStamp": now, "keywords": keywords}


def customer_info(draw: Draw, now: int) -> Body:
    """Return the body of a customerInfo."""
    user = f"user{draw.below(1_000_000)}"
    social = draw.below(10**9)
    fields = {
        "customerStatus": draw.one(words.CUSTOMER_STATUSES),
        "customerType": draw.one(words.CUSTOMER_TYPES),
        "balance": draw.money(draw.below(400_000) - 100_000),
        "currency": draw.one(words.CURRENCIES),
        "customerId": _code(draw, 6, "AC"),
        "socialId": social if draw.chance(0.5) else f"social:{social}",
        "imei": f"00{_code(draw, 13, '')}" if draw.chance(0.3) else None,
        "userName": "****" if draw.chance(0.1) else user,
        "accountName": draw.one(words.COMPANIES) if draw.chance(0.5) else None,
        "role": draw.one(words.ROLES),
        "lastPaymentDate": draw.date(_year(now)),
        "registrationDate": draw.date(2000 + draw.below(_year(now) - 1999)),
        "companySize": draw.count(1 + draw.below(5000)) if draw.chance(0.5) else "",
        "storeNumber": draw.count(draw.below(2000)),
        "storeZipCode": _code(draw, 5, "") if draw.chance(0.7) else None,
    }
    return {"serverTimeStamp": now, "customerInfo": _worn(draw, fields)}


def _age(draw: Draw, now: int) -> Body:
    """Return a customerAge whose parts agree."""
    born = 1940 + draw.below(66)
    month, day = draw.calendar(born)
    age = _year(now) - born
    return {
        "customerAgeInYears": f"{age}.0" if draw.chance(0.6) else age,
        "customerYearOfBirth": draw.count(born),
        "customerMonthOfBirth": draw.count(month),
        "customerDateOfBirth": draw.count(day),
    }


def _contact(draw: Draw) -> Body:
    """Return one entry of the contacts, from the ranges that are kept for examples."""
    area, last = draw.one(words.AREA_CODES), f"01{draw.below(100):02}"
    phone = draw.one((f"+1 {area}-555-{last}", f"({area}) 555-{last}", f"555-{last}", f"1{area}555{last}", "****"))
    email = "" if draw.chance(0.05) else f"visitor.{draw.below(100_000)}@example.com"
    return {"personalContact": _worn(draw, {"email": email, "phone": phone})}


def personal_info(draw: Draw, now: int) -> Body:
    """Return the body of a personalInfo."""
    fields = {
        "name": "****" if draw.chance(0.1) else draw.one(words.GIVEN_NAMES),
        "surname": draw.one(words.SURNAMES),
        "gender": draw.one(words.GENDERS),
        "company": draw.one(words.COMPANIES),
        "language": draw.one(words.LANGUAGES),
        "customerAge": _worn(draw, _age(draw, now)),
        "contacts": [_contact(draw) for _ in range(1 if draw.chance(0.8) else draw.below(3))],
    }
    return {"serverTimeStamp": now, "personalInfo": _worn(draw, fields)}


def lead(draw: Draw, now: int) -> Body:
    """Return the body of a lead."""
    fields = {
        "topic": f"{draw.one(words.LEAD_TOPICS)} {_year(now)}",
        "value": draw.money(draw.below(500_000)),
        "currency": draw.one(words.CURRENCIES),
        "leadId": _code(draw, 7, "xyz"),
    }
    return {"lead": _worn(draw, fields), "serverTimeStamp": now}


def marketing_campaign_info(draw: Draw, now: int) -> Body:
    """Return the body of a marketingCampaignInfo."""
    fields = {
        "originatingChannel": draw.count(draw.below(CHANNELS)),
        "affiliate": draw.one(words.AFFILIATES),
        "campaignId": f"{draw.one(words.CAMPAIGNS)} {_year(now)}",
    }
    return {"serverTimeStamp": now, "marketingCampaignInfo": _worn(draw, fields)}


def service_activity(draw: Draw, now: int) -> Body:
    """Return the body of a serviceActivity."""
    fields = {
        "topic": draw.one(words.SERVICE_TOPICS),
        "status": draw.count(draw.below(SERVICE_STATUSES)),
        "category": draw.one(words.SERVICE_CATEGORIES),
        "serviceId": f"service{draw.below(10_000)}",
    }
    return {"serverTimeStamp": now, "serviceActivity": _worn(draw, fields)}


def visitor_error(draw: Draw, now: int) -> Body:
    """Return the body of a visitorError."""
    context, message, code = draw.one(words.ERRORS)
    fields = {
        "contextId": context,
        "message": message,
        "code": code,
        "level": draw.one(words.ERROR_LEVELS),
        "resolved": draw.one((True, False, "true", "false", None)),
    }
    return {"serverTimeStamp": now, "visitorError": _worn(draw, fields)}


MAKERS: dict[str, Callable[[Draw, int], Body]] = {
    "cartStatus": cart_status,
    "customerInfo": customer_info,
    "lead": lead,
    "marketingCampaignInfo": marketing_campaign_info,
    "personalInfo": personal_info,
    "purchase": purchase,
    "serviceActivity": service_activity,
    "visitorError": visitor_error,
    "viewedProduct": viewed_product,
    "searchContent": search_content,
}

#: how often each attribute type comes, in hundredths: browsing is more frequent than buying
SHARES = {
    "cartStatus": 14,
    "customerInfo": 12,
    "lead": 7,
    "marketingCampaignInfo": 9,
    "personalInfo": 11,
    "purchase": 8,
    "serviceActivity": 7,
    "visitorError": 7,
    "viewedProduct": 15,
    "searchContent": 10,
}


def event(draw: Draw, now: int) -> Body:
    """Return one event of a type that is drawn by its share; its time is a text more often than a number."""
    name = draw.one(_URN)
    body = MAKERS[name](draw, now)
    if draw.chance(0.7):
        body["serverTimeStamp"] = str(now)
    return {name: body}


_URN = tuple(name for name, share in SHARES.items() for _ in range(share))
