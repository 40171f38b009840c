"""`sde-schema validate`: what its options change."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from sde_schema import default_version
from sde_schema.checking.checks import Checks
from sde_schema.cli.file_checks import FileChecks
from sde_schema.cli.file_result import FileResult
from sde_schema.cli.workers import Helpers
from sde_schema.model import Kind
from sde_schema.reading import file_parts
from sde_schema.reading.blocks import BLOCK
from sde_schema.reading.sources import Source
from sde_schema.reporting.selection import MOST_RESULTS, NO_LIMITS, Candidates, Quota
from sde_schema.summary import Summary
from tests.support.paths import SCHEMAS
from tests.support.program import BAD, GOOD, WARNED, write
from tests.support.rounds import first_every_day, some_every_day

if TYPE_CHECKING:
    from tests.support.program import Done, Program

REPORT_SCHEMA = SCHEMAS / "report.schema.json"
BODY = '{"serverTimeStamp": 1440412721836, "lead": {}}'

pytestmark = pytest.mark.usefixtures("here")


def test_with_a_type_each_document_is_a_body(program: Program) -> None:
    write(body=f"{BODY}\n{BODY}\n", event=GOOD)
    bodies = program("validate", "--format", "json", "--type", "lead", "body.json")
    assert (bodies.status, bodies.counts) == (0, (1, 2))
    assert program("validate", "body.json").status == 1
    assert program("validate", "--type", "lead", "event.json").status == 1


def test_strict_fails_for_warnings_too(program: Program) -> None:
    write(warned=WARNED, good=GOOD)
    assert program("validate", "warned.json").status == 0
    assert program("validate", "--strict", "warned.json").status == 1
    assert program("validate", "--strict", "good.json").status == 0


def test_allow_unknown_makes_warnings(program: Program) -> None:
    write(bad=BAD, beside=GOOD[:-1] + ', "extra": 1}')
    done = program("validate", "--format", "json", "--allow-unknown", "bad.json", "beside.json")
    assert (done.status, done.codes) == (0, {"SDE203": 2})
    assert {problem["severity"] for problem in done.report["problems"]} == {"warning"}
    assert program("validate", "--strict", "--allow-unknown", "bad.json").status == 1


def test_allow_unknown_does_not_allow_a_misspelled_required_name(program: Program) -> None:
    write(misspelled='{"lead": {"serverTimestamp": 1440412721836, "lead": {}}}')
    done = program("validate", "--format", "json", "--allow-unknown", "misspelled.json")
    assert (done.status, done.codes) == (1, {"SDE203": 1})
    assert done.report["problems"][0]["severity"] == "error"


@pytest.mark.parametrize(
    "name", ["unauthSdes", "events", "lead"], ids=["another spelling", "an array of events", "an attribute"]
)
def test_allow_unknown_does_not_allow_a_name_in_a_record_that_hides_events(program: Program, name: str) -> None:
    write(hidden=f'{{"sdes": {{"events": [{GOOD}]}}, "{name}": {{"events": [{BAD}]}}}}')
    done = program("validate", "--format", "json", "--allow-unknown", "hidden.json")
    assert (done.status, done.codes) == (1, {"SDE203": 1})
    assert done.report["problems"][0]["severity"] == "error"


@pytest.mark.parametrize("name", ["Events", "lead"])
def test_allow_unknown_does_not_allow_a_name_beside_events_that_hides_others(program: Program, name: str) -> None:
    held = f"[{BAD}]" if name == "Events" else BAD
    write(hidden=f'{{"sdes": {{"events": [{GOOD}], "{name}": {held}}}}}')
    done = program("validate", "--format", "json", "--allow-unknown", "hidden.json")
    assert (done.status, done.codes) == (1, {"SDE203": 1})


@pytest.mark.parametrize("most", [0, 1, 3, 4, 10])
def test_max_problems_limits_what_is_printed_and_nothing_else(program: Program, most: int) -> None:
    write(a=f"{BAD}\n{BAD}\n", b=f"{BAD}\n{WARNED}\n{BAD}\n")
    done = program("validate", "--max-problems", str(most), "a.json", "b.json")
    assert done.status == 1
    assert len(printed(done)) == min(most, 5)
    assert "2 files, 5 events: 4 errors, 1 warning" in done.out
    assert ("counted but not printed" in done.out) == (most < 5)


def printed(done: Done) -> list[str]:
    """Return the first lines of the problems that a text report prints."""
    return [line for line in done.out.splitlines() if re.match(r"\S+:\d+:\d+: (error|warning) SDE\d{3} ", line)]


def test_no_error_is_left_out_for_a_warning_s_sake(program: Program) -> None:
    write(a="\n".join([*[WARNED] * 150, BAD, *[WARNED] * 150]))
    done = program("validate", "a.json", "--max-per-kind", "0")
    assert len(printed(done)) == 100
    assert [line for line in printed(done) if " error " in line] == printed(done)[-1:]
    assert "201 more warnings are counted but not printed" in done.out
    assert [" error " in line for line in printed(program("validate", "a.json", "--max-problems", "1"))] == [True]


def test_of_each_kind_the_first_are_printed_and_what_was_left_out_is_said(program: Program) -> None:
    write(a=f"{BAD}\n" * 25, b=f"{WARNED}\n" * 11)
    done = program("validate", "a.json", "b.json", "-q")
    assert [line.split(":")[:2] for line in printed(done)] == [
        *(["a.json", str(line)] for line in range(1, 11)),
        *(["b.json", str(line)] for line in range(1, 11)),
    ]
    assert done.out.splitlines()[-2].startswith("15 more errors and 1 more warning are counted but not printed")
    assert len(printed(program("validate", "a.json", "b.json", "--max-per-kind", "3"))) == 6
    assert len(printed(program("validate", "a.json", "b.json", "--max-per-kind", "0"))) == 36


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_many_problems_of_one_kind_are_few_lines(program: Program, jobs: str) -> None:
    write(a=f"{BAD}\n" * 3000, b=f"{BAD}\n" * 3000)
    done = program("validate", "a.json", "b.json", "--jobs", jobs)
    assert len(done.out.splitlines()) <= 30
    assert "  6,000 error SDE203 `Topic` is not a property of `lead`. (first at a.json:1:54, 2 files)" in done.out


def test_the_json_report_counts_kinds(program: Program) -> None:
    write(a=f"{WARNED}\n{BAD}\n{BAD}\n", b=BAD)
    first, second = program("validate", "--format", "json", "a.json", "b.json").report["summary"]["kinds"]
    assert first == {
        "code": "SDE203",
        "severity": "error",
        "message": "`Topic` is not a property of `lead`.",
        "pointer": "/lead/lead/Topic",
        "count": 3,
        "files": 2,
        "first": {"file": "a.json", "line": 2, "column": 54},
    }
    assert (second["code"], second["count"], second["files"]) == ("SDE402", 1, 1)


def test_kinds_beyond_a_thousand_are_counted_as_one(program: Program) -> None:
    write(a="\n".join(BAD.replace("Topic", f"n{number}x") for number in range(1_200)))
    summary = program("validate", "--format", "json", "a.json").report["summary"]
    kinds = summary["kinds"]
    assert len(kinds) == 1_001
    assert kinds[-1] == {**dict.fromkeys(kinds[0]), "count": 200}
    assert sum(kind["count"] for kind in kinds) == summary["errors"] == 1_200


def test_max_problems_changes_nothing_in_json(program: Program) -> None:
    write(many=f"{BAD}\n" * 120)
    limited = program("validate", "--format", "json", "--max-problems", "1", "many.json")
    assert len(limited.report["problems"]) == limited.codes["SDE203"] == 120
    assert len(printed(program("validate", "many.json", "--max-per-kind", "0"))) == 100


def test_quiet_prints_problems_only(program: Program) -> None:
    write(good=GOOD, bad=BAD)
    assert program("validate", "--quiet", "good.json").out == ""
    loud, quiet = program("validate", "bad.json").out, program("validate", "--quiet", "bad.json").out
    assert loud.startswith(quiet)
    assert "SDE203" in quiet
    assert "1 file" in loud.removeprefix(quiet)
    assert "1 file" not in quiet


@pytest.mark.parametrize("name", ["lines.ndjson", "lines.json"])
@pytest.mark.parametrize("too_much", ["[" * 9 + "]" * 9, '{"lead": {"serverTimeStamp": 1, "lead": [[[[[[[[1]]]]]]]]}}'])
def test_max_depth_ends_a_document_and_the_next_is_validated(program: Program, name: str, too_much: str) -> None:
    Path(name).write_text(f"{GOOD}\n{too_much}\n{BAD}\n", encoding="utf-8")
    done = program("validate", "--format", "json", "--max-depth", "8", name)
    assert [(problem["code"], problem["line"]) for problem in done.report["problems"]] == [("SDE105", 2), ("SDE203", 3)]
    assert "SDE105" not in program("validate", "--format", "json", "--max-depth", "12", name).codes


def test_max_depth_counts_levels(program: Program) -> None:
    write(good=GOOD)
    assert program("validate", "--max-depth", "3", "good.json").status == 0
    assert program("validate", "--max-depth", "2", "good.json", "--format", "json").codes == {"SDE105": 1}


@pytest.mark.parametrize("name", ["lines.ndjson", "lines.json"])
def test_max_document_size_passes_over_a_line_and_validates_the_next(program: Program, name: str) -> None:
    long = GOOD.replace("test drive", "long " * 40)
    Path(name).write_text(f"{GOOD}\n{long}\n{BAD}\n{long}", encoding="utf-8")
    done = program("validate", "--format", "json", "--max-document-size", "100", name)
    reported = [(problem["code"], problem["line"], problem["pointer"]) for problem in done.report["problems"]]
    assert reported == [("SDE105", 2, ""), ("SDE203", 3, "/lead/lead/Topic"), ("SDE105", 4, "")]
    assert done.status == 1


def test_max_document_size_is_of_bytes(program: Program) -> None:
    write(good=GOOD)
    exact = str(len(GOOD))
    assert program("validate", "--max-document-size", exact, "good.json").status == 0
    write(good=GOOD.replace("drive", "drivé"))
    done = program("validate", "--max-document-size", exact, "good.json", "--format", "json")
    assert done.codes == {"SDE105": 1}


@pytest.mark.parametrize("format_", ["text", "json"])
def test_jobs_change_nothing_in_the_output(program: Program, format_: str) -> None:
    write(**{f"file{number}": f"{GOOD}\n{BAD}\n{WARNED}\n" * number for number in range(1, 8)}, broken='{"lead": ')
    arguments = ("validate", "--format", format_, "--max-problems", "20", ".", "none.json", "*.jsonl", "-")
    alone = program(*arguments, "--jobs", "1", stdin=BAD.encode())
    together = program(*arguments, "--jobs", "2", stdin=BAD.encode())
    assert together == alone
    assert alone.status == 2
    assert "SDE104" in alone.out


@pytest.mark.parametrize("text", [GOOD, BAD, WARNED, "", "{", f"{BAD}\n{BAD}\n", "[]"])
def test_the_json_report_is_what_its_schema_says(program: Program, text: str) -> None:
    write(payload=text)
    done = program("validate", "--format", "json", "payload.json", "none.json", "*.jsonl")
    schema = json.loads(REPORT_SCHEMA.read_bytes())
    jsonschema.Draft202012Validator(schema).validate(done.report)
    assert list(done.report) == ["schemaVersion", "problems", "summary"]
    assert list(done.report["summary"]) == list(schema["$defs"]["summary"]["properties"])
    assert done.report["schemaVersion"] == default_version()


def test_the_summary_counts_files_events_and_problems(program: Program) -> None:
    write(one=f'{{"events": [{GOOD}, {BAD}, {{}}]}}', two=f"{WARNED}\n{WARNED}\n", three="[]")
    summary = program("validate", "--format", "json", "one.json", "two.json", "three.json").report["summary"]
    codes = {"SDE203": 1, "SDE204": 1, "SDE402": 2, "SDE406": 1}
    kinds = summary.pop("kinds")
    counts = {"files": 3, "events": 5, "errors": 2, "warnings": 3}
    assert summary == {**counts, "codes": codes, "ignored": 0, "unchecked": []}
    assert sum(kind["count"] for kind in kinds) == 5
    assert list(summary["codes"]) == sorted(codes)


def test_a_second_format_goes_to_a_file(program: Program) -> None:
    write(bad=BAD)
    both = program("validate", "--format", "text", "--format", "json=report.json", "bad.json")
    assert both.out == program("validate", "bad.json").out
    assert Path("report.json").read_text(encoding="utf-8") == program("validate", "--format", "json", "bad.json").out
    program("validate", "--format", "json", "--format", "text=report.txt", "bad.json")
    assert Path("report.txt").read_text(encoding="utf-8") == both.out


def test_formats_that_all_go_to_files_leave_standard_output_empty(program: Program) -> None:
    write(bad=BAD)
    done = program("validate", "--format", "json=a.json", "--format", "text=b.txt", "bad.json")
    assert (done.status, done.out) == (1, "")
    assert "SDE203" in Path("a.json").read_text(encoding="utf-8")
    assert "SDE203" in Path("b.txt").read_text(encoding="utf-8")


@pytest.mark.skipif(multiprocessing.get_start_method() != "fork", reason="another process would not have the patch")
def test_a_helper_that_dies_stops_no_other_file(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    check = Checks.source

    def dying(self: Checks, source: Source, *rest: Any) -> Any:
        return os._exit(1) if source.name == "a.json" else check(self, source, *rest)

    monkeypatch.setattr(Checks, "source", dying)
    names = [f"{letter}.json" for letter in "abcdefgh"]
    write(**{name.removesuffix(".json"): BAD for name in names})
    done = program("validate", "--jobs", "2", "--format", "json", *names)
    assert done.status == 2
    assert done.err == "sde-schema: a.json: the process that read it has died\n"
    assert [problem["file"] for problem in done.report["problems"]] == names[1:]


def test_no_more_helpers_than_files(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []
    start = multiprocessing.Process.start

    def noted(process: multiprocessing.Process) -> None:
        begun.append(process)
        start(process)

    monkeypatch.setattr(multiprocessing.Process, "start", noted)
    write(one=GOOD, two=GOOD)
    assert program("validate", "--jobs", "1000", "one.json", "two.json").status == 0
    assert 1 <= len(begun) <= 2


def test_a_helper_that_dies_while_it_waits_is_replaced() -> None:
    write(good=GOOD)
    good, before = Source("good.json"), {*multiprocessing.active_children()}
    with Helpers(1, FileChecks({}), lambda item: item is good, Candidates([NO_LIMITS])) as helpers:
        results = helpers.results([good, None, None, good])
        assert next(results)[2] == FileResult(Summary(files=1, events=1))
        (helper,) = {*multiprocessing.active_children()} - before  # it waits: what comes next is not for helpers
        helper.kill()
        helper.join()
        assert [result for _, _, result in results] == [None, None, FileResult(Summary(files=1, events=1))]


@pytest.mark.parametrize("seed", first_every_day(range(6)))
def test_a_report_is_the_same_beside_others_and_with_helpers(program: Program, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same files on every run
    Path("in").mkdir()
    for number in range(6):
        names = chance.choices("abcd", weights=(20, 5, 2, 1), k=8)
        wrong = [BAD.replace("Topic", f"{name}{name}") for name in names]
        lines = chance.sample([GOOD, BAD, *[WARNED] * 8, *wrong], k=12)
        Path(f"in/{number}.ndjson").write_text("\n".join(lines), encoding="utf-8")
    formats = ("text", "concise", "junit", "jsonl", "sarif", "html")
    few = ("--max-problems", "9", "--max-per-kind", "4")

    def written(*names: str, jobs: str = "1") -> list[str]:
        program("validate", "in", *few, "--jobs", jobs, *(f"--format={name}=out.{name}" for name in names))
        return [Path(f"out.{name}").read_text(encoding="utf-8") for name in names]

    alone = [written(name)[0] for name in formats]
    assert written(*formats) == alone
    assert written(*formats, jobs="2") == alone
    assert [written(name, jobs="2")[0] for name in formats] == alone


def test_what_one_report_has_room_for_is_no_matter_of_others() -> None:
    common, rare = (Kind("SDE203", "error", "message", f"/{name}") for name in "ab")
    candidates = Candidates([Quota(100, 10, framed=1), MOST_RESULTS, Quota(1, 1, per_file=True)])
    candidates.begin("a.json")
    printed = [candidates.choice(common) for _ in range(6_000)]
    assert [choice.is_framed for choice in printed[:3]] == [True, False, False]
    assert sum(choice.is_printed for choice in printed) == 5_000
    assert [candidates.choice(rare).is_printed for _ in range(12)] == [True] * 10 + [False] * 2
    candidates.begin("b.json")
    assert [candidates.choice(common).is_printed for _ in range(2)] == [True, False]


@pytest.mark.parametrize("seed", first_every_day(range(6)))
@pytest.mark.parametrize("form", ["text", "json", "jsonl", "concise"])
def test_a_large_file_in_parts_is_reported_as_by_one_process(
    program: Program, monkeypatch: pytest.MonkeyPatch, seed: int, form: str
) -> None:
    monkeypatch.setattr(file_parts, "PART", BLOCK)
    chance = random.Random(seed)  # noqa: S311 - the same lines on every run
    odd = [
        BAD,
        WARNED,
        "{",
        '{"lead": [\n{"x": 1}\n{"y": 2}\n]}',
        '{"a": 1}',
        "",
        "[",
        f"[{GOOD},\n{BAD}]",
        '{"sdes": null}',
    ]
    lines = (chance.choice(odd) if chance.random() < 0.02 else GOOD for _ in range(6000))
    Path("large.ndjson").write_text("\n".join(lines), encoding="utf-8", newline="")
    write(small=BAD)
    assert len([*file_parts.file_parts(Source("large.ndjson"))]) > 2
    alone = program("validate", "--jobs", "1", "--format", form, "small.json", "large.ndjson")
    assert program("validate", "--jobs", "2", "--format", form, "small.json", "large.ndjson") == alone


@pytest.mark.parametrize("beginning", some_every_day(["\ufeff", " ", "\x1e", "\r\n", "[\n"], one_of=2))
def test_a_large_file_in_parts_may_begin_with_anything(
    program: Program, monkeypatch: pytest.MonkeyPatch, beginning: str
) -> None:
    monkeypatch.setattr(file_parts, "PART", BLOCK)
    lines = "\n".join([GOOD, GOOD, BAD] * 700)
    for name, text in (("once", beginning + lines), ("each", beginning + lines.replace("\n", "\n" + beginning))):
        Path(f"{name}.ndjson").write_text(text, encoding="utf-8", newline="")
        alone = program("validate", "--jobs", "1", f"{name}.ndjson")
        assert program("validate", "--jobs", "2", f"{name}.ndjson") == alone


def test_a_large_file_of_long_lines_is_split_too(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_parts, "PART", 2 * BLOCK)
    page = json.dumps({"interactionHistoryRecords": [{"sdes": {"events": [json.loads(GOOD)] * 1200}}]})
    Path("pages.ndjson").write_text(f"{page}\n{page}\n{BAD}\n{page}\n", encoding="utf-8", newline="")
    assert len(page) > BLOCK
    assert len([*file_parts.file_parts(Source("pages.ndjson"))]) > 1
    alone = program("validate", "--jobs", "1", "pages.ndjson")
    assert program("validate", "--jobs", "2", "pages.ndjson") == alone


@pytest.mark.parametrize("line", ['{"sdes": null}', "", "{", '{"x": 1}'])
def test_a_large_file_without_events_is_said_to_have_none(
    program: Program, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setattr(file_parts, "PART", BLOCK)
    first = '{"sdes": {"events": []}, "x": 1}'
    Path("large.ndjson").write_text("\n".join([first, *["{}" + " " * 400, line] * 500]), encoding="utf-8", newline="")
    alone = program("validate", "--jobs", "1", "large.ndjson")
    assert program("validate", "--jobs", "2", "large.ndjson") == alone


TYPED = '{"lead": {"serverTimeStamp": 1440412721836, "lead": {"value": 1, "leadId": "x"}}}'
AS_STRINGS = '{"lead": {"serverTimeStamp": "1440412721836", "lead": {"value": "22.22", "leadId": 17}}}'


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_types_of_another_version_end_with_one_note(jobs: str, program: Program) -> None:
    write(a=AS_STRINGS, b=TYPED, c=AS_STRINGS)
    done = program("validate", ".", "--schema-version", "2.0", "--quiet", "--jobs", jobs)
    assert done.status == 1
    [note] = done.err.splitlines()
    assert "a.json and 1 more" in note
    assert "the types of version 1.1, which accepts them: use --schema-version 1.1" in note


@pytest.mark.parametrize("number", ["$5", "1,234.50", "12 EUR", "05", "+5", " 5"])
def test_a_string_for_a_number_that_draws_a_warning_ends_with_the_note_too(number: str, program: Program) -> None:
    write(a=AS_STRINGS.replace("22.22", number).replace("1440412721836", "0"))
    assert "use --schema-version 1.1" in program("validate", "a.json", "--schema-version", "2.0").err
    done = program("validate", "a.json", "--schema-version", "1.1")
    assert (done.status, "SDE401" in done.out) == (0, True)


@pytest.mark.parametrize(
    "text",
    [
        AS_STRINGS.replace("leadId", "leadID"),
        AS_STRINGS.replace("22.22", "much"),
        AS_STRINGS.replace("17", "[17]"),
        AS_STRINGS.replace(', "lead": {"value"', ' "lead": {"value"'),
        TYPED,
        BAD,
    ],
)
def test_other_errors_draw_no_note_about_versions(text: str, program: Program) -> None:
    write(a=text)
    assert program("validate", "a.json", "--schema-version", "2.0").err == ""
    write(a=f"{AS_STRINGS}\n{text}" if text not in (TYPED, BAD) else text)
    assert program("validate", "a.json", "--schema-version", "2.0").err == ""
