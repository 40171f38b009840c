"""From what a JSON parser said to the syntax error that was probably made, and its location.

The syntax errors whose fix is certain are not said here: they are fixed before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sde_schema.reading.json_fixes import CLOSERS, MISSING_VALUE, BadSyntax, comment, invisible, missing_comma
from sde_schema.reading.json_spans import OPEN_STRING
from sde_schema.reading.wrapped_text import prefixed

if TYPE_CHECKING:
    from collections.abc import Callable

    from sde_schema.reading.json_context import Awaited, Surroundings

_WORD = re.compile(r"[-+]?[^\W\d][\w$-]*|[-+]?\$[\w$-]*")
_NAMED = re.compile(rf"""(?:{OPEN_STRING}"|'[^'\n]*+'|[^\W\d][\w$-]*+)[ \t\n\r]*+:""")
_CALL = re.compile(r"[\w.$]+\s*\(|new\s")
_SCRIPT = re.compile(
    r"(?:var|let|const|export|module|window|return|function)\b|[\w.$]+\s*\(|[\w.$]+\s*=[ \t]*[^=\s]|\)\]\}'"
)
_MARKUP = re.compile(r"<[A-Za-z!?/]")
_TEMPLATE = re.compile(r"\$\{|\{\{|\{%|<%")
_YAML = re.compile(r"(?:---[ \t]*\r?\n)?(?:- )?[A-Za-z_][\w.-]*:(?:[ \t]|\r?\n)")
_SEPARATOR = re.compile(r"--+[ \t]*\r?(?:\n|\Z)")
_BIG_INTEGER = re.compile(r"-?[0-9]+n\b")
_CUT_WORD = re.compile(r"[\w.+-]*\s*\Z")
_CUT_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{0,4})?\s*\Z")
_SPLIT_TEXT = re.compile(r"[,:\[{]\s*\Z")
_SPOKEN = {"{": "object", "[": "array"}
_QUOTES = {"'": "Single quotes", "`": "Backquotes", **dict.fromkeys("‘’“”„«»", "Curly quotes")}
_CONSTANTS = {
    "NaN": "NaN: JSON has no such number; write a number, or null where the field may be null.",
    "nan": "NaN: JSON has no such number; write a number, or null where the field may be null.",
    "Infinity": "Infinity: JSON has no infinite numbers; write a number, or null where the field may be null.",
    "inf": "Infinity: JSON has no infinite numbers; write a number, or null where the field may be null.",
    "undefined": "undefined: JSON has no such value; leave the member out, or write null where the field may be null.",
    "None": "Python's None: JSON writes null.",
    "nil": "nil: JSON writes null.",
    "True": "Python's True: JSON writes true.",
    "False": "Python's False: JSON writes false.",
    "TRUE": "JSON writes true in lower case.",
    "FALSE": "JSON writes false in lower case.",
    "NULL": "JSON writes null in lower case.",
    "Null": "JSON writes null in lower case.",
}
_NUMBER = (
    "This is not how JSON writes a number.",
    "Number: write it like 0.5, -3 or 1e6: no leading + or zero, digits on both sides of the point, no separators.",
)
_TEXT = ("This word is not a JSON value.", 'Unquoted string: put it into double quotes: "…".')
_BIG = (_NUMBER[0], "Number: remove the n, which only JavaScript writes after a big integer.")
_NO_JSON = ("This text is not JSON.", "Stray text: remove it, or check whether this is the right file.")
_NAME = ("This name has no quotes.", 'Unquoted name: put it into double quotes: "…".')
_UNCLOSED_STRING = 'Unclosed string: close it with a ".'


def diagnose(around: Surroundings) -> BadSyntax:
    """Return the syntax error at which the parser stopped."""
    for kind in _KINDS:
        bad = kind(around)
        if bad is not None:
            return bad
    if around.awaited == "comma":
        hint = "Stray text: remove it, or put it into the quotes of the string before it."
        return BadSyntax(around.stop.at, "A comma or the end is expected after the value.", hint)
    if around.awaited == "name":
        return BadSyntax(around.stop.at, *_NAME)
    return BadSyntax(around.stop.at, *(_TEXT if around.open else _NO_JSON))


