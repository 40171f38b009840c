"""The rules of problem codes: each example yields just what it should."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
import pytest

import sde_schema
from sde_schema import codes, versions
from sde_schema.cli.main import commands
from sde_schema.errors import UnknownCodeError
from sde_schema.examples.of_codes import pair_of, versions_with
from sde_schema.rules import Rule, rule, rules_by_code
from tests.support.cases import case_files, cases_in

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.program import Program

RULES = list(rules_by_code().values())
OF_PAYLOADS = [entry for entry in RULES if entry.payload is None]
OF_CONFIGURATIONS = [entry for entry in RULES if entry.payload is not None]
CONTRACT = "101 102 103 104 105 106 201 202 203 204 205 301 302 303 304 305 306 401 402 403 404 405 406 407 408 409 901"


@pytest.mark.parametrize("entry", OF_PAYLOADS, ids=lambda entry: entry.code)
def test_the_bad_example_yields_just_its_code(entry: Rule) -> None:
    assert [problem.code for problem in sde_schema.validate(entry.bad)] == [entry.code]


@pytest.mark.parametrize("entry", OF_PAYLOADS, ids=lambda entry: entry.code)
def test_the_good_example_yields_nothing(entry: Rule) -> None:
    assert sde_schema.validate(entry.good) == []


@pytest.mark.parametrize("entry", OF_PAYLOADS, ids=lambda entry: entry.code)
def test_the_severity_is_the_rule_s(entry: Rule) -> None:
    [problem] = sde_schema.validate(entry.bad)
    assert problem.severity == entry.severity
    assert entry.severity == ("warning" if entry.code >= "SDE4" else "error")


@pytest.mark.parametrize("entry", OF_CONFIGURATIONS, ids=lambda entry: entry.code)
def test_the_examples_that_are_configurations_yield_what_they_should(program: Program, here: Path, entry: Rule) -> None:
    assert entry.payload is not None
    (here / "payload.json").write_bytes(entry.payload)
    for example, codes_ in ((entry.bad, {entry.code: 1}), (entry.good, {})):
        (here / "example.toml").write_bytes(example)
        done = program("validate", "--config", "example.toml", "--format", "json", "payload.json")
        assert done.codes == codes_
        assert {problem["severity"] for problem in done.report["problems"]} <= {entry.severity}


def test_every_code_has_a_constant_named_as_its_rule() -> None:
    constants = {name: value for name, value in vars(codes).items() if name.isupper()}
    assert constants == {entry.name.replace("-", "_").upper(): entry.code for entry in RULES}


@pytest.mark.parametrize("entry", RULES, ids=lambda entry: entry.code)
def test_every_word_is_there(entry: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", entry.name)
    assert all(text.endswith(".") for text in (entry.meaning, entry.why, entry.fix))


@pytest.mark.parametrize("entry", RULES, ids=lambda entry: entry.code)
def test_the_words_about_a_finding_are_made_by_its_rule(entry: Rule) -> None:
    is_made_elsewhere = entry.code in {"SDE101", "SDE102", "SDE103", "SDE105", "SDE106", "SDE901"}
    assert (entry.message is None) == (entry.hint is None) == is_made_elsewhere


def test_the_rules_have_the_codes_of_the_contract_in_order() -> None:
    assert list(rules_by_code()) == [f"SDE{number}" for number in CONTRACT.split()]
    assert len({entry.name for entry in RULES}) == len(RULES)


@pytest.mark.parametrize("name", ["SDE203", "sde203", "203", "unknown-property"])
def test_a_rule_is_found_by_code_and_name(name: str) -> None:
    assert rule(name).code == "SDE203"


def test_an_unknown_code_names_the_known_ones() -> None:
    with pytest.raises(UnknownCodeError, match="SDE101"):
        rule("SDE999")


@pytest.mark.parametrize("version", versions())
@pytest.mark.parametrize("entry", OF_PAYLOADS, ids=lambda entry: entry.code)
def test_the_examples_of_a_version_yield_just_the_code_and_nothing(entry: Rule, version: str) -> None:
    pair = pair_of(entry, version)
    assert (version in versions_with(entry)) == (pair is not None)
    if pair is not None:
        found = sde_schema.validate(pair.bad, version=version)
        assert [problem.code for problem in found] == [entry.code]
        assert sde_schema.validate(pair.good, version=version) == []


@pytest.mark.parametrize("version", versions())
def test_a_problem_that_a_case_of_a_version_has_has_examples_for_it(version: str) -> None:
    cases = (case for file in case_files() if file.parent.name == version for case in cases_in(file))
    raised = {problem["code"] for case in cases for problem in case["problems"]}
    assert raised
    assert raised <= {entry.code for entry in OF_PAYLOADS if version in versions_with(entry)}


def test_related_codes_and_options_are_known() -> None:
    validate = commands.get_command(click.Context(commands), "validate")
    assert validate is not None
    known = {name for option in validate.params for name in option.opts}
    for entry in RULES:
        assert set(entry.options) <= known
        assert set(entry.see_also) <= rules_by_code().keys() - {entry.code}
        assert ("--strict" in entry.options) == (entry.severity == "warning")
