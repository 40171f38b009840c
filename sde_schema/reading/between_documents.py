"""What is between the documents of a JSON text, and where the next one begins."""

from __future__ import annotations

import re

from sde_schema.reading.json_fixes import BadSyntax, comment, invisible
from sde_schema.reading.json_spans import SPACE

_SCALAR_ON_ITS_LINE = re.compile(r'[ \t\r]*\n[ \t\r\n]*(?:["0-9-]|(?:true|false|null)\b)')
_NEXT_LINE = re.compile(r"\n(?=[{\[])")
_DOCUMENT = re.compile("\ufeff?[{\\[]")


_STRAYS = {
    "}": ("A `}` has no opening bracket.", "Stray bracket: remove it."),
    "]": ("A `]` has no opening bracket.", "Stray bracket: remove it."),
    ",": (
        "A comma follows the document.",
        "Comma after the document: put several documents into an array, [ … ], or on lines of their own.",
    ),
    ":": (
        "A colon is outside of an object.",
        "Missing braces: put { before the first name and } after the last member.",
    ),
}
"""What is said of the first character after a document, unless it begins the next one."""


def after_comments(text: str, at: int, bad_syntax: list[BadSyntax]) -> int:
    """Return the offset after white space and comments; each comment is a syntax error."""
    while True:
        at = SPACE.match(text, at).end()  # type: ignore[union-attr]
        bad = comment(text, at)
        if bad is None or bad.fix is None:
            return at
        bad_syntax.append(bad)
        at = bad.fix.end


def stray(text: str, end: int, after: int) -> BadSyntax | None:
    """Return the syntax error of what follows a document, unless it is the next one.

    An object or array may touch the document before; a string, number or the like begins a line of its own.
    """
    if after == len(text) or _DOCUMENT.match(text, after) or _SCALAR_ON_ITS_LINE.match(text, end):
        return None
    words = _STRAYS.get(text[after], ("Text follows the document.", "Stray text: remove it."))
    return invisible(text, after) or BadSyntax(after, *words)


def next_line(text: str, at: int) -> int | None:
    """Return where the next line that begins with a bracket begins."""
    found = _NEXT_LINE.search(text, at)
    return found.end() if found else None


def next_start(text: str, at: int) -> int | None:
    """Return where the next document seems to begin after one that could not be read to its end.

    That is on a line that begins with a bracket, unless a value may be expected there.
    """
    for found in _NEXT_LINE.finditer(text, at):
        last = found.start() - 1
        while last >= at and text[last] in " \t\r\n":
            last -= 1
        if last >= at and not (text[last].isspace() or text[last] in ",:["):
            return found.end()
    return None


def byte_order_mark(text: str, at: int) -> list[BadSyntax]:
    """Return the syntax error of a byte order mark before a document."""
    mark = invisible(text, at) if text.startswith("\ufeff", at) else None
    return [mark] if mark else []
