"""Every report format: valid for what reads it, all problems in it, no value of a payload."""

from __future__ import annotations

import json
import os
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import jsonschema
import junitparser
import pytest

from sde_schema.reporting import REPORTS
from tests.support.events import event
from tests.support.paths import SCHEMAS
from tests.support.program import BAD, GOOD, WARNED, Done, write
from tests.support.report_formats import (
    GITLAB,
    Page,
    bracket_commands,
    sarif_complaints,
    sarif_schema,
    workflow_commands,
)
from tests.support.rounds import first_every_day
from tests.support.secrets import EMAIL, PHONE, Secrets

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.program import Program

pytestmark = pytest.mark.usefixtures("here")

ODD_NAMES = ("a b.json", "50%.json", "c:d,e.json", "ü\u3000.json", "g\nh.json", "tab\t\x1b[31m.json", "x  y.json")
SHOWN = re.compile(r"^(?P<file>.*):(?P<line>\d+):\d+: (?:error|warning) (?P<code>SDE\d{3}) ", re.MULTILINE)

Found = list[tuple[str, int, str]]


def _of_text(text: str) -> Found:
    return [(found["file"], int(found["line"]), found["code"]) for found in SHOWN.finditer(text)]


def _of_objects(problems: list[dict[str, Any]]) -> Found:
    return [(problem["file"], problem["line"], problem["code"]) for problem in problems]


def _of_json(text: str) -> Found:
    report = json.loads(text)
    jsonschema.Draft202012Validator(json.loads((SCHEMAS / "report.schema.json").read_bytes())).validate(report)
    return _of_objects(report["problems"])


def _of_jsonl(text: str) -> Found:
    schema = json.loads((SCHEMAS / "report.schema.json").read_bytes())
    problems = [json.loads(line) for line in text.splitlines()]
    jsonschema.Draft202012Validator({**schema["properties"]["problems"], "$defs": schema.get("$defs", {})}).validate(
        problems
    )
    return _of_objects(problems)


def _of_github(text: str) -> Found:
    commands = workflow_commands(text)
    assert {command.name for command in commands} <= {"error", "warning"}
    return [
        (command.properties["file"], int(command.properties["line"]), command.properties["title"].split(" ")[0])
        for command in commands
    ]


