"""The documents of an input with all digits of their numbers, one after another; and what could not be read."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from sde_schema.checking.fast_path import loads
from sde_schema.converting.decoding import LENIENT, STRICT, RefusedError, again, skipped
from sde_schema.converting.drafts import SHORT
from sde_schema.converting.faults import Faults
from sde_schema.converting.numbers import json_bytes
from sde_schema.converting.repeats import Repeats
from sde_schema.converting.yaml_numbers import taken_with_digits
from sde_schema.reading.blocks import Damaged, Lines, TooLarge, Whole, blocks
from sde_schema.reading.boundaries import OPENERS, WHITE_SPACE, holds_json, records
from sde_schema.reading.json_reader import JsonDocument, is_deeper
from sde_schema.reading.yaml_document import YamlDocument

if TYPE_CHECKING:
    import json
    from collections.abc import Callable, Iterable, Iterator

    from sde_schema.checking.checks import Checks
    from sde_schema.checking.outcome import Outcome
    from sde_schema.model import Limits, Problem
    from sde_schema.reading.blocks import Block, Kind
    from sde_schema.reading.inputs import Input

_OPENING = ("{", "[")
_BLANK = re.compile(rb"[ \t\r\n]*")


_TAKEN = object()
"""In place of a value that was taken."""


class Document:
    """A document that was read: its value, its text with the white space after it, and its first line.

    ``text`` is None where it is not JSON. ``is_valid`` says whether it was found valid as it is. ``find_repeats``
    finds its ``repeats`` where there are some; ``faults`` are what is wrong in the text of a document that was read in
    spite of that.
    """

    def __init__(self, value: Any, *, is_valid: bool) -> None:
        self._value = value
        self._json: bytes | None = None
        self.text: bytes | None = None
        self.line = 1
        self.is_valid = is_valid
        self.find_repeats: Callable[[], tuple[Problem, ...]] | None = None
        self.faults: Faults | None = None

    def placed(self, text: bytes | None, line: int) -> Document:
        """Return the document with its text and its line."""
        self._json = self.text = text
        self.line = line
        return self

    @cached_property
    def repeats(self) -> tuple[Problem, ...]:
        """The names in what is passed over that appear twice."""
        return self.find_repeats() if self.find_repeats else ()

    @property
    def is_spread(self) -> bool:
        """Whether it goes over several lines."""
        return (self.text or b"").find(b"\n", *self._bounds) >= 0

    @property
    def is_large(self) -> bool:
        """Whether it is too large to be held beside what becomes of it."""
        return self.text is None or len(self.text) > SHORT

    @property
    def white_space_after(self) -> bytes:
        """The white space after it."""
        return (self.text or b"")[self._bounds[1] :]

    @property
    def _bounds(self) -> tuple[int, int]:
        """Where in its text it begins and ends."""
        text = self.text or b""
        return _BLANK.match(text).end(), len(text.rstrip(WHITE_SPACE))  # type: ignore[union-attr] # it takes anything

    @property
    def value(self) -> Any:
        """The value; it is read again if it was taken."""
        return again(self._json) if self._value is _TAKEN and self._json is not None else self._value

    def take(self, *, for_good: bool = False) -> Any:
        """Return the value, which may be changed; it is held here no longer, for it takes many times its text.

        ``for_good`` says that a document without a text is not asked for it again.
        """
        value = self.value
        if isinstance(value, dict | list):
            if self._json is None and not for_good:
                self._json = json_bytes(value)
            self._value = _TAKEN
        return value


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What could not be read: why, its text as far as there is one, its first line, and the events counted in it."""

    problems: Iterable[Problem]
    text: bytes | None
    line: int
    events: int = 0

    @property
    def is_utf8(self) -> bool:
        """Whether its text can be written as a string."""
        return _is_utf8(self.text or b"")

    @property
    def original(self) -> str | None:
        """Its text as a string: in base64 where it is not UTF-8."""
        if self.text is None:
            return None
        return self.text.decode() if self.is_utf8 else b64encode(self.text).decode()


