"""What a YAML parser is given: a text in pieces, from a document on, up to a directive that is one too many."""

from __future__ import annotations

import re

from yaml.reader import Reader

from sde_schema.reading.json_fixes import BadSyntax

_MARK = "\ufeff"
NEXT_DOCUMENT = re.compile(r"\n(?=---(?:[ \t\r\n\x85\u2028\u2029]|\Z))")
"""Before what a document begins; of white space only what the parser takes for it may follow."""

_FIRST_READ, _LARGEST_READ = 1 << 7, 1 << 16

_TAG_DIRECTIVE = re.compile(r"%TAG(?<![^\n\r\x85\u2028\u2029]%TAG)[^\n]*")
_MOST_DIRECTIVES, _LONGEST_DIRECTIVE = 100, 1_000
"""The parser compares each directive with all before it, and puts its text into every tag that uses it."""


class Source:
    """A part of a text, which a parser reads in pieces; the first is small, for many documents are.

    A piece ends before a character that no YAML may have, so that the documents before it are read.
    """

    def __init__(self, text: str, base: int, end: int) -> None:
        self.text = text
        self.base = base + text.startswith(_MARK, base)
        """Where the parser's marks count from: a byte order mark is not counted."""
        self._at = self.base
        self._end = end
        self._size = _FIRST_READ

    def read(self, _size: int = 0) -> str:
        """Return the next piece, an empty one at the end."""
        piece = self.text[self._at : min(self._at + self._size, self._end)]
        bad = Reader.NON_PRINTABLE.search(piece, 1)
        piece = piece[: bad.start()] if bad else piece
        self._at += len(piece)
        self._size = min(2 * self._size, _LARGEST_READ)
        return piece


def first_beyond_directives(text: str, base: int) -> int:
    """Return where the first ``%TAG`` is that is too long or one too many for its document, else the text's end."""
    count, before = 0, base
    for found in _TAG_DIRECTIVE.finditer(text, base):
        count = 1 if NEXT_DOCUMENT.search(text, before, found.start()) else count + 1
        before = found.start()
        if count > _MOST_DIRECTIVES or len(found[0]) > _LONGEST_DIRECTIVE:
            return before
    return len(text)


def bad_directive(offset: int) -> BadSyntax:
    """Return the syntax error of a directive that is too long or one too many."""
    hint = "Directive: remove it, for no tags are read but those of the core schema."
    return BadSyntax(offset, "This %TAG directive is too long, or one of too many.", hint)
