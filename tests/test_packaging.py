"""The package as others get it: the wheel, what it needs, and what importing it does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections import defaultdict
from email.parser import BytesParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from sde_schema import default_version
from tests.support.cases import as_expected, case_files, cases_in, text_of
from tests.support.checkout import git_files
from tests.support.needs import need
from tests.support.paths import ROOT
from tests.support.program import BAD, GOOD

FAST = ("jsonschema-rs", "orjson")
SLOW_NOTE = "slower"
WATCHED_IMPORT = """
import sys
seen = []
code = (".py", ".pyc", ".so", ".pyd")
def watch(event, args):
    if event == "open" and not str(args[0]).endswith(code):
        seen.append((event, str(args[0])))
    if event.partition(".")[0] in {"socket", "subprocess", "urllib", "http", "tempfile"}:
        seen.append((event,))
sys.addaudithook(watch)
import sde_schema
assert sde_schema.__all__
print(seen)
"""


class Environment(NamedTuple):
    """A virtual environment with the wheel in it, and an empty folder to work in."""

    scripts: Path
    work: Path

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a script of the environment, outside of the checkout."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return subprocess.run(
            [self.scripts / command[0], *command[1:]],
            cwd=self.work,
            env=kept,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )

    def must_run(self, *command: str | Path) -> str:
        """Run a script that has to succeed without a word on standard error; return what it printed."""
        done = self.run(*command)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, timeout=600)
    (built,) = folder.glob("*.whl")
    return built


def environment(folder: Path, *install: str | Path) -> Environment:
    venv.create(folder / "venv", with_pip=True)
    made = Environment(folder / "venv" / ("Scripts" if os.name == "nt" else "bin"), folder / "work")
    made.work.mkdir()
    pip = ("python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--only-binary", ":all:")
    done = made.run(*pip, *install)
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="module")
def whole(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return environment(tmp_path_factory.mktemp("whole"), wheel)


@pytest.fixture(scope="module")
def slow(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    needed = [one for one in requirements(wheel) if not one.startswith(FAST) and "extra ==" not in one]
    made = environment(tmp_path_factory.mktemp("slow"), *needed)
    made.must_run("python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps", wheel)
    return made


@pytest.fixture(scope="module")
def lowest(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The wheel with the lowest versions of what it needs that `pyproject.toml` allows."""
    need(found=find_spec("uv") is not None, what="uv")
    made = environment(tmp_path_factory.mktemp("lowest"), "--no-deps", wheel)
    command = (sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", made.scripts / "python")
    asked = (
        "--no-config",
        "--only-binary",
        ":all:",
        "--resolution",
        "lowest-direct",
        "--requirements",
        ROOT / "pyproject.toml",
    )
    subprocess.run([*command, *asked], check=True, timeout=600)
    return made


def requirements(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        found: list[str] = BytesParser().parsebytes(archive.read(name)).get_all("Requires-Dist", [])
    return found


def test_importing_the_package_reads_nothing_but_code() -> None:
    command = [sys.executable, "-B", "-c", WATCHED_IMPORT]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
    assert all(name.startswith("sde_schema/") or ".dist-info/" in name for name in names)
    assert "sde_schema/py.typed" in names
    assert not [name for name in names if "test" in Path(name).parts or "tests" in Path(name).parts]
    assert not [name for name in names if name.endswith(".pyc")]
    assert [name for name in names if name.endswith("/licenses/LICENSE")]
    modules = {str(file.relative_to(ROOT)) for file in (ROOT / "sde_schema").rglob("*.py")}
    assert modules == {name for name in names if name.endswith(".py")}


@pytest.mark.slow
def test_the_wheel_holds_the_schemas_byte_for_byte(wheel: Path) -> None:
    files = [file for file in (ROOT / "schemas").rglob("*") if file.is_file()]
    with zipfile.ZipFile(wheel) as archive:
        packed = [name for name in archive.namelist() if name.startswith("sde_schema/schemas/")]
        assert len(packed) == len(files)
        for file in files:
            assert archive.read(f"sde_schema/{file.relative_to(ROOT).as_posix()}") == file.read_bytes()


@pytest.mark.slow
def test_the_wheel_needs_the_fast_libraries_where_they_have_wheels(wheel: Path) -> None:
    needs = requirements(wheel)
    for library in FAST:
        (found,) = (one for one in needs if one.startswith(library))
        assert "platform_machine" in found


@pytest.mark.slow
def test_the_installed_program_works_outside_the_checkout(whole: Environment) -> None:
    (whole.work / "good.json").write_text(GOOD, encoding="utf-8")
    (whole.work / "bad.json").write_text(BAD, encoding="utf-8")
    assert whole.must_run("sde-schema", "validate", "good.json") == "1 file, 1 event: all valid\n"
    done = whole.run("sde-schema", "validate", "bad.json")
    assert (done.returncode, done.stderr) == (1, "")
    assert "bad.json:1:54: error SDE203" in done.stdout
    published = (ROOT / "schemas" / default_version() / "purchase.schema.json").read_text(encoding="utf-8")
    assert whole.must_run("sde-schema", "show", "purchase") == published
    assert whole.must_run("sde-schema", "--version") == whole.must_run("python", "-m", "sde_schema", "--version")
    assert "viewedProduct" in whole.must_run("sde-schema", "list")
    assert "\n  generate " not in whole.must_run("sde-schema", "--help")


@pytest.mark.slow
def test_the_installed_program_generates_nothing(whole: Environment) -> None:
    done = whole.run("sde-schema", "generate")
    assert (done.returncode, done.stdout) == (2, "")
    assert "checkout" in done.stderr
    assert list(whole.work.rglob("*.md")) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["whole", "slow"])
def test_the_installed_package_can_be_imported(name: str, request: pytest.FixtureRequest) -> None:
    installed: Environment = request.getfixturevalue(name)
    assert installed.must_run("python", "-B", "-c", WATCHED_IMPORT) == "[]\n"
    file = installed.must_run("python", "-c", "import sde_schema; print(sde_schema.__file__)")
    assert Path(file.strip()).is_relative_to(installed.scripts.parent)
    script = f"import sde_schema; print(len(sde_schema.validate({BAD!r})), sde_schema.load_schema('lead')['title'])"
    done = installed.run("python", "-c", script)
    assert (done.returncode, done.stdout) == (0, "1 Lead\n")
    assert done.stderr.count(SLOW_NOTE) == (name == "slow")


@pytest.mark.slow
def test_without_the_fast_libraries_one_note_says_so(slow: Environment) -> None:
    names = [f"{number}.json" for number in range(4)]
    for name in names:
        (slow.work / name).write_text(GOOD, encoding="utf-8")
    for jobs in ("1", "2"):
        done = slow.run("sde-schema", "validate", "--jobs", jobs, *names)
        assert (done.returncode, done.stdout) == (0, "4 files, 4 events: all valid\n")
        assert done.stderr.count(SLOW_NOTE) == len(done.stderr.splitlines()) == 1


@pytest.mark.slow
def test_without_the_fast_libraries_helpers_of_any_kind_keep_quiet(slow: Environment) -> None:
    (slow.work / "good.json").write_text(GOOD, encoding="utf-8")
    (slow.work / "main.py").write_text(
        "import multiprocessing, sys\n"
        "from sde_schema.cli import main\n"
        "if __name__ == '__main__':\n"
        "    multiprocessing.set_start_method('spawn')\n"
        "    sys.exit(main(['validate', '--jobs', '2', 'good.json']))\n",
        encoding="utf-8",
    )
    done = slow.run("python", "main.py")
    assert done.returncode == 0
    assert done.stderr.count(SLOW_NOTE) == 1


@pytest.mark.slow
def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    for module in ("build", "hatchling"):
        need(found=find_spec(module) is not None, what=module)
    names = git_files()
    built: list[dict[str, bytes]] = []
    for folder, mask, variables in (("one", 0o022, {"TZ": "UTC"}), ("another/one", 0o077, {"TZ": "Asia/Tokyo"})):
        copied = tmp_path / folder
        for number, name in enumerate(names):
            (copied / name).parent.mkdir(parents=True, exist_ok=True)
            (copied / name).write_bytes((ROOT / name).read_bytes())
            os.utime(copied / name, (number + mask, number * mask))
            (copied / name).chmod(0o777 & ~mask if os.access(ROOT / name, os.X_OK) else 0o666 & ~mask)
        language = "C.UTF-8" if built else "C"
        subprocess.run(
            [sys.executable, "-m", "build", "--no-isolation", "--outdir", "out", str(copied)],
            cwd=copied,
            env={
                **os.environ,
                **variables,
                "LC_ALL": language,
                "PYTHONHASHSEED": str(mask),
                "SOURCE_DATE_EPOCH": "1700000000",
            },
            umask=mask,
            capture_output=True,
            check=True,
            timeout=600,
        )
        built.append({file.name: file.read_bytes() for file in (copied / "out").iterdir()})
    assert sorted(Path(name).suffix for name in built[0]) == [".gz", ".whl"]
    assert [name for name in built[0] if built[0][name] != built[1].get(name)] == []
    assert len(built[0]) == len(built[1])


@pytest.mark.slow
def test_the_list_of_what_the_wheel_brings_names_all_of_it(wheel: Path, tmp_path: Path) -> None:
    need(found=find_spec("cyclonedx_py") is not None, what="cyclonedx-bom")
    command = ["bash", str(ROOT / ".ci" / "sbom"), str(wheel), str(tmp_path / "sbom.json")]
    done = subprocess.run(
        command, env={**os.environ, "PYTHON": sys.executable}, capture_output=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr.decode()
    text = (tmp_path / "sbom.json").read_text(encoding="utf-8")
    listed = json.loads(text)
    assert (listed["bomFormat"], listed["metadata"]["component"]["name"]) == ("CycloneDX", "sde-schema")
    found = {canonicalize_name(component["name"]): component["version"] for component in listed["components"]}
    needs = {canonicalize_name(Requirement(one).name) for one in requirements(wheel) if "extra ==" not in one}
    assert needs <= set(found)
    locked = (ROOT / ".ci" / "release.txt").read_text(encoding="utf-8")
    assert [name for name, version in found.items() if f"\n{name}=={version} " not in f"\n{locked}"] == []
    assert str(tmp_path.parent) not in text


@pytest.mark.slow
def test_the_lowest_versions_are_enough(lowest: Environment) -> None:
    asked = "import importlib.metadata as m; print(*(f'{d.name}=={d.version}' for d in m.distributions()), sep='\\n')"
    installed = lowest.must_run("python", "-c", asked).splitlines()
    versions = {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in installed)}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lowest_of = {bound.name: next(iter(bound.specifier)).version for bound in map(Requirement, project["dependencies"])}
    found = {name: Version(versions[canonicalize_name(name)]) for name in lowest_of}
    assert found == {name: Version(bound) for name, bound in lowest_of.items()}
    _check_cases(lowest, default_version(), None)
    _check_cases(lowest, default_version(), "purchase")


def cases() -> dict[tuple[str, str | None], list[dict[str, Any]]]:
    found = defaultdict(list)
    for file in case_files():
        for case in cases_in(file):
            found[file.parent.name, case.get("type")].append(case)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", ["whole", "slow"])
@pytest.mark.parametrize(("version", "attribute"), cases(), ids=str)
def test_all_cases_hold(version: str, attribute: str | None, name: str, request: pytest.FixtureRequest) -> None:
    notes = _check_cases(request.getfixturevalue(name), version, attribute)
    assert notes.count(SLOW_NOTE) == len(notes.splitlines()) == (name == "slow")


def _check_cases(installed: Environment, version: str, attribute: str | None) -> str:
    """Check that the cases of a version hold; return what else the program said on standard error."""
    folder = installed.work / f"{version}-{attribute}"
    folder.mkdir()
    chosen = {f"{folder.name}/{number:04}.json": case for number, case in enumerate(cases()[version, attribute])}
    for file, case in chosen.items():
        (installed.work / file).write_bytes(text_of(case))
    options = ["--type", attribute] if attribute else []
    done = installed.run(
        "sde-schema", "validate", folder.name, "--schema-version", version, "--format", "json", *options
    )
    problems = defaultdict(list)
    for problem in json.loads(done.stdout)["problems"]:
        problems[problem["file"]].append(problem)
    for file, case in chosen.items():
        assert as_expected(problems[file], case) == case["problems"], case["description"]
    return "\n".join(line for line in done.stderr.splitlines() if "these are the types of version" not in line)
