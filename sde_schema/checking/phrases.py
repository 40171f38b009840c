"""What messages and hints call types, names and values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.model import safe_name

if TYPE_CHECKING:
    from sde_schema.model import Path

TYPE_WORDS = {
    "string": ("a string",),
    "number": ("a number",),
    "integer": ("a whole number",),
    "boolean": ("true", "false"),
    "null": ("null",),
    "object": ("an object",),
    "array": ("an array",),
}
"""What messages call the types of JSON Schema; a boolean is one of two values."""


def quoted(name: str) -> str:
    """Return a name as messages show it."""
    return f"`{safe_name(name)}`"


def subject(path: Path) -> str:
    """Return what a message calls the value at a path."""
    if not path:
        return "the document"
    last = path[-1]
    if isinstance(last, str):
        return quoted(last)
    holder = quoted(path[-2]) if len(path) > 1 and isinstance(path[-2], str) else "the array"
    return f"item {last + 1} of {holder}"


def capital(text: str) -> str:
    """Return a sentence with its first letter in upper case."""
    return text[0].upper() + text[1:]
