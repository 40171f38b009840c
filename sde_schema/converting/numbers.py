"""Numbers with all the digits that were written, and JSON text of values that hold them."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from sde_schema.rules.spelled_values import LONGEST, has_lost_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

_IN_TEXT = re.compile(r"(-?)0*([0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?)", re.ASCII)
"""A number as JSON writes it; zeros may be before it."""

LARGEST_LITERAL = 18
"""An integer of no more characters than these fits into 64 bits."""

_LARGEST = 1 << 63


class Written:
    """A value that says itself how JSON writes it, in ``json``."""

    __slots__ = ()
    json: str


@dataclass(frozen=True, slots=True)
class Number(Written):
    """A number that a Python number might change: as JSON writes it, and as it was written."""

    json: str
    written: str

    @property
    def value(self) -> int | float | Decimal:
        """The same number for Python: a float only if it keeps the digits."""
        exact = Decimal(self.json)
        near = float(self.json)
        if exact == exact.to_integral_value() and not {*self.json} & {".", "e", "E"}:
            return int(self.json)
        return near if Decimal(repr(near)) == exact else exact


def integer(text: str) -> int | Number:
    """Return an integer that JSON text writes."""
    return Number(text, text) if len(text) > LARGEST_LITERAL or text == "-0" else int(text)


def real(text: str) -> Number:
    """Return another number that JSON text writes. Raises ValueError for one beyond the range of a double."""
    if math.isinf(float(text)):
        message = "a number beyond the range of a double"
        raise ValueError(message)
    return Number(text, text)


def number_in(text: str) -> Number | None:
    """Return the number that a string writes, None where it writes none."""
    found = _IN_TEXT.fullmatch(text) if len(text) <= LONGEST else None
    literal = found[1] + found[2] if found else ""
    return Number(literal, text) if found and not math.isinf(float(literal)) else None


def whole_number_in(text: str) -> int | Number | None:
    """Return the whole number that a string writes, None where it writes none or has lost digits of it."""
    if text.isascii() and text.isdigit() and len(text) <= LARGEST_LITERAL:
        return int(text)
    number = None if has_lost_digits(text) else number_in(text)
    return number and whole(number)


def whole(number: Number) -> int | Number | None:
    """Return a number without its fraction, which must be zero; None where it is not."""
    exact = Decimal(number.json)
    if exact != exact.to_integral_value():
        return None
    value = int(exact)
    return value if -_LARGEST <= value < _LARGEST else Number(str(value), number.written)


def written(number: int | Number) -> str:
    """Return a number as text, with the digits as they were written."""
    return number.written if isinstance(number, Number) else str(number)


if find_spec("orjson"):
    from orjson import OPT_INDENT_2, OPT_PASSTHROUGH_DATACLASS, OPT_PASSTHROUGH_SUBCLASS, Fragment, dumps

    _PLAIN = OPT_PASSTHROUGH_DATACLASS | OPT_PASSTHROUGH_SUBCLASS

    def _fragment(value: Any) -> Fragment:
        if not isinstance(value, Written):
            raise TypeError
        return Fragment(value.json)

    def json_bytes(value: Any, *, indented: bool = False) -> bytes:
        """Serialize a value. Raises TypeError for one that JSON does not have."""
        return dumps(value, _fragment, _PLAIN | (OPT_INDENT_2 if indented else 0))

else:  # pragma: no cover - where orjson is not installed, as in an environment of tests/test_packaging.py

    def json_bytes(value: Any, *, indented: bool = False) -> bytes:
        """Serialize a value. Raises TypeError for one that JSON does not have."""
        return "".join(_pieces(value, "\n" if indented else "")).encode()


def _pieces(value: Any, line: str) -> Iterator[str]:
    """Yield the pieces of a value's JSON; ``line`` is what begins a line, if there are several."""
    if isinstance(value, Written):
        yield value.json
    elif isinstance(value, dict | list) and value:
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        inner = line and line + "  "
        names = (
            [_quoted(name) + (": " if line else ":") for name in value]
            if isinstance(value, dict)
            else [""] * len(value)
        )
        held = value.values() if isinstance(value, dict) else value
        for index, (name, item) in enumerate(zip(names, held, strict=True)):
            yield (opening if index == 0 else ",") + inner + name
            yield from _pieces(item, inner)
        yield line + closing
    else:
        yield _quoted(value)


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