def _of_gitlab(text: str) -> Found:
    issues = json.loads(text)
    jsonschema.Draft202012Validator(GITLAB).validate(issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    return [(it["location"]["path"], it["location"]["lines"]["begin"], it["check_name"]) for it in issues]


def _of_junit(text: str) -> Found:
    parsed = junitparser.JUnitXml.fromstring(text.encode())
    (suite,) = parsed
    cases = list(suite)
    assert (suite.tests, suite.failures + suite.errors) == (len(cases), sum(not case.is_passed for case in cases))
    found: Found = []
    for case in cases:
        found += [place for result in case.result for place in _of_text(result.text or "")]
        found += _of_text(case.system_out or "")
    return found


def _of_sarif(text: str) -> Found:
    (run,) = json.loads(text)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [it["ruleId"] for it in run["results"]]
    assert all(rule["help"]["text"] for rule in rules)
    prints = [result["partialFingerprints"]["kindInFile/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    return [
        (unquote(place["artifactLocation"]["uri"]), place["region"]["startLine"], result["ruleId"])
        for place, result in zip(places, run["results"], strict=True)
    ]


def _of_html(text: str) -> Found:
    page = Page(text)
    assert page.policy is not None
    assert page.policy.startswith("default-src 'none'")
    assert page.addresses == []
    assert re.findall(r"(?:https?:)?//[a-z]", text) == []
    for name, values in page.choices.items():
        assert set(values) == {problem[name] for problem in page.problems}
    lines = re.findall(r'<p class="location">.*:(\d+):\d+</p>', text)
    return [
        (problem["file"] or "", int(line), problem["code"] or "")
        for problem, line in zip(page.problems, lines, strict=True)
    ]


READERS: dict[str, Callable[[str], Found]] = {
    "text": _of_text,
    "concise": _of_text,
    "json": _of_json,
    "jsonl": _of_jsonl,
    "github": _of_github,
    "gitlab": _of_gitlab,
    "junit": _of_junit,
    "sarif": _of_sarif,
    "html": _of_html,
}


def test_every_format_has_a_reader() -> None:
    assert list(READERS) == list(REPORTS)


def _thirty() -> Found:
    """Write five files with thirty problems; return them."""
    names = [f"in/{name}.json" for name in "abcde"]
    Path("in").mkdir()
    for name in names:
        Path(name).write_text(f'{GOOD}\n{BAD}\n{BAD}\n{BAD}\n{WARNED}\n{WARNED}\n{{"lead": ', encoding="utf-8")
    kinds = [(2, "SDE203"), (3, "SDE203"), (4, "SDE203"), (5, "SDE402"), (6, "SDE402"), (7, "SDE101")]
    return [(name, line, code) for name in names for line, code in kinds]


@pytest.mark.parametrize("format_", REPORTS)
def test_all_problems_are_in_every_format(program: Program, format_: str) -> None:
    expected = _thirty()
    done = program("validate", "in", "--max-per-kind", "0", "--format", format_)
    assert (done.status, done.err) == (1, "")
    found = READERS[format_](done.out)
    assert sorted(found) == sorted(expected)
    if format_ != "github":  # the first of each kind come first
        assert found == expected


@pytest.mark.parametrize("format_", REPORTS)
def test_several_processes_change_no_report(program: Program, format_: str) -> None:
    _thirty()
    assert program("validate", "in", "--format", format_, "--jobs", "2") == program(
        "validate", "in", "--format", format_
    )


@pytest.mark.parametrize("format_", REPORTS)
def test_a_report_without_problems_is_whole(program: Program, format_: str) -> None:
    write(good=GOOD)
    done = program("validate", "good.json", "--format", format_)
    assert done.status == 0
    assert READERS[format_](done.out) == []


def test_sarif_is_what_its_schema_and_its_validator_want(program: Program) -> None:
    _thirty()
    for name in ODD_NAMES:
        Path("in", name).write_text(BAD, encoding="utf-8")
    done = program("validate", "in", "-", "none.json", "--format", "sarif=out.sarif", stdin=BAD.encode())
    assert (done.status, done.out) == (2, "")
    report = json.loads(Path("out.sarif").read_bytes())
    schema = sarif_schema()
    assert list(jsonschema.validators.validator_for(schema)(schema).iter_errors(report)) == []
    invocation = report["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert [note["message"]["text"] for note in invocation["toolExecutionNotifications"]] == ["no such file"]
    complaints = sarif_complaints(Path("out.sarif"))
    assert [it for it in complaints if "informationUri" not in it] == []  # there is no public page to name


@pytest.mark.parametrize("format_", REPORTS)
@pytest.mark.parametrize("name", ODD_NAMES)
def test_names_of_files_are_whole_and_harmless(program: Program, format_: str, name: str) -> None:
    Path(name).write_text(BAD, encoding="utf-8")
    done = program("validate", name, "--format", format_)
    assert done.status == 1
    ((file, line, code),) = READERS[format_](done.out)
    shown = "".join(character if character.isprintable() else "?" for character in name)
    exact = {"json", "jsonl", "gitlab", "sarif"}
    by_runner = "".join(character if character.isprintable() or character == "\n" else "?" for character in name)
    assert file == (name if format_ in exact else by_runner if format_ == "github" else shown)
    assert (line, code) == (1, "SDE203")
    assert "\x1b" not in done.out


@pytest.mark.skipif(os.name == "nt", reason="names of files are texts there")
@pytest.mark.parametrize("format_", REPORTS)
def test_names_that_are_not_unicode_end_no_report(program: Program, format_: str) -> None:
    name, odd = os.fsdecode(b"caf\xe9.json"), [BAD.replace("Topic", it) for it in ("\\ud800", "\\u001b`|<b>")]
    Path(name).write_text("\n".join(odd), encoding="utf-8")
    done = program("validate", name, "--format", f"{format_}=report")
    assert (done.status, done.out, done.err) == (1, "", "")
    text = Path("report").read_text(encoding="utf-8")
    assert len(READERS[format_](text)) == 2
    assert "\x1b" not in text
    assert format_ not in ("html", "junit") or "<b>" not in text


@pytest.mark.parametrize("format_", REPORTS)
def test_standard_input_and_missing_files_are_in_no_one_s_way(program: Program, format_: str) -> None:
    done = program("validate", "none.json", "-", "*.yaml", "--format", format_, stdin=f"{GOOD}\n{BAD}".encode())
    assert done.status == 2
    assert "none.json: no such file" in done.err
    assert format_ == "jsonl" or "could not be checked" in done.out or "none.json" in done.out
    assert "Traceback" not in done.err
    assert "SDE104" in done.out
    assert "SDE203" in done.out


@pytest.mark.parametrize("format_", sorted({*REPORTS} - {"jsonl"}))
def test_each_report_names_what_could_not_be_checked(
    program: Program, monkeypatch: pytest.MonkeyPatch, here: Path, format_: str
) -> None:
    write(good=GOOD)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "summary.md"))
    done = program("validate", "good.json", "missing.json", "--format", f"{format_}=report")
    assert (done.status, done.out, done.err) == (2, "", "sde-schema: missing.json: no such file\n")
    text = Path("report").read_text(encoding="utf-8")
    assert ("missing.json" in text, "no such file" in text, "all valid" in text) == (True, True, False)
    if format_ == "github":
        (command,) = workflow_commands(text)
        assert command.properties == {"file": "missing.json", "title": "not checked"}
        text = Path("summary.md").read_text(encoding="utf-8")
        assert text.startswith("### sde-schema: no problems in what was checked, 1 file could not be checked\n")
        assert "- `missing.json`: no such file\n" in text
    elif format_ == "gitlab":
        jsonschema.Draft202012Validator(GITLAB).validate(json.loads(text))
    elif format_ == "json":
        assert _of_json(text) == []
        assert json.loads(text)["summary"]["unchecked"] == [{"file": "missing.json", "why": "no such file"}]


def test_a_file_that_cannot_be_read_is_an_error_of_junit(program: Program) -> None:
    write(bad=BAD, good=GOOD, warned=WARNED)
    done = program("validate", "none.json", "bad.json", "good.json", "warned.json", "--format", "junit")
    (suite,) = junitparser.JUnitXml.fromstring(done.out.encode())
    assert (suite.tests, suite.failures, suite.errors) == (4, 1, 1)
    kinds = [(case.name, [type(result).__name__ for result in case.result]) for case in suite]
    assert kinds == [("none.json", ["Error"]), ("bad.json", ["Failure"]), ("good.json", []), ("warned.json", [])]


def test_junit_says_what_it_left_out(program: Program) -> None:
    write(many=f"{BAD}\n" * 12)
    done = program("validate", "many.json", "--format", "junit")
    assert len(_of_junit(done.out)) == 10
    assert done.out.count("is not a property") == 11  # with the table of kinds
    assert program("validate", "-", "--format", "junit", stdin=BAD.encode()).out.count("is not a property") == 1
    assert "2 more errors are counted but not printed" in done.out


# Secrets as values, beside keys, under unknown names, in names, in what is no JSON, in YAML.
def _planted(secrets: Secrets) -> None:
    new = secrets.string
    lead = event("lead", {"value": new(), "stray": [new(), {new()[:4]: new()}], "topic": [new()]})
    person = event("personalInfo", {"name": secrets.number(), "contacts": [{"email": EMAIL, "phone": [PHONE]}]})
    named = {"lead": {"serverTimeStamp": new(), EMAIL: new(), f"{secrets.number()}": 1, new() * 6: 2}}
    status = event("customerInfo", {"customerId": [new()], "role": {"a": new()}, "userName": {"b": secrets.number()}})
    payloads = [lead, person, named, status, {new()[:3]: new()}]
    Path("in").mkdir()
    text = json.dumps({"events": payloads})
    files = {
        "line.json": text,
        "pretty.json": json.dumps(payloads, indent=1),
        "comma.json": text.replace(", ", " "),
        "cut.json": text[: len(text) // 2],
        "quotes.json": text.replace('"', "'"),
        "comment.json": text.replace("{", f"{{ /* {new()} */ ", 1),
        "equals.json": text.replace('": "', '" = "'),
        "log.json": f"{new()} {new()} user={new()}\n",
        "flow.yaml": "\n---\n".join(map(json.dumps, payloads)),
        "broken.yaml": f"lead: [{new()}\n{new()}: {new()}: {new()}\n",
        "block.yaml": f"lead:\n  serverTimeStamp: {new()}\n  lead:\n    topic: [{new()}]\n    # {new()}\n",
        "lines.ndjson": "".join(json.dumps(payload) + "\n" for payload in payloads) + f'{{"lead": {new()}}}\n',
    }
    while len(secrets.made) < 100:
        files[f"more{len(secrets.made)}.json"] = json.dumps(event("lead", {"value": new(), "x": new()}))
    for name, held in files.items():
        Path("in", name).write_text(held, encoding="utf-8")


@pytest.mark.parametrize("format_", REPORTS)
def test_no_value_is_in_any_format(program: Program, monkeypatch: pytest.MonkeyPatch, here: Path, format_: str) -> None:
    secrets = Secrets()
    _planted(secrets)
    assert len(secrets.made) >= 100
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "summary.md"))
    done = program("validate", "in", "none.json", "--max-per-kind", "0", "--max-problems", "9999", "--format", format_)
    assert done.status == 2
    assert {"SDE101", "SDE203", "SDE205"} <= set(re.findall(r"SDE\d{3}", done.out))
    summary = Path("summary.md").read_text(encoding="utf-8") if format_ == "github" else ""
    assert secrets.leaked_by(Done(0, done.out, done.err + summary)) == set()


