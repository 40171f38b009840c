"""Characters that steer terminals and logs, or are not seen: wherever they come from, nothing that people read has one.

Machine formats write them by their own rules, and are read by parsers of others.
"""

from __future__ import annotations

import json
import os
import re
from itertools import product
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock
from xml.etree import ElementTree as ET  # what is parsed is our own

import orjson
import pytest

from sde_schema.cli import progress
from sde_schema.reporting import REPORTS
from tests.support.program import BAD, GOOD, main_on_terminal
from tests.support.proofs import prove
from tests.support.report_formats import Page, bracket_commands, workflow_commands
from tests.support.rounds import first_every_day, longer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from tests.support.program import Done, Program

KIND = "control characters"
CHARACTERS = {
    "line feed": "\n",
    "carriage return": "\r",
    "backspace": "\b",
    "bell": "\a",
    "escape": "\x1b[31m",
    "title": "\x1b]0;t\x07",
    "vertical tab": "\v",
    "form feed": "\f",
    "separators": "\x1c\x1d\x1e\x1f",
    "delete": "\x7f",
    "next line": "\x85",
    "C1 escape": "\x9b31m",
    "C1 title": "\x9d0;t\x9c",
    "soft hyphen": "\xad",
    "line and paragraph": "\u2028\u2029",
    "zero width": "\u200b\u200c\u200d\u2060\ufeff",
    "direction marks": "\u200e\u200f\u061c",
    "overrides": "\u202a\u202b\u202c\u202d\u202e",
    "isolates": "\u2066\u2067\u2068\u2069",
    "tags": "\U000e0001\U000e0041",
    "noncharacters": "\ufffe\uffff\ufdd0\U0001fffe",
    "private use": "\ue000",
    "GitHub's command": "\n::error::x",
    "Azure's command": "##[error]x",
}
"""What must not be printed, by what it is."""

OF_BYTES = {"not UTF-8": "\udcff\udc9b"}
"""What only names of files and arguments have."""

ALONE = {**CHARACTERS, **OF_BYTES}
HALVES = ["".join(list(CHARACTERS.values())[half::2]) for half in (0, 1)]
"""All of them in two texts, which are as names no longer than names that are shown."""

_SHARE = 8
"""Of all cases this part is tried with each of them alone."""


class Case(NamedTuple):
    """Where characters come from: what is written before a run, and its arguments."""

    arguments: tuple[str, ...]
    files: dict[str, str] = {}  # noqa: RUF012 - never changed


def in_json(text: str) -> str:
    """Return a text as JSON may hold it without escapes, except where it must have them."""
    return json.dumps(text, ensure_ascii=False)


def with_name(name: str) -> str:
    """Return an event with a name that is in no schema."""
    return BAD.replace('"Topic"', in_json(name))


def reported(text: str) -> dict[str, Case]:
    """Return what a report may show: names, values, paths, whatever the document is like."""
    event = '{"lead": {"serverTimeStamp": 1440412721836, "lead": {"topic": 1, %s: "a", %s: "b"}}}'
    service = '{"serviceActivity": {"serverTimeStamp": 1, "serviceActivity": {"status": %s, "resolved": %s}}}'
    value = in_json(text)
    return {
        "name of a property": Case(("a.json",), {"a.json": with_name(f"a{text}b")}),
        "name that is nothing else": Case(("a.json",), {"a.json": with_name(text)}),
        "name of an attribute": Case(("a.json",), {"a.json": f"{{{in_json(f'lea{text}d')}: {{}}}}"}),
        "name that is there twice": Case(("a.json",), {"a.json": event % (value, value)}),
        "name in YAML": Case(("a.yaml",), {"a.yaml": f"lead: {{serverTimeStamp: 1, {json.dumps(text)}: 1}}"}),
        "name before a syntax error": Case(("a.json",), {"a.json": f"{{{value}: 1 2}}"}),
        "text that is no JSON": Case(("a.json",), {"a.json": f'{{"lead": {text}}}'}),
        "values": Case(("--show-values", "a.json"), {"a.json": service % (value, value)}),
        "sdeType": Case(("--show-values", "a.json"), {"a.json": f'{{"sdeType": {value}, "lead": {{}}}}'}),
        "pointer to bad": Case(("--at", "/a", "a.json"), {"a.json": f'{{"a": {with_name(text)}}}'}),
        "pointer to nothing": Case(("--at", f"/{text}", "a.json"), {"a.json": BAD}),
        "name of standard input": Case(("--stdin-name", f"{text}.json", "-")),
        "name of a file": Case((f"a{text}.json",), {f"a{text}.json": BAD}),
        "name of a file that begins so": Case((".",), {f"{text}.json": BAD}),
        "name of a file that is not UTF-8": Case((".",), {f"{text}\udcff.json": BAD}),
        "name of a folder": Case((".",), {f"{text}/a.json": BAD}),
        "name of no file": Case((f"{text}.json",)),
        "pattern that matches nothing": Case((f"{text}*.json",)),
        "name of an unreadable file": Case((f"{text}.json.gz",), {f"{text}.json.gz": "x"}),
        "ignore": Case(("a.json",), {"a.json": BAD, "sde-schema.toml": ignore(text)}),
    }


