"""Bytes to blocks: many lines of a document each, or one whole text.

Blocks of 64 KiB were the fastest to split into lines.
"""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.reading.inputs import Input

Kind: TypeAlias = Literal["json", "lines", "yaml", "unknown"]
"""What the name of an input says of it."""

_BLOCK = 64 * 1024
_LONGEST_SEARCH = 16 * _BLOCK
_MARK = b"\xef\xbb\xbf"
OPENERS = (b"{", b"[")
"""What a line of a document of its own begins with."""

_CLOSERS = (b"}", b"]")
_YAML_START = rb"(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?:---(?:\s|$)|%YAML\b|- |[\"']?[A-Za-z_][\w .-]*[\"']?:(?:\s|$))"


class Lines(NamedTuple):
    """Lines of a document each; the first has the number ``first_line``."""

    data: bytes
    first_line: int


class Whole(NamedTuple):
    """A whole text that is not a document a line: JSON, or YAML."""

    data: bytes
    is_yaml: bool


class TooLarge(NamedTuple):
    """A document larger than the limit, which was passed over; it begins on ``line``."""

    line: int


class Damaged(NamedTuple):
    """The end of what could be unpacked, on ``line``, and why."""

    line: int
    why: str


Block: TypeAlias = "Lines | Whole | TooLarge | Damaged"


def blocks(data: Input, *, kind: Kind, limit: int) -> Iterator[Block]:
    """Turn an input into blocks; no document is held that is larger than ``limit`` bytes.

    A text is taken line by line when its first line is a document of its own, or its name says so
    and nothing speaks against it. Raises OSError.
    """
    head = _head(data, limit).removeprefix(_MARK)
    if kind != "yaml" and is_by_lines(head, expected=kind == "lines"):
        yield from _by_lines(data, head, limit)
        return
    text = _rest(data, head, limit)
    if data.damage is not None:
        yield Damaged(text.count(b"\n") + 1, data.damage)
    elif len(text) > limit:
        yield TooLarge(1)
    else:
        yield Whole(text, kind == "yaml" or (kind == "unknown" and re.match(_YAML_START, text) is not None))


def _head(data: Input, limit: int) -> bytes:
    """Read at least one block and the whole of the first line that is not blank."""
    head = [data.read(_BLOCK)]
    size = len(head[0])
    begun = bool(head[0].strip())
    while head[-1] and size <= limit and not (begun and b"\n" in head[-1].lstrip()):
        head.append(data.read(_BLOCK))
        size += len(head[-1])
        begun = begun or bool(head[-1].strip())
    return b"".join(head)


def _rest(data: Input, head: bytes, limit: int) -> bytes:
    """Return the head and what follows it, up to one byte more than the limit."""
    pieces, room = [head], limit + 1 - len(head)
    while room > 0 and (more := data.read(room)):
        pieces.append(more)
        room -= len(more)
    return b"".join(pieces)


def is_by_lines(head: bytes, *, expected: bool) -> bool:
    """Return whether a text that begins so is to be read line by line."""
    first, _, rest = head.lstrip().partition(b"\n")
    second = rest.lstrip(b"\r\n")
    if not second.strip():
        return expected
    if is_json(first):
        return True
    second_opens = second.startswith(OPENERS)
    if expected:
        return second_opens or not _is_cut_off(first)
    return second_opens and first.rstrip().endswith(_CLOSERS)


def is_json(line: bytes) -> bool:
    """Return whether a line is a JSON object or array of its own."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict | list)


def _is_cut_off(line: bytes) -> bool:
    """Return whether a line is the beginning of a document that goes on in the next."""
    return line.rstrip().endswith((*OPENERS, b","))


def _by_lines(source: Input, head: bytes, limit: int) -> Iterator[Block]:
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
    if source.damage is not None:
        yield Damaged(number, source.damage)
    elif too_large:
        yield TooLarge(number)
    else:
        yield from _within(b"".join(pending), number, limit)


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


def _within(data: bytes, number: int, limit: int) -> Iterator[Lines | TooLarge]:
    """Yield lines, those beyond the limit apart."""
    if len(data) <= limit or max(map(len, data.split(b"\n"))) <= limit:
        if data.strip():
            yield Lines(data, number)
        return
    for index, line in enumerate(data.split(b"\n")):
        yield TooLarge(number + index) if len(line) > limit else Lines(line, number + index)
