"""Every case of `tests/cases` with both engines, and through the command line."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sde_schema import Validator
from sde_schema.checking.engines import ENGINES
from sde_schema.cli import main

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


@pytest.mark.parametrize(("version", "case"), _cases())
def test_case_through_the_command_line(
    version: str, case: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "payload.json"
    file.write_bytes(_text(case))
    options = ["--type", case["type"]] if "type" in case else []
    status = main(["validate", str(file), "--schema-version", version, "--format", "json", *options])
    report = json.loads(capsys.readouterr().out)
    _compare(report["problems"], case)
    assert report["summary"]["events"] == case.get("events", report["summary"]["events"])
    assert status == any(problem["severity"] == "error" for problem in report["problems"])


def test_there_are_enough_cases() -> None:
    assert len(_cases()) >= 120
