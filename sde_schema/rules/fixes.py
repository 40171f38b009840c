"""What a wrong value was probably meant to be: candidates, each with the words that say how to get there.

Whether a candidate is right is the schemas' to say.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from sde_schema.rules.number_text import LONGEST, number_of, rewritten

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sde_schema.rules.number_text import IsCurrency

Fix: TypeAlias = "tuple[Any, str]"
"""A value, and the sentence that says how to write it."""

_DATE_TEXT = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])", re.ASCII)
_MAYBE_GROUPED = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
"""A number that may have a fraction, or a separator between thousands."""

_DATE = "It looks like a date in text; convert it to milliseconds since 1970-01-01T00:00:00Z."
_NOTHING = frozenset({"-", "--", "\u2013", "\u2014", "n/a", "nan", "nil", "none", "null", "undefined", "unknown"})
"""What is written where there is no value."""

_TRUE, _FALSE = frozenset({"true", "1", "yes", "y", "on"}), frozenset({"false", "0", "no", "n", "off"})
_MILLISECONDS = 1_000
_DIGITS_OF_MILLISECONDS = 13
_FINER = (("microseconds", 1_000), ("nanoseconds", 1_000_000))

_OLD, _AVRO, _MONGO, _DYNAMO = (
    "Older responses and Avro JSON wrap values like this",
    "Avro JSON wraps the objects of a union like this",
    "This is MongoDB's extended JSON",
    "This is DynamoDB's JSON",
)
_WRAPPERS = {
    **dict.fromkeys(("string", "int", "long", "float", "double", "boolean", "array", "map"), _OLD),
    **dict.fromkeys(("$numberLong", "$numberInt", "$numberDouble", "$numberDecimal", "$date", "$oid"), _MONGO),
    **dict.fromkeys(("S", "N", "BOOL", "NULL", "L", "M", "SS", "NS"), _DYNAMO),
}
_RECORD_NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+", re.ASCII)
"""The full name of a record in Avro, with which its JSON wraps an object of a union."""


class Wrapper(NamedTuple):
    """A value that another program has wrapped with its type: whose way that is, and the value."""

    origin: str
    value: Any


def wrapper_of(value: Any) -> Wrapper | None:
    """Return the wrapper of a value, None where it has none."""
    if not isinstance(value, dict) or len(value) != 1:
        return None
    [(name, inner)] = value.items()
    origin = _AVRO if _RECORD_NAME.fullmatch(name) and isinstance(inner, dict) else _WRAPPERS.get(name)
    if origin is None:
        return None
    below = wrapper_of(inner)
    if name == "NULL":
        inner = None
    return Wrapper(origin, below.value if below else inner)


class Wanted(NamedTuple):
    """What is known of the place of a value; ``members`` are those of the object that it would be."""

    members: Collection[str]
    is_code: bool
    is_time: bool
    is_currency: IsCurrency


def forms_of(value: Any, wanted: Wanted) -> Iterator[tuple[Any, str]]:
    """Yield a bare value, then what it may be as a number, a string or a time, each with how to write it."""
    yield value, ""
    if isinstance(value, str):
        number = number_of(value)
        if number is not None:
            yield number, ", as a number"
            yield from _rounded(number, ", as a whole number", wanted)
        moment = _milliseconds(value) if wanted.is_time else None
        if moment is not None:
            yield moment, ", in milliseconds since 1970-01-01T00:00:00Z"
        for date in _dates(value):
            yield date, ', as an object: {"year": …, "month": …, "day": …}'
    elif isinstance(value, int | float):
        yield json.dumps(value), ", as a string"
        yield from _rounded(value, ", as a whole number", wanted)


def _rounded(number: float, words: str, wanted: Wanted) -> Iterator[Fix]:
    """Yield a number without its fraction, unless it would then be a code, or nothing."""
    if not wanted.is_code and not isinstance(number, bool) and abs(number) >= 1:
        yield int(number), words


def for_type(value: Any, wanted: Wanted) -> Iterator[Fix]:
    """Yield what a value of the wrong type may have been meant to be."""
    if isinstance(value, list):
        if len(value) == 1:
            yield value[0], "Write the value itself, without the brackets around it."
        yield from _from_empty(value)
        for name in wanted.members:
            yield {name: value}, f'Put the array into an object: {{"{name}": [ … ]}}.'
    elif isinstance(value, dict):
        yield from _from_empty(value)
        yield [value], "Put the object into an array: [ … ]."
        yield from _from_holder(value)
    elif isinstance(value, str):
        yield from _from_string(value, wanted)
        if value.strip():
            yield [value], "Put the string into an array: [ … ]."
        yield from from_nothing(value)
    else:
        yield from _from_number(value, wanted)
        yield [value], "Put the value into an array: [ … ]."


def _from_empty(value: dict[str, Any] | list[Any]) -> Iterator[Fix]:
    if not value:
        yield None, "It is empty; write null where there is no value."


def from_nothing(text: str) -> Iterator[Fix]:
    """Yield null for a text that holds no value."""
    if not text.strip():
        yield None, "It is empty; write null where there is no value."
    if text.strip().casefold() in _NOTHING:
        yield None, "Write null where there is no value."
    if "*" in text:
        yield None, "It looks masked; write null instead."


def _from_holder(value: dict[str, Any]) -> Iterator[Fix]:
    """Yield the array that an object holds, or whose items it holds under their numbers."""
    [*held] = value.values()
    if len(held) == 1 and isinstance(held[0], list):
        yield held[0], "Write the array itself, without the object around it."
    if held and all(name.isdecimal() for name in value):
        yield held, "Write the values as an array, without their numbers: [ … ]."


def _from_string(value: str, wanted: Wanted) -> Iterator[Fix]:
    for text, changes in rewritten(value, wanted.is_currency):
        number = number_of(text)
        if number is not None:
            how = _joined(["without quotes", *changes] if changes else ["without the quotes"])
            yield number, f"Write it {how}."
            if not _MAYBE_GROUPED.fullmatch(text):
                yield from _rounded(number, f"Write it as a whole number, {how}.", wanted)
    folded = value.strip().casefold()
    for words, meant in ((_TRUE, True), (_FALSE, False)):
        if folded in words:
            yield meant, f"Write `{json.dumps(meant)}`, without quotes."
    moment = _milliseconds(value) if wanted.is_time else None
    if moment is not None:
        yield moment, _DATE
    for date in _dates(value):
        yield date, 'Write it as an object: {"year": …, "month": …, "day": …}.'
    inside = _json_inside(value)
    if inside is not None:
        yield inside, "This is JSON inside a string: write it as JSON, without the quotes and escapes."


def _dates(text: str) -> Iterator[dict[str, int]]:
    """Yield the day that a text begins with, in its parts."""
    date = _DATE_TEXT.match(text)
    if date and _milliseconds(date[0]) is not None:  # there is such a day
        yield dict(zip(("year", "month", "day"), map(int, date.groups()), strict=True))


def _joined(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _from_number(value: Any, wanted: Wanted) -> Iterator[Fix]:
    if isinstance(value, bool):
        yield json.dumps(value), "Put it in quotes."
        return
    for number, meant in ((1, True), (0, False)):
        if value == number:
            yield meant, f"Write `{json.dumps(meant)}`."
    yield json.dumps(value), "Put it in quotes."
    yield from _rounded(value, "Remove the fraction: it must be a whole number.", wanted)


def spelled_otherwise(text: str) -> Iterator[Any]:
    """Yield what a text spells, as codes may be written: trimmed, as a whole number, as true or false."""
    folded = text.strip().casefold()
    yield folded
    number = number_of(re.sub(r"\A0+(?=[0-9])", "", folded))
    if number is not None and number == int(number):
        yield int(number)
    for words, meant in ((_TRUE, True), (_FALSE, False)):
        if folded in words:
            yield meant


def _json_inside(text: str) -> Any:
    """Return the object or array that a text holds as JSON, else None."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict | list) else None


