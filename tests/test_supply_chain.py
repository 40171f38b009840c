"""What others give to this project is pinned: the actions of the workflows, and all that CI installs."""

from __future__ import annotations

import json
import re
import tomllib
from runpy import run_path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.paths import DOCS, ROOT

if TYPE_CHECKING:
    from pathlib import Path

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SHOWN = [
    pytest.param(body, id=f"{page.stem}-{name}")
    for page in sorted(DOCS.rglob("*.md"))
    for name, body in re.findall(
        r'^```yaml title="\.github/workflows/([^"]+)"\n(.*?)^```$', page.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
]
"""The workflows that pages show."""

TEXTS = [*(pytest.param(file.read_text(encoding="utf-8"), id=file.stem) for file in WORKFLOWS), *SHOWN]
ACTION = pytest.param((ROOT / "action.yml").read_text(encoding="utf-8"), id="action")
LOCKS = [ROOT / ".ci" / "requirements.txt", ROOT / ".ci" / "release.txt"]
NODE = sorted(file.parent for file in ROOT.glob("*/package.json")) + sorted(
    file.parent for file in ROOT.glob("tests/*/package.json")
)
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
_WRITES = {"pages", "id-token", "attestations"}
"""What a job of this project may ever write."""


def _named(text: str) -> set[str]:
    """Return the distributions of the requirements in a lock, by their normalized names."""
    return {str(canonicalize_name(name)) for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}


def _wanted(*extras: str) -> set[str]:
    """Return what the program and some of its extras want by name."""
    project = PROJECT["project"]
    wanted = [*project["dependencies"], *(need for extra in extras for need in project["optional-dependencies"][extra])]
    return {str(canonicalize_name(Requirement(need).name)) for need in wanted} - {project["name"]}


@pytest.mark.parametrize("text", [*TEXTS, ACTION])
def test_an_action_is_pinned_to_a_commit_and_its_version_is_said(text: str) -> None:
    used = [line.strip().removeprefix("- ") for line in text.splitlines() if "uses:" in line]
    others = [line for line in used if not line.startswith("uses: ./")]
    assert [line for line in others if not re.fullmatch(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d[\w.]*", line)] == []


def test_an_action_has_one_commit_everywhere() -> None:
    pins: dict[str, set[str]] = {}
    for text in (parameter.values[0] for parameter in TEXTS):
        for name, pin in re.findall(r"uses: ([\w./-]+)@(.+)", str(text)):
            pins.setdefault(name, set()).add(pin)
    assert {name: found for name, found in pins.items() if len(found) > 1} == {}
    assert "actions/checkout" in pins


@pytest.mark.parametrize("text", TEXTS)
def test_permissions_are_the_least(text: str) -> None:
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] in ({}, {"contents": "read"})
    for job in workflow["jobs"].values():
        asked = job.get("permissions", workflow["permissions"])
        assert asked, "a job without any permission cannot even read the repository"
        assert {name for name, access in asked.items() if access != "read"} <= _WRITES
        runs = [step for step in job["steps"] if "run" in step]
        assert not (runs and "id-token" in asked), "what proves who we are is kept away from scripts"


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_no_workflow_has_a_secret_or_keeps_a_credential(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "secrets." not in text
    assert "pull_request_target" not in text
    jobs = yaml.safe_load(text)["jobs"].values()
    checkouts = [step for job in jobs for step in job["steps"] if "actions/checkout@" in step.get("uses", "")]
    assert all(step.get("with", {}).get("persist-credentials") is False for step in checkouts)


@pytest.mark.parametrize("name", ["ci", "release"])
def test_the_pythons_of_a_workflow_are_those_of_the_classifiers(name: str) -> None:
    classified = re.findall(r"Programming Language :: Python :: (3\.\d+)", "\n".join(PROJECT["project"]["classifiers"]))
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8"))
    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python"] == classified
    assert PROJECT["project"]["requires-python"] == f">={classified[0]}"


def test_a_release_is_built_once_and_published_as_it_was_tested() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
    jobs = workflow["jobs"]
    assert workflow[True] == {"push": {"tags": ["v*"]}}  # YAML 1.1 takes the name `on` for true
    assert [(name, job.get("needs")) for name, job in jobs.items()] == [
        ("build", None),
        ("test", "build"),
        ("attest", "test"),
        ("publish", "attest"),
    ]
    runs = {name: [step["run"] for step in job["steps"] if "run" in step] for name, job in jobs.items()}
    assert [name for name, commands in runs.items() if any("-m build" in command for command in commands)] == ["build"]
    assert any("check_release.py" in command for command in runs["build"])
    assert jobs["publish"]["environment"]
    assert jobs["publish"]["permissions"] == {"id-token": "write"}


@pytest.mark.parametrize(
    ("tag", "changes", "said"),
    [
        ("v1.2.3", "## [1.2.3] - 2030-01-31\n\n### Added\n\n- A thing.\n\n## [1.2.2] - 2030-01-01\n", []),
        ("v1.2.3", "## [Unreleased]\n\n- A thing.\n", ["CHANGELOG.md"]),
        ("v1.2.3", "## [1.2.3] - 2030-01-31\n\n## [1.2.2] - 2030-01-01\n\n- A thing.\n", ["CHANGELOG.md"]),
        ("v1.2.3", "## [1.2.3]\n\n- A thing without a date.\n", ["CHANGELOG.md"]),
        ("v1.2.3", "## [1x2.3] - 2030-01-31\n\n- Another version.\n", ["CHANGELOG.md"]),
        ("1.2.3", "## [1.2.3] - 2030-01-31\n\n- A thing.\n", ["The tag is 1.2.3, but"]),
        ("v1.2.4", "", ["The tag is v1.2.4, but", "CHANGELOG.md"]),
    ],
)
def test_a_tag_is_released_only_if_it_is_the_version_and_the_changes_are_listed(
    tmp_path: Path, tag: str, changes: str, said: list[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n', encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(f"# Changelog\n\n{changes}", encoding="utf-8")
    faults = run_path(str(ROOT / ".ci" / "check_release.py"))["faults"](tag, tmp_path)
    assert [fault[: len(begin)] for fault, begin in zip(faults, said, strict=True)] == said


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_has_a_hash_for_each_file_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    for requirement in re.split(r"\n(?=\S)", text.strip()):
        first, *hashes = requirement.split(" \\\n")
        assert re.fullmatch(r"[A-Za-z0-9._-]+==\S+( ; .+)?", first), first
        assert hashes, first
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}", line) for line in hashes), first
    assert "://" not in text


def test_the_lock_of_the_tests_has_all_that_pyproject_names() -> None:
    locked = _named(LOCKS[0].read_text(encoding="utf-8"))
    assert _wanted(*PROJECT["project"]["optional-dependencies"]) - locked == set(), "run bash .ci/lock"
    assert {Requirement(need).name for need in PROJECT["build-system"]["requires"]} - locked == set()


def test_the_lock_of_a_release_is_a_part_of_it() -> None:
    whole, part = (lock.read_text(encoding="utf-8") for lock in LOCKS)
    pinned = re.compile(r"^\S+==\S+", re.MULTILINE)
    assert _wanted("release") - _named(part) == set()
    assert set(pinned.findall(part)) - set(pinned.findall(whole)) == set()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_locked_version_is_one_that_pyproject_allows(lock: Path) -> None:
    locked = dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE))
    project = PROJECT["project"]
    named = [*project["dependencies"], *(need for extra in project["optional-dependencies"].values() for need in extra)]
    needs = [Requirement(need) for need in named]
    refused = [str(need) for need in needs if need.name in locked and not need.specifier.contains(locked[need.name])]
    assert refused == []


@pytest.mark.parametrize("folder", NODE, ids=lambda folder: folder.name)
def test_packages_of_node_are_locked_by_their_content(folder: Path) -> None:
    asked = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    root = lock["packages"].pop("")
    assert root["dependencies"] == asked["dependencies"], "run bash .ci/lock"
    assert all(package["integrity"].startswith("sha512-") for package in lock["packages"].values())
    assert not any("resolved" in package for package in lock["packages"].values())
    assert f" {folder.relative_to(ROOT).as_posix()}" in (ROOT / ".ci" / "lock").read_text(encoding="utf-8")
