"""The lines that reports for people share: a problem in one line, totals, what was left out, the table of kinds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sde_schema.prose import continued
from sde_schema.terminal import file_name, harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sde_schema.model import Problem, Severity
    from sde_schema.reporting.report import Look
    from sde_schema.summary import KindCount, Summary

MOST_KINDS = 20
"""So many kinds are in the table of a report in text."""


def number_of(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 file``, ``2,000 files``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def some_of(number: int, total: int) -> str:
    """Return how many problems of all there are: ``1 of 2,000 problems``."""
    return f"{number:,} of {total:,} problems"


def concise(problem: Problem, paint: Callable[[str, str], str]) -> str:
    """Return a problem in one line, as its ``str`` is; ``paint`` colors a part of it."""
    where, kind, words = problem.line_parts()
    said = f"{paint(kind, problem.severity)} {words}"
    return f"{paint(f'{where}:', 'bold')} {said}" if where else said


def totals(summary: Summary) -> tuple[str, str]:
    """Return what was looked at, and what was found: in words."""
    seen = f"{number_of(summary.files, 'file')}, {number_of(summary.events, 'event')}"
    return seen, ", ".join([_found(summary), *_besides(summary)])


def _found(summary: Summary) -> str:
    if summary.errors or summary.warnings:
        return f"{number_of(summary.errors, 'error')}, {number_of(summary.warnings, 'warning')}"
    if not summary.files:
        return "nothing has been checked"
    if summary.unchecked:
        return "no problems in what was checked"
    return "no other problems" if summary.ignored else "all valid"


def _besides(summary: Summary) -> Iterator[str]:
    """Yield what was ignored, and what could not be checked."""
    if summary.ignored:
        yield f"{number_of(summary.ignored, 'problem')} ignored"
    if summary.unchecked:
        yield f"{number_of(len(summary.unchecked), 'file')} could not be checked"


def unchecked(summary: Summary) -> list[str]:
    """Return which files could not be checked and why, a line for each."""
    return [f"{file_name(each.file)}: not checked: {harmless(each.why)}" for each in summary.unchecked]


def not_printed(summary: Summary, printed: Counter[Severity]) -> str | None:
    """Return how many problems were counted but not printed, None if all were; ``printed`` are counts by severity."""
    errors, warnings = summary.errors - printed["error"], summary.warnings - printed["warning"]
    counted = [number_of(errors, "more error")] if errors else []
    counted += [number_of(warnings, "more warning")] if warnings else []
    verb = "is" if errors + warnings == 1 else "are"
    how = "counted but not printed (--max-per-kind, --max-problems)"
    return f"{' and '.join(counted)} {verb} {how}." if counted else None


def says_again(hint: str | None, description: str) -> bool:
    """Return whether a hint says what a description says."""
    return hint is not None and continued(description).casefold() in hint.casefold()


def fixable(summary: Summary) -> str | None:
    """Return how many problems have a safe fix, None if there is none."""
    some = some_of(summary.fixable, summary.errors + summary.warnings)
    return f"{some} can be fixed with `{summary.fix_command}`." if summary.fixable else None


def closing(summary: Summary, printed: Counter[Severity], look: Look) -> str:
    """Return the lines after the problems: what was left out, what is not checked and, unless quiet, the totals."""
    missing = not_printed(summary, printed)
    said = [*([missing] if missing else []), *(unchecked(summary) if look.in_file else [])]
    said += [] if look.quiet else [": ".join(totals(summary))]
    return "".join(f"{line}\n" for line in said)


def where(counted: KindCount, pointer: str = "") -> str:
    """Return the pointer, where the first problem of a kind is, and in how many files there are some; in brackets."""
    where_it_is = harmless(":".join(str(part) for part in counted.first if part is not None))
    said = [harmless(pointer)] if pointer else []
    if where_it_is:
        said.append(f"first at {where_it_is}" if counted.count > 1 else where_it_is)
    if counted.files > 1:
        said.append(number_of(counted.files, "file"))
    return f"({', '.join(said)})" if said else ""


def kinds(summary: Summary) -> list[str]:
    """Return the table of kinds: how many, what, where the first one is, in how many files.

    Of kinds that differ in nothing but their pointers it has these, too.
    """
    counted = summary.by_kind()
    shown = counted[:MOST_KINDS]
    width = max((len(f"{count.count:,}") for _, count in shown), default=0)
    words = {kind: f"{kind.severity} {kind.code} {harmless(kind.message)}" for kind, _ in shown}
    alike = Counter(words.values())
    lines = [
        f"  {count.count:>{width},} {said} {where(count, kind.pointer if alike[said] > 1 else '')}".rstrip()
        for (kind, count), said in zip(shown, words.values(), strict=True)
    ]
    others = summary.other_kinds + sum(count.count for _, count in counted[MOST_KINDS:])
    return [*lines, f"  {others:,} of other kinds, which --format json lists"] if others else lines
