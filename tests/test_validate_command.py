"""`sde-schema validate`: what it takes, what it leaves out, and its exit status."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from errno import EACCES
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.program import BAD, COMMAND, GOOD, WARNED, write

if TYPE_CHECKING:
    from tests.support.program import Done, Program

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")


def files_of(done: Done) -> list[str]:
    return list(dict.fromkeys(problem["file"] for problem in done.report["problems"]))


@pytest.mark.parametrize(("text", "status"), [(GOOD, 0), (WARNED, 0), (BAD, 1), ("{", 1), ("", 1)])
def test_the_exit_status_is_the_verdict(here: Path, program: Program, text: str, status: int) -> None:
    write(payload=text)
    assert program("validate", here / "payload.json").status == status


@pytest.mark.usefixtures("here")
def test_what_cannot_be_done_wins_and_the_rest_is_still_validated(program: Program) -> None:
    write(bad=BAD, good=GOOD)
    done = program("validate", "--format", "json", "bad.json", "missing.json", "good.json")
    assert done.status == 2
    assert done.counts == (2, 2)
    assert done.codes == {"SDE203": 1}
    assert "missing.json: no such file" in done.err


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("path", ["missing.json", "missing/", "./missing/good.json", "good.json/x", ""])
def test_a_path_of_nothing_is_not_a_clean_run(program: Program, path: str) -> None:
    write(good=GOOD)
    done = program("validate", path)
    assert done.status == 2
    assert "no such file" in done.err
    assert "all valid" not in done.out


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "helpful"),
    [
        ((), "PATH"),
        (("--stict", "good.json"), "--strict"),
        (("--schema-version", "0.9", "good.json"), "1.0"),
        (("--type", "purchas", "good.json"), "purchase"),
        (("--type", "something", "good.json"), "cartStatus"),
        (("--format", "yaml", "good.json"), "json"),
        (("--max-problems", "-1", "good.json"), "--max-problems"),
        (("--jobs", "0", "good.json"), "--jobs"),
        (("--max-depth", "none", "good.json"), "--max-depth"),
        (("--color", "blue", "good.json"), "always"),
        (("--format", "text", "--format", "json", "good.json"), "standard output"),
    ],
)
def test_a_wrong_question_is_answered_with_help(program: Program, arguments: tuple[str, ...], helpful: str) -> None:
    write(good=GOOD)
    done = program("validate", *arguments)
    assert (done.status, done.out) == (2, "")
    assert helpful in done.err


def lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody read a path, not even root, to whom permissions mean nothing."""
    path.chmod(0)

    def locked(real: Any) -> Any:
        def call(self: Path, *args: Any, **kwargs: Any) -> Any:
            if self.name == path.name:
                raise PermissionError(EACCES, os.strerror(EACCES))
            return real(self, *args, **kwargs)

        return call

    for name in ("open", "iterdir"):
        monkeypatch.setattr(Path, name, locked(getattr(Path, name)))


