"""Payloads of Python programs to conversions."""

from __future__ import annotations

import io
import json
import math
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.checking.fast_path import loads
from sde_schema.checking.validator import Validator
from sde_schema.converting.conversion import Conversion
from sde_schema.converting.converter import Converter
from sde_schema.converting.documents import Document, Unreadable
from sde_schema.converting.numbers import Number, integer, json_bytes, real
from sde_schema.model import MAX_DEPTH
from sde_schema.reading.inputs import Input

if TYPE_CHECKING:
    from sde_schema.converting.converter import Unconvertible
    from sde_schema.model import Problem


def converter_to(version: str | None, unconvertible: Unconvertible) -> Converter:
    """Return what converts payloads to a version, the newest for None; it is made once.

    Raises UnknownVersionError, or ValueError for another ``unconvertible``.
    """
    if unconvertible not in ("reject", "null"):
        text = f"unconvertible must be 'reject' or 'null', not {unconvertible!r}"
        raise ValueError(text)
    return _converter(catalog.newest_version() if version is None else catalog.check_version(version), unconvertible)


@cache
def _converter(version: str, unconvertible: Unconvertible) -> Converter:
    return Converter(version, unconvertible)


def of_text(converter: Converter, data: bytes) -> Conversion:
    """Return what became of the documents of a text."""
    made = [_of_document(converter, found) for found in converter.read(Input(io.BytesIO(data)))]
    problems = tuple(problem for each in made for problem in each.problems)
    return made[0] if len(made) == 1 else Conversion([each.value for each in made], problems)


def _of_document(converter: Converter, found: Document | Unreadable) -> Conversion:
    if isinstance(found, Unreadable):
        return Conversion(None, found.problems)
    settled = converter.settled(found)
    nulled = tuple(as_warning(problem) for problem in settled.nulled)
    return Conversion(_for_python(settled.value), settled.problems or nulled)


def as_warning(problem: Problem) -> Problem:
    """Return the problem of a value that became null: it is none any more."""
    return replace(problem, severity="warning", kind=problem.kind and problem.kind._replace(severity="warning"))


def of_object(converter: Converter, payload: Any) -> Conversion:
    """Return what became of a parsed object. Raises TypeError for one with a value that JSON does not have."""
    try:
        value = _exact(payload, MAX_DEPTH)
    except ValueError:
        return Conversion(None, _errors(converter, payload))
    try:
        plain = loads(json_bytes(value)) if _is_json(value) else None
    except (TypeError, ValueError):  # half a surrogate pair
        plain = None
    if plain is None:
        return _of_alien(converter, value)
    made = _of_document(converter, Document(value, plain, None, 1))
    return Conversion(made.value, tuple(replace(problem, line=None) for problem in made.problems))


def _of_alien(converter: Converter, value: Any) -> Conversion:
    """Return what became of an object that holds something that JSON does not have."""
    retyped = _for_python(converter.retyped(value))
    problems = _errors(converter, retyped)
    if not problems:
        raise TypeError("the payload holds a value that JSON does not have")
    return Conversion(retyped, problems)


def _errors(converter: Converter, value: Any) -> tuple[Problem, ...]:
    problems = Validator(converter.version).validate(value)
    return tuple(problem for problem in problems if problem.severity == "error")


def _exact(value: Any, levels: int) -> Any:
    """Return a copy of a value with numbers that keep their digits; what JSON does not have stays.

    Raises ValueError for one nested too deeply.
    """
    if isinstance(value, dict | list | tuple):
        if not levels:
            raise ValueError
        if isinstance(value, dict):
            return {str(name): _exact(held, levels - 1) for name, held in value.items()}
        return [_exact(item, levels - 1) for item in value]
    if isinstance(value, float):
        return real(json.dumps(float(value))) if math.isfinite(value) else value
    if isinstance(value, int) and not isinstance(value, bool):
        return integer(str(int(value)))
    return real(str(value)) if isinstance(value, Decimal) and value.is_finite() else value


def _is_json(value: Any) -> bool:
    """Return whether an exact copy of a value is made of what JSON has."""
    if isinstance(value, dict | list):
        return all(map(_is_json, value.values() if isinstance(value, dict) else value))
    return value is None or isinstance(value, str | int | Number)


def _for_python(value: Any) -> Any:
    """Return a copy of a value in which numbers are those of Python."""
    if isinstance(value, dict):
        return {name: _for_python(held) for name, held in value.items()}
    if isinstance(value, list):
        return [_for_python(item) for item in value]
    return value.value if isinstance(value, Number) else value