def _in_string(around: Surroundings) -> BadSyntax | None:
    text, words, at, _ = around.stop
    if words.startswith("Unterminated string"):
        return BadSyntax(at, "A string is opened here and never closed.", _UNCLOSED_STRING)
    if words.startswith("Invalid control character"):
        if text[at] in "\n\r" and around.string is not None:
            return BadSyntax(
                around.string,
                "A string is opened here and not closed on its line.",
                'Unclosed string: close it with a ", or write a line break in it as \\n.',
            )
        return BadSyntax(
            at,
            "There is a control character in a string.",
            "Control character: write it as an escape, such as \\t or \\u0000.",
        )
    if words.startswith("Invalid \\"):
        at = text.rfind("\\", 0, at + 1)
        if around.string is not None and _CUT_ESCAPE.match(text, at):
            return BadSyntax(around.string, "A string is opened here and never closed.", _UNCLOSED_STRING)
        return BadSyntax(
            at,
            "JSON has no such escape.",
            "Bad escape: write \\\\ for a backslash, and \\u with four hexadecimal digits.",
        )
    return None


def _at_end(around: Surroundings) -> BadSyntax | None:
    text, _, at, _ = around.stop
    if around.here and not (around.open and around.string is None and _CUT_WORD.match(text, at)):
        return None
    if around.open:
        message = f"The {_SPOKEN[around.innermost]} that is opened here is never closed."
        return _unclosed(around, message)
    return BadSyntax(around.before, "The text ends before its value.", "Truncated: complete the document.")


def _unclosed(around: Surroundings, message: str) -> BadSyntax:
    hint = f"Unclosed {_SPOKEN[around.innermost]}: close it with `{CLOSERS[around.innermost]}`."
    return BadSyntax(around.open[-1], message, hint)


def _comment(around: Surroundings) -> BadSyntax | None:
    return comment(around.stop.text, around.stop.at)


def _invisible(around: Surroundings) -> BadSyntax | None:
    return invisible(around.stop.text, around.stop.at)


def _yaml(around: Surroundings) -> BadSyntax | None:
    """Return the syntax error of YAML in place of a JSON document."""
    text, _, at, start = around.stop
    if around.open or at > start + len("---") or not _YAML.match(text, start):
        return None
    hint = "YAML: give the file a name that ends in .yaml, or write it as JSON."
    return BadSyntax(start, "This looks like YAML, not like JSON.", hint)


def _separator(around: Surroundings) -> BadSyntax | None:
    """Return the syntax error of a line that programs put between what they write, such as ``---``."""
    text, _, at, start = around.stop
    if at > start or not _SEPARATOR.match(text, at):
        return None
    hint = "Separator: leave out such lines, for example with `grep -v '^--'`."
    return BadSyntax(at, "A line that separates documents is not JSON.", hint)


def _foreign(around: Surroundings) -> BadSyntax | None:
    """Return the syntax error of a text that begins as one of another language does, or of a template."""
    text, _, at, start = around.stop
    if at == start and _MARKUP.match(text, at):
        hint = "Markup: this is HTML or XML; check what the server answered."
        return BadSyntax(at, "The text begins like a web page, not like JSON.", hint)
    if at == start and _SCRIPT.match(text, at):
        hint = "Script: keep only the JSON itself, without what is before and after it."
        return BadSyntax(at, "The text begins like a script, not like JSON.", hint)
    log = prefixed([text[start:].partition("\n")[0]]) if around.open in ([], [start]) else None
    if log:
        return BadSyntax(start, log.message, log.hint)
    opening = at - 1 if around.awaited == "name" and around.touches and around.previous == "{" else at
    if _TEMPLATE.match(text, opening):
        return BadSyntax(opening, "A template was not filled in here.", "Placeholder: replace it with the value.")
    if around.here == "…" or text.startswith("...", at):
        return BadSyntax(at, "Something is left out here.", "Ellipsis: write out what was left out, or remove it.")
    return None