@pytest.mark.usefixtures("here")
def test_a_file_that_may_not_be_read(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    write(locked=GOOD, bad=BAD)
    lock(Path("locked.json"), monkeypatch)
    done = program("validate", "--format", "json", "locked.json", "bad.json")
    assert (done.status, files_of(done), done.counts) == (2, ["bad.json"], (1, 1))
    assert done.err == "sde-schema: locked.json: Permission denied\n"


@pytest.mark.usefixtures("here")
def test_a_folder_that_may_not_be_read(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    write(bad=BAD)
    Path("locked").mkdir()
    lock(Path("locked"), monkeypatch)
    done = program("validate", "--format", "json", ".")
    assert (done.status, files_of(done)) == (2, ["bad.json"])
    assert done.err == "sde-schema: locked: Permission denied\n"


@pytest.mark.usefixtures("here")
def test_a_file_that_cannot_be_opened(program: Program) -> None:
    write(bad=BAD)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.json")
        done = program("validate", "--format", "json", "socket.json", "bad.json")
    assert (done.status, files_of(done), done.counts) == (2, ["bad.json"], (1, 1))
    assert done.err.startswith("sde-schema: socket.json: ")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("output", ["missing/report.json", pytest.param(str(FULL), marks=needs_full)])
def test_an_output_file_that_cannot_be_written(program: Program, output: str) -> None:
    write(good=GOOD)
    done = program("validate", "good.json", "--format", f"json={output}")
    assert done.status == 2
    assert output in done.err
    assert "internal error" not in done.err


@needs_full
@pytest.mark.parametrize(
    "arguments",
    ["validate bad.json", "validate bad.json --format json", "list", "show lead", "explain 203", "--help", "--version"],
)
def test_standard_output_that_cannot_be_written(here: Path, arguments: str) -> None:
    write(bad=BAD)
    with FULL.open("w", encoding="utf-8") as full:
        command = [*COMMAND, *arguments.split()]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=here, check=False)
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "bad.json: No space" not in done.stderr
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr


def plant_folders() -> None:
    for folder in ("tree/b", "tree/a", "tree/.hidden", "tree/d.json"):
        Path(folder).mkdir(parents=True)
    kept = ("tree/z.json", "tree/b/1.ndjson", "tree/a/2.jsonl", "tree/a/1.json", "tree/d.json/x.json")
    left_out = ("tree/.z.json", "tree/.hidden/x.json", "tree/notes.txt", "tree/json", "tree/x.json.bak")
    for name in (*kept, *left_out):
        Path(name).write_text(BAD + "\n", encoding="utf-8")


SEARCHES = [
    (("tree",), ["tree/a/1.json", "tree/a/2.jsonl", "tree/b/1.ndjson", "tree/d.json/x.json", "tree/z.json"]),
    (("tree/[!d]*.json",), ["tree/z.json"]),
    (("tree/**/*.json",), ["tree/a/1.json", "tree/d.json/x.json", "tree/z.json"]),
    (("tree/[ab]",), ["tree/a/1.json", "tree/a/2.jsonl", "tree/b/1.ndjson"]),
    (("tree/z.json", "tree/a"), ["tree/z.json", "tree/a/1.json", "tree/a/2.jsonl"]),
    (("tree", "--exclude", "a"), ["tree/b/1.ndjson", "tree/d.json/x.json", "tree/z.json"]),
    (("tree", "--exclude", "*.json"), ["tree/a/2.jsonl", "tree/b/1.ndjson"]),
    (("tree", "--exclude", "tree/a/*", "--exclude", "tree/[bz]*"), ["tree/d.json/x.json"]),
    (("tree/**/*.json", "--exclude", "1.json"), ["tree/d.json/x.json", "tree/z.json"]),
]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("arguments", "found"), SEARCHES, ids=[" ".join(arguments) for arguments, _ in SEARCHES])
def test_folders_and_globs_are_searched(program: Program, arguments: tuple[str, ...], found: list[str]) -> None:
    plant_folders()
    done = program("validate", "--format", "json", *arguments)
    assert files_of(done) == found
    assert (done.status, done.counts) == (1, (len(found), len(found)))


@pytest.mark.usefixtures("here")
def test_the_order_of_a_folder_is_always_that_of_names(program: Program) -> None:
    for name in ("c", "a", "d", "b"):
        write(**{name: BAD})
    assert files_of(program("validate", "--format", "json", ".")) == ["a.json", "b.json", "c.json", "d.json"]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "paths",
    [("bad.json", "bad.json"), ("bad.json", "./bad.json"), ("./bad.json", "."), ("*.json", "bad.json"), (".", "*")],
)
def test_a_file_that_is_named_twice_is_checked_once(program: Program, paths: tuple[str, ...]) -> None:
    write(bad=BAD)
    done = program("validate", "--format", "json", *paths)
    assert (done.counts, done.codes) == ((1, 1), {"SDE203": 1})


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("path", [".", "*.json", "./*"])
def test_a_report_is_not_checked_itself(program: Program, path: str) -> None:
    write(bad=BAD)
    for _ in range(2):
        assert program("validate", path, "--format", "json=report.json").status == 1
        report = json.loads(Path("report.json").read_text(encoding="utf-8"))
        assert [problem["file"] for problem in report["problems"]] == ["bad.json"]
    Path("bad.json").unlink()
    done = program("validate", path, "--format", "text=report.json", "--format", "json")
    assert (done.status, done.codes) == (1, {"SDE104": 1})


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("output", ["bad.json", "./bad.json", "link.json"])
def test_a_report_never_overwrites_what_is_to_be_checked(program: Program, output: str) -> None:
    write(bad=BAD)
    Path("link.json").symlink_to("bad.json")
    done = program("validate", "bad.json", "--format", f"json={output}")
    assert (done.status, done.out) == (2, "")
    assert output in done.err
    assert Path("bad.json").read_text(encoding="utf-8") == BAD


@pytest.mark.usefixtures("here")
def test_a_folder_that_holds_itself_is_checked_once(program: Program) -> None:
    write(bad=BAD)
    Path("loop").symlink_to(".")
    assert program("validate", "--format", "json", ".").counts == (1, 1)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("path", ["empty", "*.jsonl", "**/*.ndjson"])
def test_a_check_that_checked_nothing_does_not_pass(program: Program, path: str) -> None:
    Path("empty").mkdir()
    write(good=GOOD)
    done = program("validate", "--format", "json", path, "good.json")
    assert (done.status, done.counts, done.codes) == (1, (1, 1), {"SDE104": 1})
    assert done.report["problems"][0]["file"] == path


