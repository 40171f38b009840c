"""What messages and hints call types, names and values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.model import safe_name

if TYPE_CHECKING:
    from collections.abc import Collection

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
    """Return what a message calls the value at a path; items of an array are called alike, the pointer says which."""
    if not path:
        return "the document"
    last = path[-1]
    if isinstance(last, str):
        return quoted(last)
    holder = quoted(path[-2]) if len(path) > 1 and isinstance(path[-2], str) else "the array"
    return f"an item of {holder}"


def capital(text: str) -> str:
    """Return a sentence with its first letter in upper case."""
    return text[0].upper() + text[1:]


def listed(words: list[str], last: str = "and") -> str:
    """Return words as prose: ``a, b and c``."""
    if len(words) < 2:  # noqa: PLR2004 - one word needs no joining
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def all_quoted(names: list[str], last: str = "and") -> str:
    """Return names as prose shows them: ```a`, `b` and `c```."""
    return listed([quoted(name) for name in names], last)


def type_words(types: Collection[str]) -> str:
    """Return types as prose: ``a string, a number or null``."""
    return listed([word for kind, words in TYPE_WORDS.items() if kind in types for word in words], "or")


def continued(text: str) -> str:
    """Return a sentence as it goes on after a colon."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
