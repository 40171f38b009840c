"""What a wrong value was probably meant to be: candidates, each with the words that say how to get there.

Whether a candidate is right is the schemas' to say.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from sde_schema.rules.spelled_values import (
    LONGEST,
    MINOR_CODES,
    days_of,
    has_lost_digits,
    in_dotnet_date,
    in_hundredths,
    is_ambiguous,
    is_minor_unit,
    milliseconds_of,
    number_of,
    rewritten,
)
from sde_schema.rules.value_forms import forms_of, in_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.rules.spelled_values import IsCurrency
    from sde_schema.rules.value_forms import Wanted

Fix: TypeAlias = "tuple[Any, str]"
"""A value, and the sentence that says how to write it."""

_MINOR_NAME = re.compile("cent|minor|pence", re.IGNORECASE)
_SURE_OF_FLOATS = 1 << 53
"""Not every whole number from here on is a double."""

_DATE = "It looks like a date in text; convert it to milliseconds since 1970-01-01T00:00:00Z."
_DOTNET = "Older .NET programs write times like this: write only the number of milliseconds in it."
_AS_DATE = 'Write it as an object: {"year": …, "month": …, "day": …}.'
_LOST = "It has lost digits, as in a spreadsheet: export it again with all digits."
_FRACTION = "It must be a whole number: check how it was computed, or whether it belongs to another property."
_AMBIGUOUS = (
    "The comma may separate thousands or decimals: write only the number, without the comma or with a point instead"
    " of it."
)
_HUNDREDTHS = "It is in cents or pence: divide it by 100, and write only the number."
_MINOR = (
    "It may mean a hundredth of the currency, such as pence or cents: then divide the amounts by 100. Write the code of"
    " the currency itself, in capital letters."
)
_NOTHING = frozenset({"-", "--", "\u2013", "\u2014", "n/a", "nan", "nil", "none", "null", "undefined", "unknown"})
"""What is written where there is no value."""

_NAMES_OF_VALUES = frozenset({"value", "val", "text", "content", "code", "id", "amount", "label"})
"""How an object calls a value that is all it holds."""

_TRUE, _FALSE = frozenset({"true", "1", "yes", "y", "on"}), frozenset({"false", "0", "no", "n", "off"})
_DIGITS_OF_MILLISECONDS = 13
_FINER = (("microseconds", 1_000), ("nanoseconds", 1_000_000))


def _with_fraction(number: float, wanted: Wanted) -> Iterator[Fix]:
    """Yield a number where it has a fraction that should not be there, and that nobody may just cut off."""
    if not wanted.is_code and not wanted.is_time and number != int(number):
        yield int(number), _FRACTION


def for_type(value: Any, wanted: Wanted) -> Iterator[Fix]:
    """Yield what a value of the wrong type may have been meant to be."""
    if isinstance(value, list):
        if len(value) == 1:
            yield from _bare(value[0], "brackets", wanted)
        yield from _from_empty(value)
        for name in wanted.members:
            yield {name: value}, f'Put the array into an object: {{"{name}": [ … ]}}.'
    elif isinstance(value, dict):
        yield from _from_empty(value)
        yield [value], "Put the object into an array: [ … ]."
        yield from _from_holder(value, wanted)
    elif isinstance(value, str):
        yield from _from_string(value, wanted)
        if value.strip():
            yield [value], "Put the string into an array: [ … ]."
        yield from from_nothing(value)
    else:
        yield from _from_number(value, wanted)
        yield [value], "Put the value into an array: [ … ]."


def _bare(value: Any, around: str, wanted: Wanted) -> Iterator[Fix]:
    """Yield a value without what is around it."""
    for form, how in forms_of(value, wanted):
        yield form, f"Write the value itself, without the {around} around it{how}."


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


def _from_holder(value: dict[str, Any], wanted: Wanted) -> Iterator[Fix]:
    """Yield the array, value or amount that an object holds, or the items that it holds under their numbers."""
    if value and all(name.isdecimal() for name in value):
        yield [*value.values()], "Write the values as an array, without their numbers: [ … ]."
    if len(value) == 1:
        yield from _from_only(*value.items(), wanted=wanted)
    for name, currency in value.items() if wanted.is_number else ():
        others = [other for other in value if other != name]
        if isinstance(currency, str) and wanted.is_currency(currency) and len(others) == 1:
            yield from _amount(others[0], value[others[0]], wanted)


def _from_only(member: tuple[str, Any], *, wanted: Wanted) -> Iterator[Fix]:
    """Yield what the only member of an object may be instead of it."""
    name, value = member
    if isinstance(value, list):
        yield value, "Write the array itself, without the object around it."
        return
    for date in days_of(value) if isinstance(value, str) else ():
        yield date, _AS_DATE
    if name in _NAMES_OF_VALUES:
        yield from _bare(value, "object", wanted)
    yield [value], "Write its value as the item of an array, without the object around it: [ … ]."


def _amount(name: str, value: Any, wanted: Wanted) -> Iterator[Fix]:
    """Yield the amount of an object that has its currency too, unless its name says that it is in a minor unit."""
    for form, how in forms_of(value, wanted) if not _MINOR_NAME.search(name) else ():
        yield form, f"Write only the amount{how}; the currency has a property of its own."


def _from_string(value: str, wanted: Wanted) -> Iterator[Fix]:
    if wanted.is_time:
        yield from _from_scientific(value)
    else:
        yield from _doubtful(value, wanted)
    for text, changes in rewritten(value, wanted.is_currency):
        number = number_of(text)
        if number is not None:
            how = _joined(["without quotes", *changes] if changes else ["without the quotes"])
            yield number, f"Write it {how}."
            yield from _with_fraction(number, wanted)
    folded = value.strip().casefold()
    for words, meant in ((_TRUE, True), (_FALSE, False)):
        if folded in words:
            yield meant, f"Write `{json.dumps(meant)}`, without quotes."
    moment = milliseconds_of(value) if wanted.is_time else None
    if moment is not None:
        yield moment, _DATE
    for date in days_of(value):
        yield date, _AS_DATE
    inside = _json_inside(value)
    if inside is not None:
        yield inside, "This is JSON inside a string: write it as JSON, without the quotes and escapes."


def _from_scientific(text: str) -> Iterator[Fix]:
    """Yield the number that a text writes with an exponent, if it cannot have all its digits."""
    if has_lost_digits(text):
        yield from _both(int(float(text)), _LOST)


def _doubtful(text: str, wanted: Wanted) -> Iterator[Fix]:
    """Yield what an amount may be of which more than one number may be meant, or that is in another unit."""
    if not wanted.is_whole and is_ambiguous(text, wanted.is_currency):
        [*_, (plain, _)] = rewritten(text, wanted.is_currency)
        yield number_of(plain), _AMBIGUOUS
    number = in_hundredths(text)
    if number is not None:
        yield number / 100, _HUNDREDTHS


def _joined(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _from_number(value: Any, wanted: Wanted) -> Iterator[Fix]:
    if isinstance(value, bool):
        yield json.dumps(value), "Put it in quotes."
        return
    for number, meant in ((1, True), (0, False)):
        if value == number:
            yield meant, f"Write `{json.dumps(meant)}`."
    yield in_text(value), _how_quoted(value)
    yield from _with_fraction(value, wanted)


def _how_quoted(value: float) -> str:
    """Say how a number becomes a string; a large one in floating point may not be the one that was meant."""
    if in_text(value) == json.dumps(value):
        return "Put it in quotes."
    if abs(value) >= _SURE_OF_FLOATS:
        return "It may have lost digits: export it again with all digits, in quotes."
    return "Put it in quotes, in digits only, without fraction or exponent."


def spelled_otherwise(text: str) -> Iterator[Any]:
    """Yield what a text spells, as codes may be written: trimmed, as a whole number, as true or false."""
    folded = text.strip().casefold()
    yield folded
    number = number_of(re.sub(r"\A0+(?=[0-9])", "", folded))
    if number is not None and number == int(number):
        yield int(number)
        folded = str(int(number))
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


def for_timestamp(value: Any) -> Iterator[Fix]:
    """Yield what a timestamp that cannot be one may have been meant to be."""
    text = value if isinstance(value, str) else json.dumps(value)
    if len(text) > LONGEST:
        return
    yield text.strip(), "Remove the spaces around the digits."
    if text.startswith("0"):
        yield from _both(text.lstrip("0"), "Remove the leading zeros.")
    moment = milliseconds_of(text)
    if moment is not None:
        yield from _both(moment, _DATE)
    number_inside = in_dotnet_date(text)
    if number_inside:
        yield from _both(number_inside, _DOTNET)
    yield from _from_scientific(text)
    number = number_of(text.strip())
    if number is not None and number >= 1:
        is_whole = number == int(number)
        how = (
            "Write it in digits only, without fraction or exponent." if is_whole else "Round it to whole milliseconds."
        )
        yield from _both(int(number), how)
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
        elif number is not None:
            yield str(int(number)), _FRACTION
    yield from from_nothing(text)


def for_range(value: str) -> Iterator[Fix]:
    """Yield a number in its range whose text is too long."""
    yield value.lstrip("0") or "0", "Remove the leading zeros."


def for_amount(value: Any, wanted: Wanted) -> Iterator[Fix]:
    """Yield what text may have been meant to be where an amount or a count is expected."""
    yield from _doubtful(str(value), wanted)
    for plainer, changes in rewritten(str(value), wanted.is_currency):
        if changes:
            yield plainer, f"Write it {_joined(changes)}."
    yield from from_nothing(str(value))


def for_currency(value: Any) -> Iterator[Fix]:
    """Yield what a currency may have been meant to be."""
    text = str(value)
    if len(text) <= LONGEST:
        yield from from_nothing(text)
        code = text.strip()
        yield (
            MINOR_CODES.get(code.upper(), code.upper()),
            _MINOR if is_minor_unit(code) else "Write the code in capital letters, without spaces.",
        )


def for_contact(value: Any) -> Iterator[Fix]:
    """Yield what an e-mail address or phone number may have been meant to be."""
    text = str(value)
    if len(text) > LONGEST:
        return
    yield from from_nothing(text)
    yield from _from_scientific(text)
    yield text.strip(), "Remove the spaces around it."
    yield re.sub(r"\A\s*mailto:", "", text, flags=re.IGNORECASE), "Write only the address, without `mailto:`."
    inside = re.search(r"<([^<>]*)>", text)
    if inside:
        yield inside[1], "Write only the address, without the name and the angle brackets."
