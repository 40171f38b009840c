"""What makes the command line pleasant: suggestions, sizes, names, folders and forms."""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from sde_schema import attribute_types, versions
from sde_schema.cli.parameters import Size, processors
from sde_schema.reporting import REPORTS
from sde_schema.rules import rules_by_code
from tests.support.paths import SCHEMAS
from tests.support.program import BAD, GOOD, WARNED, write

if TYPE_CHECKING:
    from tests.support.program import Program

pytestmark = pytest.mark.usefixtures("here")

DOCUMENT_FORMS = ["record", "response", "envelope"]


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        ("validat", "Did you mean 'validate'?"),
        ("EXPLAIN", "Did you mean 'explain'?"),
        ("payload.json", "Did you mean `sde-schema validate payload.json`?"),
        ("exports/*", "Did you mean `sde-schema validate 'exports/*'`?"),
        ("my file.json", "Did you mean `sde-schema validate 'my file.json'`?"),
        ("-", "Did you mean `sde-schema validate -`?"),
        ("there", "Did you mean `sde-schema validate there`?"),
        ("lists", "Did you mean `sde-schema validate lists`?"),
        ("qqq", "There is validate, fix, convert, config, list,"),
        ("a\0b.json", "Did you mean `sde-schema validate 'a?b.json'`?"),
    ],
)
def test_a_wrong_command_is_answered_with_the_right_one(program: Program, wrong: str, advice: str) -> None:
    for name in ("there", "lists"):
        Path(name).mkdir()
    done = program(wrong)
    assert (done.status, done.out) == (2, "")
    assert advice in done.err


def test_explain_without_a_code_lists_all(program: Program) -> None:
    done = program("explain")
    assert done.status == 0
    named = re.findall(r"^  (SDE\d{3})  ([\w-]+) \((\w+)\): \S", done.out, re.MULTILINE)
    assert named == [(rule.code, rule.name, rule.severity) for rule in rules_by_code().values()]
    assert max(map(len, done.out.splitlines())) < 80


@pytest.mark.parametrize("code", ["SDE203 ", "unknown_property", "Unknown-Property"])
def test_explain_takes_a_code_in_any_spelling(program: Program, code: str) -> None:
    assert program("explain", code).out == program("explain", "SDE203").out


def test_show_names_all_schemas_for_a_wrong_one(program: Program) -> None:
    done = program("show", "qqq")
    assert (done.status, done.out) == (2, "")
    assert all(name in done.err for name in [*attribute_types(), "payload", "report", "config"])
    assert "did you mean 'config'?" in program("show", "confg").err


@pytest.mark.parametrize("version", versions())
def test_list_as_json_says_what_the_text_says(program: Program, version: str) -> None:
    listed = json.loads(program("list", "--format", "json", "--schema-version", version).out)
    text = program("list", "--schema-version", version).out
    assert [entry["version"] for entry in listed["versions"]] == versions()
    assert (listed["schemaVersion"], listed["defaultVersion"] in versions()) == (version, True)
    assert [entry["name"] for entry in listed["attributeTypes"]] == attribute_types(version)
    said = [entry["summary"] for entry in listed["versions"]]
    assert all(words in text for words in [*said, *(entry["description"] for entry in listed["attributeTypes"])])


@pytest.mark.parametrize("version", versions())
def test_all_schemas_of_a_version_are_written(program: Program, version: str) -> None:
    published = {file.name: file.read_bytes() for file in (SCHEMAS / version).iterdir()}
    done = program("show", "--all", "-o", "plain", "--schema-version", version)
    assert (done.status, done.out) == (0, "")
    assert {file.name: file.read_bytes() for file in Path("plain").iterdir()} == published
    assert program("show", "--all", "-o", "whole", "--bundle", "--schema-version", version).status == 0
    assert {file.name for file in Path("whole").iterdir()} == set(published)
    assert program("show", "lead", "--bundle", "--schema-version", version).out == Path(
        "whole/lead.schema.json"
    ).read_text(encoding="utf-8")


def test_one_schema_is_written_and_what_cannot_be_is_said(program: Program) -> None:
    assert program("show", "lead", "-o", "some").status == 0
    assert [file.name for file in Path("some").iterdir()] == ["lead.schema.json"]
    Path("file").write_text("", encoding="utf-8")
    done = program("show", "--all", "-o", "file")
    assert done.status == 2
    assert "cannot be written" in done.err


@pytest.mark.parametrize("form", DOCUMENT_FORMS)
@pytest.mark.parametrize("version", versions())
@pytest.mark.parametrize("options", [("--kind", "full"), ("--count", "30")])
def test_examples_in_a_form_are_valid(program: Program, form: str, version: str, options: tuple[str, ...]) -> None:
    made = program("examples", *options, "--form", form, "--schema-version", version)
    assert made.status == 0
    arguments = ("--strict", "--schema-version", version) if "--kind" in options else ("--schema-version", version)
    done = program("validate", "-", "--format", "json", *arguments, stdin=made.out.encode())
    assert (done.status, done.counts) == (0, (1, len(made.out.splitlines())))