def ignore(text: str) -> str:
    """Return a configuration with an ignore that nothing needs."""
    words = json.dumps(text)
    return f'[[ignore]]\ncodes = ["SDE202"]\npaths = [{words}]\nreason = {words}\n'


def asked(text: str) -> dict[str, Case]:
    """Return arguments and configurations that the program says something about, with whatever command."""
    words, files = json.dumps(text), {"a.json": BAD, "b.json": BAD}
    settings = {
        "key": f"{words} = 1",
        "setting": f"strict = {words}",
        "version": f"schema-version = {words}",
        "type of a file": f"type = {words}",
        "at": f"at = {words}",
        "pattern": f"exclude = [{json.dumps('!' + text)}]",
        "format": f"format = [{words}]",
        "severity": f'[severity]\n{words} = "error"',
        "level": f"[severity]\nSDE203 = {words}",
        "code": f'[[ignore]]\ncodes = [{words}]\nreason = "x"',
        "pointer": f'[[ignore]]\ncodes = ["SDE203"]\npointer = {words}\nreason = "x"',
        "table": f'[tool.{words}]\nx = 1\n[[override]]\npaths = ["x"]\n{words} = 1',
        "not TOML": f"a = {text}",
    }
    arguments = (
        "{}", "{}.json", "validate --{} a.json", "validate --format {} a.json", "validate --format {}=x a.json",
        "validate --format json=none/{} a.json", "validate --at {} a.json", "validate --type {} a.json",
        "validate --schema-version {} a.json", "validate --exclude !{} a.json", "validate --jobs {} a.json",
        "validate --max-document-size {} a.json", "validate --max-depth {} a.json", "validate --config {} a.json",
        "validate --color {} a.json", "validate --strict={} a.json", "validate -{} a.json", "explain {}",
        "explain SDE203 {}", "show {}", "show lead --base-uri {}", "show lead {}", "show lead -o a.json/{}",
        "show lead -o {}", "diff {} 2.0", "diff 1.0 {}", "diff 1.0 2.0 --format {}", "examples {}",
        "examples --kind {}", "examples --count {}", "examples lead -o a.json/{}", "examples lead -o {}", "export {}",
        "export avro {}", "export avro -o a.json/{}.x", "export avro lead event -o {}.x", "list --schema-version {}",
        "list {}", "fix {}", "fix --at {} a.json", "convert {}", "convert --to {} a.json",
        "convert a.json -o a.json/{}", "convert a.json b.json -o {}.json", "convert a.json --rejects a.json/{}",
        "convert - -o {}/", "config {}", "config --config {}", "generate {}", "--{}", "validate {}=1",
    )  # fmt: skip
    cases = {f"`{each}`": Case(tuple(part.format(text) for part in each.split()), files) for each in arguments}
    for name, content in settings.items():
        for command in (("validate", "a.json"), ("config",)):
            held = {**files, "sde-schema.toml": content}
            cases[f"configuration: {name}, {command[0]}"] = Case(command, held)
    many = {f"{text}{number}.json": with_name(text) for number in range(3)}
    fixable = {f"{text}.json": f'{{"Lead": {{"serverTimeStamp": 1, {in_json(f"topi{text}")}: 1}}, }}'}
    return cases | {
        "config": Case(("config", f"{text}.json"), {"sde-schema.toml": ignore(text)}),
        "config as JSON": Case(("config", "--format", "json", f"{text}.json"), {"sde-schema.toml": ignore(text)}),
        "fix": Case(("fix", "."), fixable),
        "fix of lines": Case(("fix", "."), {"a.json": f'{{ // a\n"lead"\n::error::x: {{{in_json(text)}: 1}} }}'}),
        "fix of nothing": Case(("fix", f"{text}.json"), {f"{text}.json": f'{{"lead": {text}'}),
        "fix with --write": Case(("fix", "--write", "."), fixable),
        "convert": Case(("convert", "."), many),
        "convert to null": Case(("convert", "--unconvertible", "null", "."), many),
        "convert into one": Case(("convert", "-o", "x/", f"{text}.yaml", f"{text}.ndjson"), many),
        "note on versions": Case(
            ("validate", "--schema-version", "2.0", "."),
            {f"{text}.json": '{"lead": {"serverTimeStamp": "1440412721836"}}'},
        ),
    }


def seen_in(text: str, *, but: str = "\n") -> list[str]:
    """Return the characters in an output that people must not get."""
    return [ascii(character) for character in text if not character.isprintable() and character not in but]


def faults(done: Done, format_: str = "text") -> Iterator[str]:
    """Yield what is wrong with what was printed."""
    if done.status not in (0, 1, 2) or "Traceback" in done.err or "internal error" in done.err:
        yield f"status {done.status}: {done.err[-300:]}"
    yield from seen_in(done.out + done.err)
    said = done.out if format_ != "github" else ""
    yield from (f"a command: {line}" for line in f"{said}\n{done.err}".splitlines() if line.lstrip().startswith("::"))
    yield from bracket_commands(done.out + done.err)
    try:
        yield from READERS[format_](done.out) if done.out and format_ in READERS else ()
    except ValueError as error:  # of any parser
        yield f"not {format_}: {error}"


