"""What a value may be as a value of another type, and what is inside values that another program has wrapped."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema.reading.parsed_object import whole_number
from sde_schema.rules.spelled_values import days_of, has_lost_digits, milliseconds_of, number_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sde_schema.rules.spelled_values import IsCurrency


_OLD, _AVRO, _MONGO, _DYNAMO, _FIRESTORE, _XML = (
    "Older responses and Avro JSON wrap values like this",
    "Avro JSON wraps the objects of a union like this",
    "This is MongoDB's extended JSON",
    "This is DynamoDB's JSON",
    "This is Firestore's JSON",
    "XML converters wrap values like this",
)
_WITH_ATTRIBUTES = "XML converters write a value and its attributes like this"
_ATTRIBUTES = "; its attributes belong to other properties"
_INSTANT = "This is a time in seconds and nanoseconds"
_WRAPPERS = {
    **dict.fromkeys(("string", "int", "long", "float", "double", "boolean", "array", "map"), _OLD),
    **dict.fromkeys(("$numberLong", "$numberInt", "$numberDouble", "$numberDecimal", "$date", "$oid"), _MONGO),
    **dict.fromkeys(("S", "N", "BOOL", "NULL", "L", "M", "SS", "NS"), _DYNAMO),
    **dict.fromkeys(("stringValue", "integerValue", "doubleValue", "booleanValue", "nullValue"), _FIRESTORE),
    **dict.fromkeys(("timestampValue", "referenceValue", "bytesValue", "mapValue", "arrayValue"), _FIRESTORE),
    **dict.fromkeys(("#text", "_text", "__text", "$t", "_", "@value", "$value", "#cdata-section", "_cdata"), _XML),
}
_NULLS = frozenset({"NULL", "nullValue"})
_CONTENTS = {"mapValue": "fields", "arrayValue": "values"}
"""Firestore holds members and items in an object of one more name."""

_SECONDS = {"seconds": "nanos", "_seconds": "_nanoseconds", "epochSecond": "nano"}
"""How times are written by protobuf, Firestore and Java: the name of the seconds, and that of the nanoseconds."""

_RECORD_NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+", re.ASCII)
"""The full name of a record in Avro, with which its JSON wraps an object of a union."""

_LATEST, _NANOS = 253_402_300_799, 10**9
"""The last second of the year 9999, and how many nanoseconds a second has."""


class Wrapper(NamedTuple):
    """A value that another program has wrapped: whose way that is, the value, and what to say of the rest.

    A time in seconds and nanoseconds is a text here.
    """

    origin: str
    value: Any
    rest: str = ""
    is_instant: bool = False


def wrapper_of(value: Any) -> Wrapper | None:
    """Return the wrapper of a value, None where it has none."""
    if not isinstance(value, dict) or not value:
        return None
    instant = _instant(value)
    if instant:
        return Wrapper(_INSTANT, instant, is_instant=True)
    names = [name for name in value if not _is_attribute(name)]
    if len(value) > 1:
        return Wrapper(_WITH_ATTRIBUTES, value[names[0]], _ATTRIBUTES) if _is_xml(names) else None
    [(name, inner)] = value.items()
    origin = _AVRO if _RECORD_NAME.fullmatch(name) and isinstance(inner, dict) else _WRAPPERS.get(name)
    if origin is None:
        return None
    below = wrapper_of(inner)
    return Wrapper(origin, below.value if below else _content(name, inner))


def in_union(value: dict[str, Any]) -> Any:
    """Return what an object holds that wraps a value as older responses and Avro JSON do; another one itself."""
    wrapper = wrapper_of(value) if len(value) == 1 else None
    return wrapper.value if wrapper and wrapper.origin in (_OLD, _AVRO) else value


def is_wrapped(value: Any) -> bool:
    """Return whether an object is surely no more than the wrapper of a value."""
    wrapper = wrapper_of(value)
    return wrapper is not None and not wrapper.is_instant


def _content(name: str, inner: Any) -> Any:
    """Return what a wrapper of a name holds."""
    if name in _NULLS:
        return None
    return inner.get(_CONTENTS[name], inner) if name in _CONTENTS and isinstance(inner, dict) else inner


def _is_xml(names: list[str]) -> bool:
    return len(names) == 1 and _WRAPPERS.get(names[0]) is _XML


def _is_attribute(name: str) -> bool:
    """Return whether XML converters give attributes such a name: ``@unit``, or ``$`` for the object of them all."""
    return name in ("$", "_attributes") or (name.startswith("@") and name not in _WRAPPERS)


def _instant(value: dict[str, Any]) -> str | None:
    """Return the time that an object has in seconds and nanoseconds, as ISO 8601 writes it."""
    name = next(iter(value))
    if name not in _SECONDS or not value.keys() <= {name, _SECONDS[name]}:
        return None
    seconds, nanos = whole_number(value[name]), whole_number(value.get(_SECONDS[name], 0))
    if seconds is None or nanos is None or not (0 <= seconds <= _LATEST and 0 <= nanos < _NANOS):
        return None
    return (datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=nanos // 1_000)).isoformat()


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
