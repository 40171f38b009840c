"""Conversion for Python programs: one payload at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sde_schema.converting.converter import Unconvertible
    from sde_schema.model import Problem


@dataclass(frozen=True, slots=True)
class Conversion:
    """What became of a payload: its ``value`` in the types of the version, and its ``problems``.

    The value is valid under the version if no problem is an error. A warning says that a value became null.
    With errors, the value is what could be converted; it is None where the payload could not be read.
    A number is an int or a float, or a Decimal where a float would lose digits.
    """

    value: Any
    problems: tuple[Problem, ...] = ()


def convert(payload: Any, to: str | None = None, *, unconvertible: Unconvertible = "reject") -> Conversion:
    """Convert a payload to the types of a schema version: the newest unless named.

    The payload is a parsed object (dict or list), which stays as it is, or JSON or YAML as str or bytes. Several
    documents in one text become a list. With ``unconvertible="null"``, values that cannot be typed become null where
    that is allowed.

    Raises UnknownVersionError, TypeError for another type of payload, or ValueError for another ``unconvertible``.
    """
    from sde_schema.converting import payloads  # it reads the schemas

    converter = payloads.converter_to(to, unconvertible)
    if isinstance(payload, str):
        payload = payload.encode(errors="surrogatepass")
    if isinstance(payload, bytes | bytearray | memoryview):
        return payloads.of_text(converter, bytes(payload))
    if not isinstance(payload, dict | list):
        text = f"a payload must be a dict, a list, str or bytes, not {type(payload).__name__}"
        raise TypeError(text)
    return payloads.of_object(converter, payload)
