"""SDE4xx: valid, and yet probably not what was meant. All of these are warnings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sde_schema.catalog.fields import advice_in_words, definition_field
from sde_schema.codes import (
    BAD_NUMBER,
    BAD_TIMESTAMP,
    IMPLAUSIBLE_AGE,
    IMPLAUSIBLE_CONTACT,
    IMPLAUSIBLE_TIMESTAMP,
    IMPOSSIBLE_DATE,
    NO_EVENTS,
    NOT_A_CURRENCY,
    NOT_NUMERIC,
    NOTHING_TO_VALIDATE,
    OUT_OF_RANGE,
    TIMES_DIFFER,
    TIMES_OUT_OF_ORDER,
    UNKNOWN_CODE,
)
from sde_schema.prose import all_quoted
from sde_schema.rules import fixes
from sde_schema.rules.expected import EPOCH, first_fix, such_as, wanted_of
from sde_schema.rules.rule import Rule
from sde_schema.rules.samples import age, contact, lead, payment, search, stamped
from sde_schema.rules.suggestions import hint_without_events
from sde_schema.rules.wording import about_value, sentence

if TYPE_CHECKING:
    from sde_schema.findings import Finding
    from sde_schema.rules.wording import Context

_UNITS = (("seconds", 1_000, 1), ("microseconds", 1, 1_000), ("nanoseconds", 1, 1_000_000))


def _for_unit(finding: Finding, value: Any, _: Context) -> str:
    """Say in which unit a timestamp seems to be."""
    low, high = finding.schema.node["minimum"], finding.schema.node["maximum"]
    for unit, times, divided in _UNITS:
        if low <= int(value) * times // divided <= high:
            change = f"multiply it by {times:,}" if times > 1 else f"divide it by {divided:,}"
            return f"It looks like {unit}; {change}."
    return f"Check whether it is in {EPOCH}."


def _for_amount(finding: Finding, value: Any, context: Context) -> str | None:
    """Say how to write an amount."""
    fix = first_fix(finding, fixes.for_amount(value, wanted_of(finding, context)), context)
    return fix or such_as(finding, context)


def _for_currency(finding: Finding, value: Any, context: Context) -> str:
    """Say which code was meant where only the letter case differs."""
    fix = first_fix(finding, fixes.for_currency(value), context)
    return fix or 'It must be the three-letter code, such as `"USD"` or `"EUR"`.'


def _for_date(_: Finding, value: Any, context: Context) -> str:  # noqa: ARG001 - as the others
    """Say what to correct in an impossible date."""
    return f"Correct {all_quoted([name for name, part in value.items() if part is not None], 'or')}."


def _for_contact(finding: Finding, value: Any, context: Context) -> str | None:
    """Say how to write a contact, else what one looks like, in the words of the advice's schema."""
    description = finding.schema.node.get("description")
    return first_fix(finding, fixes.for_contact(value), context) or description


def _for_order(*_: object) -> str:
    """Say which of two times comes first."""
    return (
        "An event is created before it is processed: check whether the two times were exchanged or a clock is wrong."
        " The vendor's own samples have this order too."
    )


def _for_difference(*_: object) -> str:
    """Say which times are normally equal."""
    return "The two times are normally equal: check whether they belong to the same event."


def _for_age(finding: Finding, *_: object) -> str | None:
    """Say what an age or a year of birth may be, in the words of the advice's schema."""
    description = finding.schema.node.get("description")
    return str(description) if description else None


def _no_events(finding: Finding, _: Context) -> str:
    return "The array of events is empty." if finding.has_array else "There is no event in this document."


def _for_no_events(_: Finding, context: Context) -> str:
    return hint_without_events(context.document, context) or "Check whether this is the right file."


def _plausible_years() -> str:
    """Return the first and the last year in which a timestamp is plausible."""
    plausible = definition_field("plausibleTimeStamp")
    ends = (plausible.first(keyword, 0) for keyword in ("minimum", "maximum"))
    return " to ".join(str(datetime.fromtimestamp(end / 1_000, UTC).year) for end in ends)


_YEARS = _plausible_years()

