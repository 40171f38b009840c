"""Shell completion: what each shell is answered, and what real shells make of it."""

from __future__ import annotations

import os
import re
import select
import shutil
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import click
import pytest

from sde_schema import attribute_types, versions
from sde_schema.cli.main import commands
from sde_schema.reporting import REPORTS
from sde_schema.rules import rules_by_code
from tests.support.needs import need
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.program import Program

pytestmark = pytest.mark.usefixtures("here")

SHELLS = ["bash", "zsh", "fish"]


def _answer(program: Program, monkeypatch: pytest.MonkeyPatch, shell: str, line: str) -> list[str]:
    """Return the lines that a shell gets for the last word of a line."""
    words = re.findall(r"=|[^\s=]+|(?<= )$", line) if shell == "bash" else line.split(" ")
    asked = {"COMP_WORDS": " ".join(words) if shell == "bash" else line}
    asked["COMP_CWORD"] = words[-1] if shell == "fish" else str(len(words) - 1)
    for name, value in {"_SDE_SCHEMA_COMPLETE": f"{shell}_complete", **asked}.items():
        monkeypatch.setenv(name, value)
    done = program()
    assert (done.status, done.err) == (0, "")
    return done.out.splitlines()


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("sde-schema val", ["validate"]),
        ("sde-schema validate --format s", ["sarif"]),
        ("sde-schema validate --format ", [*REPORTS]),
        ("sde-schema validate --schema-version ", versions()),
        ("sde-schema validate --jobs a", ["auto"]),
        ("sde-schema validate --type pur", ["purchase"]),
        ("sde-schema validate --type ", attribute_types()),
        ("sde-schema explain SDE10", [code for code in rules_by_code() if code.startswith("SDE10")]),
        ("sde-schema explain sde203", ["SDE203"]),
        ("sde-schema show car", ["cartStatus"]),
        ("sde-schema examples lead pur", ["purchase"]),
        ("sde-schema diff 1.", ["1.0", "1.1"]),
        ("sde-schema diff 1.0 2", ["2.0"]),
        ("sde-schema validat ", commands.list_commands(click.Context(commands))),
    ],
)
def test_words_are_offered(
    program: Program, monkeypatch: pytest.MonkeyPatch, shell: str, line: str, offered: list[str]
) -> None:
    lines = _answer(program, monkeypatch, shell, line)
    assert (lines[1::3] if shell == "zsh" else [re.split(r"[,\t]", each)[1] for each in lines]) == offered


