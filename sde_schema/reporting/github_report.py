"""``--format github``: workflow commands, which GitHub shows as annotations, and a table for the step's summary.

GitHub shows ten annotations of a step, so the first problem of each kind comes before all others.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sde_schema.reporting import lines
from sde_schema.reporting.report import Report
from sde_schema.reporting.repository import from_root
from sde_schema.reporting.selection import Quota, Selection
from sde_schema.rules import rule
from sde_schema.terminal import harmless, without_commands

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sde_schema.model import Kind, Problem
    from sde_schema.reporting.report import Look
    from sde_schema.summary import KindCount, Summary

_MOST = 100
"""More commands than these say nothing that anybody would see."""

_MOST_ROWS = 50
_HEADING = "| count | severity | code | message | pointer | first | files |"
_MARKUP = re.compile(r"[\\\[\]!*_~<>&#:]")
_UNCHECKED = "not checked"
_STEP_SUMMARY = "GITHUB_STEP_SUMMARY"


class GithubReport(Report):
    """Writes a workflow command for each problem, the first of each kind first."""

    def __init__(self, look: Look) -> None:
        self.quota = Quota(min(look.quota.problems, _MOST), look.quota.per_kind)
        self._look = look
        self._selection = Selection(self.quota)
        self._held: list[Problem] = []

    def problem(self, problem: Problem) -> None:
        """Keep a problem, if it is one of those that are printed."""
        self._held += self._selection.offer(problem)

    def end(self, summary: Summary) -> str | None:
        """Write the commands, errors first, the totals, and the table for the step's summary."""
        problems = [*self._held, *self._selection.rest()]
        for unchecked in summary.unchecked[:_MOST]:
            self._look.stream.write(
                _command("error", {"file": _file(unchecked.file), "title": _UNCHECKED}, unchecked.why) + "\n"
            )
        for problem in _by_kind(problems):
            self._look.stream.write(_annotation(problem) + "\n")
        if self._look.is_alone:
            self._look.stream.write(lines.closing(summary, self._selection.printed, self._look))
        return _append_summary(summary)


def _by_kind(problems: list[Problem]) -> list[Problem]:
    """Return problems with the first of each kind first, errors before warnings."""
    seen: set[Kind | None] = set()
    keyed: list[tuple[bool, bool, int]] = []
    for number, problem in enumerate(problems):
        keyed.append((problem.kind in seen, problem.severity != "error", number))
        seen.add(problem.kind)
    return [problems[number] for *_, number in sorted(keyed)]


def _annotation(problem: Problem) -> str:
    """Return a problem as a workflow command."""
    title = f"{problem.code} {rule(problem.code).name}"
    properties = {"file": _file(problem.file), "line": problem.line, "col": problem.column, "title": title}
    words = " ".join(text for text in (problem.message, problem.hint) if text)
    return _command(problem.severity, properties, words)


def _file(name: str | None) -> str | None:
    """Return the file as GitHub knows it, None for standard input."""
    return None if name in (None, "-") else from_root(str(name))


def _command(name: str, properties: Mapping[str, object], words: str) -> str:
    """Return a workflow command; one without a file is shown at the run."""
    known = {key: value for key, value in properties.items() if value is not None}
    if "file" not in known:
        known = {"title": known["title"]}
    written = ",".join(f"{key}={_escaped(str(value), in_property=True)}" for key, value in known.items())
    return f"::{name} {written}::{_escaped(words)}"


def _escaped(text: str, *, in_property: bool = False) -> str:
    """Return a text as the runner wants it: signs that end a command, or a property of one, as codes.

    A property may be the name of a file, which must be whole; a message is shown in the log.
    """
    shown = "".join(c if c.isprintable() or (in_property and c in "\r\n") else "?" for c in text)
    escaped = without_commands(shown).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace(":", "%3A").replace(",", "%2C") if in_property else escaped


def _append_summary(summary: Summary) -> str | None:
    """Append the table of kinds to the file that GitHub shows as the step's summary; it may be that of other steps.

    Return why it could not be written.
    """
    file = os.environ.get(_STEP_SUMMARY)
    try:
        if file:
            with Path(file).open("a", encoding="utf-8", errors="backslashreplace") as stream:
                stream.write(_as_markdown(summary))
    except OSError as error:
        return f"the step's summary cannot be written: {error.strerror or type(error).__name__}"
    return None


def _as_markdown(summary: Summary) -> str:
    seen, found = lines.totals(summary)
    unchecked = "".join(f"- {_as_code(each.file)}: {harmless(each.why)}\n" for each in summary.unchecked[:_MOST_ROWS])
    head = f"### sde-schema: {found}\n\n{seen}\n" + (f"\n{unchecked}" if unchecked else "")
    kinds = summary.by_kind()
    if not kinds:
        return f"{head}\n"
    rows = [_row(kind, counted) for kind, counted in kinds[:_MOST_ROWS]]
    others = summary.other_kinds + sum(counted.count for _, counted in kinds[_MOST_ROWS:])
    if others:
        rows.append(f"| {others:,} | | | of other kinds | | | |")
    table = [_HEADING, "| ---: | --- | --- | --- | --- | --- | ---: |", *rows]
    return f"{head}\n" + "\n".join(table) + "\n\n"


def _row(kind: Kind, counted: KindCount) -> str:
    first = ":".join(str(part) for part in counted.first if part is not None)
    where = (_as_code(text) if text else "" for text in (kind.pointer, first))
    cells = (f"{counted.count:,}", kind.severity, kind.code, _message(kind), *where, counted.files)
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def _as_code(text: str) -> str:
    """Return a text as code of Markdown, between more backticks than it has in a row."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    between = " " if "`" in text else ""
    return f"{fence}{between}{harmless(text)}{between}{fence}"


def _message(kind: Kind) -> str:
    """Return the message of a kind as Markdown, in which names are code; all of it is where a name has a backtick."""
    parts = harmless(kind.message).split("`")
    if len(parts) % 2 == 0 or "`" in kind.pointer:
        return _as_code(kind.message)
    return "".join(f"`{part}`" if index % 2 else _MARKUP.sub(r"\\\g<0>", part) for index, part in enumerate(parts))
