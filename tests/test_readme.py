"""The README is true: its commands, answers, options, picture and Python."""

from __future__ import annotations

import re
import sys
from runpy import run_path
from subprocess import run

import click
import pytest

from sde_schema.cli import main
from sde_schema.cli.main import commands
from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
QUICK_START = README.partition("## Quick start")[2].partition("\n## ")[0]


def _blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_quick_start_has_two_commands_of_one_line() -> None:
    assert [block.count("\n") for block in _blocks("sh")] == [1, 1]
    assert _blocks("sh", QUICK_START) == _blocks("sh")


@pytest.mark.parametrize("index", [0, 1])
def test_a_quick_start_command_ends_with_its_job(index: int) -> None:
    job = ("python -m sde_schema validate examples/valid", "pytest -q")[index]
    assert _blocks("sh")[index].rstrip("\n").endswith(job)


def test_the_good_examples_are_valid(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["validate", "examples/valid"]) == 0
    assert f"`{capsys.readouterr().out.strip()}`" in README


def test_the_answer_to_the_broken_example_is_real(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["validate", "examples/broken"]) == 1
    assert capsys.readouterr().out.strip() == _blocks("text", QUICK_START)[0].strip()


def test_the_picture_is_of_a_real_run() -> None:
    drawing = run_path(str(ROOT / "docs/images/draw_run.py"))
    drawn = drawing["picture"](drawing["output"]())
    assert (ROOT / "docs/images/run.svg").read_text(encoding="utf-8") == drawn, "run docs/images/draw_run.py"


def test_every_option_of_validate_is_named() -> None:
    command = commands.get_command(click.Context(commands), "validate")
    assert command is not None
    names = [name for option in command.params if isinstance(option, click.Option) for name in option.opts]
    assert [name for name in names if f"`{name}" not in README and f" `{name} " not in README] == []


@pytest.mark.parametrize("name", commands.list_commands(click.Context(commands)))
def test_every_command_is_named(name: str) -> None:
    assert f"sde-schema {name}" in README


def test_the_python_example_runs() -> None:
    done = run([sys.executable, "-c", *_blocks("python")], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode().strip() == ("[('SDE202', 1, '/purchase'), ('SDE205', 1, '/purchase/total')]")


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)[^)]*\)", README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_files_that_contributing_names_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    files = re.findall(r"`((?:sde_schema|tests|docs|schemas|benchmarks)/[\w/.-]+\.\w+)`", text)
    assert [file for file in files if not (ROOT / file).exists()] == []