def _in_commands(out: str) -> Iterator[str]:
    for command in workflow_commands(out):
        yield from seen_in(command.message + command.properties.get("title", ""), but="")


def _in_page(out: str) -> Iterator[str]:
    page = Page(out)
    shown = [value or "" for problem in page.problems for value in problem.values()]
    yield from seen_in("".join(shown), but="")


def _in_json(out: str) -> Iterator[str]:
    for line in out.splitlines() if out.startswith('{"code"') else [out]:
        if line:
            orjson.loads(line)
    yield from () if out.isascii() else ("not ASCII",)


def _in_xml(out: str) -> Iterator[str]:
    try:
        read = ET.fromstring(out.encode())  # noqa: S314 - our own
    except ET.ParseError as error:
        raise ValueError(error) from error
    yield from seen_in("".join(read.itertext()))


READERS: dict[str, Callable[[str], Iterator[str]]] = {
    "github": _in_commands,
    "html": _in_page,
    "junit": _in_xml,
    **dict.fromkeys(("json", "jsonl", "gitlab", "sarif"), _in_json),
}
"""What else is looked at in a format, with parsers that others wrote where it is for machines."""


def tried(program: Program, cases: Iterable[tuple[str, Case]], formats: tuple[str, ...], folder: Path) -> list[str]:
    """Run cases in all formats, each in a folder of its own; return what was wrong."""
    wrong = []
    for number, ((name, case), format_) in enumerate(product(cases, formats)):
        here = folder / str(number)
        if not is_made(here, case.files):
            continue
        os.chdir(here)
        arguments = ("validate", "--format", format_, *case.arguments) if len(formats) > 1 else case.arguments
        summary = here / "summary.md"
        summary.touch()
        with mock.patch.dict(os.environ, {"GITHUB_STEP_SUMMARY": str(summary)}):
            done = program(*arguments, stdin=BAD.encode())
        found = [*faults(done, format_), *seen_in(summary.read_text(encoding="utf-8"))]
        wrong += [f"{name}, {format_}: {fault}" for fault in found]
    return wrong


def is_made(folder: Path, files: dict[str, str]) -> bool:
    """Make files in a folder; return whether they may have these names."""
    folder.mkdir(parents=True)
    try:
        for name, held in files.items():
            file = folder / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(held, encoding="utf-8", errors="surrogateescape", newline="")
    except (OSError, ValueError):
        return False
    return True


@pytest.mark.proof
@pytest.mark.parametrize("text", first_every_day(HALVES))
def test_no_report_shows_one(program: Program, here: Path, text: str) -> None:
    cases = reported(text)
    leaks = tried(program, cases.items(), (*REPORTS,), here)
    prove(KIND, f"reports {text!a}", len(cases) * len(REPORTS), leaks=leaks)


@pytest.mark.proof
@pytest.mark.parametrize("text", first_every_day(HALVES))
def test_no_answer_shows_one(program: Program, here: Path, text: str) -> None:
    cases = asked(text)
    prove(KIND, f"answers {text!a}", len(cases), leaks=tried(program, cases.items(), ("text",), here))


@pytest.mark.slow
@pytest.mark.proof
@pytest.mark.parametrize("number", range(len(ALONE)), ids=ALONE)
def test_none_is_shown_by_itself(program: Program, here: Path, number: int) -> None:
    text, step = list(ALONE.values())[number], max(1, _SHARE // longer())
    of_reports, of_answers = (list(make(text).items())[number % step :: step] for make in (reported, asked))
    leaks = tried(program, of_reports, (*REPORTS,), here / "reports")
    leaks += tried(program, of_answers, ("text",), here / "answers")
    prove(KIND, f"alone {text!a}", len(of_reports) * len(REPORTS) + len(of_answers), leaks=leaks)


def test_a_terminal_gets_other_documents_as_they_are(here: Path) -> None:
    assert is_made(here / "in", {"a.json": GOOD})
    assert main_on_terminal("convert", "in/a.json").out.startswith(GOOD)


@pytest.mark.proof
@pytest.mark.parametrize("text", HALVES, ids=("one half", "the other"))
def test_no_terminal_gets_one(here: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    for name in ("_PATIENCE", "_PAUSE"):
        monkeypatch.setattr(progress, name, -1.0)
    good = GOOD.replace('"test drive"', in_json(text))
    assert is_made(here / "in", {f"{text}.json": BAD, "a.json": good})
    os.chdir("in")
    bar = main_on_terminal("validate", "--color", "never", f"{text}.json", columns=200).out
    assert "%" in bar
    converted = main_on_terminal("convert", "a.json").out
    assert json.JSONDecoder().raw_decode(converted)[0]["lead"]["lead"]["topic"] == text
    without_bar = re.sub(r"\r?\x1b\[2K", "", bar)
    prove(KIND, f"on a terminal {text!a}", 2, leaks=[*seen_in(without_bar), *seen_in(converted)])