@pytest.mark.parametrize("format_", REPORTS)
def test_a_report_that_is_not_finished_leaves_no_file(
    program: Program, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    write(bad=BAD)
    Path("kept").write_text("the report of yesterday", encoding="utf-8")

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("sde_schema.cli.running.Run._end_of_file", fail)
    before = sorted(Path().iterdir())
    for file in ("new", "kept"):
        assert program("validate", "bad.json", "--format", f"{format_}={file}").status == 2
    assert sorted(Path().iterdir()) == before
    assert Path("kept").read_text(encoding="utf-8") == "the report of yesterday"


@pytest.mark.parametrize("format_", REPORTS)
def test_a_report_that_cannot_be_written_is_said(program: Program, format_: str) -> None:
    write(bad=BAD)
    for file in ("nowhere/report", "folder"):
        Path("folder").mkdir(exist_ok=True)
        before = sorted(Path().rglob("*"))
        done = program("validate", "bad.json", "--format", "text=other", "--format", f"{format_}={file}")
        assert (done.status, done.out) == (2, "")
        assert f"{file} cannot be written" in done.err
        assert sorted(Path().rglob("*")) == before


@pytest.mark.parametrize("format_", ["text", "concise"])
def test_lines_for_people_are_colored_where_that_is_wanted(program: Program, format_: str) -> None:
    done = program("validate", "-", "--format", format_, "--color", "always", stdin=BAD.encode())
    assert done.out.startswith("\x1b[1m-:1:54:\x1b[0m \x1b[1;31merror SDE203\x1b[0m `Topic` is not")


def test_several_formats_are_written_at_once(program: Program) -> None:
    expected = _thirty()
    wanted = [f"{name}=out.{name}" for name in REPORTS if name != "text"]
    arguments = [part for name in ("text", *wanted) for part in ("--format", name)]
    done = program("validate", "in", "--max-per-kind", "0", *arguments)
    assert (done.status, _of_text(done.out)) == (1, expected)
    for name in REPORTS:
        if name != "text":
            assert sorted(READERS[name](Path(f"out.{name}").read_text(encoding="utf-8"))) == sorted(expected)
    assert {file.name for file in Path().iterdir()} == {"in", *(f"out.{name}" for name in REPORTS if name != "text")}


def test_two_formats_on_standard_output_are_refused(program: Program) -> None:
    done = program("validate", "-", "--format", "json", "--format", "sarif")
    assert (done.status, done.out) == (2, "")
    assert "only one --format can go to standard output" in done.err


@pytest.mark.parametrize("named", [(), ("--format", "text")])
def test_github_actions_add_annotations_where_no_format_is_named(
    program: Program, monkeypatch: pytest.MonkeyPatch, named: tuple[str, ...]
) -> None:
    _thirty()
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    done = program("validate", "in", *named)
    assert len(_of_text(done.out)) == 25
    assert bool(workflow_commands(done.out)) == (not named)
    assert done.out.count("5 files, ") == 1


def test_the_first_of_each_kind_come_first_and_the_summary_of_the_step_is_appended_to(
    program: Program, monkeypatch: pytest.MonkeyPatch, here: Path
) -> None:
    _thirty()
    file = here / "summary.md"
    file.write_text("of another step\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    commands = workflow_commands(program("validate", "in", "--format", "github").out)
    assert [it.properties["title"][:6] for it in commands[:3]] == ["SDE203", "SDE101", "SDE402"]
    program("validate", "in/a.json", "--format", "github")
    text = file.read_text(encoding="utf-8")
    assert text.startswith("of another step\n### sde-schema: 20 errors, 10 warnings\n")
    assert text.count("\n| ---: |") == 2
    assert (
        "| 15 | error | SDE203 | `Topic` is not a property of `lead`. | `/lead/lead/Topic` | `in/a.json:2:54` | 5 |"
        in text
    )


def test_of_many_kinds_the_summary_of_the_step_counts_the_last_together(
    program: Program, monkeypatch: pytest.MonkeyPatch, here: Path
) -> None:
    write(many=json.dumps(event("lead", {f"unknown{number}": 1 for number in range(60)})))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "summary.md"))
    program("validate", "many.json", "--format", "github")
    rows = Path("summary.md").read_text(encoding="utf-8").strip().splitlines()
    assert (len(rows) - rows.index("| ---: | --- | --- | --- | --- | --- | ---: |"), rows[-1]) == (
        52,
        "| 10 | | | of other kinds | | | |",
    )


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_more_kinds_than_are_held_are_counted_together(program: Program, jobs: str) -> None:
    for name in ("a", "b"):
        unknown = {f"{name}{number}": 1 for number in range(600)}
        write(**{name: json.dumps(event("lead", unknown))})
    done = program("validate", ".", "--jobs", jobs, "--format", "json")
    counts = [kind["count"] for kind in done.report["summary"]["kinds"]]
    assert counts == [1] * 1000 + [200]