class Documents:
    """Reads the documents of a file; ``checks`` say what is wrong with a text that cannot be read.

    ``is_valid`` says whether a document is valid, given its value as any parser reads it.
    """

    def __init__(
        self, checks: Checks, limits: Limits, is_valid: Callable[[Any], bool], file: str | None = None
    ) -> None:
        self._exact = checks.exact_path
        self._describer = checks.describer(file)
        self._limits = limits
        self._is_valid = is_valid

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
        read = {index: made for index, line in enumerate(lines) if (made := self._line(line))}
        found = list(records(lines, [index in read for index in range(len(lines))]))
        for index, record in enumerate(found):
            is_last = index == len(found) - 1
            stop = len(lines) if is_last else found[index + 1].start
            text = b"\n".join(lines[record.start : stop]) + (b"" if is_last else b"\n")
            number = block.first_line + record.start
            if record.start in read:
                yield read.pop(record.start).placed(text, number)
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
        begin = at = _BLANK.match(data).end()  # type: ignore[union-attr] # it takes anything
        number = line + data.count(b"\n", 0, at)
        for found in self._surely(data, number):
            text = found.text or b""
            at += len(text)
            number += text.count(b"\n")
            yield found
        if at < len(data):
            is_decodable = at > begin or _is_utf8(data)
            rest, line = (data[at:], number) if is_decodable else (data, line)
            yield from self._exactly(rest, line, is_cut=is_cut)

    def _surely(self, data: bytes, line: int) -> Iterator[Document]:
        """Yield the documents of a text up to one that is not surely one; no more of the last one is held than it."""
        is_valid = self._validity(data)  # before its text is made, for this takes most
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return
        begin = at = skipped(text, 0)
        while at < len(text):
            try:
                found, end = self._decoded(text, at, STRICT, is_valid=is_valid)
            except RefusedError:
                return
            after = skipped(text, end)
            if after < len(text) and not text.startswith(_OPENING, after):
                return
            if after == len(text):
                written = data[at:] if at == begin else text[at:].encode()
                del text
                yield found.placed(written, line)
                return
            yield found.placed(text[at:after].encode(), line)
            line += text.count("\n", at, after)
            at = after

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
            found = self._decoded(text, 0, LENIENT)[0] if text.startswith(_OPENING) else self._scalar(parsed.value)
        except RefusedError:
            return self._unreadable(outcome, data)
        found.find_repeats = partial(self._repeats, outcome) if parsed.repeats else None
        found.faults = faults if faults.found else None
        return found.placed(text.encode() + b"\n", line)

    def _repeats(self, outcome: Outcome) -> tuple[Problem, ...]:
        """Return the names that appear twice in a document, those in what is passed over, too."""
        return tuple(self._describer.describe(self._exact.all_repeats(outcome)))

    def _yaml(self, block: Whole) -> Iterator[Document | Unreadable]:
        whole: bytes | None = block.data  # once, and not again for each document without a text of its own
        for outcome in self._exact.yaml(block.data, is_cut=block.is_cut):
            parsed, text, line = outcome.parsed, outcome.text, _first_line(outcome)
            if not isinstance(parsed, YamlDocument) or text is None or line is None:
                yield self._unreadable(outcome, whole)
                whole = None
            elif _by_reader(outcome):
                yield self._unreadable(outcome, None)
            elif parsed.repeats:
                yield self._with_repeats(outcome, parsed)
            else:
                is_valid = self._is_valid(parsed.value)
                yield Document(taken_with_digits(parsed), is_valid=is_valid).placed(None, line)

    def _with_repeats(self, outcome: Outcome, parsed: YamlDocument) -> Unreadable:
        """Return a document of YAML in which names appear twice, be it in what is passed over."""
        problems = Repeats(self._exact, self._describer, outcome, parsed)
        written = parsed.written[parsed.begin : parsed.end].encode()
        return Unreadable(problems, written, next(iter(problems)).line or 1, outcome.events)

    def _unreadable(self, outcome: Outcome, data: bytes | None, events: int = 0) -> Unreadable:
        numbers = _by_reader(outcome)
        problems = tuple(problem for _, problem in self._describer.numbered(outcome, numbers))
        parsed, text = outcome.parsed, outcome.text
        if parsed is not None and text is not None:
            data = text.written[parsed.begin : parsed.end].encode()
        return Unreadable(problems, data, problems[0].line or 1, events or outcome.events)

    def _line(self, line: bytes) -> Document | None:
        """Return the document that is a line, without its location; None if it is not just one."""
        if not line.strip(WHITE_SPACE):
            return None
        is_valid = self._validity(line)
        if is_valid is None:
            return None
        try:
            text = line.decode()
            found, end = self._decoded(text, skipped(text, 0), STRICT, is_valid=is_valid)
        except (UnicodeDecodeError, RefusedError):
            return None
        return found if skipped(text, end) == len(text) else None

    def _validity(self, data: bytes) -> bool | None:
        """Return whether a text that is one document is valid, None where it is not one as any parser reads it."""
        try:
            return self._is_valid(loads(data))
        except (ValueError, RecursionError):
            return None

    def _scalar(self, value: Any) -> Document:
        return Document(value, is_valid=self._is_valid(value))

    def _decoded(
        self, text: str, at: int, decoder: json.JSONDecoder, *, is_valid: bool | None = None
    ) -> tuple[Document, int]:
        """Return the document that begins at an offset, without its location, and where it ends.

        ``is_valid`` says whether it is valid, None where that is not known.
        """
        if not text.startswith(_OPENING, at):
            raise RefusedError
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            raise RefusedError from None
        if is_valid is None:
            is_valid = self._validity(text[at:end].encode())
        brackets = text.count("{", at, end) + text.count("[", at, end)
        depth = self._limits.depth
        if is_valid is None or (brackets > depth and is_deeper(value, depth)):
            raise RefusedError
        return Document(value, is_valid=is_valid), end


def _by_reader(outcome: Outcome) -> list[int]:
    """Return the numbers of the findings about the text itself."""
    return [number for number, finding in enumerate(outcome.findings) if finding.span is not None]


def _first_line(outcome: Outcome) -> int | None:
    """Return the line on which a document begins, None where there is no text of it."""
    parsed, text = outcome.parsed, outcome.text
    return None if parsed is None or text is None else text.location(parsed.begin).line


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
