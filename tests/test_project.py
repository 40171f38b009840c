"""The house rules that no schema or payload tests: imports, linter, types, sizes, no network."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

import sde_schema
from tests.support.checkout import git_files
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = ROOT / "sde_schema"
MODULES = sorted(PACKAGE.rglob("*.py"))
ARROW: tuple[set[str], ...] = (
    {"ending", "terminal"},
    {"codes", "errors", "model", "names", "rewriting"},
    {"prose", "summary"},
    {"reading", "catalog"},
    {"findings"},
    {"rules"},
    {"checking", "reporting"},
    {"fixing"},
    {"configuration", "converting", "examples"},
    {"arrow", "compatibility", "exporting"},
    {"pages", "spark"},
    {"cli"},
)
"""The parts of the package in tiers: each imports from the tiers before it, and from itself."""

TOP_LEVEL = {
    ".ci", ".github", ".gitignore", ".pre-commit-hooks.yaml", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md",
    "SECURITY.md", "action.yml", "benchmarks", "docs", "examples", "mkdocs.yml", "playground", "pyproject.toml",
    "schemas", "sde_schema", "tests",
}  # fmt: skip
NETWORK = {"socket", "ssl", "http", "urllib.request", "urllib.error", "requests", "httpx", "ftplib", "smtplib"}


@cache
def _tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def _imports(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def _part(module: Path) -> str:
    relative = module.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


def test_imports_point_one_way() -> None:
    faults = {}
    for module in MODULES:
        part = _part(module)
        if part not in ("__init__", "__main__"):
            inside = {name.split(".")[1] for name in _imports(module) if name.startswith("sde_schema.")}
            tier = next(index for index, parts in enumerate(ARROW) if part in parts)
            faults[module.name] = inside - {part} - set().union(*ARROW[:tier])
    assert {name: parts for name, parts in faults.items() if parts} == {}


def test_nothing_imports_a_network() -> None:
    faults = {}
    for module in MODULES:
        steps = [name.split(".") for name in _imports(module)]
        faults[module.name] = {
            ".".join(some[:length]) for some in steps for length in range(1, len(some) + 1)
        } & NETWORK
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize(("library", "parts"), [("pyarrow", {"arrow", "spark"}), ("pyspark", {"spark"})])
def test_a_library_of_an_extra_is_imported_by_its_part_alone(library: str, parts: set[str]) -> None:
    importing = {_part(module) for module in MODULES if library in {name.split(".")[0] for name in _imports(module)}}
    assert importing == parts


def test_a_code_is_written_in_one_module_alone() -> None:
    written = [
        (module.name, node.value)
        for module in MODULES
        for node in ast.walk(_tree(module))
        if isinstance(node, ast.Constant) and re.fullmatch(r"SDE\d{3}", str(node.value))
    ]
    assert {name for name, _ in written} == {"codes.py"}


def test_modules_are_small_and_so_are_their_functions() -> None:
    assert [module.name for module in MODULES if module.read_text(encoding="utf-8").count("\n") > 350] == []
    functions = [node for module in MODULES for node in ast.walk(_tree(module)) if isinstance(node, ast.FunctionDef)]
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= 40] == []


def test_no_test_module_imports_another_one() -> None:
    imported = {(file.name, name) for file in sorted((ROOT / "tests").rglob("*.py")) for name in _imports(file)}
    assert [(file, name) for file, name in imported if re.match(r"tests\.(.*\.)?test_", name)] == []


def test_public_names_are_sorted_and_there() -> None:
    assert sde_schema.__all__ == sorted(sde_schema.__all__)
    assert all(hasattr(sde_schema, name) for name in sde_schema.__all__)


def test_what_is_left_out_of_coverage_says_why() -> None:
    lines = [line for module in MODULES for line in module.read_text(encoding="utf-8").splitlines()]
    left_out = [line for line in lines if "no cover" in line]
    assert [line for line in left_out if not re.search(r"# pragma: no cover - \w+ .*\w$", line)] == []


def test_the_top_level_holds_what_it_should_and_no_more() -> None:
    assert {name.split("/")[0] for name in git_files()} == TOP_LEVEL


def test_no_file_has_the_marks_of_a_conflict() -> None:
    marks = re.compile(rb"^(?:<{7}|>{7}|[|]{7})(?: |$)|^={7}$", re.MULTILINE)
    files = [ROOT / name for name in git_files()]
    assert [file.name for file in files if file.is_file() and marks.search(file.read_bytes())] == []


def test_no_file_names_this_machine_or_a_registry() -> None:
    words = [b"pypi" + b".org", b"registry.npm" + b"js", b"python" + b"hosted", b"/wo" + b"rk/", b"deb.deb" + b"ian"]
    files = [ROOT / name for name in git_files()]
    named = [(file.name, word) for file in files if file.is_file() for word in words if word in file.read_bytes()]
    assert named == []
