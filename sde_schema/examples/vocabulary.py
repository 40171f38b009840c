"""Words for made-up payloads: goods, places, codes. No person, no company, no number of these is real."""

from __future__ import annotations

from typing import NamedTuple


class Good(NamedTuple):
    """Something to buy: name (braces for a color), category, how its stock keeping unit begins, price in cents."""

    name: str
    category: str
    prefix: str
    least: int
    greatest: int


class Mishap(NamedTuple):
    """An error that a visitor meets."""

    context: str
    message: str
    code: str


COLORS = (
    "red",
    "navy blue",
    "ivory",
    "forest green",
    "charcoal",
    "sand",
    "türkis",
    "black",
    "silver",
    "coral",
)

GOODS = (
    Good("{} high heel shoe", "women shoes", "SHW", 2990, 18900),
    Good("{} running shoe", "sports/shoes", "SHR", 3990, 15900),
    Good("{} rain jacket with hood", "outdoor clothing", "JKT", 4990, 24900),
    Good("{} linen shirt", "men > shirts", "SHT", 1990, 7990),
    Good("{} wool scarf", "accessories", "SCF", 990, 5990),
    Good("{} desk lamp", "home & living", "LMP", 1490, 8990),
    Good("{} café table", "garden furniture", "TBL", 5990, 34900),
    Good("{} office chair", "office", "CHR", 8990, 59900),
    Good("{} espresso machine", "kitchen appliances", "ESP", 9900, 129900),
    Good("{} salad bowl, 2 l", "kitchen", "BWL", 790, 3990),
    Good("{} garden hose 25 m", "garden", "HSE", 1990, 6990),
    Good("{} cordless drill", "tools", "DRL", 4990, 22900),
    Good("{} smartphone 128 GB", "phones", "PHN", 19900, 119900),
    Good("{} phone case", "phones:accessories", "PHC", 490, 2990),
    Good("{} wireless headset", "audio", "HDS", 2990, 29900),
    Good("{} monitor stand", "computers", "MST", 1990, 9990),
    Good("{} backpack 30 l", "luggage", "BAG", 3990, 14900),
    Good("{} children's bicycle", "bicycles", "BIC", 9990, 39900),
    Good("{} yoga mat", "sports", "YGM", 990, 5990),
    Good("antivirus pro plan", "software", "SFT", 780, 9900),
    Good("travel insurance", "finance/insurance", "INS", 1200, 45000),
    Good("prepaid data plan 10 GB", "plans", "PLN", 500, 4500),
    Good("hotel night, double room", "travel", "HTL", 6900, 38900),
    Good("gift card", "gifts", "GFT", 1000, 20000),
)

#: one good in a hundred has a name that JSON must escape
ESCAPED_GOOD = Good('{} 27" monitor', "computers", "MON", 12990, 89900)
ESCAPED_SHARE = 0.01

CURRENCIES = (
    "USD",
    "EUR",
    "GBP",
    "USD",
    "EUR",
    "JPY",
    "CHF",
    "AUD",
    "CAD",
    "ILS",
    "SEK",
    "INR",
    "BRL",
    "RUB",
    "PLN",
)

KEYWORDS = (
    "apple",
    "banana",
    "winter coat size 42",
    "return policy",
    "opening hours",
    "cheap flights",
    "wifi router",
    "change my address",
    "invoice copy",
    "gluten free",
    "größe 38",
    "кроссовки",
    "靴",
    "black friday",
    "size chart",
    "cancel order",
    "track parcel",
    "gift wrap",
    "student discount",
    "credit card with cash back",
)

CUSTOMER_STATUSES = ("active", "cancelled", "prospect", "suspended", "new", "Active", "dormant")
CUSTOMER_TYPES = ("vip", "gold", "silver", "standard", "business", "employee", "VIP")
ROLES = ("buyer", "IT administrator", "owner", "accountant", "assistant", "head of purchasing", "student")
COMPANIES = (
    "Example Trading Ltd",
    "Sample & Sons",
    "Muster GmbH",
    "Specimen SA",
    "Placeholder Logistics Inc.",
    "Beispiel AG",
    "Northern Example Bank",
    "Any Town Council",
)
GIVEN_NAMES = (
    "Testa",
    "Exempla",
    "Probando",
    "Specimena",
    "Mustera",
    "Visitor",
    "Caller",
    "Anyone",
    "Пример",
)
SURNAMES = (
    "Sample",
    "Example",
    "Placeholder",
    "Beispiel",
    "Dummy",
    "Ejemplo",
    "Échantillon",
    "Nobody",
    "Fixture",
)
GENDERS = ("MALE", "FEMALE", "OTHER", "male", "female")
LANGUAGES = ("English", "en-US", "Deutsch", "français", "es", "Português", "עברית", "日本語", "Nederlands")
AREA_CODES = ("212", "312", "415", "503", "617", "702", "808", "919")

LEAD_TOPICS = (
    "luxury car test drive",
    "mortgage consultation",
    "home insurance quote",
    "fibre upgrade",
    "https://www.example.com/offers?id=77",
    "business credit card",
    "solar roof estimate",
    "kitchen planning visit",
)
AFFILIATES = (
    "example-search",
    "Sample Network",
    "partner-17",
    "newsletter",
    "coupons.example.com",
    "print ad",
)
CAMPAIGNS = (
    "US coupon campaign",
    "spring sale",
    "back to school",
    "loyalty Q3",
    "win-back e-mail",
    "new store opening",
)

SERVICE_TOPICS = (
    "order checkbook",
    "replace lost card",
    "change of address",
    "repair appointment",
    "refund",
    "meter reading",
    "upgrade of contract",
    "password reset",
)
SERVICE_CATEGORIES = ("finance", "cards", "account", "technical", "logistics", "contracts")

MISHAPS = (
    Mishap("checkout", "Expiration date missing", "er100004"),
    Mishap(
        "checkout: payment",
        "The card was declined. Please try another card or another way to pay.",
        "er100017",
    ),
    Mishap("login", "Wrong password", "401"),
    Mishap("search", "Nothing found for these words", "s404"),
    Mishap("registration", "This e-mail address is already registered", "reg-12"),
    Mishap("cart", "This article is no longer in stock", "cart.stock.0"),
    Mishap("page", "The page could not be loaded", "500"),
    Mishap("address form", "Postleitzahl ungültig", "adr-3"),
)
ERROR_LEVELS = ("warning", "error", "info", "1", 1, 2, 3)

PHONE_TYPES = ("MOBILE", "HOME", "WORK", "landline")
CONTACT_METHODS = ("email", "phone", "sms", "post", "chat")
ADDRESSES = ("1 Example Road, Sampletown", "Musterstraße 5, 10115 Berlin", "North, Examplia")
COUNTRIES = ("US", "Germany", "ישראל", "Canada", "France", "JP")
REGIONS = ("New York", "Bayern", "Ontario", "California", "Île-de-France")
SOLD_OUT = ("out of stock", "back order", "ships in 3 weeks")
LOW_STOCK = 10
BRANCHES = ("head office", "north", "airport store", "Zweigstelle Süd", "17")

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
