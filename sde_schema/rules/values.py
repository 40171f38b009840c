"""SDE3xx: values of the right type that cannot be right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sde_schema.catalog.fields import definition_field
from sde_schema.codes import (
    BAD_NUMBER,
    BAD_TIMESTAMP,
    IMPLAUSIBLE_AGE,
    IMPLAUSIBLE_TIMESTAMP,
    IMPOSSIBLE_DATE,
    NOT_NUMERIC,
    OUT_OF_RANGE,
    TOO_LONG,
    TYPE_MISMATCH,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_CODE,
    WRONG_TYPE,
)
from sde_schema.findings import value_at
from sde_schema.prose import capital, quoted, subject
from sde_schema.reading.parsed_object import whole_number
from sde_schema.rules import fixes
from sde_schema.rules.expected import EPOCH, enumerated, first_fix, for_codes
from sde_schema.rules.rule import Pair, Rule
from sde_schema.rules.samples import campaign, lead, payment, search, stamped
from sde_schema.rules.wording import about_value, sentence

if TYPE_CHECKING:
    from sde_schema.findings import Finding
    from sde_schema.rules.wording import Context


def _shortened(finding: Finding, value: Any, context: Context) -> str | None:
    return "Shorten the string." if context.accepts(finding, value[: finding.schema.node["maxLength"]]) else None


def _too_long(finding: Finding, _: Context) -> str:
    limit = finding.schema.node["maxLength"]
    return capital(f"{subject(finding.path)} may have at most {limit:,} characters, but has more.")


def _out_of_range(finding: Finding, context: Context) -> str:
    node = finding.schema.node
    low, high = node["minimum"], node["maximum"]
    number = whole_number(context.value(finding))
    is_within = number is not None and low <= number <= high  # the text is longer than that of such a number
    outside, too_long = "is outside its range of", "has too many leading zeros for a number from"
    return capital(f"{subject(finding.path)} {too_long if is_within else outside} {low} to {high}.")


def _not_its_type(finding: Finding, context: Context) -> str:
    event = value_at(context.document, finding.path[:-1])
    attributes = [name for name in event if name in context.attribute_types]
    what = f"not the type of {quoted(attributes[0])}" if attributes else "not the type of any attribute"
    return capital(f"{subject(finding.path)} is {what}.")


def _for_code(finding: Finding, value: Any, context: Context) -> str:
    """Guess the code that was meant by its meaning, else list the codes."""
    nothing = fixes.from_nothing(value) if isinstance(value, str) else ()
    return first_fix(finding, nothing, context) or for_codes(finding.schema.node, value)


def _for_mismatch(finding: Finding, *_: object) -> str:
    """Say which type of event belongs to the attribute."""
    return f"It must be {enumerated(finding.schema.node)}, or be left out."


def _for_timestamp(finding: Finding, value: Any, context: Context) -> str:
    """Say why a timestamp is none."""
    fix = first_fix(finding, fixes.for_timestamp(value), context)
    if fix:
        return fix
    text = str(value).strip()
    if not text:
        return "It is empty; it must be the time of the event."
    if "*" in text:
        return "It looks masked; a timestamp must stay readable."
    if re.fullmatch(r"-[0-9.]+", text):
        return f"It is negative; it must be {EPOCH}."
    if re.fullmatch(r"[0-9]{16,}", text):
        what = "large" if len(text.lstrip("0")) >= 16 else "long"  # noqa: PLR2004 - as the sentence says
        return f"It is too {what}; it must be {EPOCH}, at most 16 digits."
    return f"It must be {EPOCH}, in plain digits only."


def _for_number(finding: Finding, value: Any, context: Context) -> str:
    """Say how to write the number."""
    fix = first_fix(finding, fixes.for_number(value, context.is_currency_of(finding)), context)
    unknown = "; null if the value is unknown" if context.accepts(finding, None) else ""
    return fix or f"It must be a number, in plain digits only{unknown}."


def _for_range(finding: Finding, value: Any, context: Context) -> str:
    """Say what the range counts, or how to write a number in it."""
    fix = first_fix(finding, fixes.for_range(value), context) if isinstance(value, str) else None
    low, high = finding.schema.node["minimum"], finding.schema.node["maximum"]
    unknown = ", or null if it is unknown" if context.accepts(finding, None) else ""
    return fix or f"It must be from {low} to {high}{unknown}."


_LONGEST: int = definition_field("alphanumeric").first("maxLength", 0)

RULES = (
    Rule(
        code=TOO_LONG,
        name="too-long",
        severity="error",
        meaning=f"A string is longer than {_LONGEST:,} characters (Unicode code points).",
        why="The vendor's page gives this limit, and columns of databases are often sized by it.",
        bad=lead(topic="x" * (_LONGEST + 1)),
        good=lead(topic="test drive"),
        fix="Shorten the string.",
        message=_too_long,
        hint=about_value(_shortened),
        see_also=(WRONG_TYPE,),
    ),
    Rule(
        code=UNKNOWN_CODE,
        name="unknown-code",
        severity="error",
        meaning="A value of the right type that is not one of the field's codes.",
        why="Programs that read events translate codes with a table; they fail on another code, or show it as unknown.",
        bad=campaign("Search"),
        good=campaign("1"),
        typed=Pair(campaign(9), campaign(1)),
        fix='Use the code, not its meaning: `"1"`, not `"Search"`.',
        message=sentence("is not one of its codes"),
        hint=about_value(_for_code),
        see_also=(WRONG_TYPE, TYPE_MISMATCH),
        options=("--show-values", "--schema-version"),
    ),
    Rule(
        code=BAD_TIMESTAMP,
        name="bad-timestamp",
        severity="error",
        meaning="A timestamp that is not in epoch milliseconds: negative, empty, not only digits, or too large.",
        why="Programs that read events order and join them by this time, and cannot do so if it is unreadable.",
        bad=search("2016-12-07T11:50:29Z"),
        good=search("1481111429931"),
        typed=Pair(search(-1481111429931), search(1481111429931)),
        fix="Write milliseconds since 1970-01-01T00:00:00Z, as a whole number or as a string of digits.",
        message=sentence("is not a time in epoch milliseconds"),
        hint=about_value(_for_timestamp),
        see_also=(IMPLAUSIBLE_TIMESTAMP, WRONG_TYPE),
        options=("--show-values",),
    ),
    Rule(
        code=BAD_NUMBER,
        name="bad-number",
        severity="error",
        meaning="A string that is not a number, where a number or a string of digits is expected.",
        why="Programs compute with dates and ages; a part that is not a number makes the whole date unusable.",
        bad=payment("2014", "October", "15"),
        good=payment("2014", "10", "15"),
        fix="Write the number in the digits 0-9, without spaces.",
        message=sentence("is a string that is not a number"),
        hint=about_value(_for_number),
        see_also=(OUT_OF_RANGE, NOT_NUMERIC),
        options=("--show-values",),
    ),
    Rule(
        code=OUT_OF_RANGE,
        name="out-of-range",
        severity="error",
        meaning="A number, also as a string, outside its range.",
        why="There is no month 13: the value belongs to another field, or is counted from another start.",
        bad=payment("2014", "13", "15"),
        good=payment("2014", "12", "15"),
        fix="Write a value in the range that the message names.",
        message=_out_of_range,
        hint=about_value(_for_range),
        see_also=(BAD_NUMBER, IMPOSSIBLE_DATE, IMPLAUSIBLE_AGE),
        options=("--show-values",),
    ),
    Rule(
        code=TYPE_MISMATCH,
        name="type-mismatch",
        severity="error",
        meaning="The `sdeType` of an event is not the type of its attribute, or not a type at all.",
        why="Programs that select events by `sdeType` and programs that select by attribute read different events.",
        bad=stamped(sdeType="PURCHASE"),
        good=stamped(sdeType="SEARCH_CONTENT"),
        fix="Write the type that belongs to the attribute, or leave `sdeType` out.",
        message=_not_its_type,
        hint=_for_mismatch,
        see_also=(UNKNOWN_CODE, UNKNOWN_ATTRIBUTE),
        options=("--show-values",),
    ),
)
