"""Slips of syntax, and those of them whose mend is sure."""

from __future__ import annotations

import re
from typing import NamedTuple

_LINE_COMMENT = re.compile(r"(?://|#)[^\n\r]*")
_BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CLOSERS = {"{": "}", "[": "]"}
"""What closes what."""

MISSING_VALUE = ("A value is missing here.", "Missing value: write one, or null where the field may be null.")
"""What is said where a value is missing."""


class Mend(NamedTuple):
    """What to put in the place of a stretch of the text so that it goes on: offsets and text."""

    start: int
    end: int
    text: str


class Slip(NamedTuple):
    """A slip of syntax: its offset, what is wrong, what to do, and the mend where that is sure."""

    offset: int
    message: str
    hint: str
    mend: Mend | None = None


def comment(text: str, at: int) -> Slip | None:
    """Return the slip of a comment that begins at an offset, if there is one."""
    found = _LINE_COMMENT.match(text, at) or _BLOCK_COMMENT.match(text, at)
    if found:
        blank = re.sub(r"[^\n\r]", " ", found[0])
        return Slip(at, "JSON has no comments.", "Comment: remove it.", Mend(at, found.end(), blank))
    if text.startswith("/*", at):
        return Slip(at, "JSON has no comments, and this one is never closed.", "Comment: remove it.")
    return None


def invisible(text: str, at: int) -> Slip | None:
    """Return the slip of a character that cannot be seen, if there is one at an offset."""
    here = text[at : at + 1]
    if here.isprintable():
        return None
    if here == "\ufeff":
        hint = "Byte order mark: it may only be at the very beginning of a file; remove it."
        return Slip(at, "There is a byte order mark here.", hint)
    return Slip(at, "There is an invisible character here.", f"Invisible character: remove it (U+{ord(here):04X}).")


def missing_comma(gap: int, following: int, *, in_object: bool, is_sure: bool) -> Slip:
    """Return the slip of a comma that is missing behind a value: where the value ends, and where the next begins."""
    what = "member" if in_object else "item"
    return Slip(
        gap,
        f"A comma is missing between this {what} and the next.",
        "Missing comma: add one right after the value.",
        Mend(gap, min(gap + 1, following), ",") if is_sure else None,
    )


def trailing_comma(comma: int, closer: str) -> Slip:
    """Return the slip of a comma that stands before a closing bracket."""
    return Slip(
        comma,
        f"A comma comes before the closing `{closer}`.",
        "Trailing comma: remove it.",
        Mend(comma, comma + 1, " "),
    )
