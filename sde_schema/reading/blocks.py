"""Bytes to blocks: many lines of a document each, or one whole text.

Blocks of 64 KiB were the fastest to split into lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias

from sde_schema.reading.boundaries import (
    CONTEXT,
    OPENERS,
    WHITE_SPACE,
    first_start,
    goes_on,
    has_too_many_values,
    is_json,
    last_start,
)
from sde_schema.reading.first_look import Foreign, first_look, misnamed
from sde_schema.reading.inputs import MAGIC
from sde_schema.reading.text import wide_encoding
from sde_schema.reading.text_sequence import SEPARATOR, Sequence, begins_sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.reading.inputs import Damage

Kind: TypeAlias = Literal["json", "lines", "yaml", "unknown"]
"""What the name of an input says of it."""

BLOCK = 64 * 1024
_LONGEST_SEARCH = 16 * BLOCK
_LARGEST_READ = 128 * BLOCK
_MARK = b"\xef\xbb\xbf"
_CLOSERS = (b"}", b"]")
_CUT_CHARACTER = re.compile(rb"[\xc0-\xff][\x80-\xbf]{0,2}\Z")
_YAML_START = rb"(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?:---(?:\s|$)|%YAML\b|- |[\"']?[A-Za-z_][\w .-]*[\"']?:(?:\s|$))"
_YAML_SEPARATOR = re.compile(rb"^---[ \t]*\r?$", re.MULTILINE)


class Readable(Protocol):
    """Unpacked bytes; ``damage`` says, once it was met, why unpacking could not go on."""

    @property
    def is_misnamed(self) -> bool:
        """Whether the name promises gzip, and it is not."""

    @property
    def goes_on(self) -> bool:
        """Whether this is the beginning of an input, and documents go on after it."""

    @property
    def damage(self) -> Damage | None:
        """Why unpacking could not go on, once that was met."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end or after damage. Raises UnreadableError."""


class Lines(NamedTuple):
    """Lines of a document each; the first has the number ``first_line``, the last one may be ``is_cut`` off."""

    data: bytes
    first_line: int
    is_cut: bool = False


class Whole(NamedTuple):
    """A whole text that is not a document a line: JSON, or YAML. Its last document may be ``is_cut`` off."""

    data: bytes
    is_yaml: bool
    is_cut: bool = False


class TooLarge(NamedTuple):
    """A document that was passed over, larger than the limit or with ``too_many_values``; it begins on ``line``."""

    line: int
    too_many_values: bool = False


class Damaged(NamedTuple):
    """The end of what could be unpacked, on ``line``, and why."""

    line: int
    damage: Damage


Block: TypeAlias = "Lines | Whole | TooLarge | Damaged | Foreign"


def blocks(data: Readable, *, kind: Kind, limit: int) -> Iterator[Block]:
    """Turn an input into blocks; no document is held that is larger than ``limit`` bytes.

    A text is taken line by line when its first line is a document of its own, or its name says so
    and nothing speaks against it. Raises UnreadableError.
    """
    start = _head(data, limit)
    head = start.removeprefix(_MARK)
    is_early = len(start) < BLOCK and _are_lines_of_json(head)  # a separator may still come
    if is_early or begins_sequence(head):
        data = Sequence(data)
        head = data.translated(data.completed(head))
    foreign = misnamed(head) if data.is_misnamed else first_look(head, kind)
    if foreign:
        yield foreign
        return
    if wide_encoding(head):
        yield Whole(head, is_yaml=False)
        return
    if _is_by_lines(head, kind):
        yield from _by_lines(data, head, limit)
        return
    text = _rest(data, head, limit)
    if len(text) > limit:
        yield TooLarge(1)
    elif has_too_many_values(text):
        yield TooLarge(1, too_many_values=True)
    else:
        is_yaml = kind == "yaml" or (kind == "unknown" and _looks_like_yaml(text))
        yield Whole(_whole_characters(text, data), is_yaml, is_cut=data.damage is not None)
    if data.damage is not None:
        yield Damaged(text.count(b"\n") + 1, data.damage)


def _whole_characters(text: bytes, source: Readable) -> bytes:
    """Return a text without the character in which damage has cut it off."""
    return text if source.damage is None else _CUT_CHARACTER.sub(b"", text)


