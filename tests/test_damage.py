"""Documents that are damaged anywhere: no value in any report, and every damage has its code."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sde_schema import catalog
from sde_schema.checking.checks import Checks, Options
from sde_schema.reading.sources import Source
from sde_schema.reporting import REPORTS, Look, report
from sde_schema.summary import Summary
from tests.support.program import Done
from tests.support.rounds import first_every_day
from tests.support.secrets import Secrets

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("here")

# Forms of documents with room for secrets: A to H become strings, 0 a number.
FORMS = {
    "line.json": '{"customerInfo": {"serverTimeStamp": 0, "customerInfo": {"role": "A", "balance": [0], "x": "B, C"}}}',
    "pretty.json": '{\n "lead": {\n  "topic": "A, B",\n  "value": 0 // C\n  "lead": [\n   "D"\n  ],\n }\n}\n',
    "lines.ndjson": '{"lead": {"topic": "A"}}\n{"lead": {"value": "B"}}\n{"lead": "C 日本"}\n',
    "block.yaml": (
        "lead:\n  serverTimeStamp: 0 # A - B\n  topic: C\n    D\n"
        "  value: |\n    E\n    F\n  currency: >-\n    G\n  x: H\n"
    ),
    "flow.yaml": "lead: {serverTimeStamp: 0, 'topic': 'A, B', value: \"C\", leadId: [D, E, \n  F]}\n",
    "anchors.yaml": "lead: &A\n  topic: *A\n  &B value: !C D\n  leadId: &E F\n  x: *E\n  y: !!G H\n",
    "quoted.yaml": "lead:\n  topic: \"A\n    B\"\n  value: 'C\n\n    D'\n  ? leadId\n  : E\n  x: F\n---\n- G\n",
}
INSERTED = (
    *('"', "'", "{", "}", "[", "]", ",", "#", "/*", "//", "\\", "\n", "\t", " ", "\0", "é", "日"),
    *("-", "&", "*", "!", "|", ">", "%", "---\n"),
)
STEP, PARTS = 3, 3
"""Every third offset is damaged, and every third of those every day."""


def planted(secrets: Secrets, template: str) -> str:
    """Return a form with a secret of its own for each letter, and a new one for each 0."""
    made = {letter: secrets.string() for letter in "ABCDEFGH"}
    return "".join(str(secrets.number()) if c == "0" else made.get(c, c) for c in template)


def damaged(text: str, part: int) -> Iterator[str]:
    """Yield a text cut, without its beginning, and with a character lost, added or exchanged, at many offsets."""
    for at in range(part * STEP, len(text) + 1, STEP * PARTS):
        piece, other = INSERTED[at % len(INSERTED)], INSERTED[at * 7 % len(INSERTED)]
        yield from (text[:at], text[at:], text[:at] + text[at + 1 :])
        yield from (text[:at] + piece + text[at:], text[:at] + other + text[at + 1 :])


@pytest.mark.parametrize("show_values", [False, True], ids=["hidden", "shown"])
@pytest.mark.parametrize("part", first_every_day(range(PARTS)))
@pytest.mark.parametrize("name", FORMS)
def test_no_report_shows_a_value_of_a_damaged_form(name: str, part: int, *, show_values: bool) -> None:
    secrets = Secrets()
    checks = Checks(Options(frames=True, show_values=show_values))
    printed = io.StringIO()
    look = Look(printed, catalog.default_version())
    reports = [report(name, look) for name in REPORTS]
    codes = set()
    for broken in damaged(planted(secrets, FORMS[name]), part):
        Path(name).write_text(broken, encoding="utf-8", newline="")
        outcomes = list(checks.source(Source(name)))
        problems = [problem for outcome in outcomes for problem in checks.describer(name).describe(outcome)]
        counted = [found for outcome in outcomes for found in outcome.found]
        assert sorted(counted) == sorted((problem.code, problem.severity) for problem in problems)
        codes |= {problem.code for problem in problems}
        for problem in problems:
            for made in reports:
                if problem.code == "SDE101" or not show_values:
                    made.problem(problem)
    for made in reports:
        made.file(name, Summary(), None)
        made.end(Summary())
    assert codes >= {"SDE101", "SDE104"}
    assert secrets.leaked_by(Done(1, printed.getvalue(), "")) == set()