@pytest.mark.usefixtures("here")
def test_a_broken_file_stops_no_other(program: Program) -> None:
    write(a=GOOD, b='{"lead": ', c=GOOD, d=BAD)
    Path("e.json").write_bytes(b'{"lead": "\xff"}')
    done = program("validate", "--format", "json", ".")
    assert files_of(done) == ["b.json", "d.json", "e.json"]
    assert (done.codes, done.counts[0]) == ({"SDE101": 1, "SDE103": 1, "SDE203": 1}, 5)


@pytest.mark.parametrize(
    ("text", "events", "lines"),
    [
        (GOOD, 1, []),
        (f"{GOOD}\n{BAD}\n{GOOD}\n", 3, [2]),
        (json.dumps(json.loads(BAD), indent=2), 1, [5]),
        (f'{{"sdes": {{"events": [{GOOD}, {BAD}]}}}}', 2, [1]),
    ],
)
def test_standard_input_is_recognized_by_content(program: Program, text: str, events: int, lines: list[int]) -> None:
    done = program("validate", "--format", "json", "-", stdin=text.encode())
    assert done.counts == (1, events)
    assert [(problem["file"], problem["line"]) for problem in done.report["problems"]] == [("-", n) for n in lines]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("text", ["", "\n", " \n\r\n\t\n", "\ufeff"])
@pytest.mark.parametrize("name", ["-", "empty.json", "empty.ndjson"])
def test_empty_input_does_not_pass(program: Program, name: str, text: str) -> None:
    Path("empty.json").write_text(text, encoding="utf-8")
    Path("empty.ndjson").write_text(text, encoding="utf-8")
    done = program("validate", "--format", "json", name, stdin=text.encode())
    assert (done.status, done.codes, done.counts) == (1, {"SDE104": 1}, (1, 0))


PRETTY = json.dumps(json.loads(BAD), indent=2)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["several.json", "several.ndjson", "several.jsonl"])
@pytest.mark.parametrize(
    ("text", "events", "locations"),
    [
        (f"{BAD}\n{GOOD}\n{BAD}\n", 3, [(1, 54), (3, 54)]),
        (f"{BAD}\n{BAD}", 2, [(1, 54), (2, 54)]),
        (f"{BAD}\r\n{BAD}\r\n", 2, [(1, 54), (2, 54)]),
        (f"\n\n{GOOD}\n\n \t\n{BAD}\n\n", 2, [(6, 54)]),
        (f"\ufeff{BAD}\n{BAD}\n", 2, [(1, 54), (2, 54)]),
        (f"\ufeff{BAD}", 1, [(1, 54)]),
        (f"{PRETTY}\n{PRETTY}\n", 2, [(5, 7), (13, 7)]),
        (f"{PRETTY}\n\n\n{PRETTY}", 2, [(5, 7), (15, 7)]),
        (PRETTY.replace("\n", "\r\n"), 1, [(5, 7)]),
    ],
)
def test_several_documents_in_one_file(
    program: Program, name: str, text: str, events: int, locations: list[tuple[int, int]]
) -> None:
    Path(name).write_bytes(text.encode())
    done = program("validate", "--format", "json", name)
    assert done.counts == (1, events)
    assert done.codes == {"SDE203": len(locations)}
    assert [(problem["line"], problem["column"]) for problem in done.report["problems"]] == locations


@pytest.mark.usefixtures("here")
def test_documents_of_a_line_and_pretty_printed_ones_in_one_file(program: Program) -> None:
    write(mixed=f"{BAD}\n{PRETTY}\n{BAD}\n")
    done = program("validate", "--format", "json", "mixed.json")
    assert (done.counts, done.codes) == ((1, 3), {"SDE203": 3})
    assert [problem["line"] for problem in done.report["problems"]] == [1, 6, 10]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["lines.json", "lines.ndjson"])
def test_a_message_counts_lines_from_the_beginning_of_the_file(program: Program, name: str) -> None:
    Path(name).write_text(f'{GOOD}\n{GOOD}\n{{"lead": [1}}\n', encoding="utf-8")
    (problem,) = program("validate", "--format", "json", name).report["problems"]
    assert (problem["code"], problem["line"]) == ("SDE101", 3)
    assert "line 1" not in problem["message"]


def test_an_error_of_the_program_itself_is_not_blamed_on_the_file(
    program: Program, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(24, "Too many open files")

    write(a=BAD)
    monkeypatch.setattr("sde_schema.checking.problems.Describer.numbered", fail)
    done = program("validate", str(here / "a.json"))
    assert done.status == 2
    assert "internal error" in done.err
    assert "a.json" not in done.err
