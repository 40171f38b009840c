"""``--format text``: made to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.codes import MISSING_PROPERTY
from sde_schema.terminal import cells, harmless, window, wrapped

if TYPE_CHECKING:
    from sde_schema.model import Frame, Problem, Summary
    from sde_schema.reporting.report import Look

_COLORS = {"error": "1;31", "warning": "1;33", "bold": "1", "dim": "2", "place": "1;34", "good": "1;32"}
_LEAST_COLUMNS = 40


class TextReport:
    """Writes problems with their source lines, and a summary with counts by code."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._printed = 0

    @property
    def room(self) -> float:
        """How many problems are left of the limit."""
        return self._look.max_problems - self._printed

    def problem(self, problem: Problem) -> None:
        """Print one problem, unless as many as the limit have been printed."""
        if self.room <= 0:
            return
        self._printed += 1
        self._head(problem)
        gutter = len(str(problem.line or ""))
        if problem.frame is not None:
            self._frame(problem.frame, str(problem.line), problem.severity)
        for label, text in _notes(problem):
            self._note(gutter, label, text)
        self._line("")

    def end(self, summary: Summary) -> None:
        """Print the summary."""
        if self._look.quiet:
            return
        total = summary.errors + summary.warnings
        if total > self._printed:
            more = total - self._printed
            verb = "is" if more == 1 else "are"
            self._line(f"{_number(more, 'more problem')} {verb} counted but not printed (--max-problems).\n")
        self._line(self._totals(summary))
        if summary.codes:
            self._codes(summary)

    def _codes(self, summary: Summary) -> None:
        from sde_schema.rules import rule

        for code, number in sorted(summary.codes.items()):
            self._line(f"  {code} {rule(code).name:<21} {number:>9,}")
        self._line(f"sde-schema explain {min(summary.codes)} says more about a code.")

    def _totals(self, summary: Summary) -> str:
        seen = f"{_number(summary.files, 'file')}, {_number(summary.events, 'event')}"
        if not summary.files and not summary.errors:
            return f"{seen}: {self._paint('nothing has been checked', 'warning')}"
        if not summary.errors and not summary.warnings:
            return f"{seen}: {self._paint('all valid', 'good')}"
        worst = "error" if summary.errors else "warning"
        found = f"{_number(summary.errors, 'error')}, {_number(summary.warnings, 'warning')}"
        return f"{seen}: {self._paint(found, worst)}"

    def _frame(self, frame: Frame, number: str, severity: str) -> None:
        margin = " " * len(number)
        room = max((self._look.columns or 100) - len(number) - 3, _LEAST_COLUMNS)
        shown, indent = _cut(frame, room)
        width = max(1, min(frame.width, room - indent))
        bar = self._paint("|", "place")
        self._line(f"{self._paint(number, 'place')} {bar} {shown}".rstrip())
        self._line(f"{margin} {bar} {' ' * indent}{self._paint('^' * width, severity)}")

    def _head(self, problem: Problem) -> None:
        known = (part for part in (problem.file, problem.line, problem.column) if part is not None)
        place = harmless(":".join(map(str, known))) + ":"
        kind = f"{problem.severity} {problem.code}"
        first, *others = self._wrapped(f"{place} {kind} {harmless(problem.message)}", "    ")
        if first.startswith(f"{place} {kind}"):
            rest = first.removeprefix(f"{place} {kind}")
            first = f"{self._paint(place, 'bold')} {self._paint(kind, problem.severity)}{rest}"
        for line in (first, *others):
            self._line(line)

    def _note(self, gutter: int, label: str, text: str) -> None:
        margin = " " * gutter
        first, *others = self._wrapped(f"{margin} = {label}: {text}", " " * (gutter + 5))
        start = f"{margin} = {label}:"
        if first.startswith(start):
            first = (
                f"{margin} {self._paint('=', 'place')} {self._paint(label + ':', 'bold')}{first.removeprefix(start)}"
            )
        for line in (first, *others):
            self._line(line)

    def _wrapped(self, text: str, indent: str) -> list[str]:
        return [text] if self._look.columns is None else wrapped(text, self._look.columns, indent)

    def _paint(self, text: str, color: str) -> str:
        return f"\x1b[{_COLORS[color]}m{text}\x1b[0m" if self._look.color else text

    def _line(self, text: str) -> None:
        self._look.stream.write(text + "\n")


def _number(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _notes(problem: Problem) -> list[tuple[str, str]]:
    """Return what is under the frame: where, what to do, and what the field means."""
    notes = []
    if problem.pointer:
        notes.append(("at", harmless(problem.pointer)))
    if problem.hint:
        notes.append(("hint", harmless(problem.hint)))
    if problem.title and problem.description and problem.code != MISSING_PROPERTY:
        notes.append((problem.title, problem.description))
    return notes


def _cut(frame: Frame, room: int) -> tuple[str, int]:
    """Return as much of a frame's line as there is room for around its place, and the place's indent."""
    width = cells(frame.text)
    if width <= room:
        return frame.text, frame.indent
    start = max(0, min(frame.indent - room // 3, width - room))
    return window(frame.text, start, room), frame.indent - start
