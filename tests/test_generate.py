"""The command `generate`: what is committed is what would be generated, and drift is named and fixed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from sde_schema import versions
from sde_schema.pages import checkout, rendering
from sde_schema.pages import generate as drift
from tests.support.generated import generated_examples, generated_pages

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.program import Program

COMMAND = "python -m sde_schema generate"


@pytest.fixture
def _made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drift, "pages", lambda *_: generated_pages())
    monkeypatch.setattr(drift, "example_files", generated_examples)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, _made_once: None) -> Path:
    """A checkout of its own, in which nothing has been generated yet."""
    for file in ("schemas/manifest.json", "docs/index.md", "examples/valid/chat.json"):
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).write_text("written by hand", encoding="utf-8")
    monkeypatch.setattr(checkout, "_ROOT", tmp_path)
    return tmp_path


@pytest.mark.usefixtures("_made_once")
def test_what_is_committed_is_what_is_generated(program: Program) -> None:
    done = program("generate", "--check")
    assert (done.status, done.err) == (0, ""), done.out


def test_the_check_names_what_is_missing_and_how_to_fix_it(project: Path, program: Program) -> None:
    done = program("generate", "--check")
    assert done.status == 1
    lines = done.out.splitlines()
    assert "write docs/problems/SDE203.md" in lines
    assert f"write examples/{versions()[0]}/lead/typical.json" in lines
    assert COMMAND in lines[-1]
    assert not (project / "docs/problems").exists()


def test_drift_is_named_and_fixed_and_nothing_else_is_touched(project: Path, program: Program) -> None:
    assert program("generate").status == 0
    assert program("generate", "--check").status == 0
    changed, added = project / "docs/problems/SDE203.md", project / "docs/reference/0.9/lead.md"
    removed, example = project / "docs/source-notes.md", project / f"examples/{versions()[0]}/lead/old.json"
    page = changed.read_bytes()
    changed.write_bytes(page + b"by hand")
    added.parent.mkdir()
    for file in (added, example):
        file.write_bytes(b"{}")
    removed.unlink()
    done = program("generate", "--check")
    assert done.status == 1
    assert done.out.splitlines()[:-1] == [
        "write docs/source-notes.md",
        "rewrite docs/problems/SDE203.md",
        "remove docs/reference/0.9/lead.md",
        f"remove {example.relative_to(project).as_posix()}",
    ]
    assert added.exists()
    assert program("generate").status == 0
    assert changed.read_bytes() == page
    assert removed.exists()
    assert not added.parent.exists()
    assert not example.exists()
    assert program("generate", "--check").status == 0
    assert (project / "docs/index.md").read_text(encoding="utf-8") == "written by hand"
    assert (project / "examples/valid/chat.json").read_text(encoding="utf-8") == "written by hand"


def test_a_second_run_writes_nothing(project: Path, program: Program) -> None:
    program("generate")
    before = {file: file.stat().st_mtime_ns for file in project.rglob("*") if file.is_file()}
    assert len(program("generate").out.splitlines()) == 1
    assert {file: file.stat().st_mtime_ns for file in project.rglob("*") if file.is_file()} == before


def test_an_installed_package_says_that_it_is_not_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Program
) -> None:
    monkeypatch.setattr(checkout, "_ROOT", tmp_path)
    done = program("generate", "--check")
    assert (done.status, done.out) == (2, "")
    assert "checkout" in done.err


def test_what_cannot_be_written_is_named(project: Path, program: Program) -> None:
    (project / "docs/problems").write_text("a file, no folder", encoding="utf-8")
    done = program("generate")
    assert done.status == 2
    assert "docs/problems" in done.err
    assert "cannot be written" in done.err


def test_without_jinja_the_message_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, program: Program) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    rendering.environment.cache_clear()
    done = program("generate", "--check")
    assert (done.status, done.out) == (2, "")
    assert "pip install 'sde-schema[docs]'" in done.err
