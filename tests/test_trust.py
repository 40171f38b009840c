"""The page of reasons to trust the program: its tables are those of the last runs, and break no promise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import sde_schema
from benchmarks.hostile.__main__ import GREATEST_EXPONENT, MOST_BESIDES, MOST_SECONDS, MOST_TIMES
from benchmarks.hostile.attacks import ATTACKS
from tests.support.paths import TESTS
from tests.support.proofs import FINDINGS, shown, table

if TYPE_CHECKING:
    from pathlib import Path

KIND = re.compile(r"""(?:prove\(\s*|^KIND = |^PROVED = )"([^"]+)\"""", re.MULTILINE)


def test_nothing_was_found_by_what_was_tried() -> None:
    rows = shown("proofs")
    assert len(rows) > 10
    for kind, cases, found in rows:
        assert int(cases.replace(",", "")) > 0, kind
        assert set(found.split(", ")) <= {f"0 {name}" for name in FINDINGS}, kind


def test_each_kind_of_proof_has_a_row() -> None:
    kinds = {kind for kind, *_ in shown("proofs")}
    named = {kind for module in TESTS.glob("test_*.py") for kind in KIND.findall(module.read_text(encoding="utf-8"))}
    assert named <= kinds
    assert named


def test_rows_are_sums() -> None:
    said = [
        '{"kind": "a kind", "part": "1", "cases": 1000, "found": {"crashes": 0}}',
        '{"kind": "a kind", "part": "2", "cases": 500, "found": {"crashes": 0, "leaks": 2}}',
    ]
    assert table(said).splitlines()[-1] == "| a kind | 1,500 | 0 crashes, 2 leaks |"


def test_each_attack_has_a_row() -> None:
    assert [name for name, *_ in shown("hostile")] == [attack.name for attack in ATTACKS]


def test_the_attack_of_valid_events_is_valid(tmp_path: Path) -> None:
    valid = next(attack for attack in ATTACKS if attack.name == "valid YAML")
    path = tmp_path / f"events{valid.suffix}"
    with path.open("wb") as file:
        valid.write(2, file.write)
    assert list(sde_schema.Validator().validate_file(path)) == []


def test_no_attack_breaks_a_promise_but_those_that_are_known_to() -> None:
    for attack, row in zip(ATTACKS, shown("hostile"), strict=True):
        megabytes, rate, exponent, peak = (cell.replace(",", "") for cell in row[1:])
        largest = 0.0 if attack.is_lines else float(megabytes)
        assert exponent == "-" or float(exponent) <= GREATEST_EXPONENT, row
        is_fast = attack.is_dense or min(float(rate), float(rate) * float(megabytes)) <= MOST_SECONDS
        is_small = float(peak) <= MOST_TIMES * largest + MOST_BESIDES
        assert (is_fast, is_small) == (attack.breaks != "time", attack.breaks != "memory"), row
