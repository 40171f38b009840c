"""What must hold of any bytes holds of many that are near what the program reads; `python -m tests.fuzz` finds more."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.fuzz import oracles, seeds
from tests.support.proofs import prove
from tests.support.rounds import first_every_day

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.proof
@pytest.mark.parametrize("number", first_every_day([60, 300]))
def test_of_any_bytes_holds_what_must(tmp_path: Path, number: int) -> None:
    random = Random(number)  # noqa: S311 - the same bytes in each run
    crashes: list[str] = []
    violations: list[str] = []
    for turn in range(number):
        way, data = seeds.split(random.choice(seeds.seeds()))
        if turn % 2:
            data = seeds.changed(random, data)
        try:
            oracles.hold(data, way, tmp_path)
        except oracles.Violation as violation:
            violations.append(f"{data!r}: {violation}")
        except Exception as error:  # noqa: BLE001 - any is a crash of the program
            crashes.append(f"{data!r}: {error!r}")
    prove(
        "damaged bytes, at every way into the program", str(number), number, crashes=crashes, disagreements=violations
    )


def test_the_fuzzer_has_words_and_texts_to_begin_with() -> None:
    assert all(word.startswith('"\\x') for word in seeds.dictionary())
    assert {seeds.split(seed)[0] for seed in seeds.seeds()} == set(range(len(oracles.ENTRIES)))
