"""The lines that reports for people share: a problem in one line, totals, what was left out, the table of kinds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sde_schema.terminal import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.model import Problem, Severity
    from sde_schema.summary import KindCount, Summary

MOST_KINDS = 20
"""So many kinds are in the table of a report in text."""


def number_of(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 file``, ``2,000 files``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def some_of(number: int, total: int) -> str:
    """Return how many problems of all there are: ``1 of 2,000 problems``."""
    return f"{number:,} of {total:,} problems"


def location(problem: Problem) -> str:
    """Return ``file:line:column``, as far as it is known, fit for a terminal.

    A log of GitHub takes a line that begins with ``::`` for a command: such a name begins with ``./`` instead.
    """
    known = (part for part in (problem.file, problem.line, problem.column) if part is not None)
    said = harmless(":".join(map(str, known)))
    return f"./{said}" if said.startswith("::") else said


def concise(problem: Problem) -> str:
    """Return a problem in one line."""
    words = " ".join(text for text in (problem.message, problem.hint) if text)
    where = location(problem)
    return f"{where}{': ' if where else ''}{problem.severity} {problem.code} {harmless(words)}"


def totals(summary: Summary) -> tuple[str, str]:
    """Return what was looked at, and what was found: in words."""
    seen = f"{number_of(summary.files, 'file')}, {number_of(summary.events, 'event')}"
    ignored = f", {number_of(summary.ignored, 'problem')} ignored" if summary.ignored else ""
    if not summary.files and not summary.errors and not summary.warnings:
        return seen, "nothing has been checked"
    if not summary.errors and not summary.warnings:
        return seen, f"{'no other problems' if ignored else 'all valid'}{ignored}"
    return seen, f"{number_of(summary.errors, 'error')}, {number_of(summary.warnings, 'warning')}{ignored}"


def not_printed(summary: Summary, printed: Iterable[Severity]) -> str | None:
    """Return how many problems were counted but not printed, None if all were; ``printed`` are the severities."""
    of_severity = Counter(printed)
    errors, warnings = summary.errors - of_severity["error"], summary.warnings - of_severity["warning"]
    counted = [number_of(errors, "more error")] if errors else []
    counted += [number_of(warnings, "more warning")] if warnings else []
    verb = "is" if errors + warnings == 1 else "are"
    how = "counted but not printed (--max-per-kind, --max-problems)"
    return f"{' and '.join(counted)} {verb} {how}." if counted else None


def fixable(summary: Summary) -> str | None:
    """Return how many problems have a safe fix, None if there is none."""
    some = some_of(summary.fixable, summary.errors + summary.warnings)
    return f"{some} can be fixed with `{summary.fix_command}`." if summary.fixable else None


def closing(summary: Summary, printed: Iterable[Severity], *, quiet: bool) -> str:
    """Return the lines after the problems: how many were left out and, unless ``quiet``, the totals."""
    missing = not_printed(summary, printed)
    said = [*([missing] if missing else []), *([] if quiet else [": ".join(totals(summary))])]
    return "".join(f"{line}\n" for line in said)


def where(counted: KindCount) -> str:
    """Return where the first problem of a kind is, and in how many files there are some; in brackets."""
    where_it_is = harmless(":".join(str(part) for part in counted.first if part is not None))
    said = [f"first at {where_it_is}" if counted.count > 1 else where_it_is] if where_it_is else []
    if counted.files > 1:
        said.append(number_of(counted.files, "file"))
    return f"({', '.join(said)})" if said else ""


def kinds(summary: Summary) -> list[str]:
    """Return the table of kinds: how many, what, where the first one is, in how many files."""
    counted = summary.by_kind()
    shown = counted[:MOST_KINDS]
    width = max((len(f"{count.count:,}") for _, count in shown), default=0)
    lines = [
        f"  {count.count:>{width},} {kind.severity} {kind.code} {harmless(kind.message)} {where(count)}".rstrip()
        for kind, count in shown
    ]
    others = summary.other_kinds + sum(count.count for _, count in counted[MOST_KINDS:])
    return [*lines, f"  {others:,} of other kinds, which --format json lists"] if others else lines
