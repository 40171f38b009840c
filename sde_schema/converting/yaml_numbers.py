"""The numbers of YAML documents as they are written."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sde_schema.converting.numbers import LARGEST_LITERAL, Number, integer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.reading.yaml_document import YamlDocument

_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", re.ASCII)

_BEFORE_A_NUMBER = ("&", "!")
"""An anchor or a tag."""


def taken_with_digits(parsed: YamlDocument) -> Any:
    """Return the value of a document with its numbers as they are written; it is made in place.

    What an alias repeats is the value itself; of a number it has the digits that JSON writes. The document is left
    without what was in its value, so that no more of it is held than is wanted.
    """
    value = _with_digits(parsed.value, parsed.positions.values(), parsed.written)
    if not isinstance(value, dict | list):
        return value
    moved = value.copy()
    value.clear()
    return moved


def _with_digits(value: Any, spans: Iterator[tuple[int, int, bool]], written: str) -> Any:
    start, end, is_alias = next(spans)
    if isinstance(value, dict | list):
        if not is_alias:
            for step, held in value.items() if isinstance(value, dict) else enumerate(value):
                made = _with_digits(held, spans, written)
                if made is not held:
                    value[step] = made
        return value
    if type(value) not in (int, float):
        return value
    text = "" if is_alias else written[start:end]
    if text.startswith(_BEFORE_A_NUMBER):
        text = text.split()[-1].strip("\"'")
    is_as_written = type(value) is int and len(text) <= LARGEST_LITERAL and str(value) == text
    return value if is_as_written else _number(value, text)


def _number(value: float, text: str) -> Any:
    """Return a number, given its text unless that is not known; one that JSON does not have is text."""
    found = _JSON_NUMBER.fullmatch(text)
    if found:
        return Number(text, text) if found[2] or found[3] else integer(text)
    literal = json.dumps(value)
    return Number(literal, text or literal) if _JSON_NUMBER.fullmatch(literal) else text
