"""Where one document ends and the next begins, in a text that holds several.

A line that begins with a bracket may begin a document, unless a value is expected there. So lines after a broken one
are read again, and a document may go over as many lines as it likes, however it is laid out.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from sde_schema.reading.json_spans import SPACE, TOKENS

if TYPE_CHECKING:
    from collections.abc import Iterator

OPENERS = (b"{", b"[")
"""What a line of a document of its own begins with."""

WHITE_SPACE = b" \t\r\n"
"""The white space of JSON; a form feed is none."""

CONTEXT = 32
"""How many bytes before a line are looked at to see whether it can begin a document."""

_BEFORE_A_VALUE = (b"[", b",", b":")
_STARTS = re.compile(rb"\n(?=[{\[])")
_MOST_TRIED = 8
TOUCHING = b"}{"
"""Where a document may end and touch the next one."""

_OPENING, _CLOSING = ("{", "["), ("}", "]")
_SURELY_READ = 1_500_000
_OF_AN_OBJECT, _OF_AN_ARRAY, _OF_A_VALUE, _OF_A_BYTE, _BESIDES = 232, 88, 48, 8, 50_000_000
"""What an object, an array, any value and each byte of a text may take in memory, and a document besides, in bytes.

Of events as the vendor returns them these are four or five for each byte, of the shortest ones eleven.
"""

_DECODER = json.JSONDecoder(parse_int=len, parse_float=len)
"""Finds the end of a value; numbers are not read, whatever their size."""

_FIRST_WINDOW, _NEXT_WINDOW = 1 << 10, 8
"""Of a text so many characters are read first, then that many times as many: most errors are near."""

_CUT_OFF = 16
"""An error so near to the end of what is read may come from its being cut off there."""


def is_json(line: bytes) -> bool:
    """Return whether a line is a JSON object or array of its own."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict | list)


def has_too_many_values(text: bytes) -> bool:
    """Return whether a text holds so many small values that they would take many times its size in memory.

    Brackets and commas in strings are counted, too: of a large text they are few. A small text has never too many.
    """
    if len(text) < _SURELY_READ:
        return False
    containers = text.count(b"{") * _OF_AN_OBJECT + text.count(b"[") * _OF_AN_ARRAY
    return containers + text.count(b",") * _OF_A_VALUE > _OF_A_BYTE * len(text) + _BESIDES


def first_start(data: bytes, begin: int) -> int | None:
    """Return the offset of the first line from an offset on that may begin a document, None if there is none."""
    for newline in _STARTS.finditer(data, max(begin - 1, 0)):
        if _may_start(data, newline.start()):
            return newline.end()
    return None


def last_start(data: bytes, begin: int) -> int | None:
    """Return the offset of the last line from an offset on that may begin a document, None if there is none.

    One that follows an array that is still open is taken only if there are many of that kind: it may be the next item,
    with a comma missing before it.
    """
    last = found = _last_start(data, begin, len(data))
    for _ in range(_MOST_TRIED):
        if found is None:
            return None
        if data.count(b"[", begin, found) <= data.count(b"]", begin, found):  # in strings, too: they are few
            return found
        found = _last_start(data, begin, found - 1)
    return last


def _last_start(data: bytes, begin: int, end: int) -> int | None:
    low, high = max(begin - 1, 0), end
    while True:
        found = data.rfind(b"\n{", low, high)
        found = max(found, data.rfind(b"\n[", max(found, low), high))
        if found < 0:
            return None
        if _may_start(data, found):
            return found + 1
        high = found + 1


def _may_start(data: bytes, newline: int) -> bool:
    """Return whether the line after a line end may begin a document: no value of one that goes on is expected there."""
    before = data[max(newline - CONTEXT, 0) : newline].rstrip(WHITE_SPACE)
    return not before.endswith(_BEFORE_A_VALUE)


def goes_on(data: bytes) -> bool:
    """Return whether a text is JSON as far as it goes, and its last document is not complete."""
    text = data.decode(errors="replace").rstrip(" \t\r\n")
    at = 0
    while at < len(text):
        try:
            _, at = _DECODER.raw_decode(text, _skip_white_space(text, at))
        except json.JSONDecodeError as error:
            return error.pos >= len(text)
        except RecursionError:
            return False
    return False


def holds_json(data: bytes) -> bool:
    """Return whether a text is JSON: one object or array, or several one after another."""
    at = 0
    try:
        text = data.decode()
        at = _skip_white_space(text, at)
        while text.startswith(_OPENING, at):
            _, at = _DECODER.raw_decode(text, at)
            at = _skip_white_space(text, at)
    except (ValueError, RecursionError):
        return False
    return at == len(text)


def cut_before_brackets(data: bytes) -> list[bytes]:
    """Return a text in parts that are cut before each line that begins with a bracket, without the line end there.

    If each part is JSON, then none was cut within a document, and they are the documents of the text.
    """
    return _STARTS.split(data)