@pytest.mark.parametrize("name", ["a`![x](https://x.example/p.png)", "b`<h1>HI</h1>", "c`<b>`d", "``e``|", "|<i>|"])
def test_no_name_is_markup_in_the_summary_of_the_step(
    program: Program, monkeypatch: pytest.MonkeyPatch, here: Path, name: str
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "summary.md"))
    program("validate", "-", "--format", "github", stdin=json.dumps(event("lead", {name: 1})).encode())
    page = import_module("markdown").markdown(Path("summary.md").read_text(encoding="utf-8"), extensions=["tables"])
    assert set(re.findall(r"<(\w+)", page)) <= {"h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code"}
    assert page.count("<td") == 7


def test_a_step_s_summary_that_cannot_be_written_is_a_note(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "nowhere/summary.md")
    done = program("validate", "-", "--format", "github", stdin=BAD.encode())
    assert done.status == 1
    assert done.err == "sde-schema: note: github: the step's summary cannot be written: No such file or directory\n"


def _fingerprints(program: Program, format_: str) -> list[str]:
    report = json.loads(program("validate", "moved.json", "--format", format_, "--max-per-kind", "0").out)
    if format_ == "gitlab":
        return [issue["fingerprint"] for issue in report]
    return [result["partialFingerprints"]["kindInFile/v1"] for result in report["runs"][0]["results"]]


