"""From a YAML parser's complaint to the syntax error that was probably made, in words of our own.

The parser's words are not passed on: they may hold parts of the payload.
"""

from __future__ import annotations

from typing import Any

from yaml.reader import Reader

from sde_schema.reading.json_fixes import MISSING_VALUE, BadSyntax

_NOT_YAML = "This is not YAML."
_BAD_ESCAPE = ("YAML has no such escape.", "Bad escape: write \\\\ for a backslash, or use single quotes.")
_KINDS = (
    (("escape", "hexdecimal", "hexadecimal"), *_BAD_ESCAPE, False),
    (("document start",), "A second document follows the first.", "Second document: put --- before it.", False),
    (("quoted scalar",), "A quoted string is opened here and never closed.", "Unclosed quotes: close them.", True),
    (("flow sequence",), "The array that is opened here is not closed.", "Unclosed array: close it with `]`.", True),
    (("flow mapping",), "The object that is opened here is not closed.", "Unclosed object: close it with `}`.", True),
    (("tab character",), "A tab is used where a line is indented.", "Tab: indent with spaces.", False),
    (
        ("mapping values are not allowed",),
        "There is a colon where a colon is not allowed.",
        "Colon: put a string that holds a colon into quotes, or fix the indentation.",
        False,
    ),
    (
        ("node content",),
        *MISSING_VALUE,
        False,
    ),
    (("expected ':'",), "A colon is missing after this name.", "Missing colon: add it, and the value.", True),
    (
        ("block mapping", "block collection", "block end", "'-' indicator"),
        "This line is not indented like the lines before it.",
        "Indentation: the members of one object begin in the same column.",
        False,
    ),
)


def problem_of(error: Exception) -> str:
    """Return what a parser says is the problem, an empty string where it says nothing."""
    return getattr(error, "problem", None) or ""


def problem_offset(error: Exception, base: int) -> int:
    """Return where a parser met a problem that began to read at an offset; that offset, where it does not say it."""
    mark = getattr(error, "problem_mark", None)
    return base if mark is None else base + int(mark.index)


def diagnose_yaml(error: Exception, text: str, base: int) -> BadSyntax:
    """Return the syntax error that a YAML parser's error points to; it read the text from an offset on."""
    problem, at = problem_of(error), problem_offset(error, base)
    context: Any = getattr(error, "context", None) or ""
    if not problem:
        unreadable = Reader.NON_PRINTABLE.search(text, base)
        at = unreadable.start() if unreadable else base
        return BadSyntax(
            at, "There is a control character here.", "Control character: remove it, or write it as an escape."
        )
    if "cannot start any token" in problem:
        return _bad_start(text, at)
    if text[at : at + 1] in ("}", "]") and "block" in context:
        return BadSyntax(at, f"A `{text[at]}` has no opening bracket.", "Stray bracket: remove it.")
    for words, message, hint, where_opened in _KINDS:
        if any(word in problem or word in context for word in words):
            opened = getattr(error, "context_mark", None) if where_opened else None
            return BadSyntax(at if opened is None else base + opened.index, message, hint)
    return BadSyntax(at, _NOT_YAML, "Check the indentation and the quotes near here.")


def _bad_start(text: str, at: int) -> BadSyntax:
    if text[at : at + 1] == "\t":
        return BadSyntax(at, "A tab is used where a line is indented.", "Tab: indent with spaces.")
    return BadSyntax(at, "A string without quotes cannot begin like this.", "Unquoted string: put it into quotes.")
