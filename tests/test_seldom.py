"""What seldom happens: outputs that cannot be written, more kinds than are counted, inputs at their limits."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from sde_schema import Validator, catalog, convert, default_version, versions
from sde_schema import rewriting as rewriting_module
from sde_schema.catalog.fields import field_of
from sde_schema.catalog.merging import merged
from sde_schema.checking import outcome as outcome_module
from sde_schema.cli import convert_summary, main
from sde_schema.cli.main import silence_output
from sde_schema.configuration.globs import Globs
from sde_schema.pages.code_entries import code_entries
from sde_schema.rewriting import Rewriting
from tests.support.program import COMMAND, GOOD, WARNED, write

if TYPE_CHECKING:
    from tests.support.program import Program

pytestmark = pytest.mark.usefixtures("here")

EMPTY = '{"events": []}'
SAMPLES: tuple[Any, ...] = (None, True, -5, 0, 3, 2.5, 9, "", "ab", "a" * 9, [], {}, {"a": 1})


def _parts() -> list[tuple[dict[str, Any], ...]]:
    """Return schemas, each with parts that are added to it."""
    return [
        ({"type": ["string", "number", "null"]}, {"type": ["number", "string"]}),
        ({"type": "string"}, {"type": ["string", "null"], "maxLength": 3}),
        ({"type": ["number", "string"]}, {"type": ["integer", "string"]}),
        ({"type": "string"}, {"type": "array"}),
        ({"minimum": 1, "maximum": 8}, {"minimum": 2, "maximum": 9}),
        ({"maxLength": 8}, {"maxLength": 1}, {"minLength": 1}),
        ({"type": "object", "properties": {"a": {"type": "number"}}}, {"properties": {"b": {}}}),
    ]


@pytest.mark.parametrize("parts", _parts(), ids=str)
def test_a_merged_schema_accepts_what_all_its_parts_accept(parts: tuple[dict[str, Any], ...]) -> None:
    made = Draft202012Validator(merged(parts[0], parts[1:]))
    wanted = Draft202012Validator({"allOf": list(parts)})
    assert [made.is_valid(value) for value in SAMPLES] == [wanted.is_valid(value) for value in SAMPLES]


@pytest.mark.parametrize(("last", "found"), [(EMPTY, ["SDE406"]), (GOOD, [])])
def test_that_there_is_no_event_is_said_once_after_very_many_documents(
    monkeypatch: pytest.MonkeyPatch, last: str, found: list[str]
) -> None:
    monkeypatch.setattr(outcome_module, "_MOST_HELD", 5)
    bad = '{"events": [], "more": 1}'
    Path("a.ndjson").write_text("".join(f"{line}\n" for line in (EMPTY, *[bad] * 20, last)), encoding="utf-8")
    problems = list(Validator().validate_file("a.ndjson"))
    assert [problem.code for problem in problems] == ["SDE203"] * 20 + found
    assert [problem.line for problem in problems[20:]] == [1] * len(found)


def test_of_documents_without_events_the_first_with_a_list_of_them_is_named() -> None:
    nothing = '{"info": {"conversationId": "1"}}'
    Path("a.ndjson").write_text("".join(f"{line}\n" for line in (nothing, EMPTY, EMPTY, nothing)), encoding="utf-8")
    assert [problem.line for problem in Validator().validate_file("a.ndjson")] == [2]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_is_said_where_little_is_printed() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, "list"], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    said = b"sde-schema: standard output cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (2, said)


def test_output_without_a_descriptor_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises((OSError, ValueError)):
        sys.stdout.fileno()
    silence_output()
    sys.stdout.write("still there")
    assert capsys.readouterr().out == "still there"


def test_a_file_whose_mode_cannot_be_kept_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    Path("a.json").write_text("old", encoding="utf-8")
    monkeypatch.setattr(rewriting_module, "copymode", fail)
    with pytest.raises(PermissionError):
        Rewriting("a.json")
    assert [(path.name, path.read_text(encoding="utf-8")) for path in Path.cwd().iterdir()] == [("a.json", "old")]


def test_more_kinds_than_are_counted_are_summed_up(program: Program) -> None:
    names = {f"unknown{'x' * (number % 7)}{number}": 1 for number in range(1_005)}
    event = {"lead": {"serverTimeStamp": 1440412721836, "lead": names}}
    Path("many.json").write_text(json.dumps(event), encoding="utf-8")
    others = ("--format", "html=a.html", "--format", "text=a.txt")
    done = program("validate", "many.json", "--format", "json", *others)
    summary = done.report["summary"]
    assert (done.status, summary["errors"]) == (1, 1_005)
    counts = [kind["count"] for kind in summary["kinds"]]
    assert (len(counts), sum(counts), counts[-1]) == (1_001, 1_005, 5)
    assert "<td>of other kinds" in Path("a.html").read_text(encoding="utf-8")
    assert "of other kinds" in Path("a.txt").read_text(encoding="utf-8")


def test_conversion_sums_up_kinds_beyond_its_limit_and_places(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert_summary, "_MOST_KINDS", 1)
    write(a='{"lead": {"serverTimeStamp": 1, "lead": {"value": "much", "numItems": 1}}, "Lead": 2}', b=WARNED)
    done = program("convert", "a.json", "b.json", "--events")
    assert done.status == 1
    assert "of other kinds" in done.err


def test_two_reports_into_one_file_are_refused(program: Program) -> None:
    write(good=GOOD)
    done = program("validate", "good.json", "--format", "json=a.txt", "--format", "sarif=./a.txt")
    assert (done.status, done.out) == (2, "")
    assert "two --format options name the same file" in done.err


@pytest.mark.parametrize("pattern", ["", "!a", "{a,b}"])
def test_what_is_no_pattern_is_refused(program: Program, pattern: str) -> None:
    write(good=GOOD)
    assert program("validate", "good.json", "--exclude", pattern).status == 2


class _Keyboard(io.TextIOWrapper):
    """A standard input at which a person types."""

    def isatty(self) -> bool:
        """Return that it is a terminal."""
        return True


def test_a_person_at_a_terminal_is_asked_for_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", _Keyboard(io.BytesIO(GOOD.encode())))
    assert main(["validate", "-"]) == 0
    assert "note: reading JSON, NDJSON or YAML from the terminal; end it with Ctrl-D" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        (("a/b/c.json",), ["a/b/c.json"]),
        (("a/b",), ["a/b/c.json", "a/b/d.json"]),
        (("a/*/d.json",), ["a/b/d.json"]),
        (("e.txt",), ["e.txt"]),
        (("missing.json",), []),
    ],
)
def test_patterns_find_files(patterns: tuple[str, ...], found: list[str]) -> None:
    folder = Path("a/b")
    folder.mkdir(parents=True)
    for file in (folder / "c.json", folder / "d.json", Path("e.txt")):
        file.write_text(GOOD, encoding="utf-8")
    globs = Globs(str(Path.cwd()), patterns)
    assert sorted(Path(name).relative_to(Path.cwd()).as_posix() for name in globs.files(None)) == found


def test_the_items_of_what_is_no_array_have_no_field() -> None:
    field = field_of(catalog.documents(default_version()), "lead", "/properties/serverTimeStamp")
    with pytest.raises(ValueError, match="says nothing of the items of lead"):
        _ = field.entry


def test_a_long_value_is_shown_up_to_a_limit(program: Program) -> None:
    write(a=json.dumps({"lead": {"serverTimeStamp": 1440412721836, "lead": {"value": "w" * 500}}}))
    out = program("validate", "a.json", "--show-values", "--format", "concise").out
    assert f"{'w' * 79}…" in out
    assert "w" * 81 not in out


def test_an_alias_of_an_array_is_no_name(program: Program) -> None:
    Path("a.yaml").write_text("lead: &a [1]\n*a : 2\n", encoding="utf-8")
    done = program("validate", "a.yaml", "--format", "json")
    assert [problem["message"] for problem in done.report["problems"]] == ["A name must be a string."]


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ("<html><body>", "The text begins like a web page, not like JSON."),
        ("--", "A line that separates documents is not JSON."),
        ('{"lead": {"serverTimeStamp": NaN}}', "This word is not a JSON value."),
    ],
)
def test_what_follows_a_document_is_named_for_what_it_is(program: Program, second: str, message: str) -> None:
    Path("a.ndjson").write_text(f"{GOOD}\n{second}\n", encoding="utf-8")
    done = program("validate", "a.ndjson", "--format", "json")
    assert [(problem["code"], problem["line"]) for problem in done.report["problems"]][:1] == [("SDE101", 2)]
    assert message in [problem["message"] for problem in done.report["problems"]]


def test_a_number_that_is_none_is_not_converted() -> None:
    made = convert(b'{"lead": {"serverTimeStamp": NaN}}')
    assert made.value is None
    assert [problem.code for problem in made.problems] == ["SDE101"]


def test_a_list_of_codes_has_an_entry_for_each_of_its_codes() -> None:
    entries = list(code_entries())
    wanted = f"reference/{default_version()}/serviceActivity/#serviceActivity.status.1"
    assert {entry.version for entry in entries} == set(versions())
    assert all(entry.title.endswith(f": {entry.location.rpartition('.')[2]}") for entry in entries)
    assert [entry.location for entry in entries].count(wanted) == 1


def test_an_event_of_typescript_has_one_attribute_and_no_other(program: Program) -> None:
    out = program("export", "typescript").out
    (choices,) = re.findall(r"^export type SdeEvent =((?:\n  \| \w+)+);$", out, re.MULTILINE)
    types = catalog.attribute_types(default_version())
    assert choices.count("|") == len(types)
    for name in types:
        assert len(re.findall(rf"^  {name}\?: never;$", out, re.MULTILINE)) == len(types) - 1
        assert len(re.findall(rf"^  {name}: ", out, re.MULTILINE)) >= 1
