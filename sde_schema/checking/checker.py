"""Blocks of a file to outcomes: what is surely clean in bulk, all else by the exact path."""

from __future__ import annotations

from functools import cached_property
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from sde_schema.checking.fast_path import REFUSED, may_repeat_names
from sde_schema.checking.known_lines import KnownLines
from sde_schema.checking.outcome import Outcome, Presentation, without_events_once
from sde_schema.checking.pieces import may_be_rounded
from sde_schema.reading.blocks import Lines, TooLarge, Whole, blocks
from sde_schema.reading.boundaries import (
    OPENERS,
    TOUCHING,
    WHITE_SPACE,
    cut_before_brackets,
    has_too_many_values,
    holds_json,
    parts,
    records,
)
from sde_schema.reading.file_parts import part_blocks
from sde_schema.reading.first_look import Foreign
from sde_schema.reading.parsed_object import is_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from sde_schema.checking.exact_path import ExactPath
    from sde_schema.checking.fast_path import FastPath
    from sde_schema.model import Limits, Path
    from sde_schema.reading.blocks import Block, Kind
    from sde_schema.reading.file_parts import Part
    from sde_schema.reading.inputs import Input

    _Events: TypeAlias = Iterator[tuple[Path, Any]]


_TOGETHER = 6
"""So many documents of a block that is not clean are asked for at once: of those that are wrong few are neighbors."""


class _Known(NamedTuple):
    """A text, what the fast parser has made of it, and the number of its first line."""

    text: bytes
    value: Any
    line: int


