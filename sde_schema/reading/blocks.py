"""Bytes to blocks: many lines of a document each, or one whole text.

Blocks of 64 KiB were the fastest to split into lines.
"""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias

from sde_schema.reading.first_look import Foreign, first_look, misnamed
from sde_schema.reading.texts import wide_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind: TypeAlias = Literal["json", "lines", "yaml", "unknown"]
"""What the name of an input says of it."""

_BLOCK = 64 * 1024
_LONGEST_SEARCH = 16 * _BLOCK
_MARK = b"\xef\xbb\xbf"
OPENERS = (b"{", b"[")
"""What a line of a document of its own begins with."""

SEPARATOR = b"\x1e"
"""What each document of a JSON text sequence begins with."""

_SEPARATORS = re.compile(rb"(?<=[\n}\]])\x1e([{\[]?)")

BLANKS = b" \t\r\n"
"""The white space of JSON; a form feed is none."""

_CLOSERS = (b"}", b"]")
_CUT_CHARACTER = re.compile(rb"[\xc0-\xff][\x80-\xbf]{0,2}\Z")
_YAML_START = rb"(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?:---(?:\s|$)|%YAML\b|- |[\"']?[A-Za-z_][\w .-]*[\"']?:(?:\s|$))"


class Readable(Protocol):
    """Unpacked bytes; ``damage`` says, once it was met, why unpacking could not go on."""

    @property
    def is_misnamed(self) -> bool:
        """Whether the name promises gzip, and it is not."""

    @property
    def damage(self) -> str | None:
        """Why unpacking could not go on, once that was met."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end or after damage. Raises OSError."""


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
    """A document larger than the limit, which was passed over; it begins on ``line``."""

    line: int


class Damaged(NamedTuple):
    """The end of what could be unpacked, on ``line``, and why."""

    line: int
    why: str


Block: TypeAlias = "Lines | Whole | TooLarge | Damaged | Foreign"


def blocks(data: Readable, *, kind: Kind, limit: int) -> Iterator[Block]:
    """Turn an input into blocks; no document is held that is larger than ``limit`` bytes.

    A text is taken line by line when its first line is a document of its own, or its name says so
    and nothing speaks against it. Raises OSError.
    """
    head = _head(data, limit).removeprefix(_MARK)
    if head.lstrip(BLANKS).startswith(SEPARATOR):
        data = _Sequence(data)
        head = data.translated(data.completed(head))
    foreign = misnamed(head) if data.is_misnamed else first_look(head, kind)
    if foreign:
        yield foreign
        return
    if wide_encoding(head):
        yield Whole(head, is_yaml=False)
        return
    if _is_yaml_by_lines(head) if kind == "yaml" else is_by_lines(head, expected=kind == "lines"):
        yield from _by_lines(data, head, limit)
        return
    text = _rest(data, head, limit)
    if len(text) > limit:
        yield TooLarge(1)
    else:
        is_yaml = kind == "yaml" or (kind == "unknown" and re.match(_YAML_START, text) is not None)
        yield Whole(_whole_characters(text, data), is_yaml, is_cut=data.damage is not None)
    if data.damage is not None:
        yield Damaged(text.count(b"\n") + 1, data.damage)