@pytest.mark.parametrize("form", DOCUMENT_FORMS)
def test_invalid_examples_in_a_form_have_one_problem_each(program: Program, form: str) -> None:
    bare = program("examples", "lead", "--kind", "invalid")
    wrapped = program("examples", "lead", "--kind", "invalid", "--form", form)
    codes = [program("validate", "-", "--format", "json", stdin=done.out.encode()).codes for done in (bare, wrapped)]
    assert sum(codes[0].values()) == sum(codes[1].values()) == len(bare.out.splitlines())
    assert program("examples", "lead", "--form", form, "-o", "d").status == 0
    assert program("validate", "d").status == 0


@pytest.mark.parametrize(
    ("written", "size"),
    [
        ("1", 1), ("4096", 4096), ("10MB", 10**7), ("10mb", 10**7), ("1GiB", 2**30), ("512K", 2**19), ("1 kB", 1000),
        ("1.5MiB", 3 * 2**19), ("2g", 2**31), ("7B", 7), ("1T", 2**40),
    ],
)  # fmt: skip
def test_sizes_have_units(written: str, size: int) -> None:
    assert Size()(written) == size


def test_the_largest_size_of_a_document_may_have_a_unit(program: Program) -> None:
    write(good=GOOD, long=GOOD.replace("test drive", "long " * 400))
    done = program("validate", "--max-document-size", "1K", "good.json", "long.json", "--format", "json")
    assert done.codes == {"SDE105": 1}


@pytest.mark.parametrize("size", ["1TiB", "300GB"])
def test_a_limit_may_be_larger_than_memory(program: Program, size: str) -> None:
    Path("good.json.gz").write_bytes(gzip.compress(GOOD.encode()))
    write(good=GOOD)
    for name in ("good.json", "good.json.gz"):
        assert program("validate", "--max-document-size", size, name).status == 0
    assert program("validate", "--max-document-size", size, "-", stdin=GOOD.encode()).status == 0


def test_an_absurd_limit_is_refused_on_the_command_line_and_in_the_configuration(program: Program) -> None:
    write(good=GOOD)
    done = program("validate", "--max-document-size", "99999999999TB", "good.json")
    assert (done.status, done.out) == (2, "")
    assert "is more than 1 TiB" in done.err
    for start in ("", "[[override]]\npaths = ['x']\n"):
        Path("sde-schema.toml").write_text(f"{start}max-document-size = {2**40 + 1}\n", encoding="utf-8")
        done = program("validate", "good.json")
        assert done.status == 2
        assert "must be 1099511627776 or less" in done.err


def test_jobs_may_be_as_many_as_there_are_processors(program: Program) -> None:
    write(good=GOOD, bad=BAD)
    assert program("validate", ".", "--jobs", "auto") == program("validate", ".")
    with mock.patch.object(os, "sched_getaffinity", return_value={0, 3, 5}, create=True):
        assert processors() == 3


@pytest.mark.parametrize(
    ("payload", "options", "status"),
    [(BAD, (), 0), (WARNED, ("--strict",), 0), (GOOD, (), 0), (BAD, ("none.json",), 2), ("{", (), 0)],
)
def test_exit_zero_reports_and_does_not_fail(
    program: Program, payload: str, options: tuple[str, ...], status: int
) -> None:
    plain = program("validate", "-", *options, stdin=payload.encode())
    done = program("validate", "-", "--exit-zero", *options, stdin=payload.encode())
    assert (done.status, done.out, done.err) == (status, plain.out, plain.err)


@pytest.mark.parametrize("format_", REPORTS)
def test_standard_input_may_have_a_name(program: Program, format_: str) -> None:
    options = ("validate", "-", "--format", format_)
    named = program(*options, "--stdin-name", "exports/today.json", stdin=BAD.encode())
    Path("exports").mkdir()
    Path("exports/today.json").write_text(BAD, encoding="utf-8")
    file = program("validate", "exports/today.json", "--format", format_)
    lines = [line for line in file.out.splitlines(keepends=True) if "sde-schema fix" not in line]
    assert named == file._replace(out="".join(lines))


def test_the_name_of_standard_input_is_that_of_no_file(program: Program) -> None:
    write(good=GOOD)
    done = program("validate", "-", "good.json", "--stdin-name", "good.json", "--format", "json", stdin=BAD.encode())
    assert done.counts == (2, 2)
    assert [problem["file"] for problem in done.report["problems"]] == ["good.json"]


def test_generate_is_in_the_help_only_where_it_works(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\n  generate " in program("--help").out
    monkeypatch.setattr("sde_schema.pages.checkout.is_checkout", lambda: False)
    assert "\n  generate " not in program("--help").out
    assert "an installed package" in program("generate").err
