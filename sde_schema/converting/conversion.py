"""Conversion for Python programs: one payload at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sde_schema.checking.validator import payload_of

if TYPE_CHECKING:
    from sde_schema.converting.converter import Unconvertible
    from sde_schema.model import Problem


@dataclass(frozen=True, slots=True)
class Conversion:
    """What became of a payload: its ``value`` in the types of the version, and its ``problems``.

    The value is valid under the version if no problem is an error. A warning says that a value became null, or that
    a name outside of events appears twice in its object, so that one of the two values is not here.
    With errors, the value is what could be converted; it is None where the payload could not be read.
    A number is an int or a float, or a Decimal where a float would lose digits.
    """

    value: Any
    problems: tuple[Problem, ...] = ()


def convert(payload: Any, to: str | None = None, *, unconvertible: Unconvertible = "reject") -> Conversion:
    """Convert a payload to the types of a schema version: the newest unless named.

    The payload is a parsed object (dict, list, …), which stays as it is, or JSON or YAML as str or bytes. Several
    documents in one text become a list. With ``unconvertible="null"``, values that cannot be typed become null where
    that is allowed. What JSON does not have, such as a date or NaN, is kept outside of events and an error in them.

    Raises UnknownVersionError, ValueError for another ``unconvertible``, or TypeError for what is no payload, such as a
    path or an open file.
    """
    from sde_schema.converting import payloads  # it reads the schemas

    converter = payloads.converter_to(to, unconvertible)
    payload = payload_of(payload, "convert")
    if isinstance(payload, bytes):
        return payloads.of_text(converter, payload)
    return payloads.of_object(converter, payload)
