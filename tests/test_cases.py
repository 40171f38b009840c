"""Every case of `tests/cases` with both engines, and through the command line; a test for each file of cases."""

from __future__ import annotations

import json
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import default_version, versions
from sde_schema.catalog.engines import ENGINES, FAST, REFERENCE
from sde_schema.checking.checks import Checks, Options
from sde_schema.cli import main
from sde_schema.reading.sources import Source
from tests.support.cases import as_expected, case_files, cases_in, json_cases, text_of
from tests.support.validators import as_dicts, cached_validator, without_location

if TYPE_CHECKING:
    from pathlib import Path

FILES = case_files()
EACH_FILE = pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")

_WIDE = frozenset({"shapes", "code-lists"})
"""Files that try each property in turn: the engine of Python takes seconds for one."""


def _file_and_engine(file: Path, engine: str) -> Any:
    """Return a file and an engine as parameters; Python's engine is tried every day by the default version's files.

    Of these the wide ones are slow.
    """
    is_slow = engine == REFERENCE and (file.stem in _WIDE or file.parent.name != default_version())
    name = f"{file.parent.name}/{file.stem}-{engine}"
    return pytest.param(file, engine, id=name, marks=pytest.mark.slow if is_slow else ())


EACH_FILE_AND_ENGINE = pytest.mark.parametrize(
    ("file", "engine"), [_file_and_engine(file, engine) for file in FILES for engine in ENGINES]
)
EACH_FILE_WITH_BOTH = pytest.mark.parametrize(("file", "engine"), [_file_and_engine(file, REFERENCE) for file in FILES])


def _has_object(case: dict[str, Any]) -> bool:
    """Return whether a program can hand the case over parsed; a str is JSON text to it."""
    return not isinstance(case.get("payload", ""), str)


@cache
def _objects(file: Path) -> dict[str, Any]:
    """Return the cases of a file that can be handed over parsed, also those that are written as JSON text."""
    of_texts = {case.description: case.value for case in json_cases() if case.file == file}
    written = {case["description"]: case["payload"] for case in cases_in(file) if _has_object(case)}
    return {name: value for name, value in (of_texts | written).items() if not isinstance(value, str)}


@cache
def _problems(file: Path, engine: str, *, parsed: bool) -> dict[str, list[dict[str, Any]]]:
    """Return the problems of each case of a file by its description: as text, or handed over parsed."""
    types = {case["description"]: case.get("type") for case in cases_in(file)}
    payloads = _objects(file) if parsed else {case["description"]: text_of(case) for case in cases_in(file)}
    return {
        name: as_dicts(cached_validator(file.parent.name, types[name], engine).validate(payload))
        for name, payload in payloads.items()
    }


def _hold(cases: list[dict[str, Any]], problems: dict[str, list[dict[str, Any]]]) -> None:
    """Assert that each case has the problems that it names; a failure shows its description."""
    found = {case["description"]: as_expected(problems[case["description"]], case) for case in cases}
    assert found == {case["description"]: case["problems"] for case in cases}


@EACH_FILE_AND_ENGINE
def test_cases_as_text(file: Path, engine: str) -> None:
    _hold(cases_in(file), _problems(file, engine, parsed=False))


@EACH_FILE_AND_ENGINE
def test_cases_as_parsed_objects(file: Path, engine: str) -> None:
    problems = _problems(file, engine, parsed=True)
    _hold([case for case in cases_in(file) if _has_object(case)], problems)
    for problem in chain(*problems.values()):
        assert (problem["file"], problem["line"], problem["column"]) == (None, None, None)


@EACH_FILE_WITH_BOTH
def test_engines_say_the_same_of_every_case(file: Path, engine: str) -> None:
    of_texts, of_parsed = (_problems(file, FAST, parsed=parsed) for parsed in (False, True))
    assert of_texts == _problems(file, engine, parsed=False)
    assert of_parsed == _problems(file, engine, parsed=True)
    written = {case.description for case in json_cases() if case.file == file} & of_parsed.keys()
    assert [name for name in written if of_parsed[name] != without_location(of_texts[name])] == []


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
            assert as_expected(problems, case) == case["problems"], case["description"]


@EACH_FILE
def test_events_are_counted(file: Path, tmp_path: Path) -> None:
    payload = tmp_path / "payload.json"
    for case in cases_in(file):
        if "events" in case:
            payload.write_bytes(text_of(case))
            options = Options(file.parent.name, case.get("type"), engine=REFERENCE)
            outcomes = Checks(options).source(Source(str(payload)))
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
def test_a_valid_case_has_the_same_problems_under_a_later_version(file: Path, later: str) -> None:
    valid = [case for case in cases_in(file) if all(problem["code"] >= "SDE4" for problem in case["problems"])]
    problems = {
        case["description"]: as_dicts(cached_validator(later, case.get("type"), REFERENCE).validate(text_of(case)))
        for case in valid
    }
    _hold(valid, problems)


def test_there_are_enough_cases() -> None:
    numbers = {
        version: sum(len(cases_in(file)) for file in FILES if file.parent.name == version) for version in versions()
    }
    assert numbers["1.0"] >= 120
    assert min(numbers.values()) >= 60
