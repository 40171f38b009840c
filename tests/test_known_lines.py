"""Lines that come again: the report is as if each had been evaluated by itself."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from sde_schema.checking import known_lines
from sde_schema.checking.known_lines import KnownLines
from sde_schema.checking.problems import Describer
from sde_schema.cli import file_result
from sde_schema.reporting import json_text
from tests.support.payloads import damaged
from tests.support.rounds import first_every_day

if TYPE_CHECKING:
    from sde_schema.checking.outcome import Outcome
    from sde_schema.model import Kind
    from tests.support.program import Program

pytestmark = pytest.mark.usefixtures("here")

FORMATS = ["text", "json", "jsonl", "html", "junit", "sarif"]
BROKEN = [
    '{"lead": {',
    "x",
    '{"lead": 1,}',
    "}",
    '{"lead": {"topic": "a", "topic": "b"}}',
    '{"a": NaN}',
    '"\\ud800"',
    "",
]


def _lines(chance: Random) -> str:
    pool = [json.dumps(damaged(chance), ensure_ascii=chance.random() < 0.5) for _ in range(12)]
    pool += chance.sample(BROKEN, 3)
    return "\n".join(chance.choice(pool) for _ in range(80))


def _report() -> str:
    """Return the report in a file, if there is one, and remove it."""
    report = Path("report.json")
    written = report.read_text(encoding="utf-8") if report.exists() else ""
    report.unlink(missing_ok=True)
    return written


IGNORING = """
[severity]
SDE202 = "warning"

[[ignore]]
code = "SDE203"
reason = "The partner knows."
"""


@pytest.mark.parametrize("configuration", ["", IGNORING], ids=["plain", "ignoring"])
@pytest.mark.parametrize("most", first_every_day([3, 500]))
@pytest.mark.parametrize("seed", first_every_day(range(6)))
def test_a_line_that_comes_again_has_the_same_problems(
    seed: int, most: int, configuration: str, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = Random(seed)  # noqa: S311 - the same lines on every run
    Path("a.ndjson").write_text(_lines(chance), encoding="utf-8")
    Path("sde-schema.toml").write_text(configuration, encoding="utf-8")
    for module in (known_lines, json_text, file_result):
        monkeypatch.setattr(module, "MOST_KNOWN", most)
    asked = [
        ("validate", "a.ndjson", "--format", name, *shown) for name in FORMATS for shown in ((), ("--show-values",))
    ]
    asked.append(("validate", "a.ndjson", "--max-problems", "9", "--max-per-kind", "2", "--format", "json=report.json"))
    found = [(program(*each), _report()) for each in asked]
    monkeypatch.setattr(KnownLines, "again", lambda *_: None)
    assert [(program(*each), _report()) for each in asked] == found
    assert found[0][0].status == 1


def test_a_line_that_comes_again_is_not_evaluated_again(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    described: list[str] = []
    kinds = Describer.kinds

    def noted(self: Describer, outcome: Outcome) -> list[Kind]:
        described.extend(finding.code for finding in outcome.findings)
        return kinds(self, outcome)

    monkeypatch.setattr(Describer, "kinds", noted)
    Path("a.ndjson").write_text('{"lead": {}}\n' * 2_000 + "x\n" * 2_000, encoding="utf-8")
    done = program("validate", "a.ndjson", "--format", "json")
    assert done.codes["SDE101"] == 2_000
    assert len(described) < 40