@pytest.mark.parametrize(
    ("line", "bash", "zsh", "fish"),
    [
        ("validate par", "file,par", ["file", "par", "_"], "file,,par"),
        ("validate ", "file,", ["file", "_", "_"], "file,,"),
        ("validate a.json par", "file,par", ["file", "par", "_"], "file,,par"),
        ("fix par", "file,par", ["file", "par", "_"], "file,,par"),
        ("config par", "file,par", ["file", "par", "_"], "file,,par"),
        ("validate --config se", "file,se", ["file", "se", "_"], "file,,se"),
        ("validate --config=se", "file,se", ["file", "se", "9"], "file,--config=,se"),
        ("validate --stdin-name p", "file,p", ["file", "p", "_"], "file,,p"),
        ("validate --exclude p", "file,p", ["file", "p", "_"], "file,,p"),
        ("validate --format sarif=p", "file,p", ["file", "p", "6"], "file,sarif=,p"),
        ("validate --format sarif=", "file,", ["file", "_", "6"], "file,sarif=,"),
        ("validate --format=sarif=p", "file,p", ["file", "p", "15"], "file,--format=sarif=,p"),
        ("validate --format=sa", "plain,sarif", ["plain", "--format=sarif", "_"], "plain,--format=sarif"),
        ("show --all -o p", "dir,p", ["dir", "p", "_"], "dir,,p"),
        ("examples --output=p", "dir,p", ["dir", "p", "9"], "dir,--output=,p"),
    ],
)
def test_files_and_folders_are_completed_by_the_shell(
    program: Program, monkeypatch: pytest.MonkeyPatch, line: str, bash: str, zsh: list[str], fish: str
) -> None:
    for shell, answer in (("bash", [bash]), ("zsh", zsh), ("fish", [fish])):
        assert _answer(program, monkeypatch, shell, f"sde-schema {line}") == answer


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_its_script(program: Program, monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    if shell == "bash" and shutil.which("bash") is None:
        pytest.skip("click asks bash for its version")
    monkeypatch.setenv("_SDE_SCHEMA_COMPLETE", f"{shell}_source")
    done = program()
    assert (done.status, done.err) == (0, "")
    assert f"{shell}_complete" in done.out
    assert "sde-schema" in done.out


@pytest.mark.parametrize("asked", ["bash_complete", "tcsh_source", "1"])
def test_a_wrong_call_for_completion_is_no_traceback(
    program: Program, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    monkeypatch.setenv("_SDE_SCHEMA_COMPLETE", asked)
    done = program()
    assert (done.status, done.out) == (2, "")
    assert "bash_source" in done.err
    assert "Traceback" not in done.err


_STARTS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(_SDE_SCHEMA_COMPLETE=bash_source sde-schema)"'),
    "zsh": (
        ["zsh", "-f", "-i"],
        'autoload -U compinit; compinit -u -D; eval "$(_SDE_SCHEMA_COMPLETE=zsh_source sde-schema)"',
    ),
    "fish": (["fish", "--no-config", "-i"], "_SDE_SCHEMA_COMPLETE=fish_source sde-schema | source"),
}
_PROGRAM = """#!/bin/sh
[ -n "$_SDE_SCHEMA_COMPLETE" ] && exec "{python}" -m sde_schema
printf 'GOT'; printf '<%s>' "$@"; printf '\\n'
"""
_ASKS_TERMINAL, _IS_TERMINAL = re.compile(rb"\x1b\[0?c"), b"\x1b[?62c"


@pytest.mark.slow
@pytest.mark.parametrize("shell", SHELLS)
def test_real_shells_complete_words_files_and_folders(here: Path, shell: str) -> None:
    need(found=shutil.which(shell) is not None, what=shell)
    (here / "partners").mkdir()
    (here / "partners" / "a.json").write_text("{}", encoding="utf-8")
    (here / "settings.toml").write_text("", encoding="utf-8")
    (here / "bin").mkdir()
    (here / "bin" / "sde-schema").write_text(_PROGRAM.format(python=sys.executable), encoding="utf-8")
    (here / "bin" / "sde-schema").chmod(0o755)
    lines = {
        "validate partners/a": "<validate><partners/a.json>",
        "validate --config=se": "<validate><--config=settings.toml>",
        "validate --format sarif=partners/a": "<validate><--format><sarif=partners/a.json>",
        "validate --format=sa": "<validate><--format=sarif>",
        "validate --type pur": "<validate><--type><purchase>",
        "diff 1.0 2": "<diff><1.0><2.0>",
    }
    assert dict(zip(lines, _typed(shell, here, [*lines]), strict=True)) == lines


def _typed(shell: str, folder: Path, lines: list[str]) -> Iterator[str]:
    """Yield the arguments that the program gets when lines are typed in a shell, each with a tab at its end."""
    import pty

    command, setup = _STARTS[shell]
    process, terminal = pty.fork()
    if process == 0:
        path = f"{folder / 'bin'}:{os.environ['PATH']}"
        os.execvpe(  # noqa: S606 - a shell is what is tested
            command[0],
            command,
            {**os.environ, "PATH": path, "TERM": "xterm", "HOME": str(folder), "PYTHONPATH": str(ROOT)},
        )
    _seen(terminal, rb"\S", 2)
    os.write(terminal, f"{setup}; echo IS_''READY\r".encode())
    _seen(terminal, rb"IS_READY", 30)
    for line in lines:
        os.write(terminal, f"sde-schema {line}\t".encode())
        _seen(terminal, rb"(?!)", 1.5)
        os.write(terminal, b"\r")
        found = re.findall(rb"GOT((?:<[^>]*>)+)", _seen(terminal, rb"GOT<[^\n]*\n", 30))
        yield found[-1].decode() if found else ""
    os.close(terminal)
    os.waitpid(process, 0)


def _seen(terminal: int, wanted: bytes, seconds: float) -> bytes:
    """Return what a terminal shows until there is what is wanted, or for so many seconds."""
    shown, end = b"", time.monotonic() + seconds
    while time.monotonic() < end and not re.search(wanted, shown):
        if select.select([terminal], [], [], 0.1)[0]:
            with suppress(OSError):  # the shell has ended
                some = os.read(terminal, 65536)
                if _ASKS_TERMINAL.search(some):
                    os.write(terminal, _IS_TERMINAL)
                shown += some
    return shown
