"""From a YAML parser's complaint to the slip that was probably made, in words of our own.

The parser's words are not passed on: they may hold parts of the payload.
"""

from __future__ import annotations

from typing import Any

from yaml.reader import Reader

from sde_schema.reading.slips import Slip

_NOT_YAML = "This is not YAML."
_BAD_ESCAPE = ("This is no escape that YAML has.", "Bad escape: write \\\\ for a backslash, or use single quotes.")
_KINDS = (
    (("escape", "hexdecimal", "hexadecimal"), *_BAD_ESCAPE, False),
    (("document start",), "A second document stands behind the first.", "Second document: put --- before it.", False),
    (("quoted scalar",), "A text is opened here and never closed.", "Unclosed quotes: close them.", True),
    (("flow sequence",), "The list that is opened here is not closed.", "Unclosed list: close it with `]`.", True),
    (("flow mapping",), "The object that is opened here is not closed.", "Unclosed object: close it with `}`.", True),
    (("tab character",), "A tab stands where a line is indented.", "Tab: indent with blanks.", False),
    (
        ("mapping values are not allowed",),
        "A colon stands where none can be.",
        "Colon: put text that holds a colon into quotes, or mend the indentation.",
        False,
    ),
    (("node content",), "A value is missing here.", "Missing value: send one, or null.", False),
    (("expected ':'",), "A colon is missing behind this name.", "Missing colon: add it, and the value.", True),
    (
        ("block mapping", "block collection", "block end", "'-' indicator"),
        "This line is not indented as the lines before it.",
        "Indentation: the members of one object begin in the same column.",
        False,
    ),
)


def diagnose_yaml(error: Exception, text: str) -> Slip:
    """Return the slip behind a YAML parser's complaint about a text."""
    problem: Any = getattr(error, "problem", None) or ""
    context: Any = getattr(error, "context", None) or ""
    at = _index(getattr(error, "problem_mark", None), 0, text)
    if not problem:
        unreadable = Reader.NON_PRINTABLE.search(text)
        at = unreadable.start() if unreadable else 0
        return Slip(at, "A control character stands here.", "Control character: remove it, or write it as an escape.")
    if "cannot start any token" in problem:
        return _bad_start(text, at)
    if text[at : at + 1] in ("}", "]") and "block" in context:
        return Slip(at, f"A `{text[at]}` closes what was never opened.", "Stray end: remove it.")
    for words, message, hint, where_opened in _KINDS:
        if any(word in problem or word in context for word in words):
            opened = getattr(error, "context_mark", None) if where_opened else None
            return Slip(_index(opened, at, text), message, hint)
    return Slip(at, _NOT_YAML, "See the indentation and the quotes around here.")


def _index(mark: Any, otherwise: int, text: str) -> int:
    return min(mark.index if mark is not None else otherwise, len(text))


def _bad_start(text: str, at: int) -> Slip:
    if text[at : at + 1] == "\t":
        return Slip(at, "A tab stands where a line is indented.", "Tab: indent with blanks.")
    return Slip(at, "No text without quotes can begin like this.", "Unquoted text: put it into quotes.")
