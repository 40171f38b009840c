"""Text that was meant to be a number, a date or a time, brought step by step to how JSON writes one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TypeAlias
from unicodedata import category

if TYPE_CHECKING:
    from collections.abc import Iterator


IsCurrency: TypeAlias = Callable[[str], bool]
"""Says whether a word, such as ``EUR``, is a currency."""

LONGEST = 1_000
"""Longer text is nothing that was meant to be a number or a time."""

_PLAIN = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
_GROUPED = tuple(
    re.compile(rf"([+-]?[1-9]{groups})({decimals})")
    for groups, decimals in (
        (r"[0-9]{0,2}(?:,[0-9]{3})+", r"(?:\.[0-9]*)?"),
        (r"[0-9]{0,2}(?:\.[0-9]{3})+", r",[0-9]*"),
        (r"[0-9]{0,2}(?:\.[0-9]{3}){2,}", ""),
        (r"[0-9]{0,2}(?:[ \u00a0\u202f'\u2019_][0-9]{3})+", r"(?:[.,][0-9]*)?"),
        (r"[0-9]?(?:,[0-9]{2})+,[0-9]{3}", r"(?:\.[0-9]*)?"),  # as in India
    )
)
"""Thousands in groups, and the decimals; a single point between digits is that of decimals."""

_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+")
_AROUND = re.compile(r"([^0-9.,]*)(.*?)([^0-9.,]*)", re.DOTALL)
_LONGEST_WORD = 3
_ONE_COMMA = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
MINOR_CODES = {"GBX": "GBP", "ZAC": "ZAR", "ILA": "ILS"}
"""What is written for a currency whose amounts are in hundredths, and that currency."""

_MINOR_CODE = re.compile(r"[A-Z]{2}[a-z]")
"""Market data writes such a currency like this: GBp."""

_SCIENTIFIC = re.compile(r"[0-9](?:\.([0-9]+))?[eE]\+?0*([1-9][0-9]?)", re.ASCII)
_LEAST_EXPONENT = 6
_MINOR_SIGN = re.compile(r"[\u00a2\uffe0]|[Cc]ents?|[Pp]ence|GB[pX]|ZA[cC]|IL[aA]")


def rewritten(text: str, is_currency: IsCurrency) -> Iterator[tuple[str, list[str]]]:
    """Yield a text, then what it is after each change that it needs, with the words for the changes so far."""
    if len(text) > LONGEST:
        return
    words: list[str] = []
    yield text, words
    for how, change in _CHANGES:
        changed = change(text, is_currency)
        if changed != text:
            text, words = changed, [*words, how]
            yield text, words


def number_of(text: str) -> int | float | None:
    """Return the number that a text writes as JSON does, None where it writes none or one beyond a double's range."""
    if len(text) > LONGEST or not _PLAIN.fullmatch(text):
        return None
    number: int | float = json.loads(text)
    return number if abs(number) < 1 << 1023 else None


def is_ambiguous(text: str, is_currency: IsCurrency) -> bool:
    """Return whether a text is one number or another, as its one comma separates thousands or decimals."""
    return any(_ONE_COMMA.fullmatch(other) for other, _ in rewritten(text, is_currency))


def is_minor_unit(word: str) -> bool:
    """Return whether a word is perhaps a currency whose amounts are in hundredths."""
    return word.upper() in MINOR_CODES or _MINOR_CODE.fullmatch(word) is not None


def has_lost_digits(text: str) -> bool:
    """Return whether a text has an exponent for which its digits are too few."""
    found = _SCIENTIFIC.fullmatch(text.strip())
    return found is not None and max(_LEAST_EXPONENT, len(found[1] or "") + 1) <= int(found[2])


def in_hundredths(text: str) -> int | float | None:
    """Return the number of a text that gives an amount in cents or pence, None where it does not."""
    found = _AROUND.fullmatch(text) if len(text) <= LONGEST else None
    before, number, after = (part.strip() for part in found.groups()) if found else ("", "", "")
    return number_of(number) if _MINOR_SIGN.fullmatch(before + after) else None


def is_a_number(text: str) -> bool:
    """Return whether a text was meant to be a number, perhaps with a unit."""
    return any(number_of(other) is not None for other, _ in rewritten(text, str.isalpha))


