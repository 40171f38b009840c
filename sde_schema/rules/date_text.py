"""Text that was meant to be a date or a time."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from sde_schema.rules.number_text import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

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
