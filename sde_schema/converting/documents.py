"""The documents of an input with all digits of their numbers, one after another; and what could not be read."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from sde_schema.checking.fast_path import loads
from sde_schema.converting.faults import Faults
from sde_schema.converting.numbers import Number, integer, real
from sde_schema.converting.repeating import object_of
from sde_schema.reading.blocks import Damaged, Lines, TooLarge, Whole, blocks
from sde_schema.reading.boundaries import OPENERS, WHITE_SPACE, holds_json, records
from sde_schema.reading.json_reader import JsonDocument, is_deeper
from sde_schema.reading.json_spans import SPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sde_schema.checking.checks import Checks
    from sde_schema.checking.outcome import Outcome
    from sde_schema.model import Limits, Path, Problem
    from sde_schema.reading.blocks import Block, Kind
    from sde_schema.reading.document import Parsed
    from sde_schema.reading.inputs import Input

_OPENING = ("{", "[")
_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read: its value, its text with the white space after it, and its first line.

    ``text`` is None where it is not JSON. ``plain`` is the value as any parser reads it. ``repeats`` are the names in
    what is passed over that appear twice; ``faults`` are what is wrong in the text of a document that was read in
    spite of that.
    """

    value: Any
    plain: Any
    text: bytes | None
    line: int
    repeats: tuple[Problem, ...] = ()
    faults: Faults | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What could not be read: why, its text as far as there is one, its first line, and the events counted in it."""

    problems: tuple[Problem, ...]
    text: bytes | None
    line: int
    events: int = 0

    @property
    def is_utf8(self) -> bool:
        """Whether its text can be written as a string."""
        try:
            (self.text or b"").decode()
        except UnicodeDecodeError:
            return False
        return True

    @property
    def original(self) -> str | None:
        """Its text as a string: in base64 where it is not UTF-8."""
        if self.text is None:
            return None
        return self.text.decode() if self.is_utf8 else b64encode(self.text).decode()


class _RefusedError(Exception):
    """This text is not surely one document that may be converted."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _RefusedError
    return made


def _constant(_: str) -> Any:
    raise _RefusedError


_STRICT = json.JSONDecoder(object_pairs_hook=_pairs, parse_float=real, parse_int=integer, parse_constant=_constant)
_LENIENT = json.JSONDecoder(object_pairs_hook=object_of, parse_float=real, parse_int=integer, parse_constant=_constant)
"""For text in which names may appear twice."""


