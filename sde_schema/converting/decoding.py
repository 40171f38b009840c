"""JSON text to values with all digits of their numbers."""

from __future__ import annotations

import json
from typing import Any

from sde_schema.converting.numbers import integer, real
from sde_schema.converting.repeating import object_of
from sde_schema.reading.json_spans import SPACE


class RefusedError(Exception):
    """This text is not surely one document that may be converted."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise RefusedError
    return made


def _constant(_: str) -> Any:
    raise RefusedError


STRICT = json.JSONDecoder(object_pairs_hook=_pairs, parse_float=real, parse_int=integer, parse_constant=_constant)
"""Refuses text in which a name appears twice in an object."""

LENIENT = json.JSONDecoder(object_pairs_hook=object_of, parse_float=real, parse_int=integer, parse_constant=_constant)
"""Keeps all members of such objects."""


def skipped(text: str, at: int) -> int:
    """Return the offset after white space."""
    return SPACE.match(text, at).end()  # type: ignore[union-attr]


def again(data: bytes) -> Any:
    """Return the value of a text that was read before."""
    text = data.decode()
    return LENIENT.raw_decode(text, skipped(text, 0))[0]