class _Sequence:
    """An input of documents that each begin with a separator (RFC 7464), without these: a space takes the place.

    It is put after the bracket that opens the document, so that the line begins like any other document's. A
    separator within a line stays unless a document ends right before it: then a string was cut off.
    """

    is_misnamed = False

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._before = b"\n"

    @property
    def damage(self) -> str | None:
        """Why unpacking could not go on, once that was met."""
        return self._source.damage

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end or after damage. Raises OSError."""
        return self.translated(self.completed(self._source.read(size)))

    def completed(self, data: bytes) -> bytes:
        """Return what was read and, if a separator ends it, the byte that follows. Raises OSError."""
        return data + self._source.read(1) if data.endswith(SEPARATOR) else data

    def translated(self, data: bytes) -> bytes:
        """Return what was read without its separators."""
        joined = self._before + data
        self._before = joined[-1:]
        return _SEPARATORS.sub(rb"\1 ", joined)[1:]


def _whole_characters(text: bytes, source: Readable) -> bytes:
    """Return a text without the character in which damage has cut it off."""
    return text if source.damage is None else _CUT_CHARACTER.sub(b"", text)


def _head(data: Readable, limit: int) -> bytes:
    """Read at least one block and the whole of the first line that is not blank."""
    head = [data.read(_BLOCK)]
    size = len(head[0])
    begun = bool(head[0].strip(BLANKS))
    while head[-1] and size <= limit and not (size >= _BLOCK and begun and b"\n" in head[-1].lstrip(BLANKS)):
        head.append(data.read(_BLOCK))
        size += len(head[-1])
        begun = begun or bool(head[-1].strip(BLANKS))
    return b"".join(head)


def _rest(data: Readable, head: bytes, limit: int) -> bytes:
    """Return the head and what follows it, up to one byte more than the limit."""
    pieces, room = [head], limit + 1 - len(head)
    while room > 0 and (more := data.read(room)):
        pieces.append(more)
        room -= len(more)
    return b"".join(pieces)


def is_by_lines(head: bytes, *, expected: bool) -> bool:
    """Return whether a text that begins so is to be read line by line."""
    first, second = _first_lines(head)
    if not second:
        return expected
    if is_json(first):
        return True
    second_opens = second.startswith(OPENERS)
    if expected:
        return not first.endswith(OPENERS) if second_opens else not _is_cut_off(first)
    return second_opens and first.startswith(OPENERS) and first.endswith(_CLOSERS)


def _is_yaml_by_lines(head: bytes) -> bool:
    """Return whether what its name calls YAML is JSON, a document a line."""
    first, second = _first_lines(head)
    return second.startswith(OPENERS) and is_json(first)


def _first_lines(head: bytes) -> tuple[bytes, bytes]:
    """Return the first two lines that are not blank, the second one with all that follows."""
    first, _, rest = head.lstrip(BLANKS).partition(b"\n")
    second = rest.lstrip(b"\r\n")
    return first.rstrip(BLANKS), second if second.strip(BLANKS) else b""


def is_json(line: bytes) -> bool:
    """Return whether a line is a JSON object or array of its own."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict | list)


def _is_cut_off(line: bytes) -> bool:
    """Return whether a line is the beginning of a document that goes on in the next."""
    return line.endswith((*OPENERS, b","))


def _by_lines(source: Readable, head: bytes, limit: int) -> Iterator[Block]:
    number, size, pending = 1, 0, [b""]
    too_large = False
    for data in chain([head], iter(lambda: source.read(_BLOCK), b"")):
        if b"\n" not in data:
            size += len(data)
            too_large = too_large or size > limit
            pending = [] if too_large else [*pending, data]
            continue
        if too_large:
            yield TooLarge(number)
            number, too_large, data = number + 1, False, data.partition(b"\n")[2]  # noqa: PLW2901 - its rest
        joined = b"".join([*pending, data])
        cut = _last_start(joined)
        if cut:
            yield from _within(joined[: cut - 1], number, limit)
            number += joined.count(b"\n", 0, cut)
        size, pending = len(joined) - cut, [joined[cut:]]
    last = _whole_characters(b"".join(pending), source)
    if too_large:
        yield TooLarge(number)
    else:
        yield from _within(last, number, limit, is_cut=source.damage is not None)
    if source.damage is not None:
        yield Damaged(number + last.count(b"\n"), source.damage)


def _last_start(data: bytes) -> int:
    """Return where the last line begins that may begin a document, 0 for the first one.

    So a document that goes over several lines stays in one block. Text without any such line is cut
    at the last line.
    """
    cut = data.rfind(b"\n{")
    cut = max(cut, data.rfind(b"\n[", cut + 1))
    if cut < 0 and len(data) > _LONGEST_SEARCH:
        cut = data.rfind(b"\n")
    return cut + 1


def _within(data: bytes, number: int, limit: int, *, is_cut: bool = False) -> Iterator[Lines | TooLarge]:
    """Yield lines, those beyond the limit apart."""
    if len(data) <= limit or max(map(len, data.split(b"\n"))) <= limit:
        if data.strip(BLANKS):
            yield Lines(data, number, is_cut)
        return
    for index, line in enumerate(data.split(b"\n")):
        yield TooLarge(number + index) if len(line) > limit else Lines(line, number + index, is_cut)
