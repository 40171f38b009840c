"""Payloads of Python programs to conversions."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.checking.checks import Options
from sde_schema.checking.validator import Validator
from sde_schema.converting.conversion import Conversion
from sde_schema.converting.converter import Converter
from sde_schema.converting.documents import Unreadable
from sde_schema.converting.numbers import Number, Written, integer, real
from sde_schema.model import MAX_DEPTH
from sde_schema.reading.inputs import Input
from sde_schema.reading.parsed_object import alien_kind, plain_value

if TYPE_CHECKING:
    from sde_schema.converting.converter import Unconvertible
    from sde_schema.converting.documents import Document
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
    return Converter(Options(version), unconvertible)


def of_text(converter: Converter, data: bytes) -> Conversion:
    """Return what became of the documents of a text."""
    made = [_of_document(converter, found) for found in converter.read(Input(io.BytesIO(data)))]
    problems = tuple(problem for each in made for problem in each.problems)
    return made[0] if len(made) == 1 else Conversion([each.value for each in made], problems)


def _of_document(converter: Converter, found: Document | Unreadable) -> Conversion:
    if isinstance(found, Unreadable):
        return Conversion(None, tuple(found.problems))
    if found.faults:
        return Conversion(None, tuple(problem for _, problem in found.faults.found))
    settled = converter.settled(found)
    warnings = tuple(as_warning(problem) for problem in (*found.repeats, *settled.nulled))
    return Conversion(_for_python(settled.draft.value), tuple(settled.problems) or warnings)


def as_warning(problem: Problem) -> Problem:
    """Return the problem of a value that became null: it is none any more."""
    return replace(problem, severity="warning", kind=problem.kind and problem.kind._replace(severity="warning"))


def of_object(converter: Converter, payload: Any) -> Conversion:
    """Return what became of a parsed object.

    What JSON does not have is passed over where other values are; in what is validated it is a problem.
    """
    try:
        value = _exact(payload, MAX_DEPTH, _MEMBER)
    except ValueError:
        return Conversion(None, _errors(converter, payload))
    made = _of_document(converter, converter.read_object(value))
    problems = tuple(replace(problem, line=None) for problem in made.problems)
    if not _has_alien(value):
        return Conversion(made.value, problems)
    converted = _unmarked(made.value)
    if any(problem.severity == "error" for problem in problems):
        found = _errors(converter, converted)
        said = {problem.pointer for problem in found}
        problems = (*found, *(each for each in problems if each.pointer not in said and _MARK not in each.pointer))
    return Conversion(converted, problems)


def _errors(converter: Converter, value: Any) -> tuple[Problem, ...]:
    """Return what is wrong with a parsed object, and says what of it JSON does not have."""
    problems = Validator(converter.version).validate(value)
    return tuple(problem for problem in problems if problem.severity == "error")


@dataclass(frozen=True, slots=True)
class _Alien(Written):
    """A value that JSON does not have, and what represents it in JSON: something that no schema allows."""

    value: Any
    json: str


_MARK = "\0"
"""What begins the name of a member that represents something else."""

_MEMBER, _ITEM = '{"\\u0000":null}', "[]"
"""What represents a member's value and an item, as it is when a parsed object is validated."""


def _exact(value: Any, levels: int, alien: str) -> Any:
    """Return a copy of a value with numbers that keep their digits; ``alien`` represents it if JSON does not have it.

    Raises ValueError for one nested too deeply.
    """
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, dict | list | tuple):
        if not levels:
            raise ValueError
        if not isinstance(value, dict):
            return [_exact(item, levels - 1, _ITEM) for item in value]
        return {_name(name): _exact(held, levels - 1, _MEMBER) for name, held in value.items()}
    plain = plain_value(value, levels).value
    if alien_kind(plain):
        return _Alien(value, alien)
    if isinstance(value, Decimal):
        return real(str(value))
    if isinstance(plain, float):
        return real(json.dumps(plain))
    return plain if isinstance(plain, bool) or not isinstance(plain, int) else integer(str(plain))


def _has_alien(value: Any) -> bool:
    """Return whether an exact copy has something that JSON does not have; it may be half a surrogate pair in a name."""
    if isinstance(value, dict):
        return any(name.startswith(_MARK) for name in value) or any(map(_has_alien, value.values()))
    return any(map(_has_alien, value)) if isinstance(value, list) else isinstance(value, _Alien)


def _name(name: Any) -> str:
    """Return the name of a member, which may be one of an enumeration, or no string; what is not UTF-8 is marked."""
    name = name.value if isinstance(name, Enum) else name
    text = str.__str__(name) if isinstance(name, str) else str(name)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _marked(text)
    return _marked(text) if text.startswith(_MARK) else text


def _marked(name: str) -> str:
    return _MARK + name.encode("unicode_escape").decode()


def _unmarked(value: Any) -> Any:
    """Return a value with the names that were marked."""
    if isinstance(value, dict):
        return {_original(name): _unmarked(held) for name, held in value.items()}
    return [*map(_unmarked, value)] if isinstance(value, list) else value


def _original(name: str) -> str:
    return name[1:].encode().decode("unicode_escape") if name.startswith(_MARK) else name


def _for_python(value: Any) -> Any:
    """Return a copy of a value as Python has it: with its numbers, and with what JSON does not have."""
    if isinstance(value, dict):
        return {name: _for_python(held) for name, held in value.items()}
    if isinstance(value, list):
        return [_for_python(item) for item in value]
    return value.value if isinstance(value, Number | _Alien) else value
