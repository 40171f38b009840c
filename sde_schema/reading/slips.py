"""From a JSON parser's complaint to the slip that was probably made, its place and its mend."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sde_schema.reading.scan import SPACE, TOKENS

if TYPE_CHECKING:
    from collections.abc import Callable

_WORD = re.compile(r"[-+]?[A-Za-z_$][A-Za-z0-9_$]*")
_LINE_COMMENT = re.compile(r"(?://|#)[^\n\r]*")
_BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_VALUE_START = re.compile(r'["{\[0-9-]|(?:true|false|null)\b')
_MEMBER_START = re.compile(r'"(?:[^"\\]|\\.)*"[ \t\n\r]*:')
_CLOSERS = {"{": "}", "[": "]"}
_SPOKEN = {"{": "object", "[": "list"}
_QUOTES = {"'": "Single quotes", "`": "Backquotes", **dict.fromkeys("‘’“”", "Curly quotes")}
_CONSTANTS = {
    "NaN": "NaN: JSON has none; send null.",
    "nan": "NaN: JSON has none; send null.",
    "Infinity": "Infinity: JSON has no infinite numbers; send null.",
    "inf": "Infinity: JSON has no infinite numbers; send null.",
    "undefined": "undefined: JSON has none; leave the member out or send null.",
    "None": "Python's None: JSON writes null.",
    "True": "Python's True: JSON writes true.",
    "False": "Python's False: JSON writes false.",
    "TRUE": "JSON writes true in lower case.",
    "FALSE": "JSON writes false in lower case.",
    "NULL": "JSON writes null in lower case.",
    "Null": "JSON writes null in lower case.",
}


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


class Complaint(NamedTuple):
    """What the JSON parser said: its words and the offset at which it stopped."""

    text: str
    words: str
    at: int
    start: int


class _Surroundings(NamedTuple):
    """The place of a complaint: what is open there, and the character before it."""

    complaint: Complaint
    open: list[int]
    string: int | None
    before: int

    @property
    def here(self) -> str:
        return self.complaint.text[self.complaint.at : self.complaint.at + 1]

    @property
    def innermost(self) -> str:
        return self.complaint.text[self.open[-1]] if self.open else ""


def diagnose(complaint: Complaint) -> Slip:
    """Return the slip behind a parser's complaint."""
    around = _survey(_after_comma(complaint))
    for kind in _KINDS:
        slip = kind(around)
        if slip is not None:
            return slip
    return Slip(
        complaint.at,
        "This is not JSON.",
        "Something else stands where a value, a name or a comma is expected.",
    )


def _after_comma(complaint: Complaint) -> Complaint:
    """Move a complaint about a trailing comma behind it, where older parsers report it."""
    if not complaint.words.startswith("Illegal trailing comma"):
        return complaint
    return complaint._replace(at=_space(complaint.text, complaint.at + 1))


def _space(text: str, at: int) -> int:
    return SPACE.match(text, at).end()  # type: ignore[union-attr]


def _survey(complaint: Complaint) -> _Surroundings:
    text, at = complaint.text, complaint.at
    opened: list[int] = []
    string = None
    for token in TOKENS.finditer(text, complaint.start):
        if token.start() >= at:
            break
        first = token[0][0]
        if first in "[{":
            opened.append(token.start())
        elif first in "]}":
            del opened[-1:]
        elif token.end() > at:
            string = token.start()
    before = at
    while before > complaint.start and text[before - 1] in " \t\n\r":
        before -= 1
    return _Surroundings(complaint, opened, string, before)


def _in_string(around: _Surroundings) -> Slip | None:
    text, words, at, _ = around.complaint
    if words.startswith("Unterminated string"):
        return Slip(at, "A string is opened here and never closed.", 'Unclosed string: close it with a ".')
    if words.startswith("Invalid control character"):
        if text[at] in "\n\r" and around.string is not None:
            return Slip(
                around.string,
                "A string is opened here and not closed on its line.",
                'Unclosed string: close it with a ", or write a line break in it as \\n.',
            )
        return Slip(
            at,
            "A control character stands in a string.",
            "Control character: write it as an escape, such as \\t or \\u0000.",
        )
    if words.startswith("Invalid \\"):
        at = text.rfind("\\", 0, at + 1)
        return Slip(
            at,
            "JSON has no such escape.",
            "Bad escape: write \\\\ for a backslash, and \\u with four hexadecimal digits.",
        )
    return None


def _at_end(around: _Surroundings) -> Slip | None:
    if around.here:
        return None
    if around.open:
        what = _SPOKEN[around.innermost]
        closer = _CLOSERS[around.innermost]
        return Slip(
            around.open[-1],
            f"The {what} that is opened here is never closed.",
            f"Unclosed {what}: close it with `{closer}`.",
        )
    return Slip(around.before, "The text ends before its value.", "Cut off: complete the document.")


