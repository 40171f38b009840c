"""Lines of a text with their values masked, code point by code point."""

from __future__ import annotations

import json
import re
from io import StringIO
from typing import TYPE_CHECKING

from sde_schema.model import safe_name
from sde_schema.reading.json_spans import OPEN_STRING
from sde_schema.terminal import cells, character_start, characters, without_commands

if TYPE_CHECKING:
    from collections.abc import Iterable

MASK = "*"
WIDE, NONE = "\ue000", "\ue001"
"""Represent a masked code point of two terminal cells, and one of none, while offsets still count."""

_ASCII_MASKS = {code: MASK for code in range(128) if not chr(code).isspace()}

_COMBINING = "\u0300"

_TOKEN = re.compile(OPEN_STRING + r'"?|[{}\[\]:,]|[ \t\r]+|[^"{}\[\]:,\s]+|\s')
_STRINGS = re.compile(rf'(?:[^"]*+{OPEN_STRING}")*+')
_STRING = re.compile(rf'[^"]*+{OPEN_STRING}"?')
_NAME_FOLLOWS = re.compile(r"\s*:")


def masked(text: str) -> str:
    """Return a text with each code point masked, but white space kept as spaces."""
    if text.isascii():
        return text.translate(_ASCII_MASKS)
    return "".join(_masked_character(character) for character in characters(text))


def _masked_character(character: str) -> str:
    """Return a mask for each code point of a character, which together are as wide."""
    if character.isspace():
        return " " * len(character)
    left, found = cells(character), []
    for _ in character:
        found.append((NONE, MASK, WIDE)[min(left, 2)])
        left = max(left - 2, 0)
    return "".join(found)


def start_in(text: str, offset: int) -> int:
    """Return the offset at which the character begins that has the code point at an offset, masked or not."""
    return character_start(text.replace(NONE, _COMBINING).replace(WIDE, MASK), offset)


def printable(text: str) -> str:
    """Return a masked text as it is printed: as wide as what it replaces, without control characters and commands."""
    plain = text if text.isascii() else text.replace(WIDE, MASK * 2).replace(NONE, "")
    if not plain.isprintable():
        plain = "".join(character if character.isprintable() else " " for character in plain)
    return without_commands(plain)


def laid_over(text: str, offset: int, parts: Iterable[tuple[int, str]]) -> str:
    """Return a text with parts of it replaced by others as long, each with its offset; the text has one too.

    The parts are in order.
    """
    made = StringIO()  # holds what is written, not each part of it
    at = offset
    for start, part in parts:
        made.write(text[at - offset : start - offset])
        made.write(part)
        at = start + len(part)
    made.write(text[at - offset :])
    return made.getvalue()


def mask_json_line(line: str, names: frozenset[str] | None) -> str:
    """Return a line of JSON, or of what was meant to be, with all masked but punctuation and names.

    ``names`` are those that may be shown; None means all that are not withheld.
    """
    made = StringIO()  # a line may have millions of words
    for token in _TOKEN.finditer(line):
        word = token[0]
        if word in "{}[]:,":
            made.write(word)
        elif word[0] == '"':
            is_name = _NAME_FOLLOWS.match(line, token.end()) and may_show(word, names)
            made.write(word if is_name else _masked_string(word))
        else:
            made.write(masked(word))
    return made.getvalue()


def may_show(word: str, names: frozenset[str] | None) -> bool:
    """Return whether a name, as it is written in JSON, may be shown."""
    try:
        name = json.loads(word)
    except ValueError:
        return False
    return safe_name(name) == name if names is None else name in names


def hidden(text: str) -> str:
    """Return a text with each code point masked, spaces too."""
    return masked(text).replace(" ", MASK)


def string_around(text: str, low: int, at: int) -> int:
    """Return the offset after the string in which the offset ``low`` of a JSON text is, ``low`` where it is in none.

    ``at`` is an offset after it that is in no string.
    """
    while (closing := text.rfind('"', low, at)) >= 0:
        at = closing
        while (at := text.rfind('"', low, at)) >= 0 and _is_escaped(text, at):
            pass
        if at < 0:
            return closing + 1
    return low


def after_strings(text: str, start: int, low: int) -> int:
    """Return the offset after the last string that ends before the offset ``low``; at ``start`` no string is open."""
    return _STRINGS.match(text, start, low).end()  # type: ignore[union-attr] # it takes anything


def string_end(text: str, start: int, low: int) -> int:
    """Return the offset after the first string from ``start`` on if it begins before the offset ``low``, else that."""
    if text.find('"', start, low) < 0:
        return low
    return _STRING.match(text, start).end()  # type: ignore[union-attr] # there is one


def _is_escaped(text: str, at: int) -> bool:
    """Return whether an odd number of backslashes is before an offset."""
    before = at
    while before and text[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


def _masked_string(word: str) -> str:
    inner = word[1:-1] if len(word) > 1 and word[-1] == '"' else word[1:]
    return word[0] + hidden(inner) + word[1 + len(inner) :]
