"""Blocks of a file to outcomes: what is surely clean in bulk, all else by the exact path."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from sde_schema.checking.faults import Limits, Manner, Outcome
from sde_schema.reading.blocks import Lines, TooLarge, Whole, blocks
from sde_schema.reading.fastjson import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.checking.exact_path import ExactPath
    from sde_schema.checking.judge import Judge
    from sde_schema.reading.blocks import Readable


class Checker:
    """Checks the documents of one file, or parsed objects where ``file`` is None."""

    def __init__(self, judge: Judge, manner: Manner, limits: Limits, file: str | None = None) -> None:
        self._judge = judge
        self._manner = manner
        self._limits = limits
        self._file = file

    @cached_property
    def exact_path(self) -> ExactPath:
        """The exact path of this file."""
        from sde_schema.checking.exact_path import ExactPath

        return ExactPath(self._judge.exact, self._manner, self._limits, self._file)

    def stream(self, stream: Readable, *, lines_expected: bool = False) -> Iterator[Outcome]:
        """Yield the outcomes of all documents in a stream of bytes. Raises OSError."""
        is_empty = True
        for block in blocks(stream, lines_expected=lines_expected, limit=self._limits.document_size):
            for outcome in self._block(block):
                is_empty = False
                yield outcome
        if is_empty:
            yield self.exact_path.empty()

    def _block(self, block: Lines | Whole | TooLarge) -> Iterator[Outcome]:
        if isinstance(block, Lines):
            yield from self._lines(block)
        elif isinstance(block, Whole):
            yield from self._whole(block.data)
        else:
            yield self.exact_path.too_large(block.line)

    def _lines(self, block: Lines) -> Iterator[Outcome]:
        lines = [line for line in block.data.split(b"\n") if line]
        values = self._parsed(lines)
        repeats = values is None or may_repeat_names(values, block.data)
        events = None if values is None or repeats else self._judge.count_if_clean(values)
        if events is not None:
            yield Outcome(events)
            return
        number = block.first_line
        known = iter(values or ())
        for line in block.data.split(b"\n"):
            if line:
                value = [next(known)] if values is not None else self._parsed([line])
                yield from self._line(line, value, number, repeats=repeats)
            number += 1

    def _line(self, line: bytes, value: list[Any] | None, number: int, *, repeats: bool) -> Iterator[Outcome]:
        if value is not None and not (repeats and may_repeat_names(value, line)):
            events = self._judge.count_if_clean(value)
            if events is not None:
                yield Outcome(events)
                return
        if line.strip():
            yield from self.exact_path.data(line, number, one_line=True)

    def _whole(self, data: bytes) -> Iterator[Outcome]:
        values = self._parsed([data])
        if values is not None and not may_repeat_names(values, data):
            events = self._judge.count_if_clean(values)
            if events is not None:
                yield Outcome(events)
                return
        if data.strip():
            yield from self.exact_path.data(data, 1, one_line=False)

    def _parsed(self, texts: list[bytes]) -> list[Any] | None:
        """Return what the fast parser makes of the texts, None where it refuses one or is not to be used."""
        if not self._judge.has_fast_path:
            return None
        try:
            return [loads(text) for text in texts]
        except ValueError:
            return None


def may_repeat_names(values: list[Any], data: bytes) -> bool:
    """Return whether some object in the text may have a name twice; False is certain.

    Each name has a colon, and of two equal names the parser keeps one: so the parsed documents
    have as many colons as the text, unless one in the text is written as an escape.
    """
    if b"\\u003" in data and (b"\\u003a" in data or b"\\u003A" in data):
        return True
    return data.count(b":") != dumps(values).count(b":")
