"""What the playground asks of the program: what is wrong with a payload, and what it is after its safe fixes.

Each question and each answer is JSON. The answers are made by what the command line is made of, so that codes,
locations, words and masking are the same.
"""

from __future__ import annotations

import io
import json
import math
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema import default_version
from sde_schema.catalog.engines import REFERENCE
from sde_schema.cli.file_checks import FileChecks
from sde_schema.cli.running import Run
from sde_schema.fixing.fixer import Fixer
from sde_schema.fixing.masked_diff import diff_of
from sde_schema.reading.sources import Source
from sde_schema.reporting import Look, Report, report
from sde_schema.reporting.lines import number_of, says_again, some_of
from sde_schema.reporting.selection import Quota, Results

if TYPE_CHECKING:
    from sde_schema.model import Problem
    from sde_schema.summary import Summary

LISTED = Quota(problems=300, firsts=300, framed=math.inf)
"""How many problems the page lists; each says how much of its line is wrong."""

IN_ISSUE = Quota(problems=30, per_kind=3)
"""How many problems the report for an issue has."""

Answer = dict[str, Any]


class Question(NamedTuple):
    """A payload and how it is to be checked; ``name`` is that of its file, which may say what it holds."""

    data: bytes
    name: str = "payload"
    version: str | None = None
    type: str | None = None


class _Listed(Report):
    """A report of the problems that the page lists."""

    quota = LISTED

    def __init__(self) -> None:
        self.results = Results(LISTED)

    def problem(self, problem: Problem) -> None:
        """Take a problem."""
        self.results.offer(problem)

    def file(self, *_: object) -> None:
        """Take what was counted in the payload, which its verdict says."""

    def end(self, _: Summary) -> None:
        """Add nothing."""


def answer(question: str, data: bytes | memoryview) -> str:
    """Answer a question about a payload: its ``ask`` says which one, its other members are those of a Question."""
    asked = json.loads(question)
    found = _ANSWERS[asked.pop("ask")](Question(bytes(data), **asked))
    return json.dumps(found)


def check(question: Question) -> Answer:
    """Return the verdict on a payload, its problems, and a report for an issue."""
    source, checks = _source(question), _checks(question.version, question.type)
    listed, written = _Listed(), io.StringIO()
    text = report("text", Look(written, checks.base.version, quota=IN_ISSUE))
    run = Run(checks, [listed, text], jobs=1)
    run.all([source])
    text.end(run.summary)
    problems = [_problem(problem) for problem in listed.results.kept]
    return {
        "state": "invalid" if run.summary.errors else "valid",
        "verdict": _verdict(run.summary),
        "problems": problems,
        "unlisted": run.summary.errors + run.summary.warnings - len(problems),
        "fixable": run.summary.fixable,
        "note": run.note(),
        "report": _issue(run.summary, written.getvalue(), checks.base.version),
    }


def fix(question: Question) -> Answer:
    """Return what a payload is after its safe fixes, and the diff; ``why`` says why there is none."""
    source, checks = _source(question), _checks(question.version, question.type).base
    fixed = Fixer(checks).fixed(question.data, source.kind)
    try:
        text = fixed.after.data.decode()
    except UnicodeDecodeError:
        return {"why": "Only a text in UTF-8 can be fixed here"}
    if fixed.why_not or not fixed.number:
        return {"why": fixed.why_not or "There is nothing to fix", "note": fixed.note}
    what = f"{some_of(fixed.number, fixed.before.problems)} can be fixed"
    diff = [*diff_of(fixed, source.shown, checks.version)]
    return {"text": text, "diff": diff, "what": what, "note": fixed.note}


_ANSWERS = {"check": check, "fix": fix}


@cache
def _folder() -> Path:
    """Return the folder of the payload: in a browser one in memory."""
    return Path(tempfile.mkdtemp())


def _source(question: Question) -> Source:
    """Return the payload as a source, whose name says no more than what kind of file it is."""
    is_known = Source(question.name).kind != "unknown"
    path = _folder() / f"payload{Path(question.name).suffix if is_known else ''}"
    path.write_bytes(question.data)
    return Source(str(path), path.name)


@cache
def _checks(version: str | None, attribute: str | None) -> FileChecks:
    chosen = {"version": version or default_version(), "type": attribute, "engine": REFERENCE, "frames": True}
    return FileChecks(chosen)


def _problem(problem: Problem) -> Answer:
    """Return a problem as the page shows it; ``length`` is how many code points are wrong on its line."""
    frame = problem.frame
    length = frame.end - frame.start if frame else 0
    description = problem.description
    if description and says_again(problem.hint, description):
        description = None
    words = {"title": problem.title, "description": description}
    return {**problem.as_dict(), **words, "length": length}


def _verdict(summary: Summary) -> str:
    """Return in one line whether a payload is valid, and what was found in it."""
    events = number_of(summary.events, "event")
    warnings = number_of(summary.warnings, "warning")
    if summary.errors:
        return f"Not valid: {number_of(summary.errors, 'error')} and {warnings} in {events}."
    if summary.warnings:
        return f"Valid, with {warnings} in {events}."
    return f"Valid: no problems in {events}."


def _issue(summary: Summary, text: str, version: str) -> str:
    """Return a report as Markdown; its fence is longer than any run of backticks in it."""
    fence = "`" * (1 + max(map(len, ["``", *re.findall("`+", text)])))
    head = f"### sde-schema: {_verdict(summary)}\n\nSchema version {version}. Values are masked with `*`."
    return f"{head}\n\n{fence}text\n{text}{fence}\n"
