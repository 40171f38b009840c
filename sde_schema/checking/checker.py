"""Blocks of a file to outcomes: what is surely clean in bulk, all else by the exact path."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sde_schema.checking.outcome import Outcome, Presentation, without_events_once
from sde_schema.reading.blocks import Lines, TooLarge, Whole, blocks
from sde_schema.reading.boundaries import BLANKS, records, touching
from sde_schema.reading.fastjson import dumps, holds_json, loads
from sde_schema.reading.first_look import Foreign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.checking.exact_path import ExactPath
    from sde_schema.checking.fast_path import FastPath
    from sde_schema.model import Limits
    from sde_schema.reading.blocks import Block, Kind
    from sde_schema.reading.inputs import Input


_ESCAPED_COLON = re.compile(rb"\\u003[aA]")


class Checker:
    """Checks the documents of one file, or parsed objects where ``file`` is None."""

    def __init__(self, fast_path: FastPath, presentation: Presentation, limits: Limits) -> None:
        self._fast_path = fast_path
        self._presentation = presentation
        self._limits = limits
        self._has_events = False

    @cached_property
    def exact_path(self) -> ExactPath:
        """The exact path of this file."""
        from sde_schema.checking.exact_path import ExactPath

        return ExactPath(self._fast_path.exact, self._presentation, self._limits)

    def all(self, data: Input, kind: Kind = "unknown") -> Iterator[Outcome]:
        """Yield the outcomes of all documents in an input. Raises UnreadableError."""
        yield from without_events_once(self._each(data, kind))

    def _each(self, data: Input, kind: Kind) -> Iterator[Outcome]:
        is_empty = True
        for block in blocks(data, kind=kind, limit=self._limits.document_size):
            for outcome in self._block(block):
                is_empty = False
                self._has_events = self._has_events or outcome.events > 0
                yield outcome
        if is_empty:
            yield self.exact_path.empty()

    def _block(self, block: Block) -> Iterator[Outcome]:
        if isinstance(block, Lines):
            yield from self._lines(block)
        elif isinstance(block, Whole):
            yield from self._whole(block)
        elif isinstance(block, TooLarge):
            yield self.exact_path.too_large(block.line)
        elif isinstance(block, Foreign):
            yield self.exact_path.foreign(block)
        else:
            yield self.exact_path.damaged(block.line, block.why)

    def _lines(self, block: Lines) -> Iterator[Outcome]:
        lines = [line for line in block.data.split(b"\n") if line]
        values = self._parsed(lines)
        repeats = values is None or may_repeat_names(values, block.data)
        events = None if values is None or repeats else self._count_if_clean(values)
        if events is not None:
            yield Outcome(events)
            return
        if values is not None:
            yield from self._one_by_one(block, values, repeats=repeats)
        else:
            found = records(block.data, block.first_line)
            for index, (number, record) in enumerate(found, 1):
                if len(record) > self._limits.document_size:
                    yield self.exact_path.too_large(number)
                else:
                    yield from self._record(record, number, is_cut=block.is_cut and index == len(found))

    def _one_by_one(self, block: Lines, values: list[Any], *, repeats: bool) -> Iterator[Outcome]:
        """Yield the outcomes of lines that are all JSON."""
        known = iter(values)
        for number, line in enumerate(block.data.split(b"\n"), block.first_line):
            if line:
                value = [next(known)]
                events = None if repeats and may_repeat_names(value, line) else self._count_if_clean(value)
                if events is not None:
                    yield Outcome(events)
                else:
                    yield from self.exact_path.json(line, number, one_line=True)

    def _record(self, record: bytes, number: int, *, is_cut: bool) -> Iterator[Outcome]:
        """Yield the outcome of a line, or of lines that seem to be one document."""
        values = self._parsed([record])
        if values is None:
            parts = touching(record)
            values = self._parsed(parts) if len(parts) > 1 else None
        if values is not None and not may_repeat_names(values, record):
            events = self._count_if_clean(values)
            if events is not None:
                yield Outcome(events)
                return
        yield from self.exact_path.json(record, number, one_line=b"\n" not in record, is_cut=is_cut)

    def _whole(self, block: Whole) -> Iterator[Outcome]:
        if block.is_yaml and not holds_json(block.data):
            yield from self.exact_path.yaml(block.data, is_cut=block.is_cut)
        elif block.data.strip(BLANKS):
            yield from self._record(block.data, 1, is_cut=block.is_cut)

    def _count_if_clean(self, values: list[Any]) -> int | None:
        """Return the number of events in documents that are surely clean; whether there is any, once none was seen."""
        events = self._fast_path.count_if_clean(values)
        return events if events or self._has_events else None

    def _parsed(self, texts: list[bytes]) -> list[Any] | None:
        """Return what the fast parser makes of the texts, None where it refuses one or is not to be used."""
        if not self._fast_path.has_fast_path:
            return None
        try:
            return [loads(text) for text in texts]
        except ValueError:
            return None


def may_repeat_names(values: list[Any], data: bytes) -> bool:
    """Return whether some object in the text may have a name twice; False is certain.

    Of two equal names the parser keeps one: so what it made, written out again, is the same text only
    without any. Where blanks or escapes differ, colons are counted: each name has one, and the parsed
    documents have as many as the text, unless one in the text is written as an escape.
    """
    try:
        again = dumps(values)
    except (TypeError, RecursionError):  # nested deeper than it can write
        return True
    lines = data.rstrip(b"\n")
    if len(again) == len(lines) + 2 and again[1:-1] == lines.replace(b"\n", b","):
        return False
    if b"\\" in data and _ESCAPED_COLON.search(data):
        return True
    return data.count(b":") != again.count(b":")
