"""``--format text``: made to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.reporting import lines
from sde_schema.reporting.colors import painter
from sde_schema.reporting.report import Report
from sde_schema.reporting.selection import Selection
from sde_schema.terminal import cells, harmless, window, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.model import Frame, Kind, Problem
    from sde_schema.reporting.report import Look
    from sde_schema.summary import Summary

_LEAST_COLUMNS = 16


class TextReport(Report):
    """Writes problems with their source lines, and a summary with counts by code."""

    def __init__(self, look: Look) -> None:
        self.quota = look.quota._replace(framed=1)
        self._look = look
        self._paint = painter(color=look.color)
        self._selection = Selection(look.quota)
        self._hints: dict[Kind | None, str | None] = {}
        self._described: set[str | None] = set()
        self._is_short = False

    def problem(self, problem: Problem) -> None:
        """Print what may be printed now that this problem has come."""
        for each in self._selection.offer(problem):
            self._print(each)

    def _print(self, problem: Problem) -> None:
        """Print the first problem of a kind in full, the others in short: what they have in common has been said."""
        if problem.kind in self._hints:
            self._in_short(problem)
        else:
            self._hints[problem.kind] = problem.hint
            self._in_full(problem)

    def _in_full(self, problem: Problem) -> None:
        if self._is_short:
            self._line("")
        self._is_short = False
        self._head(problem)
        gutter = len(str(problem.line or ""))
        if problem.frame is not None:
            self._frame(problem.frame, str(problem.line), problem.severity)
        for label, text in self._notes(problem):
            self._note(gutter, label, text)
        self._line("")

    def _in_short(self, problem: Problem) -> None:
        self._is_short = True
        self._head(problem)
        if problem.hint and problem.hint != self._hints[problem.kind]:
            self._note(0, "hint", harmless(problem.hint))

    def _notes(self, problem: Problem) -> Iterator[tuple[str, str]]:
        """Yield what is under the frame: where, what to do, and, once in a report, what the field means."""
        if problem.pointer:
            yield "at", harmless(problem.pointer)
        if problem.hint:
            yield "hint", harmless(problem.hint)
        if problem.title and problem.description and problem.schema not in self._described:
            self._described.add(problem.schema)
            if not lines.says_again(problem.hint, problem.description):
                yield problem.title, problem.description

    def end(self, summary: Summary) -> None:
        """Print the problems that were held back, how many were left out, and the summary."""
        for each in self._selection.rest():
            self._print(each)
        if self._is_short:
            self._line("")
        missing = lines.not_printed(summary, self._selection.printed)
        if missing:
            self._wrap(f"{missing}\n", "")
        if self._look.in_file and summary.unchecked:
            self._wrap("".join(f"{line}\n" for line in lines.unchecked(summary)), "    ")
        if self._look.quiet:
            return
        self._line(self._totals(summary))
        if summary.kinds:
            for row in lines.kinds(summary):
                self._wrap(row, " " * 8)
            self._wrap(f"sde-schema explain {min(summary.codes)} says more about a code.", "    ")
        fixable = lines.fixable(summary)
        if fixable:
            self._wrap(fixable, "    ")

    def _totals(self, summary: Summary) -> str:
        seen, found = lines.totals(summary)
        color = (
            "error"
            if summary.errors or summary.unchecked
            else "good"
            if summary.files and not summary.warnings
            else "warning"
        )
        return f"{seen}: {self._paint(found, color)}"

    def _frame(self, frame: Frame, number: str, severity: str) -> None:
        margin = " " * len(number)
        room = max((self._look.columns or 100) - len(number) - 3, _LEAST_COLUMNS)
        shown, indent = _cut(frame, room)
        width = max(1, min(frame.width, room - indent))
        bar = self._paint("|", "location")
        self._line(f"{self._paint(number, 'location')} {bar} {shown}".rstrip())
        self._line(f"{margin} {bar} {' ' * indent}{self._paint('^' * width, severity)}")

    def _head(self, problem: Problem) -> None:
        where_it_is = f"{problem.location()}:"
        kind = f"{problem.severity} {problem.code}"
        first, *others = self._wrapped(f"{where_it_is} {kind} {harmless(problem.message)}", "    ")
        if first.startswith(f"{where_it_is} {kind}"):
            rest = first.removeprefix(f"{where_it_is} {kind}")
            first = f"{self._paint(where_it_is, 'bold')} {self._paint(kind, problem.severity)}{rest}"
        for line in (first, *others):
            self._line(line)

    def _note(self, gutter: int, label: str, text: str) -> None:
        margin = " " * gutter
        first, *others = self._wrapped(f"{margin} = {label}: {text}", " " * (gutter + 5))
        start = f"{margin} = {label}:"
        if first.startswith(start):
            first = (
                f"{margin} {self._paint('=', 'location')} {self._paint(label + ':', 'bold')}{first.removeprefix(start)}"
            )
        for line in (first, *others):
            self._line(line)

    def _wrap(self, text: str, indent: str) -> None:
        for line in text.splitlines():
            for part in self._wrapped(line, indent):
                self._line(part)
        if text.endswith("\n"):
            self._line("")

    def _wrapped(self, text: str, indent: str) -> list[str]:
        return [text] if self._look.columns is None else wrapped(text, self._look.columns, indent)

    def _line(self, text: str) -> None:
        self._look.stream.write(text + "\n")


def _cut(frame: Frame, room: int) -> tuple[str, int]:
    """Return as much of a frame's line as there is room for around what is marked, and its indent."""
    width = cells(frame.text)
    if width <= room:
        return frame.text, frame.indent
    start = max(0, min(frame.indent - room // 3, width - room))
    return window(frame.text, start, room), frame.indent - start
