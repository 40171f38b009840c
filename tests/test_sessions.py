"""The hand-written pages are true: what their commands print, what their files pin and run."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.support.paths import DOCS, ROOT
from tests.support.program import BAD
from tests.support.sessions import PAGES, SETUP, blocks, pinned, played, prepare

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.program import Program
    from tests.support.sessions import Block

(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
_MANY = 8
"""A page with so many commands takes a second or more."""
UPDATE = "run: python -m tests.support.sessions"


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _name(page: Path) -> str:
    return page.relative_to(DOCS).as_posix()


def _commands(node: Any) -> list[str]:
    """Return the commands in a CI configuration: under `run`, `script` and `entry`, and those of this project's own."""
    if isinstance(node, list):
        return [command for item in node for command in _commands(item)]
    if not isinstance(node, dict):
        return []
    found = [value for key, value in node.items() if key in ("run", "script", "entry")]
    if node.get("id") == HOOK["id"] and "entry" not in node:
        found.append(" ".join([HOOK["entry"], *node["args"]]))
    if "paths" in node.get("with", ()):
        given = node["with"]
        assert set(given) <= set(ACTION["inputs"])
        found.append(f"{HOOK['entry']} --schema-version={given['schema-version']} {given['args']} {given['paths']}")
    lines = [line for value in found for line in (value if isinstance(value, list) else [value])]
    return lines + [command for value in node.values() for command in _commands(value)]


CI_FILES = [(page, block) for page in PAGES for block in blocks(_text(page)) if block.head.startswith("yaml")]


def _marked(page: Path) -> Any:
    """Return the page as a parameter; those with many commands, or that compare versions or fill tables, take long."""
    is_long = len(re.findall("^\\$ ", _text(page), re.MULTILINE)) >= _MANY
    marks = [pytest.mark.slow] if is_long or re.search("sde-schema diff|import duckdb", _text(page)) else []
    return pytest.param(page, marks=marks, id=_name(page))


@pytest.mark.parametrize("page", [_marked(page) for page in PAGES])
def test_a_page_shows_what_its_commands_print(page: Path, tmp_path: Path) -> None:
    assert played(_text(page), tmp_path, setup=False) == _text(page), UPDATE


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in PAGES if SETUP in _text(page)], ids=_name)
def test_a_page_works_from_nothing(page: Path, tmp_path: Path) -> None:
    prepare(tmp_path)
    assert played(_text(page), tmp_path, setup=True) == _text(page), f"{UPDATE} --setup"


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=lambda page: page.name)
def test_files_for_ci_pin_the_default_version(page: Path) -> None:
    assert pinned(_text(page)) == _text(page), UPDATE


@pytest.mark.parametrize(("page", "block"), CI_FILES, ids=[f"{_name(page)}-{b.title}" for page, b in CI_FILES])
def test_the_commands_of_a_file_for_ci_pass_good_payloads(
    page: Path, block: Block, here: Path, program: Program
) -> None:
    (here / "payloads").mkdir()
    (here / "payloads" / "good.json").write_bytes((ROOT / "examples" / "valid" / "purchase.json").read_bytes())
    found = [c.split()[1:] for c in _commands(yaml.safe_load(block.text)) if c.startswith("sde-schema ")]
    assert found, f"{page} has a file that runs nothing"
    for command in found:
        assert any(part.startswith("--schema-version") for part in command)
        files = [] if "payloads" in command else ["payloads/good.json"]
        assert program(*command, *files).status == 0


def test_a_session_that_changed_is_noticed(tmp_path: Path) -> None:
    page = '```json title="a/b.json"\n{}\n```\n\n```console\n$ cat a/b.json\n> false\nold\n$ echo $?\n```\n'
    assert played(page, tmp_path, setup=False) == page.replace("old", "{}").replace("$?\n", "$?\n1\n")


def test_every_file_for_ci_installs_from_where_the_tutorial_put_it() -> None:
    wheels = {wheel for page in PAGES for wheel in re.findall(r"pip install --quiet (\S+/\*\.whl)", _text(page))}
    assert wheels == {"vendor/*.whl"}
    assert "--wheel-dir vendor " in _text(DOCS / "tutorial.md")


def _files_of_reports(command: list[str]) -> list[str]:
    """Return the files that a command of `validate` writes reports to."""
    formats = [after for before, after in pairwise(command) if before == "--format"]
    return [file for _, _, file in (name.partition("=") for name in formats) if file]


@pytest.mark.parametrize("title", [".gitlab-ci.yml", "Jenkinsfile"])
def test_the_report_that_a_file_for_ci_hands_on_is_the_one_that_is_written(
    title: str, here: Path, program: Program
) -> None:
    (here / "payloads").mkdir()
    (here / "payloads" / "bad.json").write_text(BAD, encoding="utf-8")
    (block,) = (block for block in blocks(_text(DOCS / "guides" / "ci.md")) if block.title == title)
    (line,) = re.findall(r"sde-schema (validate [^'\n]*)", block.text)
    assert program(*line.split()).status == 1
    (file,) = _files_of_reports(line.split())
    assert re.findall(r"(?:codequality: |junit ')([\w.-]+)", block.text) == [file]
    assert (here / file).stat().st_size
    assert block.text.count("{") == block.text.count("}")