def _milliseconds(text: str) -> int | None:
    """Return a date or time of ISO 8601 in epoch milliseconds; without a time zone it is taken as UTC."""
    if len(text) > LONGEST or not _DATE_TEXT.match(text):
        return None
    written = re.sub(r"([+-][0-9]{2})([0-9]{2})\Z", r"\1:\2", text.strip())
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(moment.timestamp() * _MILLISECONDS)


def for_timestamp(value: Any) -> Iterator[Fix]:
    """Yield what a timestamp that cannot be one may have been meant to be."""
    text = value if isinstance(value, str) else json.dumps(value)
    if len(text) > LONGEST:
        return
    yield text.strip(), "Remove the spaces around the digits."
    if text.startswith("0"):
        yield from _both(text.lstrip("0"), "Remove the leading zeros.")
    moment = _milliseconds(text)
    if moment is not None:
        yield from _both(moment, _DATE)
    number = number_of(text.strip())
    if number is not None and number >= 1:
        yield from _both(int(number), "Write it in digits only, without fraction or exponent.")
        yield from _both(int(number * 1_000), "It looks like seconds; write it in whole milliseconds.")
    digits = re.sub(r"[\s_,.']", "", text)
    if digits != text:
        yield from _both(digits, "Remove the separators between the digits.")
    if digits.isdecimal() and not digits.isascii():
        yield from _both("".join(str(int(digit)) for digit in digits), "Write it in plain digits.")
    if text.isascii() and text.isdigit() and len(text) > _DIGITS_OF_MILLISECONDS:
        for unit, divided in _FINER:
            yield from _both(int(text) // divided, f"It looks like {unit}; divide it by {divided:,}.")
    yield from from_nothing(text)


def _both(value: int | str, words: str) -> Iterator[Fix]:
    """Yield a number as a string and as a number: one of the two is wanted."""
    yield str(value), words
    if str(value).isascii() and str(value).isdigit():
        yield int(value), words


def for_number(value: Any, is_currency: IsCurrency) -> Iterator[Fix]:
    """Yield what text may have been meant to be where a number written as text is expected."""
    text = str(value)
    for plainer, changes in rewritten(text, is_currency):
        if changes:
            yield plainer, f"Write it {_joined(changes)}."
        number = number_of(plainer)
        if number is not None and number == int(number):
            words = _joined([*changes, "without fraction or exponent"])
            yield str(int(number)), f"Write it as a whole number, {words}."
    yield from from_nothing(text)


def for_range(value: str) -> Iterator[Fix]:
    """Yield a number in its range whose text is too long."""
    yield value.lstrip("0") or "0", "Remove the leading zeros."


def for_amount(value: Any, is_currency: IsCurrency) -> Iterator[Fix]:
    """Yield what text may have been meant to be where an amount or a count is expected."""
    for plainer, changes in rewritten(str(value), is_currency):
        if changes:
            yield plainer, f"Write it {_joined(changes)}."
    yield from from_nothing(str(value))


def for_currency(value: Any) -> Iterator[Fix]:
    """Yield what a currency may have been meant to be."""
    text = str(value)
    if len(text) <= LONGEST:
        yield from from_nothing(text)
        yield text.strip().upper(), "Write the code in capital letters, without spaces."


def for_contact(value: Any) -> Iterator[Fix]:
    """Yield what an e-mail address or phone number may have been meant to be."""
    text = str(value)
    if len(text) > LONGEST:
        return
    yield from from_nothing(text)
    yield text.strip(), "Remove the spaces around it."
    yield re.sub(r"\A\s*mailto:", "", text, flags=re.IGNORECASE), "Leave out `mailto:`: the address alone."
    inside = re.search(r"<([^<>]*)>", text)
    if inside:
        yield inside[1], "Write the address alone, without the name and the angle brackets."