def _head(data: Readable, limit: int) -> bytes:
    """Read at least one block and the whole of the first line that is not blank; of lines of JSON only what is there.

    So the problems of a live input, whose lines come slowly, can be reported as they come.
    """
    head = [data.read(BLOCK)]
    size = len(head[0])
    begun = bool(head[0].strip(WHITE_SPACE))
    while head[-1] and size <= limit and not (size >= BLOCK and begun and b"\n" in head[-1].lstrip(WHITE_SPACE)):
        if size < BLOCK and _are_lines_of_json(b"".join(head)):
            break
        head.append(data.read(BLOCK))
        size += len(head[-1])
        begun = begun or bool(head[-1].strip(WHITE_SPACE))
    return b"".join(head)


def _are_lines_of_json(head: bytes) -> bool:
    """Return whether a text begins with a line that is a document, and another document on the next."""
    first, second = _first_lines(head.removeprefix(_MARK))
    return second.startswith(OPENERS) and SEPARATOR not in head and is_json(first)


def _rest(data: Readable, head: bytes, limit: int) -> bytes:
    """Return the head and what follows it, up to one byte more than the limit; a limit may be larger than memory."""
    pieces, room = [head], limit + 1 - len(head)
    while room > 0 and (more := data.read(min(room, _LARGEST_READ))):
        pieces.append(more)
        room -= len(more)
    return b"".join(pieces)


def is_by_lines(head: bytes, kind: Kind) -> bool:
    """Return whether a file whose first block this is is surely read line by line, as it is."""
    if b"\n" not in head.strip(WHITE_SPACE) or SEPARATOR in head or head.startswith(MAGIC) or wide_encoding(head):
        return False
    return first_look(head.removeprefix(_MARK), kind) is None and _is_by_lines(head.removeprefix(_MARK), kind)


def following_blocks(data: Readable, before: bytes, head: bytes, *, first_line: int, limit: int) -> Iterator[Block]:
    """Turn the rest of a text that is read line by line into blocks.

    ``head`` is what has been read of it, in which no document begins but at its begin, which is on the line
    ``first_line``; ``before`` are the last bytes before it. Raises UnreadableError.
    """
    cutter = _Cutter(limit)
    cutter.resume(before, head, first_line)
    yield from cutter.all(data)


def _is_by_lines(head: bytes, kind: Kind) -> bool:
    """Return whether a text that begins so is to be read line by line."""
    first, second = _first_lines(head)
    if not second:
        return kind == "lines"
    second_opens = second.startswith(OPENERS)
    if is_json(first):
        return second_opens or (kind != "yaml" and not (kind == "unknown" and _YAML_SEPARATOR.match(second)))
    if kind == "lines":
        return not (first.endswith(OPENERS) or _is_array_of_lines(first)) if second_opens else not _is_cut_off(first)
    return kind != "yaml" and second_opens and first.startswith(OPENERS) and first.endswith(_CLOSERS)


def _looks_like_yaml(text: bytes) -> bool:
    """Return whether a text is YAML, or JSON in documents that are separated as in YAML."""
    return re.match(_YAML_START, text) is not None or _YAML_SEPARATOR.search(text) is not None


def _first_lines(head: bytes) -> tuple[bytes, bytes]:
    """Return the first two lines that are not blank, the second one with all that follows."""
    first, _, rest = head.lstrip(WHITE_SPACE).partition(b"\n")
    second = rest.lstrip(b"\r\n")
    return first.rstrip(WHITE_SPACE), second if second.strip(WHITE_SPACE) else b""


def _is_array_of_lines(line: bytes) -> bool:
    """Return whether a line begins an array that has an item a line."""
    return line.startswith(b"[") and line.endswith(b",")


def _is_cut_off(line: bytes) -> bool:
    """Return whether a line is the beginning of a document that goes on in the next."""
    return line.endswith((*OPENERS, b","))


def _by_lines(source: Readable, head: bytes, limit: int) -> Iterator[Block]:
    cutter = _Cutter(limit)
    yield from cutter.add(head)
    yield from cutter.all(source)