def _colon(around: Surroundings) -> BadSyntax | None:
    if around.awaited != "colon":
        return None
    if around.here in ("=", ",", ";"):
        return BadSyntax(
            around.stop.at,
            f"A name is followed by {around.here} instead of a colon.",
            f"Missing colon: write : for {around.here}",
        )
    return BadSyntax(around.before, "A colon is missing after the name.", "Missing colon: add it, and the value.")


def _closer(around: Surroundings) -> BadSyntax | None:
    if around.here not in ("}", "]"):
        return None
    if not around.open:
        return BadSyntax(around.stop.at, f"A `{around.here}` has no opening bracket.", "Stray bracket: remove it.")
    if around.here == CLOSERS[around.innermost]:
        return BadSyntax(around.stop.at, *MISSING_VALUE)
    what = _SPOKEN[around.innermost]
    return _unclosed(around, f"The {what} that is opened here is not closed before the next `{around.here}`.")


class _Sign(NamedTuple):
    """A sign where it cannot be: which, what is awaited there, what is before it (None: whatever), words."""

    signs: str
    awaited: Awaited | None
    previous: str | None
    message: str
    hint: str


_SIGNS = (
    _Sign(",", None, ":", *MISSING_VALUE),
    _Sign(",", None, None, "There is a comma where a value is expected.", "Extra comma: remove it, or write a value."),
    _Sign(";", "comma", None, "There is a semicolon where a comma is expected.", "Semicolon: write a comma."),
    _Sign(":", "name", None, "A name is missing before this colon.", "Missing name: add it, in double quotes."),
    _Sign("{[", "name", None, "This value has no name.", "Missing name: add it, or remove the bracket."),
    _Sign(":=", None, ":", "There is a second sign after the colon.", "Extra sign: the colon is enough."),
    _Sign("()", None, None, "JSON has no parentheses.", "Parentheses: an array is written in [ ]."),
    _Sign(
        "\\",
        None,
        None,
        "There is a backslash outside of a string.",
        "Backslash: this seems to be JSON from a string; write it without the escapes.",
    ),
)


def _sign(around: Surroundings) -> BadSyntax | None:
    """Return the syntax error of a comma, colon or the like where none can be."""
    for sign in _SIGNS:
        is_there = around.here in sign.signs and sign.awaited in (None, around.awaited)
        if is_there and sign.previous in (None, around.previous):
            return BadSyntax(around.stop.at, sign.message, sign.hint)
    return None


def _second_colon(around: Surroundings) -> BadSyntax | None:
    if around.awaited != "comma" or around.here != ":" or around.innermost == "[":
        return None
    if around.previous != '"':
        return BadSyntax(_word_start(around), *_TEXT)
    hint = "Colon: put the member into an object of its own, { }, or remove one of the two."
    return BadSyntax(around.stop.at, "This member has a second colon.", hint)


def _next_member(around: Surroundings) -> BadSyntax | None:
    """Return the syntax error of a value that is followed by what looks like a member or a value of its own."""
    text, _, at, _ = around.stop
    if around.here in ("{", "[") and around.innermost == "{" and (around.awaited == "comma" or around.previous == ","):
        return _unclosed(around, f"The object that is opened here is not closed before the next `{around.here}`.")
    if around.awaited != "comma":
        return None
    if around.innermost == "[" and (around.here == ":" or _NAMED.match(text, at)):
        return _unclosed(around, "The array that is opened here is not closed before the next name.")
    is_split = around.previous == '"' and around.touches and around.here != '"'
    if not is_split and (_NAMED.match(text, at) or around.here == '"'):
        return missing_comma(around.before, at, in_object=around.innermost == "{", is_certain=False)
    return None


