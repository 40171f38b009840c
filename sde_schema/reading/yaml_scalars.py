"""The core schema of YAML 1.2: what a plain scalar means. No dates, no yes and no, no sexagesimals."""

from __future__ import annotations

import math
import re
import sys
from typing import Any

TAG = "tag:yaml.org,2002:"
"""What the tags of the core schema begin with."""

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"([-+]?)(?=[0-9])0*+([0-9]*+)\Z")
_BASED = {
    8: re.compile(r"0o(?=[0-7])0*+([0-7]*+)\Z"),
    16: re.compile(r"0x(?=[0-9a-fA-F])0*+([0-9a-fA-F]*+)\Z"),
}
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_NUMERIC = frozenset(".-+0123456789")
"""What numbers begin with."""

_SAFE_DIGITS = 300
_MOST_DIGITS = sys.float_info.max_exp
"""In no base that is a power of two a double has more digits before the point."""


class UnacceptableScalarError(Exception):
    """A scalar has no JSON value; the arguments are message and hint."""


def scalar_value(text: str, tag: str | None, *, is_plain: bool) -> Any:
    """Return the JSON value of a scalar, given its explicit tag or None.

    Raises UnacceptableScalarError.
    """
    if tag in (None, "!", ""):
        return _plain(text) if is_plain and tag is None else text
    kind = str(tag).removeprefix(TAG)
    if kind == "str":
        return text
    value = _plain(text)
    if kind == "float" and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if type(value) is _KINDS.get(kind):
        return value
    raise UnacceptableScalarError("This tag does not fit its value, or is not known.", "Tag: remove it.")


_KINDS: dict[str, type] = {"null": type(None), "bool": bool, "int": int}


def _plain(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC:
        return text
    if _NOT_FINITE.match(text):
        raise UnacceptableScalarError(
            "JSON has no such number.", "NaN, infinity: write a number, or null where it may be null."
        )
    return _number(text)


def _number(text: str) -> int | float | str:
    """Return the number that a text is, or else the text."""
    if found := _INTEGER.match(text):
        sign, digits = found.groups()
        return int(f"{sign}{digits or 0}") if len(digits) <= _SAFE_DIGITS else int(_finite(text))
    for base, pattern in _BASED.items():
        if found := pattern.match(text):
            return _based(found[1], base)
    return _finite(text) if _FLOAT.match(text) else text


def _based(digits: str, base: int) -> int:
    """Return a number without leading zeros that is written in a base; one of very many digits is not converted."""
    number = int(digits or "0", base) if len(digits) <= _MOST_DIGITS else math.inf
    if number > sys.float_info.max:
        raise _too_large()
    return int(number)


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _too_large()
    return number


def _too_large() -> UnacceptableScalarError:
    hint = "Write a number within the range of a double, or a string in quotes."
    return UnacceptableScalarError("This number is too large.", hint)