def comment(text: str, at: int) -> Slip | None:
    """Return the slip of a comment that begins at an offset, if there is one."""
    found = _LINE_COMMENT.match(text, at) or _BLOCK_COMMENT.match(text, at)
    if found:
        blank = re.sub(r"[^\n\r]", " ", found[0])
        return Slip(at, "JSON has no comments.", "Comment: remove it.", Mend(at, found.end(), blank))
    if text.startswith("/*", at):
        return Slip(at, "JSON has no comments, and this one is never closed.", "Comment: remove it.")
    return None


def _trailing_comma(around: _Surroundings) -> Slip | None:
    text = around.complaint.text
    comma = around.before - 1
    if around.here not in "}]" or comma < 0 or text[comma] != ",":
        return None
    before = text[:comma].rstrip(" \t\n\r")[-1:]
    sure = around.here == _CLOSERS.get(around.innermost) and before not in "{[,:"
    return Slip(
        comma,
        f"A comma stands before the closing `{around.here}`.",
        "Trailing comma: remove it.",
        Mend(comma, comma + 1, " ") if sure else None,
    )


def _wrong_closer(around: _Surroundings) -> Slip | None:
    if around.here not in "}]":
        return None
    if not around.open:
        return Slip(around.complaint.at, f"A `{around.here}` closes what was never opened.", "Stray end: remove it.")
    if around.here == _CLOSERS[around.innermost]:
        return Slip(around.complaint.at, "A value is missing here.", "Missing value: send one, or null.")
    return Slip(
        around.open[-1],
        f"The {_SPOKEN[around.innermost]} that is opened here is not closed before the next `{around.here}`.",
        f"Unclosed {_SPOKEN[around.innermost]}: close it with `{_CLOSERS[around.innermost]}`.",
    )


def _missing_comma(around: _Surroundings) -> Slip | None:
    text, words, at, _ = around.complaint
    if not words.startswith("Expecting ','") or not _VALUE_START.match(text, at):
        return None
    if around.before == at and text[at - 1].isdigit() and text[at] in "0123456789-":
        return None
    sure = around.innermost == "[" or _MEMBER_START.match(text, at) is not None
    gap = around.before
    what = "member" if around.innermost == "{" else "item"
    mend = Mend(gap, gap + 1, ",") if gap < at else Mend(gap, gap, ",")
    return Slip(
        gap,
        f"A comma is missing between this {what} and the next.",
        "Missing comma: add one right behind the value.",
        mend if sure else None,
    )


def _quotes(around: _Surroundings) -> Slip | None:
    kind = _QUOTES.get(around.here)
    if kind is None:
        return None
    hint = f'{kind}: put the text into double quotes: "…".'
    return Slip(around.complaint.at, 'JSON knows no quotes but ".', hint)


def _word(around: _Surroundings) -> Slip | None:
    text, words, at, _ = around.complaint
    found = _WORD.match(text, at)
    if found is None:
        return None
    hint = _CONSTANTS.get(found[0].lstrip("+-"))
    if words.startswith("Expecting property name") or (around.innermost == "{" and text[around.before - 1] in "{,"):
        return Slip(at, "A name stands here without quotes.", 'Unquoted name: put it into double quotes: "…".')
    if hint:
        return Slip(at, "This word is no JSON value.", hint)
    if words.startswith("Expecting ','") and text[around.before - 1] == '"':
        hint = 'Unescaped quote: if a " belongs to the text before, write it as \\".'
        return Slip(at, "Text goes on behind a closing quote.", hint)
    return Slip(at, "This word is no JSON value.", 'Unquoted text: put it into double quotes: "…".')


def _colon(around: _Surroundings) -> Slip | None:
    if not around.complaint.words.startswith("Expecting ':'"):
        return None
    if around.here == "=":
        return Slip(
            around.complaint.at,
            "A name is followed by = instead of a colon.",
            "Missing colon: write : for =.",
        )
    return Slip(around.before, "A colon is missing behind the name.", "Missing colon: add it, and the value.")


def _number(around: _Surroundings) -> Slip | None:
    text, _, at, _ = around.complaint
    behind_digit = text[max(at - 1, 0) : at].isdigit() and around.here in "0123456789xXbBoO_.eE"
    signed_word = around.here in "+-" and text[at + 1 : at + 2].isalpha()
    if (around.here in "+-." and not signed_word) or behind_digit:
        return Slip(
            at,
            "This is not how JSON writes a number.",
            "Number: write it like 0.5, -3 or 1e6: no leading + or zero, and digits on both sides of the point.",
        )
    return None


def _comma(around: _Surroundings) -> Slip | None:
    if around.here == ",":
        return Slip(
            around.complaint.at,
            "A comma stands where a value is expected.",
            "Extra comma: remove it, or send a value.",
        )
    return None


def _comment(around: _Surroundings) -> Slip | None:
    return comment(around.complaint.text, around.complaint.at)


_KINDS: tuple[Callable[[_Surroundings], Slip | None], ...] = (
    _in_string,
    _at_end,
    _comment,
    _trailing_comma,
    _colon,
    _wrong_closer,
    _missing_comma,
    _quotes,
    _number,
    _word,
    _comma,
)