RULES = (
    Rule(
        code=IMPLAUSIBLE_TIMESTAMP,
        name="implausible-timestamp",
        severity="warning",
        meaning=f"A timestamp outside the years {_YEARS}.",
        why="It is usually in seconds or microseconds instead of milliseconds, and is read as 1970 or a far future.",
        bad=search("1481111429"),
        good=search("1481111429000"),
        fix="Convert it to milliseconds. The hint says which unit the value seems to have.",
        message=sentence(f"is outside the years {_YEARS}"),
        hint=about_value(_for_unit),
        see_also=(BAD_TIMESTAMP, TIMES_OUT_OF_ORDER, TIMES_DIFFER),
        options=("--strict", "--show-values"),
    ),
    Rule(
        code=NOT_NUMERIC,
        name="not-numeric",
        severity="warning",
        meaning="An amount or count that is not numeric: `11.7`, `-5` and `1e3` are; `1,234.50` and `$5` are not.",
        why="It is valid, because the vendor's type allows any string here, but programs cannot compute with it.",
        bad=lead(value="22,22 EUR"),
        good=lead(value="22.22"),
        fix="Write digits with a decimal point and nothing else. The currency has a field of its own.",
        message=sentence("is an amount or count, but not a number"),
        hint=about_value(_for_amount),
        see_also=(BAD_NUMBER, NOT_A_CURRENCY),
        options=("--strict", "--show-values"),
    ),
    Rule(
        code=NOT_A_CURRENCY,
        name="not-a-currency",
        severity="warning",
        meaning="A currency that is not an ISO 4217 code in capitals, in use or withdrawn since 2010.",
        why="It is valid: the vendor's type allows any string. But amounts of unknown currency cannot be compared.",
        bad=lead(currency="dollars"),
        good=lead(currency="USD"),
        fix="Write the three-letter code in capital letters.",
        message=sentence("is not an ISO 4217 currency code"),
        hint=about_value(_for_currency),
        see_also=(NOT_NUMERIC, UNKNOWN_CODE),
        options=("--strict", "--show-values"),
    ),
    Rule(
        code=IMPOSSIBLE_DATE,
        name="impossible-date",
        severity="warning",
        meaning="A day that the month does not have.",
        why="Each part is in its range, but there is no such day: programs reject it, or read a day of the next month.",
        bad=payment("2015", "2", "29"),
        good=payment("2015", "2", "28"),
        fix="Correct the day, the month or the year.",
        message=sentence("is a day that its month does not have"),
        hint=about_value(_for_date),
        see_also=(OUT_OF_RANGE,),
        options=("--strict", "--show-values"),
    ),
    Rule(
        code=IMPLAUSIBLE_CONTACT,
        name="implausible-contact",
        severity="warning",
        meaning="An e-mail address or phone number that cannot be one.",
        why="Nobody can be reached with it. Often the values of two fields were exchanged.",
        bad=contact("example.com"),
        good=contact("myname@example.com"),
        fix="Write an address with an @ and a domain, or a number of at least four digits.",
        message=sentence("cannot be what its name says"),
        hint=about_value(_for_contact),
        see_also=(IMPLAUSIBLE_AGE,),
        options=("--strict",),
    ),
    Rule(
        code=NO_EVENTS,
        name="no-events",
        severity="warning",
        meaning="All documents of an input were recognized, but none of them has an event.",
        why="The input is valid, but nothing in it was checked.",
        bad=b'{"sdes": {"events": []}}',
        good=b'{"sdes": {"events": [' + search("1481111429931") + b"]}}",
        fix=(
            "Check whether this is the right file. If it is, leave it out of the check. A record without events among"
            " others is normal."
        ),
        message=_no_events,
        hint=_for_no_events,
        see_also=(NOTHING_TO_VALIDATE,),
        options=("--strict", "--at"),
    ),
    Rule(
        code=TIMES_OUT_OF_ORDER,
        name="times-out-of-order",
        severity="warning",
        meaning=(
            "An `originalTimeStamp` (when the event was created) is later than the `serverTimeStamp` of the same"
            " attribute (when the event was processed)."
        ),
        why=(
            "An event is created before it is processed; otherwise a computed delay is negative. The vendor's own"
            " samples have this order too: nine of the ten in the later edition of its page."
        ),
        bad=search("1481111429931", original=1481111429932),
        good=search("1481111429931", original=1481111429720),
        fix="Check whether the two times were exchanged, or whether a clock is wrong.",
        message=sentence("is later than `serverTimeStamp`"),
        hint=_for_order,
        see_also=(TIMES_DIFFER, IMPLAUSIBLE_TIMESTAMP),
        options=("--strict",),
    ),
    Rule(
        code=TIMES_DIFFER,
        name="times-differ",
        severity="warning",
        meaning="The `serverTimeStamp` of an event differs from that of its attribute.",
        why="The two are normally equal. Programs that order by one and programs that order by the other disagree.",
        bad=stamped(serverTimeStamp="1481111429930"),
        good=stamped(serverTimeStamp="1481111429931"),
        fix="Check whether the two times belong to the same event.",
        message=sentence("differs from that of the attribute"),
        hint=_for_difference,
        see_also=(TIMES_OUT_OF_ORDER, IMPLAUSIBLE_TIMESTAMP),
        options=("--strict",),
    ),
    Rule(
        code=IMPLAUSIBLE_AGE,
        name="implausible-age",
        severity="warning",
        meaning=f"An age or a year of birth that is not plausible. {' '.join(advice_in_words(IMPLAUSIBLE_AGE))}",
        why="No person has such an age: it is a year instead of an age, a default value, or a typing mistake.",
        bad=age("1480"),
        good=age("1980"),
        fix="Write the age in years, or the year of birth in four digits; null if it is unknown.",
        message=sentence("is not a plausible age or year of birth"),
        hint=_for_age,
        see_also=(OUT_OF_RANGE, BAD_NUMBER),
        options=("--strict",),
    ),
)
