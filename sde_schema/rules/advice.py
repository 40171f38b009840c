"""SDE4xx: valid, and yet probably not what was meant. All of these are warnings."""

from __future__ import annotations

from sde_schema.rules.rule import Rule
from sde_schema.rules.samples import age, contact, lead, payment, search, stamped

RULES = (
    Rule(
        code="SDE401",
        name="implausible-timestamp",
        severity="warning",
        meaning="A timestamp outside the years 2000 to 2099.",
        why="It is usually in seconds or microseconds instead of milliseconds, and lands in 1970 or the far future.",
        bad=search("1481111429"),
        good=search("1481111429000"),
        fix="Convert to milliseconds; the hint says which unit the value looks like.",
    ),
    Rule(
        code="SDE402",
        name="not-numeric",
        severity="warning",
        meaning="An amount or count that is not numeric: `11.7`, `-5` and `1e3` are; `1,234.50` and `$5` are not.",
        why="It is valid, for the vendor allows any text here, but no consumer can add it up.",
        bad=lead(value="22,22 EUR"),
        good=lead(value="22.22"),
        fix="Write digits with a decimal point and nothing else; the currency has a field of its own.",
    ),
    Rule(
        code="SDE403",
        name="not-a-currency",
        severity="warning",
        meaning="A currency that is not an ISO 4217 code in capitals, in use or withdrawn since 2010.",
        why="It is valid, for the vendor allows any text here, but amounts of unknown currency cannot be compared.",
        bad=lead(currency="dollars"),
        good=lead(currency="USD"),
        fix="Write the three-letter code in capital letters.",
    ),
    Rule(
        code="SDE404",
        name="impossible-date",
        severity="warning",
        meaning="A day that the month does not have.",
        why="Each part is in its range, yet there is no such day: consumers refuse it, or roll it into the next month.",
        bad=payment("2015", "2", "29"),
        good=payment("2015", "2", "28"),
        fix="Correct the day, the month or the year.",
    ),
    Rule(
        code="SDE405",
        name="implausible-contact",
        severity="warning",
        meaning="An e-mail address or phone number that cannot be one.",
        why="Nobody can be reached by it; often two fields were exchanged.",
        bad=contact("example.com"),
        good=contact("myname@example.com"),
        fix="Write an address with an @ and a domain, or a number of at least four digits.",
    ),
    Rule(
        code="SDE406",
        name="no-events",
        severity="warning",
        meaning="An input whose documents were all recognized, and in which there is no event at all.",
        why="It is valid, but a check of it has checked nothing.",
        bad=b'{"sdes": {"events": []}}',
        good=b'{"sdes": {"events": [' + search("1481111429931") + b"]}}",
        fix=(
            "Check whether this is the right file; leave it out if it is. One record without events among others is"
            " normal."
        ),
    ),
    Rule(
        code="SDE407",
        name="times-out-of-order",
        severity="warning",
        meaning=(
            "An `originalTimeStamp` (when the event was created) that is later than the `serverTimeStamp` of the same"
            " attribute (when it was processed)."
        ),
        why=(
            "An event is created before it is processed; the other way round, delays come out negative. The vendor's"
            " own samples have it too: nine of the ten in the later edition of its page."
        ),
        bad=search("1481111429931", original=1481111429932),
        good=search("1481111429931", original=1481111429720),
        fix="Check whether the two were exchanged, or whether a clock is wrong.",
    ),
    Rule(
        code="SDE408",
        name="times-differ",
        severity="warning",
        meaning="The `serverTimeStamp` of an event differs from that of its attribute.",
        why="The two are normally equal; consumers order by either, and get different orders.",
        bad=stamped(serverTimeStamp="1481111429930"),
        good=stamped(serverTimeStamp="1481111429931"),
        fix="Check whether the two belong to the same event.",
    ),
    Rule(
        code="SDE409",
        name="implausible-age",
        severity="warning",
        meaning="An age below 0 or above 150, or a year of birth before 1850 or after 2099.",
        why="No consumer is that old: it is a year in place of an age, a default value, or a mistake in typing.",
        bad=age("1480"),
        good=age("1980"),
        fix="Write the age in years, or the year of birth in four digits; null if it is unknown.",
    ),
)
