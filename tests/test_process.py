"""The program as a process: signals, pipes and terminals; and its smaller commands."""

from __future__ import annotations

import gzip
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from contextlib import suppress
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import TYPE_CHECKING

import click
import jsonschema
import pytest

from sde_schema import catalog
from sde_schema.__main__ import run as entry_point
from sde_schema.catalog import engines
from sde_schema.cli.main import commands
from sde_schema.examples.of_codes import pair_of, versions_with
from sde_schema.rules import readable, rules_by_code
from sde_schema.terminal import cells
from tests.support.paths import SCHEMAS
from tests.support.program import BAD, COMMAND, GOOD, environment, on_terminal, run, write
from tests.support.rounds import every_version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.program import Program

SUBCOMMANDS = commands.list_commands(click.Context(commands))
PATIENT = (
    "import sys; from sde_schema.cli import main, progress as bar; bar._PATIENCE = bar._PAUSE = -1.0; sys.exit(main())"
)
"""The program, which shows its progress at once."""

MUCH = f"{BAD}\n".encode() * 3_000
"""More than a pipe holds, in what is read and in what is reported."""


pytestmark = pytest.mark.usefixtures("here")


# Processes that lead a group, which is killed at the end whatever became of it. A shell that put these tests into the
# background had Ctrl-C ignored, also by what they start.
@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[bytes]]]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    begun: list[subprocess.Popen[bytes]] = []
    yield begun
    for process in begun:
        with process, suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    signal.signal(signal.SIGINT, before)


def start(started: list[subprocess.Popen[bytes]], *arguments: str, stdout: int) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
    )
    started.append(process)
    return process


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Return the status, and what all of its processes said on standard error until the last has ended."""
    _, said = process.communicate(timeout=8)
    return process.returncode, said.decode()


def ended_by_its_reader(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Read one line of a process, close its standard output, and return what ``ended`` does."""
    assert process.stdout is not None
    assert process.stdout.readline()
    process.stdout.close()
    return ended(process)


def test_ctrl_c_while_it_reads_standard_input(started: list[subprocess.Popen[bytes]]) -> None:
    process = start(started, "validate", "-", stdout=subprocess.DEVNULL)
    assert process.stdin is not None
    process.stdin.write(MUCH)  # returns once most of it has been read
    os.killpg(process.pid, signal.SIGINT)
    assert ended(process) == (130, "")


def test_ctrl_c_while_it_reads_a_fifo(started: list[subprocess.Popen[bytes]]) -> None:
    os.mkfifo("fifo.json")
    process = start(started, "validate", "fifo.json", stdout=subprocess.DEVNULL)
    with Path("fifo.json").open("wb", buffering=0) as fifo:  # opens once the other side is open
        fifo.write(MUCH[:1000])
        os.killpg(process.pid, signal.SIGINT)
        assert ended(process) == (130, "")


@pytest.mark.parametrize("waiting", [0, 2])
def test_ctrl_c_while_helpers_read(started: list[subprocess.Popen[bytes]], waiting: int) -> None:
    names = [f"{number}.json" for number in range(2 + waiting)]
    for name in names:
        os.mkfifo(name)
    process = start(started, "validate", "--jobs", "2", *names, stdout=subprocess.DEVNULL)
    with Path(names[0]).open("wb", buffering=0), Path(names[1]).open("wb", buffering=0):
        os.killpg(process.pid, signal.SIGINT)
        status, said = ended(process)
    assert (status, said) == (130, "")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_helpers_end_with_the_program(started: list[subprocess.Popen[bytes]], how: signal.Signals) -> None:
    os.mkfifo("one.json")
    os.mkfifo("two.json")
    process = start(started, "validate", "--jobs", "2", "one.json", "two.json", stdout=subprocess.DEVNULL)
    with Path("one.json").open("wb", buffering=0), Path("two.json").open("wb", buffering=0):
        process.send_signal(how)  # to the program alone, while its helpers read
        assert ended(process) == (143 if how == signal.SIGTERM else -how, "")


