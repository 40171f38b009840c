"""Parsed objects of any Python program to plain JSON values."""

from __future__ import annotations

import math
import sys
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_TOO_LARGE = 1 << 1024
"""Integers from here on are beyond the range of a double."""

SCALARS = (bool, int, float, Decimal)
"""What JSON has beside null, strings, objects and arrays; a ``Decimal`` is a number."""


_NO_NAME = "\0"
_MOST_DIGITS = sys.int_info.str_digits_check_threshold
"""So many digits Python reads under any setting; no schema takes a text of more for a number."""


class _AlienMember(dict[str, None]):
    """Stands for a member's value that JSON does not have: an object with a member that no schema allows.

    It is known by its class, for a payload can hold an object like it.
    """

    def __init__(self, kind: str) -> None:
        super().__init__({_NO_NAME: None})
        self.kind = kind


class _AlienItem(list[None]):
    """Stands for an item that JSON does not have: an array, for no schema has arrays of arrays.

    An object will not do, for items may be records, and these are open.
    """

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind


class Plain(NamedTuple):
    """A JSON value made from an object, and whether it is nested deeper than the limit."""

    value: Any
    too_deep: bool


class _TooDeepError(Exception):
    """The object is nested deeper than the limit, or holds itself."""


def is_plain(value: Any) -> bool:
    """Return whether a value is made of nothing but dicts, lists and scalars, so that engines may have it as it is.

    What holds itself is not.
    """
    try:
        return _is_plain((value,))
    except RecursionError:
        return False


def _is_plain(values: Iterable[Any]) -> bool:
    for value in values:
        kind = type(value)
        if kind is str:
            is_plain = value.isascii() or _is_text(value)
        elif kind is dict:
            is_plain = _is_plain(value.values()) and all(type(name) is str and _is_text(name) for name in value)
        elif kind is list:
            is_plain = _is_plain(value)
        elif kind is int:
            is_plain = -_TOO_LARGE < value < _TOO_LARGE
        else:
            is_plain = value is None or kind is bool or (kind is float and math.isfinite(value))
        if not is_plain:
            return False
    return True


def plain_value(value: Any, max_depth: int) -> Plain:
    """Return a copy of an object in which all is JSON.

    Tuples become lists, a ``Decimal`` a number, and a member of an enumeration its value. A float that is not finite,
    or an object that JSON does not have, becomes a marker that is of the wrong type wherever it is validated.
    """
    try:
        return Plain(_copy(value, max_depth, _AlienMember), too_deep=False)
    except _TooDeepError:
        return Plain(None, too_deep=True)


def alien_kind(value: Any) -> str | None:
    """Return what a marker represents, in words, or None for a value that is none."""
    return value.kind if isinstance(value, _AlienMember | _AlienItem) else None


def _copy(value: Any, levels: int, alien: Callable[[str], Any]) -> Any:
    """Return a copy that may have so many levels; ``alien`` makes the marker if the value is none of JSON."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, dict | list | tuple):
        if levels == 0:
            raise _TooDeepError
        if isinstance(value, dict):
            return {_name(name): _copy(item, levels - 1, _AlienMember) for name, item in value.items()}
        return [_copy(item, levels - 1, _AlienItem) for item in value]
    return _scalar(value, alien)


def _name(name: Any) -> str:
    name = name.value if isinstance(name, Enum) else name
    text = _text(name) if isinstance(name, str) else str(name)
    return text if _is_text(text) else text.encode(errors="replace").decode()


def _scalar(value: Any, alien: Callable[[str], Any]) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value) if _is_text(value) else alien("text with half a surrogate pair")
    if isinstance(value, int):
        return int(value) if abs(value) < _TOO_LARGE else alien("a number that is too large")
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else alien("a number that is not finite")
    if isinstance(value, Decimal):
        return _number(value, alien)
    return alien("a value that JSON does not have")


def _text(text: str) -> str:
    """Return the text itself of what may be a member of an enumeration, whose ``str`` is its name."""
    return str.__str__(text)


def _number(value: Decimal, alien: Callable[[str], Any]) -> Any:
    """Return a decimal number as an int where it is a whole one, else as a float."""
    if not value.is_finite():
        return alien("a number that is not finite")
    if math.isinf(float(value)):
        return alien("a number that is too large")
    return int(value) if value == value.to_integral_value() else float(value)


def _is_text(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def whole_number(value: Any) -> int | None:
    """Return a whole number, or a text of digits, as a number; None for anything else.

    Whether it is a valid one is the schemas' to say.
    """
    if isinstance(value, str):
        return int(value) if value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS else None
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value == int(value):
        return int(value)
    return None