class Checker:
    """Checks the documents of one file, or parsed objects where ``file`` is None."""

    def __init__(self, fast_path: FastPath, presentation: Presentation, limits: Limits) -> None:
        self._fast_path = fast_path
        self._presentation = presentation
        self._limits = limits
        self._known_lines = KnownLines()
        self._has_events = False
        self._are_mostly_wrong = False
        self._are_some_wrong = False

    @cached_property
    def exact_path(self) -> ExactPath:
        """The exact path of this file."""
        from sde_schema.checking.exact_path import ExactPath

        return ExactPath(self._fast_path.exact, self._presentation, self._limits)

    def value(self, value: Any) -> Outcome:
        """Return the outcome of a parsed object."""
        if not (self._fast_path.has_fast_path and is_plain(value)) or not self._fast_path.is_shallow(value):
            return self.exact_path.value(value)
        events = self._count_if_clean([value])
        if events is not None:
            return Outcome(events)
        return self.exact_path.known_value(value, self._fast_path.doubtful(value))

    def all(self, data: Input, kind: Kind = "unknown") -> Iterator[Outcome]:
        """Yield the outcomes of all documents in an input. Raises UnreadableError."""
        yield from without_events_once(self.one_of_many(data, kind))

    def one_of_many(self, data: Input, kind: Kind = "unknown") -> Iterator[Outcome]:
        """Yield the outcomes of all documents in one of several inputs, which may have events in another.

        Raises UnreadableError.
        """
        yield from self._each(blocks(data, kind=kind, limit=self._limits.document_size))

    def part(self, stream: BinaryIO, part: Part, kind: Kind) -> Iterator[Outcome]:
        """Yield the outcomes of the documents in a part of a file, which may have events elsewhere.

        Raises UnreadableError.
        """
        yield from self._each(part_blocks(stream, part, kind, self._limits.document_size))

    def _each(self, some: Iterable[Block]) -> Iterator[Outcome]:
        is_empty = True
        for block in some:
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
            yield self.exact_path.too_large(block)
        elif isinstance(block, Foreign):
            yield self.exact_path.foreign(block)
        else:
            yield self.exact_path.damaged(block.line, block.damage)

    def _lines(self, block: Lines) -> Iterator[Outcome]:
        """Yield the outcomes of lines; what is not JSON does not have the lines beside it read again."""
        lines = block.data.split(b"\n")
        values = self._fast_path.parsed_lines(lines)
        known = [value is not REFUSED for value in values]
        if known.count(False) == lines.count(b""):
            yield from self._known(lines, values, block.data, block.first_line)
            return
        found = list(records(lines, known))
        for is_known, group in groupby(found, lambda record: known[record.start]):
            if is_known:
                some = list(group)
                run = slice(some[0].start, some[-1].stop)
                texts = [line if is_json else b"" for line, is_json in zip(lines[run], known[run], strict=True)]
                yield from self._known(texts, values[run], b"\n".join(texts), block.first_line + run.start)
                continue
            for record in group:
                data = b"\n".join(lines[record.start : record.stop]).rstrip(WHITE_SPACE)
                is_cut = block.is_cut and record == found[-1]
                is_line = len(record) == 1
                yield from self._record(data, block.first_line + record.start, is_cut=is_cut, is_refused=is_line)

    def _known(self, texts: list[bytes], values: list[Any], data: bytes, number: int) -> Iterator[Outcome]:
        """Yield the outcomes of texts that are JSON or empty: lines or more of the data, which begins on a line."""
        read = [value for value in values if value is not REFUSED]
        repeats = may_repeat_names(read, data)
        is_asked = not repeats and not (self._are_some_wrong and len(read) > _TOGETHER)
        events = self._count_if_clean(read) if is_asked else None
        if events is not None:
            yield Outcome(events)
            return
        found: list[_Known] = []
        for text, value in zip(texts, values, strict=True):
            if text:
                found.append(_Known(text, value, number))
            number += text.count(b"\n") + 1
        if len(found) == 1:
            yield from self._exact(found[0]) if repeats else self._doubtful(found[0], self._events(found[0]))
            return
        self._are_some_wrong = False  # in this block; so they probably are in the next one
        yield from self._each_of(found, repeats=repeats)

    def _each_of(self, found: list[_Known], *, repeats: bool) -> Iterator[Outcome]:
        """Yield the outcomes of texts, a few at a time, or one by one where they may have repeated names."""
        together = 1 if repeats else _TOGETHER
        some: list[_Known] = []
        for known in found:
            again = self._known_lines.again(known.text, known.line)
            if again is None:
                some.append(known)
            if again is not None or len(some) == together:
                yield from self._some(some, repeats=repeats)
                some = []
            if again is not None:
                self._are_some_wrong = True
                yield again
        yield from self._some(some, repeats=repeats)

    def _some(self, found: list[_Known], *, repeats: bool) -> Iterator[Outcome]:
        """Yield the outcomes of a few texts, or of one that may have repeated names."""
        if not found:
            return
        if repeats and may_repeat_names([found[0].value], found[0].text):
            yield from self._exact(found[0])
            return
        is_asked = len(found) == 1 or not self._are_mostly_wrong
        events = self._count_if_clean([each.value for each in found]) if is_asked else None
        if events is not None:
            yield Outcome(events)
            return
        wrong = 0
        for each in found:
            by_event = self._events(each) if self._are_mostly_wrong else None
            first = next(by_event, None) if by_event else None
            is_asked = len(found) > 1 and first is None
            events = self._count_if_clean([each.value]) if is_asked else None
            if events is not None:
                yield Outcome(events)
                continue
            wrong += 1
            doubtful = chain([first], by_event) if first and by_event else self._events(each)
            yield from self._known_lines.noted(each.text, self._doubtful(each, doubtful))
        self._are_mostly_wrong = wrong > len(found) // 2
        self._are_some_wrong = self._are_some_wrong or wrong > 0

    def _events(self, known: _Known) -> _Events | None:
        """Return the events of a document's lists that are not surely clean, None where it has none."""
        return self._fast_path.doubtful(known.value)

    def _exact(self, known: _Known) -> Iterator[Outcome]:
        yield from self.exact_path.json(known.text, known.line, one_line=b"\n" not in known.text)

    def _doubtful(self, known: _Known, events: _Events | None) -> Iterator[Outcome]:
        """Yield the outcomes of a text without repeated names, of which the fast parser has made a value."""
        text, value, number = known
        brackets = text.count(b"{") + text.count(b"[")  # in strings, too: they are few
        is_shallow = brackets <= self._limits.depth or self._fast_path.is_shallow(value)
        if is_shallow and not may_be_rounded(value, text):
            yield from self.exact_path.known(text, number, value, events)
        else:
            yield from self._exact(known)

    def _record(self, record: bytes, number: int, *, is_cut: bool, is_refused: bool) -> Iterator[Outcome]:
        """Yield the outcomes of a line that is not JSON, or of lines that seem to be one document."""
        too_many_values = has_too_many_values(record)
        if len(record) > self._limits.document_size or too_many_values:
            yield self.exact_path.too_large(TooLarge(number, too_many_values))
            return
        values = None if is_refused else self._fast_path.all_parsed([record])
        if values is None and TOUCHING in record:
            values = self._fast_path.all_parsed(parts(record))
        if values is not None and not may_repeat_names(values, record):
            events = self._count_if_clean(values)
            if events is not None:
                yield Outcome(events)
                return
        one_line = b"\n" not in record
        again = self._known_lines.again(record, number) if one_line and not is_cut else None
        if again is not None:
            yield again
            return
        outcomes = self.exact_path.json(record, number, one_line=one_line, is_cut=is_cut)
        yield from self._known_lines.noted(record, outcomes) if one_line and not is_cut else outcomes

    def _whole(self, block: Whole) -> Iterator[Outcome]:
        data = block.data
        texts = [data]
        values = self._fast_path.all_parsed(texts)
        if values is None:
            texts = cut_before_brackets(data)
            values = self._fast_path.all_parsed(texts)
        opens = data.lstrip(WHITE_SPACE).startswith(OPENERS)
        if block.is_yaml and not (opens and (values is not None or holds_json(data))):
            yield from self.exact_path.yaml(data, is_cut=block.is_cut)
        elif values is not None:
            yield from self._known(texts, values, data, 1)
        elif data.strip(WHITE_SPACE):
            yield from self._record(data, 1, is_cut=block.is_cut, is_refused=True)

    def _count_if_clean(self, values: list[Any]) -> int | None:
        """Return the number of events in documents that are surely clean; whether there is any, once none was seen."""
        events = self._fast_path.count_if_clean(values)
        return events if events or self._has_events else None
