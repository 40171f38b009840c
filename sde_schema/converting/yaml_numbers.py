"""The numbers of YAML documents as they are written."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sde_schema.converting.numbers import Number, integer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.reading.yaml_document import YamlDocument
    from sde_schema.reading.yaml_positions import ValueSpan

_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", re.ASCII)


def put_digits(parsed: YamlDocument) -> Any:
    """Put the numbers of a document into its value as they are written, in place; return it.

    What an alias repeats is the value itself; of a number it has the digits that JSON writes.
    """
    return _with_digits(parsed.value, parsed.positions.values(), parsed.written)


def _with_digits(value: Any, spans: Iterator[ValueSpan], written: str) -> Any:
    start, end, is_alias = next(spans)
    if isinstance(value, dict | list):
        if not is_alias:
            for step, held in value.items() if isinstance(value, dict) else enumerate(value):
                made = _with_digits(held, spans, written)
                if made is not held:
                    value[step] = made
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, "" if is_alias else written[start:end])
    return value


def _number(value: float, text: str) -> Any:
    """Return a number, given its text unless that is not known; one that JSON does not have is text."""
    found = _JSON_NUMBER.fullmatch(text)
    if found:
        return Number(text, text) if found[2] or found[3] else integer(text)
    literal = json.dumps(value)
    return Number(literal, text or literal) if _JSON_NUMBER.fullmatch(literal) else text
