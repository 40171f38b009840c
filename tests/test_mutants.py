"""Every constraint of every schema is needed: a mutant of it makes a case fail, or accepts provably the same.

Of the mutants of the rules, which are run by hand, the reasons and the totals on the page are held to the code.
"""

from __future__ import annotations

from collections import Counter

import pytest

from sde_schema import versions
from tests.support.code_mutants import MODULES, code_mutants, explained, on_page, totals
from tests.support.mutation import Mutation, rows, table
from tests.support.proofs import prove

KIND = "mutants of the schemas"


@pytest.mark.slow
@pytest.mark.proof
@pytest.mark.parametrize("version", versions())
def test_each_mutant_of_a_schema_makes_a_case_fail(version: str) -> None:
    mutation = Mutation(version)
    survivors = [*mutation.survivors()]
    assert [*rows(version, survivors)] == [row for row in table() if row[0] == version]
    unproved = [survivor.mutant.name for survivor in survivors if survivor.proof is None]
    prove(KIND, version, len(mutation.mutants), survivors=unproved)


def test_each_reason_is_that_of_one_mutant_of_the_rules() -> None:
    made = Counter(mutant.name for module in MODULES for mutant in code_mutants(module))
    assert {name: made[name] for name in explained()} == dict.fromkeys(explained(), 1)


def test_the_totals_on_the_page_are_those_of_the_code() -> None:
    """A module of which they are not is run again: `python -m tests.support.code_mutants MODULE`."""
    assert on_page() == {module: totals(module, 0) for module in MODULES}
