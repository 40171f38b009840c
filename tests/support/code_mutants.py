"""Mutants of the rules in Python: a comparison, a condition or a number changed, which must make a case fail.

`python -m tests.support.code_mutants [MODULE …]` tries each mutant of the modules that decide codes with the cases
of `tests/cases`, and those that no case notices with tests of what cases do not compare, such as hints. It prints those
that nothing notices and `tests/data/code-mutants.tsv` does not name, and the totals of each module. Where there are
none of these, it writes the row of the module in docs/trust.md.
It is run by hand: `dates` and `other_forms` take less than half a minute each, the others one to three minutes.
"""

from __future__ import annotations

import ast
import importlib
import os
import sys
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

import pytest

from benchmarks.publish import put
from sde_schema import Validator
from sde_schema.checking.fast_path import FastPath, fast_path
from tests.support import engines
from tests.support.cases import as_expected, case_files, cases_in, text_of
from tests.support.paths import ROOT, TESTS
from tests.support.proofs import PAGE, shown
from tests.support.validators import as_dicts

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULES = {
    "evaluator": ("exact_path", "unknown_allowed", "targets", "rules", "forms", "hints_of_names"),
    "times": ("times",),
    "dates": ("rules",),
    "document_fields": ("text_report", "duplicate_names", "targets", "privacy"),
    "other_forms": ("unknown_allowed", "hints", "hints_of_names", "forms"),
    "property_names": ("unknown_allowed", "hints_of_names", "hints", "fix", "forms"),
}
"""The modules of `sde_schema.checking` whose conditions decide codes, and which tests try what no case notices."""

MARKER = "code-mutants"
"""The table of the page."""

_EXPLAINED = TESTS / "data" / "code-mutants.tsv"

_SECONDS = 120
"""A mutant that takes longer is noticed: the tests would hang."""

_OTHER_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


class CodeMutant(NamedTuple):
    """A module with one change: its line's number and text, and what was changed there.

    ``node`` is the number of the changed node in a walk over the module, ``change`` that of its change.
    """

    module: str
    number: int
    line: str
    was: str
    becomes: str
    node: int
    change: int

    @property
    def name(self) -> tuple[str, ...]:
        """What tells the mutant from others, and lasts: without the number of its line."""
        return self.module, self.line, self.was, self.becomes

    @property
    def tree(self) -> ast.Module:
        """The module with the change."""
        tree = _tree(self.module)
        node = [*ast.walk(tree)][self.node]
        changed: ast.Module = _Exchange(node, _changed(node)[self.change]).visit(tree)
        return ast.fix_missing_locations(changed)

    def __str__(self) -> str:
        return "\t".join((f"{self.module}.py:{self.number}", *self.name[1:]))


class _Case(NamedTuple):
    version: str
    case: dict[str, Any]


def code_mutants(module: str) -> Iterator[CodeMutant]:
    """Yield every mutant of a module of `sde_schema.checking`."""
    lines = _source(module).splitlines()
    for index, node in enumerate(ast.walk(_tree(module))):
        for change, other in enumerate(_changed(node)):
            number = getattr(node, "lineno", 0)
            text = lines[number - 1].strip()
            yield CodeMutant(module, number, text, _short(node), _short(other), index, change)


def _source(module: str) -> str:
    return (ROOT / "sde_schema" / "checking" / f"{module}.py").read_text(encoding="utf-8")


def _tree(module: str) -> ast.Module:
    return ast.parse(_source(module))


def _short(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:100]


class _Exchange(ast.NodeTransformer):
    """Puts another node in place of one."""

    def __init__(self, node: ast.AST, other: ast.AST) -> None:
        self._node = node
        self._other = other

    def visit(self, node: ast.AST) -> Any:
        return self._other if node is self._node else self.generic_visit(node)


def _changed(node: ast.AST) -> list[ast.AST]:
    """Return what a node may be changed to."""
    if isinstance(node, ast.Constant):
        return _other_constants(node.value)
    if isinstance(node, ast.If | ast.IfExp):
        return _other_choices(node)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return [ast.Compare(node.left, [_OTHER_COMPARISONS[type(node.ops[0])]()], node.comparators)]
    if isinstance(node, ast.BoolOp):
        return [ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)]
    return [node.operand] if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) else []


def _other_constants(value: object) -> list[ast.AST]:
    if isinstance(value, bool):
        return [ast.Constant(not value)]
    return [ast.Constant(value + step) for step in (1, -1)] if isinstance(value, int) else []


def _other_choices(node: ast.If | ast.IfExp) -> list[ast.AST]:
    if isinstance(node, ast.IfExp):
        return [ast.IfExp(node.test, node.orelse, node.body)]
    if ast.unparse(node.test) == "TYPE_CHECKING":
        return []
    negated = ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
    return [negated, ast.If(node.test, [ast.Pass()], node.orelse)]


def _put(file: str, tree: ast.Module) -> None:
    """Put a mutant in place of a module, and its parts in place of those that others have imported."""
    module = importlib.import_module(f"sde_schema.checking.{file}")
    old = {
        id(value): name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__
    }
    kept = dict(vars(module))
    exec(compile(tree, str(module.__file__), "exec"), vars(module))  # noqa: S102 - a mutant of our own
    for other in [it for name, it in sys.modules.items() if name.startswith("sde_schema.")]:
        for name, value in list(vars(other).items()):
            if id(value) in old and kept[old[id(value)]] is value:
                setattr(other, name, vars(module)[old[id(value)]])
    fast_path.cache_clear()


