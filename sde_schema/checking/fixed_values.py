"""What a wrong value was probably meant to be: candidates, each with the words that say how to get there.

Whether a candidate is right is the schemas' to say.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

Fix: TypeAlias = "tuple[Any, str]"
"""A value, and the sentence that says how to write it."""

_PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?", re.ASCII)
_DATE_TEXT = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])", re.ASCII)
_LONGEST = 1_000
"""Longer text is nothing that was meant to be a number or a time."""

_TRUE, _FALSE = frozenset({"true", "1", "yes", "y", "on"}), frozenset({"false", "0", "no", "n", "off"})
_MILLISECONDS = 1_000
_DIGITS_OF_MILLISECONDS = 13
_FINER = (("microseconds", 1_000), ("nanoseconds", 1_000_000))
_CURRENCY_SIGNS = re.compile(r"[\s\u00a0\u202f$€£¥₪%]|[A-Za-z]{3}(?![A-Za-z])")

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


def forms_of(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield a bare value, then what it may be as a number, a boolean or a time, each with how to write it."""
    if not isinstance(value, dict | list):
        yield "", value
    if isinstance(value, str):
        for number in _numbers(value):
            yield ", as a number", number
        moment = _milliseconds(value)
        if moment is not None:
            yield ", in milliseconds since 1970-01-01T00:00:00Z", moment
        for date in _dates(value):
            yield ', as an object: {"year": …, "month": …, "day": …}', date
    elif isinstance(value, int | float):
        yield ", as a string", json.dumps(value)
    else:
        yield "", value


def for_type(value: Any, members: Collection[str]) -> Iterator[Fix]:
    """Yield what a value of the wrong type may have been meant to be; an object would have the members."""
    if isinstance(value, list):
        if len(value) == 1:
            yield value[0], "Write the value itself, without the brackets around it."
        for name in members:
            yield {name: value}, f'Put the array into an object: {{"{name}": [ … ]}}.'
    elif isinstance(value, dict):
        yield [value], "Put the object into an array: [ … ]."
        yield from _from_holder(value)
    elif isinstance(value, str):
        yield from _from_string(value)
        yield [value], "Put the string into an array: [ … ]."
    else:
        yield from _from_number(value)
        yield [value], "Put the value into an array: [ … ]."


def _from_holder(value: dict[str, Any]) -> Iterator[Fix]:
    """Yield the array that an object holds, or whose items it holds under their numbers."""
    [*held] = value.values()
    if len(held) == 1 and isinstance(held[0], list):
        yield held[0], "Write the array itself, without the object around it."
    if held and all(name.isdecimal() for name in value):
        yield held, "Write the values as an array, without their numbers: [ … ]."


def _from_string(value: str) -> Iterator[Fix]:
    for number in _numbers(value):
        is_plain = _PLAIN_NUMBER.fullmatch(value) and json.loads(value) == number
        yield number, "Write it without the quotes." if is_plain else "Write it as a whole number, without the quotes."
    folded = value.strip().casefold()
    for words, meant in ((_TRUE, True), (_FALSE, False)):
        if folded in words:
            yield meant, f"Write `{json.dumps(meant)}`, without quotes."
    moment = _milliseconds(value)
    if moment is not None:
        yield moment, "It looks like a date in text; convert it to milliseconds since 1970-01-01T00:00:00Z."
    for date in _dates(value):
        yield date, 'Write it as an object: {"year": …, "month": …, "day": …}.'
    inside = _json_inside(value)
    if inside is not None:
        yield inside, "This is JSON inside a string: write it as JSON, without the quotes and escapes."
    if not folded:
        yield None, "It is empty; write null where there is no value."
    if "*" in value:
        yield None, "It looks masked; write null instead."


def _dates(text: str) -> Iterator[dict[str, int]]:
    """Yield the day that a text begins with, in its parts."""
    date = _DATE_TEXT.match(text)
    if date and _milliseconds(date[0]) is not None:  # there is such a day
        yield dict(zip(("year", "month", "day"), map(int, date.groups()), strict=True))


def _from_number(value: Any) -> Iterator[Fix]:
    if isinstance(value, bool):
        yield json.dumps(value), "Put it in quotes."
        return
    for number, meant in ((1, True), (0, False)):
        if value == number:
            yield meant, f"Write `{json.dumps(meant)}`."
    yield json.dumps(value), "Put it in quotes."
    yield int(value), "Remove the fraction: it must be a whole number."


