"""The core schema of YAML 1.2: what a plain scalar means. No dates, no yes and no, no sexagesimals."""

from __future__ import annotations

import math
import re
import sys
from typing import Any

TAG = "tag:yaml.org,2002:"
"""What the tags of the core schema begin with."""

_NULL = re.compile(r"(?:null|Null|NULL|~|)\Z")
_TRUE = re.compile(r"(?:true|True|TRUE)\Z")
_FALSE = re.compile(r"(?:false|False|FALSE)\Z")
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_BASED = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_SAFE_DIGITS = 300


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
    if _NULL.match(text):
        return None
    if _TRUE.match(text) or _FALSE.match(text):
        return text[0] in "tT"
    if _INTEGER.match(text):
        return int(text) if len(text) <= _SAFE_DIGITS else int(_finite(text))
    if _BASED.match(text):
        number = int(text[2:], 8 if text[1] == "o" else 16)
        if number > sys.float_info.max:
            raise _too_large()
        return number
    if _FLOAT.match(text):
        return _finite(text)
    if _NOT_FINITE.match(text):
        raise UnacceptableScalarError(
            "JSON has no such number.", "NaN, infinity: write a number, or null where it may be null."
        )
    return text


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _too_large()
    return number


def _too_large() -> UnacceptableScalarError:
    hint = "Write a number within the range of a double, or a string in quotes."
    return UnacceptableScalarError("This number is too large.", hint)