class _Cutter:
    """Cuts what is read into blocks of whole documents: a line each, or several lines.

    A block ends before a line that may begin a document. Text without any such line is cut at a line's end, unless
    it is a document that goes on.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._number = 1
        self._held: list[bytes] = []
        self._size = 0
        self._last = b""
        self._longest = _LONGEST_SEARCH
        self._passes_over: Literal["line", "document"] | None = None

    def resume(self, before: bytes, head: bytes, number: int) -> None:
        """Go on where a block ended: before a text that begins on a line, of which this much has been read."""
        self._number = number
        self._last = before
        self._remember(head)
        self._keep(head)

    def all(self, source: Readable) -> Iterator[Block]:
        """Yield what is whole of all that is to be read, and the rest unless more follows. Raises UnreadableError."""
        for data in iter(lambda: source.read(BLOCK), b""):
            yield from self.add(data)
        if not source.goes_on:
            yield from self.rest(source)

    def add(self, data: bytes) -> Iterator[Block]:
        """Yield what is whole once this was read."""
        if self._passes_over:
            data = self._passed_over(data)
        start = self._start_in(data)
        if start is not None:
            whole = b"".join([*self._held, data[:start]])
            self._keep(data[start:])
            yield from self._numbered(whole)
        elif data:
            self._held.append(data)
            self._size += len(data)
        while self._size > min(self._longest, self._limit):
            found = self._without_start()
            if found is None:
                break
            yield from found

    def rest(self, source: Readable) -> Iterator[Block]:
        """Yield what is left when nothing more is to be read."""
        last = _whole_characters(b"".join(self._held), source)
        yield from _within(last, self._number, self._limit, is_cut=source.damage is not None)
        if source.damage is not None:
            yield Damaged(self._number + last.count(b"\n"), source.damage)

    def _start_in(self, data: bytes) -> int | None:
        """Return the offset of the last line in what was read that may begin a document."""
        start = last_start(self._last + data, len(self._last))
        start = None if start is None else start - len(self._last)
        self._remember(data)
        return start

    def _remember(self, data: bytes) -> None:
        self._last = (self._last + data[-CONTEXT:])[-CONTEXT:]

    def _keep(self, data: bytes) -> None:
        """Hold what no document has been found in yet."""
        self._held, self._size, self._longest = [data], len(data), _LONGEST_SEARCH

    def _numbered(self, whole: bytes) -> Iterator[Block]:
        number = self._number
        self._number += whole.count(b"\n")
        yield from _within(whole.removesuffix(b"\n"), number, self._limit)

    def _without_start(self) -> Iterator[Block] | None:
        """Return what is to be done with much text in which no document begins, None for reading on."""
        held = b"".join(self._held)
        end = held.rfind(b"\n") + 1
        if end and not goes_on(held[:end]):
            self._keep(held[end:])
            return self._numbered(held[:end])
        self._held = [held]
        if self._size <= self._limit:
            self._longest = 2 * self._size
            return None
        self._passes_over = "document" if end else "line"
        too_large = TooLarge(self._number)
        self._number += held.count(b"\n")
        self._keep(b"")
        return iter([too_large])

    def _passed_over(self, data: bytes) -> bytes:
        """Return what follows a line or document that is too large, as far as that was read."""
        known = len(self._last)
        if self._passes_over == "line":
            end = data.find(b"\n") + 1 or None
        else:
            start = first_start(self._last + data, known)
            end = None if start is None else start - known
        self._number += data.count(b"\n", 0, end)
        if end is None:
            self._remember(data)
            return b""
        self._passes_over, self._last = None, b""
        return data[end:]


def _within(data: bytes, number: int, limit: int, *, is_cut: bool = False) -> Iterator[Lines | TooLarge]:
    """Yield lines, those beyond the limit apart."""
    lines = data.split(b"\n") if len(data) > limit or has_too_many_values(data) else [data]
    first = 0
    for index, line in enumerate(lines):
        too_many_values = has_too_many_values(line)
        if len(line) > limit or too_many_values:
            yield from _some_lines(lines[first:index], number + first)
            yield TooLarge(number + index, too_many_values)
            first = index + 1
    yield from _some_lines(lines[first:], number + first, is_cut=is_cut)


def _some_lines(lines: list[bytes], number: int, *, is_cut: bool = False) -> Iterator[Lines]:
    data = b"\n".join(lines)
    if data.strip(WHITE_SPACE):
        yield Lines(data, number, is_cut)
