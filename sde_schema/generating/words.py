"""Words for made-up payloads: goods, places, codes. No person, no company, no number of these is real."""

from __future__ import annotations

COLOURS = (
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

#: noun, category, prefix of the stock keeping unit, least and greatest price in cents
GOODS = (
    ("high heel shoe", "women shoes", "SHW", 2990, 18900),
    ("running shoe", "sports/shoes", "SHR", 3990, 15900),
    ("rain jacket with hood", "outdoor clothing", "JKT", 4990, 24900),
    ("linen shirt", "men > shirts", "SHT", 1990, 7990),
    ("wool scarf", "accessories", "SCF", 990, 5990),
    ("desk lamp", "home & living", "LMP", 1490, 8990),
    ("café table", "garden furniture", "TBL", 5990, 34900),
    ("office chair", "office", "CHR", 8990, 59900),
    ("espresso machine", "kitchen appliances", "ESP", 9900, 129900),
    ("salad bowl, 2 l", "kitchen", "BWL", 790, 3990),
    ("garden hose 25 m", "garden", "HSE", 1990, 6990),
    ("cordless drill", "tools", "DRL", 4990, 22900),
    ("smartphone 128 GB", "phones", "PHN", 19900, 119900),
    ("phone case", "phones:accessories", "PHC", 490, 2990),
    ("wireless headset", "audio", "HDS", 2990, 29900),
    ("monitor stand", "computers", "MST", 1990, 9990),
    ("backpack 30 l", "luggage", "BAG", 3990, 14900),
    ("children's bicycle", "bicycles", "BIC", 9990, 39900),
    ("yoga mat", "sports", "YGM", 990, 5990),
    ("antivirus pro plan", "software", "SFT", 780, 9900),
    ("travel insurance", "finance/insurance", "INS", 1200, 45000),
    ("prepaid data plan 10 GB", "plans", "PLN", 500, 4500),
    ("hotel night, double room", "travel", "HTL", 6900, 38900),
    ("gift card", "gifts", "GFT", 1000, 20000),
)

#: one good in a hundred or so has a name that JSON must escape
ESCAPED_NOUN = '27" monitor'
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

ERRORS = (
    ("checkout", "Expiration date missing", "er100004"),
    (
        "checkout: payment",
        "The card was declined. Please try another card or another way to pay.",
        "er100017",
    ),
    ("login", "Wrong password", "401"),
    ("search", "Nothing found for these words", "s404"),
    ("registration", "This e-mail address is already registered", "reg-12"),
    ("cart", "This article is no longer in stock", "cart.stock.0"),
    ("page", "The page could not be loaded", "500"),
    ("address form", "Postleitzahl ungültig", "adr-3"),
)
ERROR_LEVELS = ("warning", "error", "info", "1", 1, 2, 3)

PHONE_TYPES = ("MOBILE", "HOME", "WORK", "landline")
CONTACT_METHODS = ("email", "phone", "sms", "post", "chat")
COUNTRIES = ("US", "Germany", "ישראל", "Canada", "France", "JP")
REGIONS = ("New York", "Bayern", "Ontario", "California", "Île-de-France")
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
