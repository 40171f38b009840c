"""Parsed objects of any Python program to plain JSON values."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

_MARK = "\0"
"""The one member of what stands for a value that JSON does not have: no schema allows it."""


class Plain(NamedTuple):
    """A JSON value made from an object, and whether it is nested deeper than the limit."""

    value: Any
    too_deep: bool


class _TooDeepError(Exception):
    """The object is nested deeper than the limit, or holds itself."""


def plain_value(value: Any, max_depth: int) -> Plain:
    """Return a copy of an object in which all is JSON.

    Tuples become lists. A float that is not finite, or an object that JSON does not have, becomes
    a marker that is of the wrong type wherever it is judged.
    """
    try:
        return Plain(_copy(value, max_depth), too_deep=False)
    except _TooDeepError:
        return Plain(None, too_deep=True)


def alien_kind(value: Any) -> str | None:
    """Return what a marker stands for in words, or None for a value that is none."""
    if isinstance(value, dict) and len(value) == 1:
        kind = value.get(_MARK)
        return kind if isinstance(kind, str) else None
    return None


def _copy(value: Any, levels: int) -> Any:
    if isinstance(value, dict | list | tuple):
        if levels == 0:
            raise _TooDeepError
        if isinstance(value, dict):
            return {_name(name): _copy(item, levels - 1) for name, item in value.items()}
        return [_copy(item, levels - 1) for item in value]
    return _scalar(value)


def _name(name: Any) -> str:
    text = str(name)
    return text if _is_text(text) else text.encode(errors="replace").decode()


def _scalar(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value) if _is_text(value) else {_MARK: "text with half a surrogate pair"}
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else {_MARK: "a number that is not finite"}
    return {_MARK: "a value that JSON does not have"}


def _is_text(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