def spelled_otherwise(text: str) -> Iterator[Any]:
    """Yield what a text spells, as codes may be written: trimmed, as a whole number, as true or false."""
    folded = text.strip().casefold()
    yield folded
    for number in _numbers(folded.lstrip("0") or "0"):
        if number == int(number):
            yield int(number)
    for words, meant in ((_TRUE, True), (_FALSE, False)):
        if folded in words:
            yield meant


def _numbers(text: str) -> Iterator[int | float]:
    """Yield the number that a text writes, and where it has a fraction the whole number next to it."""
    if len(text) > _LONGEST or not _PLAIN_NUMBER.fullmatch(text.strip()):
        return
    number = json.loads(text.strip())
    if abs(number) < 1 << 1023:
        yield number
        yield int(number)


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
    if len(text) > _LONGEST or not _DATE_TEXT.match(text):
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
    if len(text) > _LONGEST:
        return
    yield text.strip(), "Remove the spaces around the digits."
    moment = _milliseconds(text)
    if moment is not None:
        yield from _both(moment, "It looks like a date in text; convert it to milliseconds since 1970-01-01T00:00:00Z.")
    for number in _numbers(text):
        yield from _both(int(number), "Write it in digits only, without fraction or exponent.")
    digits = re.sub(r"[\s_,.']", "", text)
    yield from _both(digits, "Remove the separators between the digits.")
    if digits.isdecimal() and not digits.isascii():
        yield from _both("".join(str(int(digit)) for digit in digits), "Write it in plain digits.")
    if text.isascii() and text.isdigit() and len(text) > _DIGITS_OF_MILLISECONDS:
        for unit, divided in _FINER:
            yield from _both(int(text) // divided, f"It looks like {unit}; divide it by {divided:,}.")
    if not text.strip() or value is None:
        yield None, "It is empty; write null where the time is not known."


def _both(value: int | str, words: str) -> Iterator[Fix]:
    """Yield a number as a string and as a number: one of the two is wanted."""
    yield str(value), words
    if str(value).isascii() and str(value).isdigit():
        yield int(value), words


def for_number(value: Any) -> Iterator[Fix]:
    """Yield what text may have been meant to be where a number written as text is expected."""
    text = str(value)
    if len(text) > _LONGEST:
        return
    if not text.strip():
        yield None, "It is empty; write null if the value is unknown."
    yield text.strip(), "Remove the spaces around it."
    for number in _numbers(text):
        yield str(int(number)), "Write it as a whole number, without fraction or exponent."
    if text.strip().isdecimal() and not text.isascii():
        yield "".join(str(int(digit)) for digit in text.strip()), "Write it in plain digits."
    if "*" in text:
        yield None, "It looks masked; write null instead."


def for_amount(value: Any) -> Iterator[Fix]:
    """Yield what text may have been meant to be where an amount or a count is expected."""
    text = str(value)
    if len(text) > _LONGEST:
        return
    yield text.strip(), "Remove the spaces around it."
    if re.fullmatch(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?", text):
        yield text.replace(",", ""), "Leave out the separators between thousands."
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", text):
        yield text.replace(",", "."), "Use a point, not a comma, before the decimals."
    if re.fullmatch(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+", text):
        yield text.replace(".", "").replace(",", "."), "Use a point before the decimals, and no other separators."
    bare = _CURRENCY_SIGNS.sub("", text)
    for plain in (bare, bare.replace(",", "."), bare.replace(",", "")):
        yield plain, "It must be digits and a decimal point only; a currency has a field of its own."


def for_contact(value: Any) -> Iterator[Fix]:
    """Yield what an e-mail address or phone number may have been meant to be."""
    text = str(value)
    if len(text) > _LONGEST:
        return
    yield text.strip(), "Remove the spaces around it."
    yield re.sub(r"\A\s*mailto:", "", text, flags=re.IGNORECASE), "Leave out `mailto:`: the address alone."
    inside = re.search(r"<([^<>]*)>", text)
    if inside:
        yield inside[1], "Write the address alone, without the name and the angle brackets."
