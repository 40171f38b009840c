"""SDE3xx: values of the right type that cannot be right."""

from __future__ import annotations

from sde_schema.rules.rule import Rule
from sde_schema.rules.samples import campaign, lead, payment, search, stamped

RULES = (
    Rule(
        code="SDE301",
        name="too-long",
        severity="error",
        meaning="A string is longer than 50,000 characters (Unicode code points).",
        why="The vendor's page gives this limit, and consumers size their columns by it.",
        bad=lead(topic="x" * 50_001),
        good=lead(topic="test drive"),
        fix="Shorten the string.",
    ),
    Rule(
        code="SDE302",
        name="unknown-code",
        severity="error",
        meaning="A value of the right type that is not in the list of codes.",
        why="Consumers translate codes with a table; a code outside it becomes “unknown”, or stops the feed.",
        bad=campaign("Search"),
        good=campaign("1"),
        fix='Use the code, not its meaning: `"1"`, not `"Search"`.',
    ),
    Rule(
        code="SDE303",
        name="bad-timestamp",
        severity="error",
        meaning="A timestamp that is not in epoch milliseconds: negative, empty, not only digits, or too large.",
        why="Consumers order and join events by this time; one that cannot be read puts the event nowhere.",
        bad=search("2016-12-07T11:50:29Z"),
        good=search("1481111429931"),
        fix="Write milliseconds since 1970-01-01T00:00:00Z, as a whole number or as a string of digits.",
    ),
    Rule(
        code="SDE304",
        name="bad-number",
        severity="error",
        meaning="A string where a number, also as a string, is expected.",
        why="Dates and ages are computed with; a part that is not a number makes the whole date unusable.",
        bad=payment("2014", "October", "15"),
        good=payment("2014", "10", "15"),
        fix="Write the number in digits 0-9, without spaces.",
    ),
    Rule(
        code="SDE305",
        name="out-of-range",
        severity="error",
        meaning="A number, also as a string, outside its range.",
        why="There is no month 13: the value was mixed up with another, or is counted from another start.",
        bad=payment("2014", "13", "15"),
        good=payment("2014", "12", "15"),
        fix="Write a value within the range that the message names.",
    ),
    Rule(
        code="SDE306",
        name="type-mismatch",
        severity="error",
        meaning="The `sdeType` of an event is not that of its attribute, or not a type at all.",
        why="Consumers that pick events by `sdeType` and those that pick by the attribute's name see different events.",
        bad=stamped(sdeType="PURCHASE"),
        good=stamped(sdeType="SEARCH_CONTENT"),
        fix="Write the type that belongs to the attribute, or leave `sdeType` out.",
    ),
)
