"""What CI systems take from this repository: the hook of pre-commit and the action of GitHub."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from sde_schema import default_version
from sde_schema.reading.sources import Source
from tests.support.needs import need
from tests.support.paths import ROOT
from tests.support.program import BAD, GOOD, WARNED, Done, environment, write

if TYPE_CHECKING:
    from pathlib import Path

(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
INSTALL, CHECK = ACTION["runs"]["steps"]

pytestmark = pytest.mark.usefixtures("here")


def _run(*command: str, cwd: Path, **changed: str) -> Done:
    kept = {name: value for name, value in environment(**changed).items() if not name.startswith(("PYTHON", "GIT_"))}
    done = subprocess.run(command, cwd=cwd, env=kept, capture_output=True, timeout=600, check=False)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def _git(folder: Path, *arguments: str) -> str:
    named = ("-c", "user.name=Test", "-c", "user.email=test@example.test", "-c", "init.defaultBranch=main")
    done = _run("git", *named, *arguments, cwd=folder)
    assert done.status == 0, done.err
    return done.out


def _cloned(folder: Path) -> str:
    """Put what git knows of this project into a repository of its own; return the commit."""
    folder.mkdir()
    names = _git(ROOT, "ls-files", "-z", "--", "sde_schema", "schemas", "*.toml", "*.md", "LICENSE", ".pre-commit*")
    for name in filter(None, names.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((ROOT / name).read_bytes())
    _git(folder, "init", "--quiet")
    _git(folder, "add", "--all")
    _git(folder, "commit", "--quiet", "--message", "all")
    return _git(folder, "rev-parse", "HEAD").strip()


@pytest.mark.parametrize(
    "name", ["a.json", "in/b.jsonl", "c.ndjson", "d.yaml", "e.yml", "f.json.gz", "g.ndjson.gz", "UP.JSON"]
)
def test_the_hook_takes_what_the_program_reads(name: str) -> None:
    assert re.search(HOOK["files"], name)
    assert Source(name).kind != "unknown"
    assert HOOK["require_serial"] is True


@pytest.mark.slow
def test_the_hook_is_run_by_pre_commit(here: Path) -> None:
    need(found=importlib.util.find_spec("pre_commit") is not None, what="pre-commit")
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: nothing can be cloned")
    commit = _cloned(here / "project")
    work = here / "work"
    work.mkdir()
    _git(work, "init", "--quiet")
    hook = {"id": HOOK["id"], "args": [f"--schema-version={default_version()}", "--"], "exclude": "^[.]"}
    config = {"repos": [{"repo": str(here / "project"), "rev": commit, "hooks": [hook]}]}
    (work / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (work / "notes.txt").write_text("no payload", encoding="utf-8")
    (work / "good one.jsonl").write_text(GOOD, encoding="utf-8")
    _git(work, "add", "--all")
    command = (sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never")
    home = str(here / "home")
    done = _run(*command, cwd=work, PRE_COMMIT_HOME=home)
    assert done.status == 0, done.out + done.err
    assert re.search(rf"^{HOOK['name']}\.+Passed$", done.out, re.MULTILINE)
    (work / "bad.json").write_text(BAD, encoding="utf-8")
    (work / "-dash.json").write_text(GOOD, encoding="utf-8")
    _git(work, "add", "--all")
    done = _run(*command, cwd=work, PRE_COMMIT_HOME=home)
    assert done.status == 1
    assert re.search(rf"^{HOOK['name']}\.+Failed$", done.out, re.MULTILINE)
    assert "bad.json:1:54: error SDE203" in done.out
    assert "3 files, 3 events: 1 error, 0 warnings" in done.out


def _checked(here: Path, scripts: Path, **inputs: str) -> Done:
    """Run the second step of the action with inputs, as a runner does."""
    given = {name: inputs.get(name.replace("-", "_"), entry["default"]) for name, entry in ACTION["inputs"].items()}
    variables = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], value)
        for name, value in CHECK["env"].items()
    }
    variables |= {"SDE_SCHEMA_SCRIPTS": str(scripts), "GITHUB_ACTIONS": "true"}
    return _run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", CHECK["run"], cwd=here, **variables)


@pytest.fixture
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a script that runs this program."""
    folder = tmp_path_factory.mktemp("scripts")
    script = folder / "sde-schema"
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m sde_schema "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return folder


@pytest.mark.skipif(os.name == "nt", reason="the script is one for a POSIX shell")
@pytest.mark.parametrize(
    ("inputs", "status", "said"),
    [
        ({}, 1, "::error file=b ad.json,line=1,col=54,"),
        ({"paths": "good.json"}, 0, "1 file, 1 event: all valid"),
        ({"paths": "good.json\nb ad.json\n"}, 1, "2 files, 2 events"),
        ({"paths": "warned.json", "schema_version": "1.0", "args": "--strict\n--exclude=x y"}, 1, "SDE402"),
        ({"paths": "good.json", "schema_version": "$(touch made); `touch made`"}, 2, ""),
        ({"paths": "$(touch made)\n`touch made`\n; touch made", "args": "--quiet"}, 2, ""),
        ({"paths": "--help"}, 2, ""),
        ({"paths": ""}, 2, ""),
    ],
    ids=str,
)
def test_the_action_checks_what_its_inputs_say(
    here: Path, scripts: Path, inputs: dict[str, str], status: int, said: str
) -> None:
    write(good=GOOD, warned=WARNED, **{"b ad": BAD})
    done = _checked(here, scripts, **inputs)
    assert done.status == status, done.err
    assert said in done.out
    assert not (here / "made").exists()


def test_no_input_is_part_of_a_script() -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert [step["shell"] for step in (INSTALL, CHECK)] == ["bash", "bash"]
    assert "${{" not in INSTALL["run"] + CHECK["run"]
    assert list(ACTION["inputs"]) == ["paths", "schema-version", "args"]


@pytest.mark.slow
def test_the_action_installs_the_program(here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    temporary = tmp_path_factory.mktemp("runner")
    variables = {
        "RUNNER_TEMP": str(temporary),
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_ENV": str(temporary / "env"),
        "PATH": os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]]),  # noqa: PTH120 - a text is wanted
    }
    done = _run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", INSTALL["run"], cwd=here, **variables)
    assert done.status == 0, done.err
    name, _, scripts = (temporary / "env").read_text(encoding="utf-8").strip().partition("=")
    assert name == "SDE_SCHEMA_SCRIPTS"
    write(bad=BAD)
    done = _run(f"{scripts}/sde-schema", "validate", "bad.json", cwd=here)
    assert done.status == 1
