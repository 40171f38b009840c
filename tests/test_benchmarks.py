"""The benchmarks: corpora have the problems that they say, and the README shows the figures of the last run."""

from __future__ import annotations

import gzip
import json
import re
from io import FileIO
from typing import TYPE_CHECKING

import pytest

import sde_schema
from benchmarks import corpus, inputs
from benchmarks.facts import try_out
from benchmarks.lines import BLOCK, batches
from benchmarks.measure import PYTHON, VALIDATE, Command, Measured, Run
from benchmarks.publish import put
from benchmarks.table import GOALS, Facts, Goal, Missing, Row, markdown, title
from benchmarks.throughput import Trial, at_most, share
from sde_schema.catalog.schemas import bundle
from tests.support.ajv import AJV, need_ajv
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", corpus.KINDS)
def test_a_corpus_has_the_problems_that_it_says(kind: str, tmp_path: Path) -> None:
    path, again = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    said = corpus.write(path, kind, 1, 0.1)
    problems = list(sde_schema.Validator().validate_file(path))
    errors = sum(problem.severity == "error" for problem in problems)
    assert (said["errors"], said["warnings"]) == (errors, len(problems) - errors)
    corpus.write(again, kind, 1, 0.1)
    assert path.read_bytes() == again.read_bytes()


def test_every_kind_of_corpus_is_an_input() -> None:
    assert sorted(inputs.WORDS) == sorted(corpus.KINDS)


@pytest.mark.parametrize("text", [b"", b"1", b"1\n", b"1\n2", b"x" * 3 * BLOCK + b"\n2\n3", b"\n" * 5])
def test_lines_are_read_whole(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_bytes(text)
    with path.open("rb", buffering=0) as stream:
        assert isinstance(stream, FileIO)
        lines = [line for some in batches(stream) for line in some]
    assert lines == text.split(b"\n")[: len(lines)]
    assert b"\n".join(lines).rstrip(b"\n") == text.rstrip(b"\n")
    path.write_bytes(gzip.compress(text))
    with gzip.open(path) as packed:
        assert [line for some in batches(packed) for line in some] == lines


def _measured(name: str, wall: float, status: int = 0) -> Measured:
    return Measured(Command(name, ()), (Run(wall, wall, 1_000_000, bound=False, status=status),))


def test_goals_are_compared_with_the_floor_and_with_one_process(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x")
    trial = Trial("x", tmp_path / "x", {"--jobs 1": (at_most(3),), "--jobs 2": (at_most(3), share(0.6))})
    rows = [*trial.rows([_measured("floor", 1), _measured("one", 4), _measured("two", 2)])]
    assert [[goal.is_met for goal in row.goals] for row in rows] == [[], [False], [True, True]]
    assert rows[1].wall_ratio == 4


def test_a_row_without_figures_says_why() -> None:
    failed = Row("x", _measured("one", 1, status=3), 1, goals=(Goal("fast", is_met=True),))
    table = markdown(
        {"input": lambda row: row.input, "program": title}, GOALS, [failed, Missing("two", "not installed")]
    )
    assert table.splitlines()[2:] == [
        "| x | one: cannot compile the schema | - | - |",
        "| two: not installed | - | - | - |",
    ]


def test_what_is_between_the_markers_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- x -->\n\nold\n\n<!-- /x -->\nb\n", encoding="utf-8")
    put(page, "x", "new")
    assert page.read_text(encoding="utf-8") == "a\n<!-- x -->\n\nnew\n\n<!-- /x -->\nb\n"


@pytest.mark.slow
def test_what_a_program_finds_is_tried(tmp_path: Path) -> None:
    schema = tmp_path / "payload.json"
    schema.write_text(json.dumps(bundle("payload")), encoding="utf-8")
    ajv = (need_ajv(), "benchmarks/peers/ajv.mjs", str(AJV), str(schema))
    alone = (*PYTHON, "benchmarks.peers.with_jsonschema_rs", str(schema))
    commands: list[Callable[[Path], tuple[str, ...]]] = [
        lambda path: (*VALIDATE, str(path)),
        lambda path: (*alone, str(path)),
        lambda path: (*ajv, str(path)),
        lambda path: (*ajv, str(path), "--all"),
    ]
    assert [try_out(tmp_path, command) for command in commands] == [
        Facts("yes", "yes", "line, column", "yes"),
        Facts("no", "no", "no", "no"),
        Facts("no", "no", "path", "no"),
        Facts("no", "yes", "path", "no"),
    ]


def _rows(text: str) -> list[dict[str, str]]:
    """Return the rows of all tables between the markers, each by the names of its columns."""
    block = re.findall(r"<!-- table -->(.*?)<!-- /table -->", text, re.DOTALL)[0]
    tables = [
        [line.strip("| ").split(" | ") for line in each.splitlines()] for each in block.split("\n\n") if "| -" in each
    ]
    return [dict(zip(table[0], cells, strict=True)) for table in tables for cells in table[2:]]


def test_the_figures_of_the_readme_are_rows_of_the_run() -> None:
    full, some = _rows(PAGE), _rows(README)
    assert some
    assert [row for row in some if not any(row.items() <= other.items() for other in full)] == []
    sentence = re.search(r"^Faster on .*$", PAGE, re.MULTILINE)
    assert sentence is None or sentence[0] in README
