"""Texts in terminal cells: a character that is read as one may take none, one or more, whatever it is made of.

What is ASCII takes a cell for each character: for other texts alone the package that knows is imported.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ELLIPSIS = "…"

LOG_COMMAND = re.compile(r"##(?=[a-z]{0,16}\[)", re.IGNORECASE)
"""What begins a command to a CI system, wherever in a line of its log: ``##[``, ``##vso[``, ``##teamcity[``."""


def cells(text: str) -> int:
    """Return how many terminal cells a text takes."""
    if text.isascii():
        return len(text)
    from wcwidth import width

    return width(text, control_codes="ignore")


def characters(text: str) -> Iterable[str]:
    """Return the characters of a text as they are read; an emoji or a letter with marks may be several code points."""
    if text.isascii():
        return text
    from wcwidth import iter_graphemes

    return iter_graphemes(text)


def character_start(text: str, offset: int) -> int:
    """Return the offset at which the character begins that has the code point at an offset."""
    if text.isascii() or offset >= len(text):
        return offset
    from wcwidth import grapheme_boundary_before

    return grapheme_boundary_before(text, offset + 1)


def _between(text: str, start: int, end: int) -> str:
    """Return the part of a text between two cells; half a wide character is a space."""
    if text.isascii():
        return text[start:end]
    from wcwidth import clip

    return clip(text, start, end, control_codes="ignore")


def harmless(text: str) -> str:
    """Return a text that steers neither a terminal nor a CI system: what is not printable becomes ``?``."""
    return without_commands(text if text.isprintable() else "".join(c if c.isprintable() else "?" for c in text))


def file_name(name: str) -> str:
    """Return the name of a file as it is at the beginning of a line, fit for a terminal.

    A log of GitHub takes a line that begins with ``::``, also after spaces, for a command: such a name begins with
    ``./`` instead.
    """
    said = harmless(name)
    return f"./{said}" if said.lstrip().startswith("::") else said


def without_commands(text: str) -> str:
    """Return a text in which no CI system finds a command; it is as long and as wide."""
    return LOG_COMMAND.sub("#?", text) if "##" in text else text


def wrapped(text: str, room: int, indent: str = "") -> list[str]:
    """Return a text in lines of at most so many cells, all but the first one indented.

    The spaces that it begins with are kept; words that are wider than a line are broken.
    """
    words = text.lstrip(" ")
    lines = [" " * (len(text) - len(words))]
    for word in words.split(" "):
        rest = word
        while True:
            line = lines[-1]
            joint = " " if line.strip() else ""
            if cells(line + joint + rest) <= room:
                lines[-1] = line + joint + rest
                break
            if not joint:
                head = _head(rest, max(room - cells(line), 2))
                lines[-1], rest = line + head, rest[len(head) :]
            lines.append(indent)
    return lines


def _head(text: str, room: int) -> str:
    """Return as much of a text's beginning as there is room for: one character at least."""
    head = used = 0
    for character in characters(text):
        used += cells(character)
        if head and used > room:
            break
        head += len(character)
    return text[:head]


def window(text: str, start: int, room: int) -> str:
    """Return the part of a text from one cell on that fills the room, with an ellipsis where it is cut."""
    kept = list(characters(_between(text, start, start + room)))
    if start > 0:
        first = next((index for index, character in enumerate(kept) if cells(character)), 0)
        kept[: first + 1] = ELLIPSIS, " " * (cells("".join(kept[first : first + 1])) - 1)
    if cells(text) > start + room:
        while not cells(kept.pop()):
            pass
        kept.append(ELLIPSIS)
    return "".join(kept)