def test_problems_of_a_live_input_come_as_lines_at_once(started: list[subprocess.Popen[bytes]]) -> None:
    process = start(started, "validate", "-", "--format", "jsonl", stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{BAD}\n{BAD}\n".encode())
    process.stdin.flush()
    for line in (1, 2, 3):
        assert json.loads(process.stdout.readline())["line"] == line  # before there is more to read
        process.stdin.write(f"{BAD}\n".encode())
        process.stdin.flush()
    out, said = process.communicate(timeout=8)
    assert (process.returncode, said, out.count(b"\n")) == (1, b"", 2)


@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_reader_that_has_seen_enough(started: list[subprocess.Popen[bytes]], format_: str) -> None:
    Path("much.ndjson").write_bytes(MUCH)
    arguments = ("validate", "much.ndjson", "--format", format_, "--max-problems", "99999", "--max-per-kind", "0")
    assert ended_by_its_reader(start(started, *arguments, stdout=subprocess.PIPE)) == (141, "")


def test_a_reader_that_has_seen_enough_of_what_helpers_found(started: list[subprocess.Popen[bytes]]) -> None:
    Path("much.ndjson").write_bytes(MUCH)
    os.mkfifo("endless.json")
    arguments = (
        "validate",
        "--jobs",
        "2",
        "much.ndjson",
        "endless.json",
        "--max-problems",
        "99999",
        "--max-per-kind",
        "0",
    )
    assert ended_by_its_reader(start(started, *arguments, stdout=subprocess.PIPE)) == (141, "")


@pytest.mark.parametrize("arguments", [("validate", "bad.json"), ("list",), ("show", "lead"), ("explain", "203")])
def test_a_reader_that_is_gone_from_the_start(started: list[subprocess.Popen[bytes]], arguments: tuple[str]) -> None:
    Path("bad.json").write_text(BAD, encoding="utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    process = start(started, *arguments, stdout=writing)
    os.close(writing)
    assert ended(process) == (141, "")


@pytest.mark.parametrize(
    ("arguments", "closed"),
    [("validate -", "<&-"), ("validate bad.json", ">&-"), ("list", ">&-"), ("validate bad.json", "2>&- >&-")],
)
def test_closed_streams_are_reported_plainly(here: Path, arguments: str, closed: str) -> None:
    (here / "bad.json").write_text(BAD, encoding="utf-8")
    command = ["sh", "-c", f'"$0" -m sde_schema {arguments} {closed}', sys.executable]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr


@pytest.mark.filterwarnings("error")
def test_a_warning_that_is_made_an_error_is_not_a_defect(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    engines.preferred.cache_clear()
    Path("good.json").write_text(GOOD, encoding="utf-8")
    done = program("validate", "good.json")
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert done.err.startswith("sde-schema: jsonschema-rs and orjson are not installed")


@pytest.mark.parametrize("stream", ["out", "err"])
def test_no_progress_bar_on_a_pipe(here: Path, program: Program, monkeypatch: pytest.MonkeyPatch, stream: str) -> None:
    (here / "much.ndjson").write_text(f"{GOOD}\n" * 5000, encoding="utf-8")
    monkeypatch.setattr("sde_schema.cli.progress._PATIENCE", -1.0)
    done = program("validate", "much.ndjson")
    assert getattr(done, stream) == {"out": "1 file, 5,000 events: all valid\n", "err": ""}[stream]


def test_a_progress_bar_on_a_terminal_goes_away_again(here: Path) -> None:
    (here / "much.ndjson").write_text(f"{GOOD}\n" * 5000, encoding="utf-8")
    done = on_terminal(sys.executable, "-c", PATIENT, "validate", "much.ndjson", cwd=here)
    assert done.status == 0
    assert "%" in done.out
    kept = re.split(r"\r|\x1b\[2K", done.out.replace("\x1b[?25l", "").replace("\x1b[?25h", ""))[-1]
    assert re.sub(r"\x1b\[[0-9;]*m", "", kept) == "1 file, 5,000 events: all valid\n"


@pytest.mark.parametrize("way", ["validate --jobs 1", "validate --jobs 2", "convert -o out"])
def test_one_bar_is_for_the_whole_run(here: Path, way: str) -> None:
    for name in ("a.ndjson", "b.ndjson"):
        (here / name).write_text(f"{GOOD}\n" * 5000, encoding="utf-8")
    words = [sys.executable, "-c", PATIENT, *way.split(), "a.ndjson", "b.ndjson"]
    # what convert writes must not be on the terminal with the bar
    done = on_terminal("sh", "-c", f"{shlex.join(words)} > out.txt", cwd=here)
    bars = re.findall(r"(\d files) +\[[#-]+\] +(\d+)%.*?(\d+ MB, [0-9,]+ events)", done.out)
    assert {label for label, _, _ in bars} == {"2 files"}
    shares = [int(share) for _, share, _ in bars]
    assert shares == sorted(shares)
    assert shares[-1] <= 100


@pytest.mark.parametrize("columns", [20, 40, 81, 200])
def test_the_bar_stays_in_one_line(here: Path, columns: int) -> None:
    (here / f"{'wide 題' * 9}.ndjson").write_text(f"{GOOD}\n" * 5000, encoding="utf-8")
    done = on_terminal(sys.executable, "-c", PATIENT, "validate", ".", columns=columns, cwd=here)
    lines = re.findall(r"\r\x1b\[2K([^\r]*)(?=\r)", done.out)
    assert any("events" in line or columns < 40 for line in lines)
    assert [line for line in lines if cells(line) >= columns] == []


def test_standard_input_shows_how_much_was_read(here: Path) -> None:
    (here / "a.ndjson").write_text(f"{GOOD}\n{BAD}\n" * 5000, encoding="utf-8")
    words = shlex.join([sys.executable, "-c", PATIENT, "validate", "-q", "--max-problems", "0", "-"])
    done = on_terminal("sh", "-c", f"cat a.ndjson | {words}", cwd=here)
    assert re.search(r"-  \d+ MB, [0-9,]+ events, [0-9,]+ problems", done.out)


def test_that_gzip_cannot_be_split_is_said_once(here: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "a.ndjson.gz").write_bytes(gzip.compress(f"{GOOD}\n".encode() * 5000, mtime=0))
    monkeypatch.setattr("sde_schema.cli.running.PART", 100)
    note = "sde-schema: note: a gzip file cannot be split, so each is checked by one process\n"
    assert program("validate", "--jobs", "2", "a.ndjson.gz").err == note
    for jobs in ("1", "auto"):
        assert program("validate", "--jobs", jobs, "a.ndjson.gz").err == ""


def test_the_module_and_the_script_are_the_same_program() -> None:
    (script,) = entry_points(group="console_scripts", name="sde-schema")
    assert script.load() is entry_point
    done = run("--version")
    assert done == (0, f"sde-schema {version('sde-schema')}\n", "")


@pytest.mark.parametrize("name", [None, *SUBCOMMANDS])
def test_help_explains_every_option(program: Program, name: str | None) -> None:
    command = commands if name is None else commands.get_command(click.Context(commands), name)
    assert command is not None
    done = program(*([name] if name else []), "--help")
    assert (done.status, done.err) == (0, "")
    squeezed = re.sub(r"\s", "", done.out)
    options = [option for option in command.params if isinstance(option, click.Option) and not option.hidden]
    for option in options:
        assert option.help
        assert all(spelling in done.out for spelling in option.opts)
        assert re.sub(r"\s", "", option.help) in squeezed
    assert re.sub(r"\s", "", (command.help or "").partition("\n\n")[0]) in squeezed


def test_the_first_help_names_every_command(program: Program) -> None:
    out = program("--help").out
    assert {"validate", "list", "show", "explain"} <= set(SUBCOMMANDS)
    assert all(re.search(rf"^  {name} +\S", out, re.MULTILINE) for name in SUBCOMMANDS)


def test_an_unknown_command_is_a_usage_error(program: Program) -> None:
    done = program("validat", "x.json")
    assert (done.status, done.out) == (2, "")
    assert "validat" in done.err


def test_list_names_versions_and_types(program: Program) -> None:
    done = program("list")
    assert (done.status, done.err) == (0, "")
    words = done.out.split()
    assert {*catalog.versions(), *catalog.attribute_types()} <= set(words)
    assert f"{catalog.default_version()}  " in done.out
    assert "(default)" in done.out
    assert program("list", "--schema-version", catalog.default_version()) == done
    assert program("list", "--schema-version", "0.1").status == 2


@pytest.mark.parametrize("schema_version", every_version())
def test_show_prints_a_schema_byte_for_byte(schema_version: str) -> None:
    for name in ("purchase", "payload"):
        published = (SCHEMAS / schema_version / f"{name}.schema.json").read_bytes()
        assert run("show", name, "--schema-version", schema_version).out.encode() == published


def test_show_prints_every_schema(program: Program) -> None:
    for name in catalog.document_names():
        file = SCHEMAS / catalog.default_version() / f"{name}.schema.json"
        assert program("show", name).out == file.read_text(encoding="utf-8")
    assert program("show", "report").out == (SCHEMAS / "report.schema.json").read_text(encoding="utf-8")


def test_a_bundle_needs_nothing_else(program: Program) -> None:
    compound = json.loads(program("show", "payload", "--bundle").out)
    validator = jsonschema.Draft202012Validator(compound)
    assert validator.is_valid(json.loads(GOOD))
    assert not validator.is_valid(json.loads(BAD))
    assert compound["$id"] == catalog.load_schema("payload")["$id"]
    assert '"x-' not in program("show", "purchase", "--bundle").out


@pytest.mark.parametrize("base", ["https://example.test/a", "https://example.test/a/"])
@pytest.mark.parametrize("options", [(), ("--bundle",)])
def test_another_base_uri(program: Program, base: str, options: tuple[str, ...]) -> None:
    for name in ("purchase", "payload", "report"):
        out = program("show", name, "--base-uri", base, *options).out
        ids = re.findall(r'"\$id": "([^"]*)"', out)
        assert ids
        assert all(re.match(r"https://example\.test/a/[0-9r]", uri) for uri in ids)
        assert catalog.BASE_URI not in "".join(ids)


@pytest.mark.parametrize(
    ("arguments", "helpful"),
    [
        (("show", "purchas"), "'purchase'"),
        (("show", "Lead"), "'lead'"),
        (("show", "qqq"), "cartStatus"),
        (("show", "lead", "--schema-version", "7"), catalog.default_version()),
        (("show", "lead", "--bundel"), "--bundle"),
        (("show",), "NAME"),
        (("show", "lead", "--all"), "not both"),
        (("show", "--all"), "-o DIR"),
        (("show", "lead", "--base-uri", "schemas/"), "absolute URI"),
        (("show", "lead", "--base-uri", "https://"), "absolute URI"),
        (("show", "lead", "--base-uri", "https://["), "absolute URI"),
        (("show", "lead", "--base-uri", "https://example.test/a#b"), "absolute URI"),
        (("explain", "unknown-propety"), "did you mean unknown-property?"),
        (("explain", "SDE2O3"), "SDE203"),
        (("validate", "--max-document-size", "10XB", "x"), "10MB"),
        (("validate", "--max-document-size", "0", "x"), "less than one byte"),
        (("validate", "--jobs", "all", "x"), "--jobs"),
        (("validate", "--jobs", "0", "x"), "--jobs"),
        (("examples", "--form", "record", "--kind", "invalid", "-o", "d"), "bare events"),
        (("examples", "--form", "list"), "envelope"),
        (("explain", "SDE999"), "SDE203"),
        (("explain", "SDE203", "--schema-version", "7"), catalog.default_version()),
    ],
)
def test_a_wrong_question_is_answered_with_help(program: Program, arguments: tuple[str, ...], helpful: str) -> None:
    done = program(*arguments)
    assert (done.status, done.out) == (2, "")
    assert helpful in done.err


@pytest.mark.parametrize("code", rules_by_code())
def test_explain_says_all_of_a_code(program: Program, code: str) -> None:
    done = program("explain", code)
    rule = rules_by_code()[code]
    assert done.status == 0
    assert done.out.startswith(f"{code} {rule.name} ({rule.severity})\n")
    squeezed = re.sub(r"\s", "", done.out)
    assert all(re.sub(r"\s", "", text) in squeezed for text in (rule.meaning, rule.why, rule.fix))
    assert "\nBad:\n" in done.out
    assert "\nGood:\n" in done.out
    assert not re.search(r"(?<=\s)--?\w[\w-]*-\n", done.out), "an option's name is broken at the end of a line"
    assert all(name in done.out for name in (*rule.options, *rule.see_also))
    assert program("explain", code.lower()) == program("explain", rule.name) == done
    assert done.out.replace("\n", "").isprintable()


@pytest.mark.parametrize("version", catalog.versions())
def test_explain_shows_the_examples_of_the_version_that_is_asked_for(version: str, program: Program) -> None:
    for rule in rules_by_code().values():
        done = program("explain", rule.code, "--schema-version", version)
        holders = versions_with(rule)
        assert (f"Version {version} has no such problem" in done.out) == (version not in holders)
        pair = pair_of(rule, version if version in holders else holders[0])
        assert pair is not None
        assert readable(pair.bad).rstrip() in done.out.replace("\n    ", "\n")


@pytest.mark.usefixtures("here")
def test_a_clean_run_imports_no_rules() -> None:
    write(a=GOOD)
    code = (
        "import sys; from sde_schema.cli import main; assert main(['validate', 'a.json']) == 0;"
        "print(*(name for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment())
    words = ("wcwidth", "sde_schema.rules", "sde_schema.reading.wrapped_text", "sde_schema.checking.evaluator")
    assert not [name for name in done.stdout.split() if name.startswith(words)]