@pytest.mark.parametrize("format_", ["gitlab", "sarif"])
def test_fingerprints_are_distinct_and_survive_moved_lines(program: Program, format_: str) -> None:
    write(moved=f"{BAD}\n{BAD}\n{WARNED}\n")
    before = _fingerprints(program, format_)
    write(moved=f"\n{GOOD}\n\n{BAD}\n{GOOD}\n {BAD}\n\n{WARNED}\n")
    assert _fingerprints(program, format_) == before
    assert len(set(before)) == 3


PATHS: dict[str, Callable[[str], list[str]]] = {
    "sarif": lambda text: re.findall(r'"uri": "([^"]*)"', text),
    "gitlab": lambda text: re.findall(r'"path": "([^"]*)"', text),
    "github": lambda text: re.findall(r"file=([^,]*),", text),
    "junit": lambda text: re.findall(r' file="([^"]*)"', text),
}


@pytest.mark.parametrize("format_", PATHS)
@pytest.mark.parametrize("variable", [None, "GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"])
def test_paths_are_those_of_the_repository(
    program: Program, monkeypatch: pytest.MonkeyPatch, here: Path, format_: str, variable: str | None
) -> None:
    Path("sub/pay").mkdir(parents=True)
    Path("sub/pay/a.json").write_text(BAD, encoding="utf-8")
    monkeypatch.chdir("sub")
    if variable is not None:
        monkeypatch.setenv(variable, str(here))
    expected = "pay/a.json" if variable is None else "sub/pay/a.json"
    texts = set()
    for path in ("pay/a.json", "./pay//a.json", "pay/../pay/a.json", str(here / "sub/pay/a.json")):
        done = program("validate", path, "--format", format_)
        assert PATHS[format_](done.out) == [expected]
        texts |= {done.out} if format_ in ("sarif", "gitlab") else set()
    assert len(texts) <= 1  # fingerprints are the same, too


