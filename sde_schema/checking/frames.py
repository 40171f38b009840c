"""Source frames: a line of the text, its values blanked, and where to put the marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.model import Frame
from sde_schema.reading.blanking import blank_json_line, laid_over, spell_out
from sde_schema.reading.document import Span, overlapping
from sde_schema.terminal import ELLIPSIS, cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sde_schema.model import Path
    from sde_schema.reading.document import Parsed
    from sde_schema.reading.text import Text

_BEFORE, _AFTER = 200, 240
"""How many code points of a long line are kept on both sides of the place."""

_LINES_KEPT = 8
"""How many blanked lines are kept; problems come in the order of the file, so that few are enough."""


class Frames:
    """The frames of the problems of one document; each of its lines is blanked once, however many problems it has.

    ``names`` are the names that may be shown outside of the document, or where it could not be read. ``may_show`` says
    which values may be shown.
    """

    def __init__(
        self,
        text: Text,
        parsed: Parsed | None,
        places: list[Span],
        names: frozenset[str],
        may_show: Callable[[Path], bool] | None = None,
    ) -> None:
        self._text = text
        self._parsed = parsed
        self._names = names
        document = Span(parsed.begin, parsed.end) if parsed else Span(0, len(text.written))
        self._start = min([document.start, *(place.start for place in places)])
        self._end = max([document.end, *(place.start for place in places)])
        self._lines: dict[int, str] = {}
        self._shown: list[Span] = []
        if parsed and may_show:
            self._shown = [spot.value for spot in parsed.scalars(_around(places)) if may_show(spot.path)]

    def frame(self, place: Span) -> Frame:
        """Return the frame of what is between two offsets of the text, as far as its line goes.

        Of other documents on the line nothing before and little after is shown.
        """
        first, last = self._text.line_span(place.start)
        line_start = max(first, self._start)
        low, high = max(line_start, place.start - _BEFORE), min(last, place.start + _AFTER)
        kept = self._line(line_start)[low - line_start : high - line_start]
        at = place.start - low
        stop = max(place.end - low, at + 1)
        before, marked, after = spell_out(kept[:at]), spell_out(kept[at:stop]), spell_out(kept[stop:])
        cut_before = ELLIPSIS if low > first else ""
        cut_after = ELLIPSIS if high < last else ""
        before, after = cut_before + before, after + cut_after
        end = len(before) + len(marked)
        return Frame(before + marked + after, cells(before), max(1, cells(marked)), len(before), end)

    def _line(self, start: int) -> str:
        """Return the line that begins at an offset, or what is left of it, blanked but for what may be shown."""
        if start not in self._lines:
            if len(self._lines) == _LINES_KEPT:
                self._lines.clear()
            part = Span(start, min(self._text.line_span(start)[1], self._end + _AFTER))
            shown = (it.within(part) for it in overlapping(self._shown, part, lambda span: span))
            texts = ((it.start, self._text.written[it.start : it.end]) for it in shown)
            self._lines[start] = laid_over(self._blanked(*part), start, texts)
        return self._lines[start]

    def _blanked(self, low: int, high: int) -> str:
        if self._parsed is None:
            return blank_json_line(self._text.written[low:high], self._names)
        end = low  # only in a document that could be read a name is surely one
        if self._parsed.complete:
            end = min(max(self._parsed.end, low), high)
        return self._parsed.blank(low, end, None) + self._parsed.blank(end, high, self._names)


def _around(places: Iterable[Span]) -> list[Span]:
    """Return the stretches that frames show around some places, in order, with those that overlap made one."""
    joined: list[Span] = []
    for start in sorted(place.start for place in places):
        around = Span(max(start - _BEFORE, 0), start + _AFTER)
        if joined and around.start <= joined[-1].end:
            around = Span(joined.pop().start, around.end)
        joined.append(around)
    return joined
