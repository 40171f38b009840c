"""Source frames: a line of the text, its values blanked, and where to put the marks.

Shown are punctuation and names, save those that are withheld; in a text that could not be read to
its end, where a value may look like a name, only the names that the schemas know. All else is
blanked to the same width in terminal cells.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from sde_schema.model import Frame, safe_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.reading.texts import Text

_BEFORE, _AFTER = 200, 240
"""How many code points of a long line are kept on both sides of the place."""

_BLANK = "*"
_WIDE, _NONE = "\ue000", "\ue001"
"""Stand for a blanked character of two cells, and for one of none, while offsets still count."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\]:,]|[ \t\r]+|[^"{}\[\]:,\s]+|\s')
_NAME_FOLLOWS = re.compile(r"\s*:")


def cells(text: str) -> int:
    """Return how many terminal cells a text takes."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1


def _blanked(text: str) -> str:
    if text.isascii():
        return _BLANK * len(text)
    return "".join((_NONE, _BLANK, _WIDE)[_cells(character)] for character in text)


@lru_cache(maxsize=8)
def _blank_line(line: str, names: frozenset[str] | None) -> str:
    """Return a line with as many code points, all blanked but punctuation and names.

    ``names`` are those that may be shown; None stands for all that are not withheld.
    """
    made = []
    for token in _TOKEN.finditer(line):
        word = token[0]
        if word in "{}[]:,":
            made.append(word)
        elif word.isspace():
            made.append(" " * len(word))
        elif word[0] == '"':
            is_name = _NAME_FOLLOWS.match(line, token.end()) and _may_show(word, names)
            made.append(word if is_name else _blank_string(word))
        else:
            made.append(_blanked(word))
    return "".join(made)


def _may_show(word: str, names: frozenset[str] | None) -> bool:
    try:
        name = json.loads(word)
    except ValueError:
        return False
    return safe_name(name) == name if names is None else name in names


def _blank_string(word: str) -> str:
    inner = word[1:-1] if len(word) > 1 and word[-1] == '"' else word[1:]
    return word[0] + _blanked(inner) + word[1 + len(inner) :]


def frame(
    text: Text,
    start: int,
    end: int,
    names: frozenset[str] | None,
    shown: Iterable[tuple[int, int]] = (),
) -> Frame:
    """Return the frame of what stands between two offsets of a text, as far as its line goes.

    ``names`` are those that may be shown (None: all that are not withheld), ``shown`` stretches of
    values that need no blanking.
    """
    line_start, line_end = text.line_span(start)
    line = text.written[line_start:line_end].removesuffix("\r")
    blank = _blank_line(line, names)
    at, stop = start - line_start, min(max(end - line_start, start - line_start + 1), len(line))
    low, high = max(0, at - _BEFORE), min(len(line), at + _AFTER)
    for shown_start, shown_end in shown:
        first, last = max(shown_start - line_start, low), min(shown_end - line_start, high)
        if first < last:
            blank = blank[:first] + line[first:last] + blank[last:]
    before, marked = _spell_out(blank[low:at]), _spell_out(blank[at : min(stop, high)])
    kept = before + marked + _spell_out(blank[min(stop, high) : high])
    cut_before, cut_after = "…" if low else "", "…" if high < len(line) else ""
    return Frame(cut_before + kept + cut_after, cells(cut_before + before), max(1, cells(marked)))


def _spell_out(text: str) -> str:
    plain = text.replace(_WIDE, _BLANK * 2).replace(_NONE, "")
    return "".join(character if character.isprintable() else " " for character in plain)