def parts(data: bytes) -> list[bytes]:
    """Return a text in parts that are cut before such lines, and where one document may touch the next.

    If each part is JSON, then none was cut within a string, and they are the documents of the text.
    """
    found = []
    for some in cut_before_brackets(data):
        touching = some.split(TOUCHING)
        found += [b"{" * (index > 0) + part + b"}" * (index < len(touching) - 1) for index, part in enumerate(touching)]
    return found


def records(lines: list[bytes], known: list[bool]) -> Iterator[range]:
    """Yield the indices of the lines of each record; a line that begins a document but is none alone takes on others.

    What it takes on are the lines up to the document's end, be it only found past syntax errors whose fix is certain;
    else those up to the next line that begins with a bracket; of a comment, those up to its end. Blank lines are passed
    over. ``known`` says of each line whether it is known to be JSON.
    """
    longer = _LongerDocuments(lines, known)
    index = 0
    while index < len(lines):
        end = index + 1 if known[index] else _record_end(lines, index, longer)
        if any(line.strip(WHITE_SPACE) for line in lines[index:end]):
            yield range(index, end)
        index = end


def _record_end(lines: list[bytes], index: int, longer: _LongerDocuments) -> int:
    """Return the index after the last line of the record that begins on a line."""
    end = index + 1
    begin = lines[index].lstrip(WHITE_SPACE)
    if begin.startswith(b"/*"):
        while end < len(lines) and b"*/" not in lines[end - 1]:
            end += 1
    elif begin.startswith(OPENERS) and not is_json(begin):
        longer_end = longer.end(index) or longer.fixed_end(index)
        if longer_end is not None:
            return longer_end
        if lines[index].startswith(OPENERS):
            while end < len(lines) and not lines[end].startswith(OPENERS):
                end += 1
    return end


class _LongerDocuments:
    """Finds documents that go over several lines.

    Where one is not JSON, no line up to the error is tried again: the parser would stop there again. So the time is
    linear in the size of the text.
    """

    def __init__(self, lines: list[bytes], known: list[bool]) -> None:
        self._data = lines
        self._known = known
        self._failed_at = self._not_fixed_before = 0

    @cached_property
    def _text(self) -> str:
        return b"\n".join(self._data).decode(errors="replace")

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(line) + 1 for line in self._lines), initial=0))

    def end(self, index: int) -> int | None:
        """Return the index after the last line of what begins on a line; None if that is not longer, or not JSON.

        Documents that begin on the document's last line belong to it.
        """
        at = self._starts[index]
        last = index
        while at < self._starts[last + 1] - 1 and at >= self._failed_at:
            end = self._value_end(_skip_white_space(self._text, at))
            if end is None:
                break
            at = end
            last = bisect_right(self._starts, at - 1) - 1
            at = _skip_white_space(self._text, at)
            if self._text[at : at + 1] not in ("{", "["):
                break
        return None if last == index else last + 1

    def _value_end(self, at: int) -> int | None:
        """Return the offset after the object or array at an offset; None if it is not JSON.

        A decoder counts the lines before an error, so it is given no more of the text than it wants.
        """
        size = _FIRST_WINDOW
        while True:
            window = self._text[at : at + size]
            try:
                return at + _DECODER.raw_decode(window)[1]
            except json.JSONDecodeError as error:
                is_cut_off = error.pos > len(window) - _CUT_OFF or error.msg.startswith("Unterminated")
                if at + size >= len(self._text) or not is_cut_off:
                    self._failed_at = at + error.pos
                    return None
            except RecursionError:
                self._failed_at = len(self._text)
                return None
            size *= _NEXT_WINDOW

    def fixed_end(self, index: int) -> int | None:
        """Return the index after the last line of what begins on a line, if only commas are missing or too many in it.

        Its brackets are closed on that line, which is not its first.
        """
        start, last = self._starts[index], self._closed_on[index]
        if last is None or last == index or start < self._not_fixed_before:
            return None
        from sde_schema.reading.json_fixes import fixable_end

        end = self._starts[last + 1] - 1
        after = fixable_end(self._text[:end], _skip_white_space(self._text, start))
        if after is not None and _skip_white_space(self._text, after) >= end:
            return last + 1
        self._not_fixed_before = end
        return None

    @cached_property
    def _closed_on(self) -> list[int | None]:
        """For each line the index of the one on which all brackets that it opens are closed, None if there is none."""
        opened = (0 if known else _opened(line) for line, known in zip(self._lines, self._known, strict=True))
        depths = list(accumulate(opened, initial=0))
        found: list[int | None] = [None] * len(depths)
        waiting: list[int] = []
        for index, depth in enumerate(depths):
            while waiting and depths[waiting[-1]] >= depth:
                found[waiting.pop()] = index - 1
            waiting.append(index)
        return found


def _opened(text: str) -> int:
    """Return how many brackets more are opened than closed in a text, strings left out."""
    tokens = [token[0] for token in TOKENS.finditer(text)]
    return sum(token in _OPENING for token in tokens) - sum(token in _CLOSING for token in tokens)


def _skip_white_space(text: str, at: int) -> int:
    return SPACE.match(text, at).end()  # type: ignore[union-attr]
