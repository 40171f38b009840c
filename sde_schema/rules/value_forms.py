"""What a value may be as a value of another type: a string as a number, say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema.rules.date_text import days_of, milliseconds_of
from sde_schema.rules.number_text import has_lost_digits, number_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sde_schema.rules.number_text import IsCurrency

_BOOLEANS = {"true": True, "false": False}


class Wanted(NamedTuple):
    """What is known of the field of a value; ``members`` are those of the object that it would be."""

    members: Collection[str]
    is_code: bool
    is_number: bool
    is_whole: bool
    is_time: bool
    is_currency: IsCurrency


def forms_of(value: Any, wanted: Wanted) -> Iterator[tuple[Any, str]]:
    """Yield a bare value, then what it may be as a number, a string or a time, each with how to write it."""
    yield value, ""
    if isinstance(value, str):
        number = number_of(value)
        if number is not None and not (wanted.is_time and has_lost_digits(value)):
            yield number, ", as a number"
        if value in _BOOLEANS:
            yield _BOOLEANS[value], ", as a boolean"
        moment = milliseconds_of(value) if wanted.is_time else None
        if moment is not None:
            yield moment, ", in milliseconds since 1970-01-01T00:00:00Z"
        for date in days_of(value):
            yield date, ', as an object: {"year": …, "month": …, "day": …}'
    elif isinstance(value, int | float):
        yield in_text(value), ", as a string"


def in_text(value: float) -> str:
    """Return a number as text: one without a fraction in digits only."""
    is_whole = isinstance(value, float) and value == int(value)
    return str(int(value)) if is_whole else json.dumps(value)