def _fails(it: _Case) -> bool:
    validator = Validator(it.version, type=it.case.get("type"))
    problems = as_dicts(validator.validate(text_of(it.case)))
    return bool(as_expected(problems, it.case) != it.case["problems"])


def _failing_case(cases: list[_Case]) -> int:
    """Return the index of the first case that fails, with the fast path or without it; -1 for none."""
    found = next((index for index, it in enumerate(cases) if _fails(it)), -1)
    if found == -1:
        with patch.object(FastPath, "has_fast_path", new=False):
            return next((index for index, it in enumerate(cases) if _fails(it)), -1)
    return found


def _fails_a_test(module: str) -> bool:
    """Return whether a test of the module's fails; it is run in this process, which ends after that."""
    with Path(os.devnull).open("w", encoding="utf-8") as nothing:
        for output in (1, 2):
            os.dup2(nothing.fileno(), output)
        files = [str(TESTS / f"test_{name}.py") for name in MODULES[module]]
        return pytest.main(["-n", "0", "-q", "-x", "-p", "no:cacheprovider", *files]) != pytest.ExitCode.OK


def _noticed_by(module: str, tree: ast.Module, cases: list[_Case]) -> int | None:
    """Return which case notices a mutant, tried in a process of its own: 0 for a test, None for nothing."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        found = -1
        try:
            _put(module, tree)
            found = _failing_case(cases)
            if found == -1 and _fails_a_test(module):
                found = 0
        except Exception:  # noqa: BLE001 - whatever a mutant raises is noticed
            found = 0
        os.write(writing, str(found).encode())
        os._exit(0)
    os.close(writing)
    end = time.monotonic() + _SECONDS
    while not os.waitpid(child, os.WNOHANG)[0]:
        if time.monotonic() > end:
            os.kill(child, 9)
        time.sleep(0.005)
    said = os.read(reading, 20).decode()
    os.close(reading)
    return None if said == "-1" else int(said or 0)


@cache
def explained() -> dict[tuple[str, ...], str]:
    """Return the reasons why mutants give the same findings for every input."""
    lines = _EXPLAINED.read_text(encoding="utf-8").splitlines()[1:]
    return {tuple(name): reason for *name, reason in (line.split("\t") for line in lines)}


def survivors(module: str, cases: list[_Case]) -> Iterator[CodeMutant]:
    """Yield the unexplained mutants that nothing notices; the case that noticed the last one is tried first."""
    assert _noticed_by(module, _tree(module), cases) is None, f"{module} as it is fails, or takes too long"
    for mutant in code_mutants(module):
        if mutant.name in explained():
            continue
        index = _noticed_by(module, mutant.tree, cases)
        if index is None:
            yield mutant
        else:
            cases.insert(0, cases.pop(index))


class Totals(NamedTuple):
    """How many mutants a module has, and what became of them: a row of the page."""

    module: str
    mutants: int
    noticed: int
    explained: int
    survivors: int

    def __str__(self) -> str:
        return "| " + " | ".join((f"`{self.module}`", *(f"{count:,}" for count in self[1:]))) + " |"


def totals(module: str, left: int) -> Totals:
    """Return the totals of a module, of whose mutants so many are left: nothing notices or explains them."""
    mutants = [*code_mutants(module)]
    reasons = sum(mutant.name in explained() for mutant in mutants)
    return Totals(module, len(mutants), len(mutants) - reasons - left, reasons, left)


def on_page() -> dict[str, Totals]:
    """Return the totals that the page shows, by module."""
    rows = [(name.strip("`"), [int(count.replace(",", "")) for count in counts]) for name, *counts in shown(MARKER)]
    return {module: Totals(module, *counts) for module, counts in rows}


def _write(row: Totals) -> None:
    """Put the totals of a module into the page, beside those of the others."""
    rows = on_page() | {row.module: row}
    head = ["| module | mutants | noticed | explained | survivors |", "| --- | ---: | ---: | ---: | ---: |"]
    put(PAGE, MARKER, "\n".join([*head, *(str(rows[module]) for module in MODULES if module in rows)]))


def _main() -> int:
    cases = [_Case(file.parent.name, case) for file in case_files() for case in cases_in(file)]
    cases.sort(key=lambda it: (not it.case["problems"], len(text_of(it.case))))
    with pytest.MonkeyPatch.context() as monkeypatch:
        engines.share(monkeypatch)
        wrong = [it.case["description"] for it in cases if _fails(it)]
        assert not wrong, wrong
        found = False
        for module in sys.argv[1:] or MODULES:
            left = 0
            for mutant in survivors(module, cases):
                left += 1
                print(mutant, flush=True)  # noqa: T201 - a command
            found = found or left > 0
            row = totals(module, left)
            print(row, flush=True)  # noqa: T201 - likewise
            if not left:
                _write(row)
    return int(found)


if __name__ == "__main__":
    sys.exit(_main())