def _quote_inside(around: Surroundings) -> BadSyntax | None:
    """Return the syntax error of text that goes on after a closing quote."""
    text, _, at, _ = around.stop
    if around.awaited not in ("comma", "colon") or around.previous != '"' or not around.here.isalnum():
        return None
    if _SPLIT_TEXT.search(text[around.last + 1 : around.before - 1]):
        return BadSyntax(around.last, "A string is opened here and not closed before the next one.", _UNCLOSED_STRING)
    if around.awaited == "colon":
        return None
    hint = 'Unescaped quote: if a " belongs to the string before, write it as \\".'
    return BadSyntax(at, "There is text after a closing quote.", hint)


def _quotes(around: Surroundings) -> BadSyntax | None:
    kind = _QUOTES.get(around.here)
    if kind is None:
        return None
    hint = f'{kind}: put the string into double quotes: "…".'
    return BadSyntax(around.stop.at, "JSON strings are in double quotes.", hint)


def _number(around: Surroundings) -> BadSyntax | None:
    text, _, at, _ = around.stop
    if around.awaited == "name":
        is_number = around.touches and around.here.isdigit() and text[max(at - 2, 0) : at - 1].isdigit()
        return BadSyntax(at - 1, *_NUMBER) if is_number else None
    if around.awaited == "value":
        following = text[at + 1 : at + 2]
        is_word = around.here in "+-" and (following.isalpha() or not (around.open or following.isdigit()))
        return BadSyntax(at, *_NUMBER) if around.here in "+-." and not is_word else None
    if not around.previous.isdigit():
        return None
    if not around.touches:
        return BadSyntax(around.before, *_NUMBER) if around.here.isdigit() else None
    word = text[_word_start(around) : at + 2]
    return BadSyntax(at, *_NUMBER) if around.here in "0123456789_." or _HALF_A_NUMBER.search(word) else None


_HALF_A_NUMBER = re.compile(r"(?:\A-?0[xXbBoO]|[0-9][eE][-+]?)[0-9a-fA-F]?\W?\Z")


def _word_start(around: Surroundings) -> int:
    """Return where the word began after whose beginning the parser stopped."""
    at = around.before
    while at > around.stop.start and (around.stop.text[at - 1].isalnum() or around.stop.text[at - 1] in "-+._"):
        at -= 1
    return at


def _word(around: Surroundings) -> BadSyntax | None:
    text, _, at, _ = around.stop
    if around.awaited == "name":
        return None
    if around.awaited == "comma" and around.touches and around.previous.isalnum():
        begin = _word_start(around)
        return BadSyntax(begin, *(_BIG if _BIG_INTEGER.match(text, begin) else _TEXT))
    if around.awaited == "comma" and around.here in ("+", "*", "&", "|"):
        return BadSyntax(at, "JSON has no operators.", "Operator: write the result.")
    if _CALL.match(text, at):
        return BadSyntax(at, "JSON has no functions.", "Call: write the value itself, as a string or number.")
    found = _WORD.match(text, at)
    return _of_word(around, found[0].lstrip("+-")) if found else None


def _of_word(around: Surroundings, word: str) -> BadSyntax:
    """Return the syntax error of a word that is not a value: a constant of another language, a string, or no JSON."""
    at = around.stop.at
    if word not in _CONSTANTS and not around.open and at == around.stop.start:
        return BadSyntax(at, *_NO_JSON)
    return BadSyntax(at, _TEXT[0], _CONSTANTS.get(word, _TEXT[1]))


_KINDS: tuple[Callable[[Surroundings], BadSyntax | None], ...] = (
    _in_string,
    _at_end,
    _comment,
    _invisible,
    _yaml,
    _separator,
    _foreign,
    _quote_inside,
    _colon,
    _closer,
    _second_colon,
    _next_member,
    _sign,
    _quotes,
    _number,
    _word,
)
"""In this order: the first that knows the syntax error says it."""
