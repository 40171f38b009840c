"""Source frames: a line of the text, its values masked, and where to put the carets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.model import Frame
from sde_schema.reading.document import Span, overlapping
from sde_schema.reading.masking import (
    after_strings,
    hidden,
    laid_over,
    mask_json_line,
    printable,
    start_in,
    string_around,
    string_end,
)
from sde_schema.terminal import ELLIPSIS, cells, without_commands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sde_schema.model import Path
    from sde_schema.reading.document import Parsed
    from sde_schema.reading.text import Text

_BEFORE, _AFTER = 200, 240
"""How many code points of a long line are kept before and after the span."""

_LONG_LINE = 2000
"""From so many code points on, a line is not masked whole, but around each span."""

_LINES_KEPT = 8
"""How many masked lines are kept; problems come in the order of the file, so that few are enough."""


class Frames:
    """The frames of the problems of one document: of a long line as much is masked as is shown around a problem.

    ``names`` are the names that may be shown outside of the document, or where it could not be read. ``may_show`` says
    which values may be shown.
    """

    def __init__(
        self,
        text: Text,
        parsed: Parsed | None,
        spans: list[Span],
        names: frozenset[str],
        may_show: Callable[[Path], bool] | None = None,
    ) -> None:
        self._text = text
        self._parsed = parsed
        self._names = names
        document = Span(parsed.begin, parsed.end) if parsed else Span(0, len(text.written))
        self._start = min([document.start, *(span.start for span in spans)])
        self._end = max([document.end, *(span.start for span in spans)])
        self._lines: dict[int, str] = {}
        self._shown: list[Span] = []
        self._after_strings = 0
        if parsed and may_show:
            self._shown = [scalar.value for scalar in parsed.scalars(_around(spans)) if may_show(scalar.path)]

    def frame(self, span: Span) -> Frame:
        """Return the frame of a span of the text, as far as its line goes.

        Of other documents on the line nothing before and little after is shown.
        """
        first, last = self._text.line_span(span.start)
        line_start, line = self._line(max(first, self._start), span.start)
        start = start_in(line, span.start - line_start)
        end = max(span.end - line_start, start + 1)
        while end < len(line) and start_in(line, end) < end:
            end += 1
        low = start_in(line, max(0, span.start - line_start - _BEFORE))
        high = min(last, span.start + _AFTER) - line_start
        before, marked, after = (
            printable(line[slice(*part)]) for part in ((low, start), (start, min(end, high)), (min(end, high), high))
        )
        cut_before = ELLIPSIS if line_start + low > first else ""
        cut_after = ELLIPSIS if line_start + high < last else ""
        before, after = cut_before + before, after + cut_after
        whole, stop = without_commands(before + marked + after), len(before) + len(marked)
        return Frame(whole, cells(before), max(1, cells(marked)), len(before), stop)

    def _line(self, start: int, at: int) -> tuple[int, str]:
        """Return where the line that begins at an offset begins, and the line, masked but for what may be shown.

        Of a long line that can be the part of it that a frame shows around the offset ``at``.
        """
        end = min(self._text.line_span(start)[1], self._end + _AFTER)
        if end - start > _LONG_LINE:
            low, high = max(start, at - 2 * _BEFORE), min(end, at + 2 * _AFTER)
            return low, self._laid_over(low, high, self._part(start, low, at, high))
        if start not in self._lines:
            if len(self._lines) == _LINES_KEPT:
                self._lines.clear()
            self._lines[start] = self._laid_over(start, end, self._masked(start, end))
        return start, self._lines[start]

    @property
    def _is_json(self) -> bool:
        """Whether the document is JSON as it was written, in which each span begins outside of strings."""
        parsed = self._parsed
        return parsed is not None and parsed.complete and not parsed.bad_syntax and not parsed.is_yaml

    def _part(self, line: int, low: int, at: int, high: int) -> str:
        """Return a part of the line that begins at ``line``, masked; it may begin within a string."""
        inside = min(self._string_end(line, low, at), high)
        return hidden(self._text.written[low:inside]) + self._masked(inside, high)

    def _string_end(self, line: int, low: int, at: int) -> int:
        """Return the offset after the string in which the offset ``low`` of a line is, ``low`` where it is in none."""
        if self._is_json:
            return string_around(self._text.written, low, at)
        if self._parsed is not None and self._parsed.is_yaml:
            return low
        known = self._after_strings if line <= self._after_strings <= low else line
        self._after_strings = after_strings(self._text.written, known, low)
        return max(low, string_end(self._text.written, self._after_strings, low))

    def _laid_over(self, low: int, high: int, line: str) -> str:
        part = Span(low, high)
        shown = (it.within(part) for it in overlapping(self._shown, part, lambda span: span))
        return laid_over(line, low, ((it.start, self._text.written[it.start : it.end]) for it in shown))

    def _masked(self, low: int, high: int) -> str:
        if self._parsed is None:
            return mask_json_line(self._text.written[low:high], self._names)
        end = low  # only in a document that could be read a name is surely one
        if self._parsed.complete:
            end = min(max(self._parsed.end, low), high)
        return self._parsed.masked(low, end, None) + self._parsed.masked(end, high, self._names)


def _around(spans: Iterable[Span]) -> list[Span]:
    """Return the spans that frames show around others, in order, with those that overlap made one."""
    joined: list[Span] = []
    for start in sorted(span.start for span in spans):
        around = Span(max(start - _BEFORE, 0), start + _AFTER)
        if joined and around.start <= joined[-1].end:
            around = Span(joined.pop().start, around.end)
        joined.append(around)
    return joined
