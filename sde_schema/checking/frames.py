"""Source frames: a line of the text, its values blanked, and where to put the marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.model import Frame
from sde_schema.reading.blanking import spell_out
from sde_schema.terminal import ELLIPSIS, cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sde_schema.reading.parsed import Stretch
    from sde_schema.reading.texts import Text

_BEFORE, _AFTER = 200, 240
"""How many code points of a long line are kept on both sides of the place."""


def frame(
    text: Text, place: Stretch, document: Stretch, blank: Callable[[int, int], str], shown: Iterable[Stretch] = ()
) -> Frame:
    """Return the frame of what is between two offsets of a text, as far as its line goes.

    Of other documents on the line nothing before and little after is shown. ``blank`` returns the line between two
    offsets with its values blanked; ``shown`` are stretches that need no blanking.
    """
    first, last = text.line_span(place.start)
    line_start = max(first, min(document.start, place.start))
    line_end = min(last, max(document.end, place.start) + _AFTER)
    line = text.written[line_start:line_end].removesuffix("\r")
    kept = blank(line_start, line_start + len(line))
    at = place.start - line_start
    stop = min(max(place.end - line_start, at + 1), len(line))
    low, high = max(0, at - _BEFORE), min(len(line), at + _AFTER)
    for stretch in shown:
        begin, end = max(stretch.start - line_start, low), min(stretch.end - line_start, high)
        if begin < end:
            kept = kept[:begin] + line[begin:end] + kept[end:]
    before, marked, after = kept[low:at], kept[at : min(stop, high)], kept[min(stop, high) : high]
    before, marked, after = spell_out(before), spell_out(marked), spell_out(after)
    cut_before = ELLIPSIS if low or line_start > first else ""
    cut_after = ELLIPSIS if high < len(line) or line_end < last else ""
    whole = cut_before + before + marked + after + cut_after
    return Frame(whole, cells(cut_before + before), max(1, cells(marked)))
