"""The examples of a problem code under a version: one payload that has the problem, and one that has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema import catalog
from sde_schema.checking.validator import Validator

if TYPE_CHECKING:
    from sde_schema.rules import Pair, Rule


def pair_of(rule: Rule, version: str) -> Pair | None:
    """Return the examples of a rule under a version; None where the version has no such problem."""
    if rule.payload is not None:
        return rule.pairs[0]
    validator = Validator(version)
    return next((pair for pair in rule.pairs if _codes(validator, pair) == ([rule.code], [])), None)


def versions_with(rule: Rule) -> list[str]:
    """Return the versions that have a problem, the default one first."""
    default = catalog.default_version()
    others = (version for version in catalog.versions() if version != default)
    return [version for version in (default, *others) if pair_of(rule, version)]


def _codes(validator: Validator, pair: Pair) -> tuple[list[str], list[str]]:
    """Return the codes of the problems of both examples."""
    bad, good = ([problem.code for problem in validator.validate(example)] for example in (pair.bad, pair.good))
    return bad, good