@pytest.mark.parametrize("format_", ["sarif", "gitlab"])
def test_files_elsewhere_and_odd_names_stay_what_they_are(program: Program, here: Path, format_: str) -> None:
    Path("sub").mkdir()
    for name in ("out.json", "sub/back\\slash.json"):
        Path(name).write_text(BAD, encoding="utf-8")
    os.chdir("sub")
    done = program("validate", "../out.json", here / "out.json", "back\\slash.json", "--format", format_)
    places = [file for file, _, _ in READERS[format_](done.out)]
    assert places == ["../out.json", "back\\slash.json"]


def test_standard_input_has_one_name(program: Program) -> None:
    outs = [program("validate", "-", "--format", name, stdin=BAD.encode()).out for name in ("sarif", "gitlab", "junit")]
    assert ['"uri": "stdin"' in outs[0], '"path": "stdin"' in outs[1], 'name="stdin"' in outs[2]] == [True] * 3


@pytest.mark.parametrize("jobs", first_every_day(["1", "2"]))
@pytest.mark.parametrize("format_", first_every_day(["sarif", "gitlab", "html"]))
def test_no_kind_is_left_out_of_five_thousand_results(program: Program, format_: str, jobs: str) -> None:
    stray = json.dumps(event("lead", {f"stray{number}": 1 for number in range(24)}))
    write(a=f"{BAD}\n" * 5_010 + f"{WARNED}\n{stray}\n", b=stray.replace("stray", "other"))
    done = program("validate", "a.json", "b.json", "--jobs", jobs, "--format", format_)
    found = READERS[format_](done.out)
    assert len(found) == 5_000
    assert [code for _, _, code in found].count("SDE402") == 1
    assert [file for file, _, _ in found].count("b.json") == 24
    assert found == sorted(found, key=lambda it: it[:2])


