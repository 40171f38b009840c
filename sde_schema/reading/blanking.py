"""Lines of a text with their values blanked, code point by code point."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from sde_schema.model import safe_name
from sde_schema.terminal import cells_of

if TYPE_CHECKING:
    from collections.abc import Iterable

BLANK = "*"
WIDE, NONE = "\ue000", "\ue001"
"""Stand for a blanked character of two terminal cells, and for one of none, while offsets still count."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\]:,]|[ \t\r]+|[^"{}\[\]:,\s]+|\s')
_NAME_FOLLOWS = re.compile(r"\s*:")


def blanked(text: str) -> str:
    """Return a text with each character blanked, but white space kept as blanks."""
    if text.isascii():
        return re.sub(r"\S", BLANK, text)
    return "".join(" " if c.isspace() else (NONE, BLANK, WIDE)[cells_of(c)] for c in text)


def spell_out(text: str) -> str:
    """Return a blanked text as it is printed: as wide as what it replaces, without control characters."""
    plain = text if text.isascii() else text.replace(WIDE, BLANK * 2).replace(NONE, "")
    if plain.isprintable():
        return plain
    return "".join(character if character.isprintable() else " " for character in plain)


def laid_over(text: str, offset: int, parts: Iterable[tuple[int, str]]) -> str:
    """Return a text with parts of it replaced by others as long, each with its offset; the text has one too.

    The parts are in order.
    """
    made: list[str] = []
    at = offset
    for start, part in parts:
        made += text[at - offset : start - offset], part
        at = start + len(part)
    made.append(text[at - offset :])
    return "".join(made)


def blank_json_line(line: str, names: frozenset[str] | None) -> str:
    """Return a line of JSON, or of what was meant to be, with all blanked but punctuation and names.

    ``names`` are those that may be shown; None means all that are not withheld.
    """
    made = []
    for token in _TOKEN.finditer(line):
        word = token[0]
        if word in "{}[]:,":
            made.append(word)
        elif word[0] == '"':
            is_name = _NAME_FOLLOWS.match(line, token.end()) and may_show(word, names)
            made.append(word if is_name else _blank_string(word))
        else:
            made.append(blanked(word))
    return "".join(made)


def may_show(word: str, names: frozenset[str] | None) -> bool:
    """Return whether a name, as it is written in JSON, may be shown."""
    try:
        name = json.loads(word)
    except ValueError:
        return False
    return safe_name(name) == name if names is None else name in names


def _blank_string(word: str) -> str:
    inner = word[1:-1] if len(word) > 1 and word[-1] == '"' else word[1:]
    blank = "".join(BLANK if c == " " else c for c in blanked(inner))
    return word[0] + blank + word[1 + len(inner) :]
