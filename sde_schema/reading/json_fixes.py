"""Syntax errors, and those of them whose fix is certain."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sde_schema.model import MOST_KEPT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.reading.json_context import Surroundings

_LINE_COMMENT = re.compile(r"(?://|#)[^\n\r]*")
_BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CLOSERS = {"{": "}", "[": "]"}
"""What closes what."""

MISSING_VALUE = ("A value is missing here.", "Missing value: write one, or null where the field may be null.")
"""What is said where a value is missing."""


class TextFix(NamedTuple):
    """What to put in place of a span of the text so that it goes on: offsets and text."""

    start: int
    end: int
    text: str


class BadSyntax(NamedTuple):
    """A syntax error of syntax: its offset, what is wrong, what to do, and the fix where that is certain."""

    offset: int
    message: str
    hint: str
    fix: TextFix | None = None


def comment(text: str, at: int) -> BadSyntax | None:
    """Return the syntax error of a comment that begins at an offset, if there is one."""
    found = _LINE_COMMENT.match(text, at) or _BLOCK_COMMENT.match(text, at)
    if found:
        blank = re.sub(r"[^\n\r]", " ", found[0])
        return BadSyntax(at, "JSON has no comments.", "Comment: remove it.", TextFix(at, found.end(), blank))
    if text.startswith("/*", at):
        return BadSyntax(at, "JSON has no comments, and this one is never closed.", "Comment: remove it.")
    return None


def invisible(text: str, at: int) -> BadSyntax | None:
    """Return the syntax error of a character that cannot be seen, if there is one at an offset."""
    here = text[at : at + 1]
    if here.isprintable():
        return None
    if here == "\ufeff":
        hint = "Byte order mark: it may only be at the very beginning of a file; remove it."
        return BadSyntax(at, "There is a byte order mark here.", hint)
    return BadSyntax(
        at, "There is an invisible character here.", f"Invisible character: remove it (U+{ord(here):04X})."
    )


def missing_comma(gap: int, following: int, *, in_object: bool, is_certain: bool) -> BadSyntax:
    """Return the syntax error of a comma that is missing after a value, which ends at ``gap``."""
    what = "member" if in_object else "item"
    return BadSyntax(
        gap,
        f"A comma is missing between this {what} and the next.",
        "Missing comma: add one right after the value.",
        TextFix(gap, min(gap + 1, following), ",") if is_certain else None,
    )


def trailing_comma(comma: int, closer: str) -> BadSyntax:
    """Return the syntax error of a comma that is before a closing bracket."""
    return BadSyntax(
        comma,
        f"A comma comes before the closing `{closer}`.",
        "Trailing comma: remove it.",
        TextFix(comma, comma + 1, " "),
    )


_TOKEN = re.compile(
    r'(?P<string>"[^"\\\x00-\x1f]*+(?:\\.[^"\\\x00-\x1f]*+)*+")'
    r"|(?P<scalar>(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)(?![\w.+-]))"
    r"|(?P<mark>[{}\[\]:,])"
    r"|(?P<comment>//|\#|/\*)"
    r"|(?P<space>[ \t\n\r]+)",
    re.DOTALL,
)
_OF_A_SCALAR = re.compile(r"[\w.+-]")
_AFTER_STRING = re.compile(r"(?:[ \t\n\r]|//[^\n\r]*|\#[^\n\r]*|/\*[^*]*+(?:\*(?!/)[^*]*+)*+\*/)*+(:)?")

_VALUE, _FIRST_ITEM, _NAME, _FIRST_NAME, _COLON, _COMMA, _DONE = range(7)
"""What is awaited; the first item and the first name may also be missing."""


@dataclass(slots=True)
class _Fixer:
    """Follows a text as long as it is understood, and keeps the syntax errors that it goes past."""

    text: str
    bad_syntax: list[BadSyntax] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    awaits: int = _VALUE
    after: int = 0
    """The offset after the last token that was no comment."""
    comma: int | None = None
    """The offset of the comma that was that token, if it was one."""

    def run(self, at: int) -> int:
        """Follow the text from an offset on; return the one at which this ends, at the latest after MOST_KEPT fixes."""
        while self.awaits != _DONE and len(self.bad_syntax) < MOST_KEPT:
            token = _TOKEN.match(self.text, at)
            if token is None:
                return at
            if token.lastgroup == "comment":
                bad = comment(self.text, at)
                if bad is None or bad.fix is None:
                    return at
                self.bad_syntax.append(bad)
                at = bad.fix.end
                continue
            if token.lastgroup != "space":
                if not self._take(token[0], at, token.end()):
                    return at
                self.after = token.end()
                self.comma = at if token[0] == "," else None
            at = token.end()
        return at

    def _take(self, word: str, at: int, end: int) -> bool:
        """Take one token; return whether it may be here, or may after a fix."""
        if word in ("}", "]"):
            return self._close(word)
        if word in (",", ":"):
            return self._separate(word)
        if self.awaits == _COMMA and not self._add_comma(word, at, end):
            return False
        if self.awaits in (_NAME, _FIRST_NAME):
            self.awaits = _COLON
            return word[0] == '"'
        return self._begin(word)

    def _separate(self, word: str) -> bool:
        awaited, self.awaits = self.awaits, _NAME if word == "," and self.open[-1:] == ["{"] else _VALUE
        return awaited == (_COMMA if word == "," else _COLON)

    def _begin(self, word: str) -> bool:
        """Take a value, or the bracket that opens one."""
        is_right = self.awaits in (_VALUE, _FIRST_ITEM)
        if word in ("{", "["):
            self.open.append(word)
            self.awaits = _FIRST_NAME if word == "{" else _FIRST_ITEM
        else:
            self.awaits = _COMMA if self.open else _DONE
        return is_right

    def _close(self, closer: str) -> bool:
        if not self.open or CLOSERS[self.open[-1]] != closer:
            return False
        if self.comma is not None:
            self.bad_syntax.append(trailing_comma(self.comma, closer))
        elif self.awaits not in (_COMMA, _FIRST_NAME, _FIRST_ITEM):
            return False
        self.open.pop()
        self.awaits = _COMMA if self.open else _DONE
        return True

    def _add_comma(self, word: str, at: int, end: int) -> bool:
        """Put a comma after the last value, if what follows can only be the next member or item."""
        is_named = word[0] == '"' and _AFTER_STRING.match(self.text, end)[1] is not None  # type: ignore[index] # matches all
        in_object = self.open[-1] == "{"
        if is_named != in_object:
            return False
        self.bad_syntax.append(missing_comma(self.after, at, in_object=in_object, is_certain=True))
        self.awaits = _NAME if in_object else _VALUE
        return True


def certain_fixes(around: Surroundings) -> tuple[list[BadSyntax], bool]:
    """Return the syntax errors past which a document can be followed from where the parser stopped, each with its fix.

    They are in order. Whether nothing but comments is there is said too.
    """
    text, at = around.stop.text, _last_token(around)
    fixer = _fixer(around, at)
    end = fixer.run(at)
    return fixer.bad_syntax, end == len(text) and fixer.awaits == _VALUE and not fixer.open


def _last_token(around: Surroundings) -> int:
    """Return the offset of the string or number in which the parser stopped, or the one at which it did."""
    if around.string is not None:
        return around.string
    text, start, at = around.stop.text, around.stop.start, around.stop.at
    while at > start and _OF_A_SCALAR.match(text, at - 1):
        at -= 1
    return at


def _fixer(around: Surroundings, at: int) -> _Fixer:
    """Return what follows the text from an offset on; all before it is JSON."""
    text, start = around.stop.text, around.stop.start
    brackets = [text[offset] for offset in around.open]
    after = start + len(text[start:at].rstrip(" \t\n\r"))
    previous = text[after - 1] if after > start else ""
    in_object = brackets[-1:] == ["{"]
    awaits = {
        "": _VALUE,
        ":": _VALUE,
        "[": _FIRST_ITEM,
        "{": _FIRST_NAME,
        ",": _NAME if in_object else _VALUE,
    }.get(previous, _COLON if around.awaited == "colon" else _COMMA)
    return _Fixer(text, open=brackets, awaits=awaits, after=after, comma=after - 1 if previous == "," else None)


def fixable_end(text: str, start: int) -> int | None:
    """Return the offset after the document at an offset, None if it cannot be followed to there.

    It is followed past syntax errors whose fix is certain.
    """
    fixer = _Fixer(text, after=start)
    end = fixer.run(start)
    return end if fixer.awaits == _DONE else None


def fixed(text: str, fixes: Iterable[TextFix]) -> tuple[str, list[int]]:
    """Return a text with the fixs made, and the offsets in it at which it has grown by a character."""
    pieces: list[str] = []
    grown: list[int] = []
    at = size = 0
    for fix in sorted(fixes, key=lambda fix: (fix.start, fix.end, fix.text != ",")):
        done = max(at - fix.start, 0)  # a comma takes the place of the first character of a comment
        added = text[at : fix.start] + fix.text[done:]
        if fix.start == fix.end:
            grown.append(size + len(added) - 1)
        pieces.append(added)
        size += len(added)
        at = max(fix.end, at)
    pieces.append(text[at:])
    return "".join(pieces), grown
