"""Helper processes hand over what they find bit by bit: nothing is held that can be printed, and nothing is lost."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sde_schema.catalog import default_version
from sde_schema.cli import workers
from sde_schema.cli.file_checks import FileChecks
from sde_schema.cli.file_result import Installment
from sde_schema.reading import file_parts
from sde_schema.reading.blocks import BLOCK
from sde_schema.reading.sources import Source
from sde_schema.reporting.selection import NO_LIMITS, Candidates
from tests.support.program import COMMAND, environment
from tests.support.rounds import first_every_day

if TYPE_CHECKING:
    from sde_schema.model import Placed
    from tests.support.program import Program

pytestmark = pytest.mark.usefixtures("here")

AT_ONCE, MOST_WAITING = 20, 100


@pytest.fixture
def small_installments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_AT_ONCE", AT_ONCE)
    monkeypatch.setattr(workers, "_MOST_WAITING", MOST_WAITING)
    monkeypatch.setattr(file_parts, "PART", BLOCK)


def _wrong(number: int) -> str:
    """Return lines that are all wrong, and all different."""
    return "".join(f'{{"lead": {{"serverTimeStamp": "{index}x"}}}}\n' for index in range(number))


@pytest.mark.usefixtures("small_installments")
@pytest.mark.parametrize("form", first_every_day(["json", "jsonl", "text", "sarif", "html", "junit"]))
def test_many_problems_are_reported_as_by_one_process(program: Program, form: str) -> None:
    lines, empty = _wrong(300), f'{{"a": 1}}{" " * 200}\n' * 700
    Path("a.ndjson.gz").write_bytes(gzip.compress(lines.encode()))
    Path("b.json").write_text(f'{{"events": [{",".join(lines.splitlines())}]}}', encoding="utf-8")
    Path("c.ndjson").write_text(_wrong(4_000), encoding="utf-8")
    Path("d.ndjson").write_text(empty, encoding="utf-8")
    Path("e.ndjson").write_text(empty + lines, encoding="utf-8")
    Path("f.ndjson").write_text(lines + empty + lines, encoding="utf-8")
    alone = program("validate", ".", "--format", form, "--jobs", "1")
    assert program("validate", ".", "--format", form, "--jobs", "2") == alone


@pytest.mark.usefixtures("small_installments")
def test_no_more_than_a_few_problems_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    taken, take = 0, workers.Task.take

    def counted(self: workers.Task, installment: Installment) -> None:
        nonlocal taken
        taken += _number(installment.problems)
        take(self, installment)

    monkeypatch.setattr(workers.Task, "take", counted)
    for name in ("a.json", "b.json", "c.json"):
        Path(name).write_text(_wrong(500), encoding="utf-8")
    checks = FileChecks({"version": default_version()})
    waiting, yielded = [], 0
    with workers.Helpers(2, checks, lambda _: True, Candidates([NO_LIMITS])) as helpers:
        for _, _, found in helpers.results([Source(name) for name in ("a.json", "b.json", "c.json")]):
            assert found is not None
            number = _number(found.problems)
            yielded += number
            taken += 0 if isinstance(found, Installment) else number
            waiting.append(taken - yielded)
    assert yielded == 3_000
    assert max(waiting) <= MOST_WAITING + 4 * AT_ONCE


def _number(some: list[Placed]) -> int:
    return sum(len(placed.problems) for placed in some)


def test_what_a_killed_helper_has_found_is_counted() -> None:
    os.mkfifo("a.ndjson")
    command = [*COMMAND, "validate", "a.ndjson", "--jobs", "2", "--format", "json"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), bufsize=0
    ) as process:
        assert process.stdout is not None
        with Path("a.ndjson").open("wb", buffering=0) as fifo:
            fifo.write(_wrong(700).encode())  # more than one installment, less than a pipe holds
            begun = process.stdout.readline() + process.stdout.readline()
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii")
            for helper in map(int, children.split()):
                os.kill(helper, signal.SIGKILL)
            out, err = process.communicate(timeout=20)
    report = json.loads(begun + out)
    summary = report["summary"]
    assert process.returncode == 2
    assert summary["unchecked"] == [{"file": "a.ndjson", "why": "the process that read it has died"}]
    assert summary["errors"] == len(report["problems"]) >= 1_000
    assert sum(summary["codes"].values()) == summary["errors"]
    assert all(kind["first"]["line"] for kind in summary["kinds"])
    assert err == b"sde-schema: a.ndjson: the process that read it has died\n"
