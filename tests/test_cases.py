"""Every case of `tests/cases` with both engines, and through the command line; a test for each file of cases."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import Problem, Validator, versions
from sde_schema.catalog.engines import ENGINES, REFERENCE
from sde_schema.cli import main
from sde_schema.reading.sources import Source
from tests.support.cases import case_files, cases_in, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

FILES = case_files()
EACH_FILE = pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")


@cache
def _validator(version: str, attribute: str | None, engine: str) -> Validator:
    return Validator(version, type=attribute, engine=engine)


def _told(problem: dict[str, Any], expected: dict[str, Any] | None) -> dict[str, Any]:
    """Return as much of a problem as the case tells of it."""
    return {name: problem[name] for name in expected or ("code", "pointer")}


def _as_expected(problems: list[dict[str, Any]], case: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the problems, each with as much as the case tells of the one in its place."""
    expected = case["problems"]
    padded = [*expected, *[None] * (len(problems) - len(expected))]
    return [_told(*pair) for pair in zip(problems, padded, strict=False)]


def _is_parsed(case: dict[str, Any]) -> bool:
    """Return whether a program can hand the case over parsed; a str is JSON text to it."""
    return not isinstance(case.get("payload", ""), str)


def _hold(cases: Iterable[dict[str, Any]], told: Callable[[dict[str, Any]], list[Problem]]) -> None:
    """Assert that each case is told as it says; what is shown of a failure begins with its description."""
    found = {case["description"]: _as_expected([problem.as_dict() for problem in told(case)], case) for case in cases}
    assert found == {case["description"]: case["problems"] for case in cases}


@pytest.mark.parametrize("engine", ENGINES)
@EACH_FILE
def test_cases_as_text(file: Path, engine: str) -> None:
    version = file.parent.name
    _hold(cases_in(file), lambda case: _validator(version, case.get("type"), engine).validate(text_of(case)))


@pytest.mark.parametrize("engine", ENGINES)
@EACH_FILE
def test_cases_as_parsed_objects(file: Path, engine: str) -> None:
    version = file.parent.name
    parsed = [case for case in cases_in(file) if _is_parsed(case)]
    _hold(parsed, lambda case: _validator(version, case.get("type"), engine).validate(case["payload"]))
    for case in parsed:
        for problem in _validator(version, case.get("type"), engine).validate(case["payload"]):
            assert (problem.file, problem.line, problem.column) == (None, None, None)


@EACH_FILE
def test_cases_through_the_command_line(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All cases of a file in one run for each attribute type that they name, a file of its own for each."""
    by_type: dict[str | None, dict[str, dict[str, Any]]] = {}
    for number, case in enumerate(cases_in(file)):
        payload = tmp_path / f"{number:04}.json"
        payload.write_bytes(text_of(case))
        by_type.setdefault(case.get("type"), {})[str(payload)] = case
    for attribute, cases in by_type.items():
        options = ["--type", attribute] if attribute else []
        status = main(["validate", *cases, "--schema-version", file.parent.name, "--format", "json", *options])
        report = json.loads(capsys.readouterr().out)
        assert status == bool(report["summary"]["errors"])
        assert report["summary"]["files"] == len(cases)
        for name, case in cases.items():
            problems = [problem for problem in report["problems"] if problem["file"] == name]
            assert _as_expected(problems, case) == case["problems"], case["description"]


@EACH_FILE
def test_events_are_counted(file: Path, tmp_path: Path) -> None:
    payload = tmp_path / "payload.json"
    for case in cases_in(file):
        if "events" in case:
            payload.write_bytes(text_of(case))
            outcomes = _validator(file.parent.name, case.get("type"), REFERENCE).check(Source(str(payload)))
            assert sum(outcome.events for outcome in outcomes) == case["events"], case["description"]


def _later(version: str) -> list[str]:
    """Return the later versions of the same major number."""
    newer = versions()[versions().index(version) + 1 :]
    return [other for other in newer if other.partition(".")[0] == version.partition(".")[0]]


@pytest.mark.parametrize(
    ("file", "later"),
    [
        pytest.param(file, later, id=f"{file.parent.name}/{file.stem} under {later}")
        for file in FILES
        for later in _later(file.parent.name)
    ],
)
def test_a_valid_case_is_told_the_same_under_a_later_version(file: Path, later: str) -> None:
    valid = [case for case in cases_in(file) if all(problem["code"] >= "SDE4" for problem in case["problems"])]
    _hold(valid, lambda case: _validator(later, case.get("type"), REFERENCE).validate(text_of(case)))


def test_there_are_enough_cases() -> None:
    numbers = {
        version: sum(len(cases_in(file)) for file in FILES if file.parent.name == version) for version in versions()
    }
    assert numbers["1.0"] >= 120
    assert min(numbers.values()) >= 60
