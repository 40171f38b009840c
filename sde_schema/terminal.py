"""Texts in terminal cells: wide characters take two, combining ones none."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

ELLIPSIS = "…"


@lru_cache(maxsize=4096)
def cells_of(character: str) -> int:
    """Return how many terminal cells a character takes: 0, 1 or 2."""
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1


def cells(text: str) -> int:
    """Return how many terminal cells a text takes."""
    return len(text) if text.isascii() else sum(map(cells_of, text))


def harmless(text: str) -> str:
    """Return a text that cannot steer a terminal: what is not printable becomes ``?``."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "?" for c in text)


def wrapped(text: str, room: int, indent: str = "") -> list[str]:
    """Return a text in lines of at most so many cells, all but the first one indented.

    The blanks that it begins with are kept; words that are wider than a line are broken.
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
    """Return as much of a text's beginning as there is room for."""
    used = 0
    for index, character in enumerate(text):
        used += cells_of(character)
        if used > room:
            return text[:index]
    return text


def window(text: str, start: int, room: int) -> str:
    """Return the part of a text from one cell on that fills the room, with an ellipsis where it is cut."""
    kept, at = "", 0
    for character in text:
        width = cells_of(character)
        if at >= start and at + width <= start + room:
            kept += character
        elif at + width > start and at < start + room:
            kept += " " * (min(at + width, start + room) - max(at, start))
        at += width
    if start > 0:
        kept = ELLIPSIS + " " * (cells(kept[:1]) - 1) + kept[1:]
    if at > start + room:
        kept = kept[:-1] + ELLIPSIS
    return kept
