"""Every case of `tests/cases` with both engines, and through the command line."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sde_schema import Validator, versions
from sde_schema.checking.engines import ENGINES, REFERENCE
from sde_schema.cli import main
from sde_schema.reading.sources import Source

CASES = Path(__file__).parent / "cases"


def _cases() -> list[Any]:
    return [
        pytest.param(file.parent.name, case, id=f"{file.parent.name}/{file.stem}: {case['description']}")
        for file in sorted(CASES.glob("*/*.json"))
        for case in json.loads(file.read_text(encoding="utf-8"))
    ]


def _parsed() -> list[Any]:
    """Return the cases that a program can hand over parsed; a str is JSON text to it."""
    payloads = [(case, case.values[1].get("payload", "")) for case in _cases()]
    return [case for case, payload in payloads if not isinstance(payload, str)]


@cache
def _validator(version: str, attribute: str | None, engine: str) -> Validator:
    return Validator(version, type=attribute, engine=engine)


def _told(problem: dict[str, Any], expected: dict[str, Any] | None) -> dict[str, Any]:
    """Return as much of a problem as the case tells of it."""
    return {name: problem[name] for name in expected or ("code", "pointer")}


def _compare(problems: list[dict[str, Any]], case: dict[str, Any]) -> None:
    expected = case["problems"]
    padded = [*expected, *[None] * (len(problems) - len(expected))]
    assert [_told(*pair) for pair in zip(problems, padded, strict=False)] == expected


def _text(case: dict[str, Any]) -> bytes:
    text: str = case["text"] if "text" in case else json.dumps(case["payload"], ensure_ascii=False)
    return text.encode()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("version", "case"), _cases())
def test_case_as_text(version: str, case: dict[str, Any], engine: str) -> None:
    problems = _validator(version, case.get("type"), engine).validate(_text(case))
    _compare([problem.as_dict() for problem in problems], case)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("version", "case"), _parsed())
def test_case_as_parsed_object(version: str, case: dict[str, Any], engine: str) -> None:
    problems = _validator(version, case.get("type"), engine).validate(case["payload"])
    _compare([problem.as_dict() for problem in problems], case)
    assert all((problem.file, problem.line, problem.column) == (None, None, None) for problem in problems)


@pytest.mark.parametrize("file", sorted(CASES.glob("*/*.json")), ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_cases_through_the_command_line(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All cases of a file in one run for each attribute type that they name, a file of its own for each."""
    by_type: dict[str | None, dict[str, dict[str, Any]]] = {}
    for number, case in enumerate(json.loads(file.read_text(encoding="utf-8"))):
        payload = tmp_path / f"{number:04}.json"
        payload.write_bytes(_text(case))
        by_type.setdefault(case.get("type"), {})[str(payload)] = case
    for attribute, cases in by_type.items():
        options = ["--type", attribute] if attribute else []
        status = main(["validate", *cases, "--schema-version", file.parent.name, "--format", "json", *options])
        report = json.loads(capsys.readouterr().out)
        assert status == bool(report["summary"]["errors"])
        assert report["summary"]["files"] == len(cases)
        for name, case in cases.items():
            _compare([problem for problem in report["problems"] if problem["file"] == name], case)


@pytest.mark.parametrize(("version", "case"), [case for case in _cases() if "events" in case.values[1]])
def test_events_are_counted(version: str, case: dict[str, Any], tmp_path: Path) -> None:
    payload = tmp_path / "payload.json"
    payload.write_bytes(_text(case))
    outcomes = _validator(version, case.get("type"), REFERENCE).check(Source(str(payload)))
    assert sum(outcome.events for outcome in outcomes) == case["events"]


def _valid_in_an_older_version() -> list[Any]:
    """Return the cases without an error, each with every later version of the same major number."""
    return [
        pytest.param(later, case.values[1], id=f"{case.id} under {later}")
        for case in _cases()
        for later in versions()[versions().index(case.values[0]) + 1 :]
        if later.partition(".")[0] == case.values[0].partition(".")[0]
        and all(problem["code"] >= "SDE4" for problem in case.values[1]["problems"])
    ]


@pytest.mark.parametrize(("later", "case"), _valid_in_an_older_version())
def test_a_valid_case_is_told_the_same_under_a_later_version(later: str, case: dict[str, Any]) -> None:
    problems = _validator(later, case.get("type"), REFERENCE).validate(_text(case))
    _compare([problem.as_dict() for problem in problems], case)


def test_there_are_enough_cases() -> None:
    numbers = Counter(case.values[0] for case in _cases())
    assert numbers.keys() == {*versions()}
    assert numbers["1.0"] >= 120
    assert min(numbers.values()) >= 60
