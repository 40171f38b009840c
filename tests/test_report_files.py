"""Where reports go: files that are written anew as a whole, and what they must not replace."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sde_schema.reporting import is_report
from sde_schema.rewriting import Rewriting
from tests.support.program import BAD, COMMAND, GOOD, environment, run, write
from tests.support.report_formats import workflow_commands

if TYPE_CHECKING:
    from tests.support.program import Program

pytestmark = pytest.mark.usefixtures("here")


@pytest.mark.parametrize("path", ["in", ".", "in/*.json", "i*", "in/b.json"])
@pytest.mark.parametrize("payload", [GOOD, BAD, '{"lead": ', "[]x"])
def test_no_report_replaces_a_payload(program: Program, path: str, payload: str) -> None:
    Path("in").mkdir()
    Path("in/b.json").write_text(payload, encoding="utf-8")
    done = program("validate", path, "--format", "json=in/b.json")
    assert (done.status, done.out) == (2, "")
    assert "in/b.json is a file to check, so no report can be written to it" in done.err
    assert Path("in/b.json").read_text(encoding="utf-8") == payload
    assert [file.name for file in Path("in").iterdir()] == ["b.json"]


@pytest.mark.parametrize("format_", ["json", "jsonl", "gitlab", "sarif", "text"])
@pytest.mark.parametrize("payload", [GOOD, BAD])
def test_an_older_report_is_replaced_and_not_checked(program: Program, format_: str, payload: str) -> None:
    Path("in").mkdir()
    Path("in/b.json").write_text(payload, encoding="utf-8")
    runs = [program("validate", "in", "--format", f"{format_}=in/report.json") for _ in range(3)]
    assert {done.status for done in runs} == {int(payload == BAD)}


def test_only_what_is_checked_is_kept(program: Program) -> None:
    Path("in/.old").mkdir(parents=True)
    for name, held in {"in/b.json": GOOD, "in/b.txt": GOOD, "in/.old/c.json": "x", "in/notes.txt": "x"}.items():
        Path(name).write_text(held, encoding="utf-8")
    assert program("validate", "in/*.txt", "--format", "json=in/b.txt").status == 2
    for name in ("in/b.txt", "in/.old/c.json", "in/notes.txt"):
        assert program("validate", "in", "--format", f"json={name}").status == 0
        assert is_report(Path(name).read_bytes())


def test_no_report_replaces_the_configuration(program: Program) -> None:
    write(good=GOOD)
    Path("sde-schema.toml").write_text("strict = true\n", encoding="utf-8")
    done = program("validate", "good.json", "--format", "json=sde-schema.toml")
    assert done.status == 2
    assert "sde-schema.toml is the configuration file" in done.err
    assert Path("sde-schema.toml").read_text(encoding="utf-8") == "strict = true\n"


@pytest.mark.skipif(os.name == "nt", reason="names of descriptors")
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/dev/stderr"])
def test_the_name_of_a_descriptor_is_written_as_it_is(name: str) -> None:
    if not Path(name).exists():
        pytest.skip("there is no such name on this system")
    write(bad=BAD)
    Path("log").write_text("earlier\n", encoding="utf-8")
    with Path("log").open("a", encoding="utf-8") as log:
        command = [*COMMAND, "validate", "bad.json", "--format", f"concise={name}"]
        done = subprocess.run(command, stdout=log, stderr=log, env=environment(), check=False)
    assert done.returncode == 1
    assert Path("log").read_text(encoding="utf-8").startswith("earlier\nbad.json:1:54: error SDE203")


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_a_report_keeps_the_mode_of_the_file() -> None:
    write(bad=BAD)
    Path("report").touch(0o600)
    Path("link").symlink_to("report")
    assert run("validate", "bad.json", "--format", "json=link").status == 1
    assert Path("report").stat().st_mode & 0o777 == 0o600
    assert Path("link").is_symlink()
    assert json.loads(Path("report").read_bytes())["problems"]


def test_what_must_not_be_written_is_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("report").write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everything
    with pytest.raises(PermissionError):
        Rewriting("report")
    assert [file.name for file in Path().iterdir()] == ["report"]


def test_an_interrupted_file_is_as_it_was() -> None:
    Path("report").write_text("old", encoding="utf-8")

    def interrupted() -> None:
        with Rewriting("report") as file:
            file.stream.write(b"new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [(file.name, file.read_text(encoding="utf-8")) for file in Path().iterdir()] == [("report", "old")]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.usefixtures("hangups_end")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_ended_leaves_nothing(how: signal.Signals) -> None:
    os.mkfifo("fifo.json")
    command = [*COMMAND, "validate", "fifo.json", "--format", "sarif=k.sarif"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, env=environment())
    with process, Path("fifo.json").open("wb", buffering=0):  # opens once the other side is open
        process.send_signal(how)
        said = process.communicate(timeout=10)[1]
    assert (process.returncode, said) == (128 + how, b"")
    assert [file.name for file in Path().iterdir()] == ["fifo.json"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_one_report_that_cannot_be_written_stops_no_other() -> None:
    write(bad=BAD)
    done = run("validate", "bad.json", "--format", "json=/dev/full", "--format", "gitlab=ok.gl", "--format", "text")
    assert (done.status, done.err) == (2, "sde-schema: /dev/full cannot be written: No space left on device\n")
    assert "bad.json:1:54: error SDE203" in done.out
    assert len(json.loads(Path("ok.gl").read_bytes())) == 1
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [*COMMAND, "validate", "bad.json", "--format", "text", "--format", "gitlab=two.gl"]
        failed = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment(), check=False)
    assert failed.returncode == 2
    assert failed.stderr == b"sde-schema: standard output cannot be written: No space left on device\n"
    assert len(json.loads(Path("two.gl").read_bytes())) == 1


@pytest.mark.parametrize("with_text", ["text", "concise"])
def test_annotations_go_beside_text(program: Program, with_text: str) -> None:
    write(bad=BAD)
    done = program("validate", "bad.json", "--format", with_text, "--format", "github", "--format", "sarif=x.sarif")
    assert (done.status, done.err) == (1, "")
    assert len(workflow_commands(done.out)) == 1
    assert done.out.count("bad.json:1:54: error SDE203") == 1
    assert done.out.count("1 file, 1 event") == 1
    assert Path("x.sarif").exists()


@pytest.mark.parametrize(
    ("formats", "said"),
    [
        (["json", "github"], "only one --format can go to standard output"),
        (["github", "github"], "only one --format can go to standard output"),
        (["text", "concise"], "only one --format can go to standard output"),
        (["text", "github", "json"], "only one --format can go to standard output"),
        (["json="], "json= names no file: write json=FILE, or json for standard output"),
        (["JSON"], "no format 'JSON'; did you mean 'json'?"),
    ],
)
def test_formats_that_cannot_be(program: Program, formats: list[str], said: str) -> None:
    done = program("validate", "-", *(part for name in formats for part in ("--format", name)))
    assert (done.status, done.out) == (2, "")
    assert said in done.err.replace("\n", " ")
