"""Inputs from the field: other people's files, tools and mistakes, each with its right status, codes and hints.

`field/expected.tsv` has a row for each file: the schema version, the exit status, the codes of the problems (each
once), and regular expressions that some hint has, and that no hint has.
"""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.support.paths import TESTS

if TYPE_CHECKING:
    from tests.support.program import Program

FOLDER = TESTS / "field"
TABLE = "expected.tsv"


class Expected(NamedTuple):
    """One row of the table."""

    file: str
    version: str
    status: str
    codes: str
    has: str
    has_not: str


def _rows() -> list[Expected]:
    with (FOLDER / TABLE).open(encoding="utf-8", newline="") as stream:
        _, *rows = csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [Expected(*row) for row in rows]


ROWS = _rows()


def test_every_file_has_a_row() -> None:
    assert sorted(row.file for row in ROWS) == sorted(path.name for path in FOLDER.iterdir() if path.name != TABLE)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.file)
def test_an_input_from_the_field_gets_the_right_answer(row: Expected, program: Program) -> None:
    done = program("validate", "--schema-version", row.version, "--format", "json", str(FOLDER / row.file))
    problems = json.loads(done.out)["problems"]
    hints = " | ".join(problem["hint"] or "" for problem in problems)
    assert str(done.status) == row.status
    assert {problem["code"] for problem in problems} == set(filter(None, row.codes.split(",")))
    assert re.search(row.has, hints)
    assert not row.has_not or not re.search(row.has_not, hints)