def _in_plain_digits(text: str, _: IsCurrency) -> str:
    return "".join(str(int(char)) if char.isdecimal() else char for char in text)


def _without_currency(text: str, is_currency: IsCurrency) -> str:
    """Return a text without the sign or the code of a currency before or after its number."""
    found = _AROUND.fullmatch(text)
    before, number, after = found.groups() if found else ("", "", "")
    sign = "".join(re.findall(r"[-+]", before))
    around = [word for word in (re.sub(r"[-+\s]", "", before), after.strip()) if word]
    if not number or not around or len(sign) > 1 or not all(_is_money(word, is_currency) for word in around):
        return text
    return f"{sign}{number}"


def _is_money(word: str, is_currency: IsCurrency) -> bool:
    if _MINOR_SIGN.fullmatch(word) or is_minor_unit(word):
        return False
    if category(word[-1]) == "Sc":
        return len(word) <= _LONGEST_WORD and (len(word) == 1 or word[:-1].isalpha())
    return word.isalpha() and is_currency(word.upper())


def _ungrouped(text: str, _: IsCurrency) -> str:
    for pattern in _GROUPED:
        found = pattern.fullmatch(text)
        if found:
            return re.sub(r"[^0-9+-]", "", found[1]) + found[2]
    return text


def _with_point(text: str, _: IsCurrency) -> str:
    return text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else text


def _replaced(pattern: str, new: str) -> Callable[[str, IsCurrency], str]:
    return lambda text, _: re.sub(pattern, new, text)


_CHANGES: tuple[tuple[str, Callable[[str, IsCurrency], str]], ...] = (
    ("without the spaces around it", lambda text, _: text.strip()),
    ("without invisible characters", lambda text, _: "".join(char for char in text if category(char) != "Cf")),
    ("in plain digits", _in_plain_digits),
    ("with a hyphen as its minus sign", _replaced(r"\A[\u2212\u2013](?=.)", "-")),
    ("without the currency", _without_currency),
    ("without the separators between thousands", _ungrouped),
    ("with a point, not a comma, before the decimals", _with_point),
    ("without the plus sign", _replaced(r"\A\+(?=[0-9.])", "")),
    ("without the leading zeros", _replaced(r"\A(-?)0+(?=[0-9])", r"\1")),
    ("with a zero before the point", _replaced(r"\A(-?)(?=\.[0-9])", r"\g<1>0")),
    ("without the point after it", _replaced(r"(?<=[0-9])\.(?=\Z|[eE])", "")),
)


_DATE_TEXT = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])", re.ASCII)
_DOTNET_DATE = re.compile(r"\\?/?Date\(([0-9]{1,15})(?:[+-][0-9]{4})?\)\\?/?", re.ASCII)
_NAME_OF_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b")
_MILLISECONDS = 1_000


def _moment(text: str) -> datetime | None:
    """Return a date or time of ISO 8601 or of the Internet's mail and web (RFC 1123)."""
    if len(text) > LONGEST:
        return None
    written = re.sub(r"([+-][0-9]{2})([0-9]{2})\Z", r"\1:\2", text.strip())
    try:
        if _DATE_TEXT.match(text):
            return datetime.fromisoformat(written)
        return parsedate_to_datetime(text) if _NAME_OF_MONTH.search(text) else None
    except (ValueError, OverflowError, IndexError):
        return None


def milliseconds_of(text: str) -> int | None:
    """Return a date or time in epoch milliseconds; without a time zone it is taken as UTC."""
    moment = _moment(text)
    if moment is None:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(moment.timestamp() * _MILLISECONDS)


def days_of(text: str) -> Iterator[dict[str, int]]:
    """Yield the day that a text begins with or has, in its parts."""
    date = _DATE_TEXT.match(text)
    moment = _moment(date[0] if date else text)
    if moment:
        yield {"year": moment.year, "month": moment.month, "day": moment.day}


def in_dotnet_date(text: str) -> str | None:
    """Return the milliseconds in a text such as ``/Date(1440412721832)/``, None where it is no such text."""
    found = _DOTNET_DATE.fullmatch(text.strip())
    return found[1] if found else None
