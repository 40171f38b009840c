"""Texts in terminal cells: what scripts and emoji take, wrapped, cut, masked and in frames."""

from __future__ import annotations

import pytest
from wcwidth import iter_graphemes, width

from sde_schema.checking.frames import Frames
from sde_schema.reading.document import Span
from sde_schema.reading.masking import masked, printable
from sde_schema.reading.text import Text
from sde_schema.terminal import cells, window, wrapped

TEXTS = {
    "arabic": "\u0645\u064f\u062d\u064e\u0645\u064e\u0651\u062f",
    "hebrew": "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd",
    "devanagari": "\u0928\u092e\u0938\u094d\u0924\u0947 \u0915\u094d\u0937\u093f",
    "thai": "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22\u0e17\u0e35\u0e48",
    "cjk": "\u6f22\u5b57\u30ab\u30bf\ud55c\uae00",
    "family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "flags": "\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7",
    "keycaps": "1\ufe0f\u20e32\ufe0f\u20e3",
    "skin": "\U0001f44b\U0001f3fd\U0001f44d\U0001f3ff",
    "marks": "e\u0301o\u0308\u0323a",
    "zero width space": "a\u200bb",
}
WIDTHS = (20, 27, 40, 63, 80, 120)


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_wrapped_line_is_wider_than_the_room(text: str, columns: int) -> None:
    words = f"  {text * 40} {text} " + f"{text} " * 60
    lines = wrapped(words, columns, "    ")
    assert max(map(width, lines)) <= columns
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_window_is_wider_than_the_room(text: str, columns: int) -> None:
    assert all(width(window(text * 60, start, columns)) <= columns for start in range(40))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_is_masked_is_as_wide_as_before(text: str) -> None:
    assert len(masked(text)) == len(text)
    assert width(printable(masked(text))) == width(text)


@pytest.mark.parametrize("name", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("before", [0, 199, 200, 201, 202, 203])
def test_carets_are_under_their_character(name: str, before: int) -> None:
    text = name * 100
    frames = Frames(Text(f'{{"{text}": 1}}'), None, [Span(0, 1)], frozenset({text}))
    start = 2 + before
    frame = frames.frame(Span(start, start + 1))
    at = 0
    edges = [0]
    for character in iter_graphemes(frame.text):
        at += cells(character)
        edges.append(at)
    assert frame.indent in edges
    assert frame.indent + frame.width <= max(edges)
