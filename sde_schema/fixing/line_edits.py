"""The lines of a text as they were, and as they are after some edits."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_LINES = re.compile(r"[^\n]*\n|[^\n]+")


class Edit(NamedTuple):
    """What to put in the place of a part of a text: offsets and text; ``old_name`` is the name that it replaces.

    ``others`` are edits that are made with it, and fix no problem by themselves.
    """

    start: int
    end: int
    text: str
    old_name: str = ""
    others: tuple[Edit, ...] = ()

    @property
    def together(self) -> tuple[Edit, ...]:
        """This edit and those that are made with it."""
        return (self, *(edit for other in self.others for edit in other.together))


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a text, each with its end; only a line feed ends a line."""
    return tuple(_LINES.findall(text))


def edited(lines: Sequence[str], edits: Sequence[Edit]) -> tuple[str, ...]:
    """Return lines after some edits, which have offsets in all the lines together; as many, some of them empty.

    One that overlaps the one before is left out.
    """
    edits = sorted(single for edit in edits for single in edit.together)
    starts = array("Q", accumulate(map(len, lines[:-1]), initial=0))
    made = list(lines)
    for first, last, some in _together(starts, edits):
        old = "".join(lines[first : last + 1])
        made[first : last + 1] = [_replaced(old, starts[first], some), *[""] * (last - first)]
    return tuple(made)


def _together(starts: Sequence[int], edits: Sequence[Edit]) -> Iterator[tuple[int, int, list[Edit]]]:
    """Yield the edits that are on the same lines, with the first and the last of these."""
    first, last = 0, -1
    some: list[Edit] = []
    for edit in edits:
        line = bisect_right(starts, edit.start) - 1
        if some and line > last:
            yield first, last, some
            some = []
        first = first if some else line
        last = max(last, line, bisect_left(starts, edit.end) - 1)
        some.append(edit)
    if some:
        yield first, last, some


def _replaced(text: str, start: int, edits: list[Edit]) -> str:
    """Return a text, which begins at an offset, after some edits."""
    made: list[str] = []
    at = start
    for edit in edits:
        if edit.start >= at:
            made += text[at - start : edit.start - start], edit.text
            at = edit.end
    return "".join([*made, text[at - start :]])