class Documents:
    """Reads the documents of a file; ``checks`` say what is wrong with a text that cannot be read."""

    def __init__(self, checks: Checks, limits: Limits, file: str | None = None) -> None:
        self._exact = checks.exact_path
        self._describer = checks.describer(file)
        self._limits = limits
        self._decoded = partial(_decoded, depth=limits.depth)

    def all(self, data: Input, kind: Kind = "unknown") -> Iterator[Document | Unreadable]:
        """Yield the documents of an input. Raises UnreadableError."""
        is_empty = True
        for block in blocks(data, kind=kind, limit=self._limits.document_size):
            for found in self._of_block(block):
                is_empty = False
                yield found
        if is_empty:
            yield self._unreadable(self._exact.empty(), None)

    def _of_block(self, block: Block) -> Iterator[Document | Unreadable]:
        if isinstance(block, Lines):
            yield from self._lines(block)
        elif isinstance(block, Whole):
            yield from self._whole(block)
        elif isinstance(block, TooLarge):
            yield self._unreadable(self._exact.too_large(block), None)
        elif isinstance(block, Damaged):
            yield self._unreadable(self._exact.damaged(block.line, block.damage), None)
        else:
            yield self._unreadable(self._exact.foreign(block), None)

    def _lines(self, block: Lines) -> Iterator[Document | Unreadable]:
        """Yield the documents of lines; the text of each goes up to the next one."""
        lines = block.data.split(b"\n")
        read = [self._line(line) for line in lines]
        found = list(records(lines, [each is not None for each in read]))
        for index, record in enumerate(found):
            is_last = index == len(found) - 1
            stop = len(lines) if is_last else found[index + 1].start
            text = b"\n".join(lines[record.start : stop]) + (b"" if is_last else b"\n")
            number = block.first_line + record.start
            values = read[record.start]
            if values is not None:
                yield Document(*values, text, number)
            else:
                yield from self._sequence(text, number, is_cut=block.is_cut and is_last)

    def _whole(self, block: Whole) -> Iterator[Document | Unreadable]:
        data = block.data
        opens = data.lstrip(WHITE_SPACE).startswith(OPENERS)
        if block.is_yaml and not (opens and holds_json(data)):
            yield from self._yaml(block)
        elif data.strip(WHITE_SPACE):
            yield from self._sequence(data, 1, is_cut=block.is_cut)

    def _sequence(self, data: bytes, line: int, *, is_cut: bool) -> Iterator[Document | Unreadable]:
        """Yield the documents of a JSON text; from the first one on that cannot be read, the exact path reads it."""
        at = 0
        try:
            text = data.decode()
            at = _skipped(text, 0)
            line += text.count("\n", 0, at)
            while at < len(text):
                value, end = self._decoded(text, at)
                after = _skipped(text, end)
                if after < len(text) and not text.startswith(_OPENING, after):
                    break
                yield Document(*value, text[at:after].encode(), line)
                line += text.count("\n", at, after)
                at = after
            else:
                return
            rest = text[at:].encode()
        except UnicodeDecodeError:
            rest = data
        except _RefusedError:
            rest = text[at:].encode()
        yield from self._exactly(rest, line, is_cut=is_cut)

    def _exactly(self, data: bytes, line: int, *, is_cut: bool) -> Iterator[Document | Unreadable]:
        is_line = b"\n" not in data.rstrip(WHITE_SPACE)
        for outcome in self._exact.json(data.rstrip(WHITE_SPACE), line, one_line=is_line, is_cut=is_cut):
            parsed = outcome.parsed
            if isinstance(parsed, JsonDocument) and parsed.complete:
                yield self._read(outcome, parsed, data)
            else:
                yield self._unreadable(outcome, data)

    def _read(self, outcome: Outcome, parsed: JsonDocument, data: bytes) -> Document | Unreadable:
        """Return a document that the exact path has read, unless what is wrong in its text is not in its events."""
        faults = Faults.of(self._describer, outcome, parsed)
        line = _first_line(outcome)
        if faults.are_around or line is None:
            return self._unreadable(outcome, data)
        text = parsed.text[parsed.start : parsed.stop]
        try:
            value = self._decoded(text, 0, _LENIENT)[0] if text.startswith(_OPENING) else (parsed.value, parsed.value)
        except _RefusedError:
            return self._unreadable(outcome, data)
        repeats = self._repeats(outcome) if parsed.repeats else ()
        found = faults if faults.found else None
        return Document(*value, text.encode() + b"\n", line, repeats, found)

    def _repeats(self, outcome: Outcome) -> tuple[Problem, ...]:
        """Return the names that appear twice in a document, those in what is passed over, too."""
        return tuple(self._describer.describe(self._exact.all_repeats(outcome)))

    def _yaml(self, block: Whole) -> Iterator[Document | Unreadable]:
        whole: bytes | None = block.data  # once, and not again for each document without a text of its own
        for outcome in self._exact.yaml(block.data, is_cut=block.is_cut):
            parsed, text, line = outcome.parsed, outcome.text, _first_line(outcome)
            if parsed is None or text is None or line is None:
                yield self._unreadable(outcome, whole)
                whole = None
            elif _by_reader(outcome):
                yield self._unreadable(outcome, None)
            elif parsed.repeats:
                yield self._unreadable(self._exact.all_repeats(outcome), block.data, outcome.events)
            else:
                yield Document(_with_digits(parsed, text.written), parsed.value, None, line)

    def _unreadable(self, outcome: Outcome, data: bytes | None, events: int = 0) -> Unreadable:
        numbers = _by_reader(outcome)
        problems = tuple(problem for _, problem in self._describer.numbered(outcome, numbers))
        parsed, text = outcome.parsed, outcome.text
        if parsed is not None and text is not None:
            data = text.written[parsed.begin : parsed.end].encode()
        return Unreadable(problems, data, problems[0].line or 1, events or outcome.events)

    def _line(self, line: bytes) -> tuple[Any, Any] | None:
        """Return the value of a line, as it is written and as any parser reads it; None if it is not just one."""
        if not line.strip(WHITE_SPACE):
            return None
        try:
            text = line.decode()
            values, end = self._decoded(text, _skipped(text, 0))
        except (UnicodeDecodeError, _RefusedError):
            return None
        return values if _skipped(text, end) == len(text) else None


def _by_reader(outcome: Outcome) -> list[int]:
    """Return the numbers of the findings about the text itself."""
    return [number for number, finding in enumerate(outcome.findings) if finding.span is not None]


def _first_line(outcome: Outcome) -> int | None:
    """Return the line on which a document begins, None where there is no text of it."""
    parsed, text = outcome.parsed, outcome.text
    return None if parsed is None or text is None else text.location(parsed.begin).line


def _skipped(text: str, at: int) -> int:
    """Return the offset after white space."""
    return SPACE.match(text, at).end()  # type: ignore[union-attr]


def _decoded(text: str, at: int, decoder: json.JSONDecoder = _STRICT, *, depth: int) -> tuple[tuple[Any, Any], int]:
    """Return the value that begins at an offset, as it is written and as any parser reads it, and where it ends."""
    if not text.startswith(_OPENING, at):
        raise _RefusedError
    try:
        value, end = decoder.raw_decode(text, at)
        plain = loads(text[at:end].encode())
    except (ValueError, RecursionError):
        raise _RefusedError from None
    brackets = text.count("{", at, end) + text.count("[", at, end)
    if brackets > depth and is_deeper(value, depth):
        raise _RefusedError
    return (value, plain), end


def _with_digits(parsed: Parsed, written: str) -> Any:
    """Return the value of a YAML document with its numbers as they are written."""

    def written_at(path: Path) -> str:
        span = parsed.locate([path])[path].value
        return written[span.start : span.end]

    return _numbers_written(parsed.value, (), written_at)


def _numbers_written(value: Any, path: Path, written_at: Callable[[Path], str]) -> Any:
    if isinstance(value, dict):
        return {name: _numbers_written(item, (*path, name), written_at) for name, item in value.items()}
    if isinstance(value, list):
        return [_numbers_written(item, (*path, index), written_at) for index, item in enumerate(value)]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, written_at(path))
    return value


def _number(value: float, text: str) -> Any:
    """Return a number of YAML; one that JSON does not have is text."""
    if _JSON_NUMBER.fullmatch(text):
        return Number(text, text)
    literal = json.dumps(value)
    return Number(literal, text) if _JSON_NUMBER.fullmatch(literal) else text