@pytest.mark.slow
def test_more_than_five_thousand_results_are_left_out_and_that_is_said(program: Program) -> None:
    write(many=f"{WARNED}\n{BAD}\n" * 2_600)
    wanted = [f"{name}=out.{name}" for name in ("sarif", "gitlab", "html")]
    done = program("validate", "many.json", *(part for name in wanted for part in ("--format", name)))
    for name in wanted:
        format_, _, file = name.partition("=")
        codes = [code for _, _, code in READERS[format_](Path(file).read_text(encoding="utf-8"))]
        assert (len(codes), codes.count("SDE203")) == (5_000, 2_600)
        assert f"sde-schema: note: {name}: the report has 5,000 of 5,200 results\n" in done.err
    assert done.err.count("\n") == 3


@pytest.mark.parametrize("strict", [False, True])
def test_a_test_case_fails_for_warnings_where_the_run_does(program: Program, *, strict: bool) -> None:
    write(warned=WARNED)
    done = program("validate", "warned.json", "--format", "junit=out.xml", *(("--strict",) if strict else ()))
    assert done.status == int(strict)
    assert ('failures="1"' in Path("out.xml").read_text(encoding="utf-8")) == strict


@pytest.mark.parametrize("format_", ["text", "concise", "junit"])
@pytest.mark.parametrize("name", ["::error::x.json", "  ::error::x.json"])
def test_the_name_of_a_file_is_no_command_in_a_log_of_github(program: Program, format_: str, name: str) -> None:
    Path(name).write_text(BAD, encoding="utf-8")
    done = program("validate", name, "--format", format_)
    assert f"./{name}:1:54: error SDE203" in done.out
    assert workflow_commands(done.out) == []


COMMANDS = ("##[set-output name=ok]yes", "##[add-mask]e", "##vso[task.setvariable x]1", "##TeamCity[x]", "###[debug]")


@pytest.mark.parametrize("format_", REPORTS)
def test_no_name_of_a_payload_or_file_is_a_command_in_a_log(program: Program, format_: str) -> None:
    held = json.dumps(event("lead", dict.fromkeys(COMMANDS, 1)), indent=1)
    for name in ("##[group]x.json", "##vso[y]:.json", "##[z]broken.json"):
        Path(name).write_text(held[:-3] if "broken" in name else held, encoding="utf-8")
    Path("##[lost]l.json").symlink_to("nowhere")
    done = program("validate", ".", "##[none].json", "--max-per-kind", "0", "--format", format_)
    assert (done.status, "[lost]l.json" in done.err) == (2, True)
    assert bracket_commands(done.out + done.err) == []
    assert "set-output name" in done.out
    if format_ == "json":
        assert {f"`{name}`" for name in COMMANDS} <= {it["message"].split(" is")[0] for it in done.report["problems"]}


def test_no_name_is_a_command_in_the_diff_of_fix(program: Program) -> None:
    Path("##[group]x.json").write_text('{"lead": {"##[add-mask]x": 1 "y": 2}}', encoding="utf-8")
    done = program("fix", "##[group]x.json")
    assert (done.status, "[group]x.json" in done.out) == (1, True)
    assert bracket_commands(done.out + done.err) == []
