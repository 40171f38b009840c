"""The catalogue of problem codes, one module for each family."""

from __future__ import annotations

from functools import cache

from sde_schema.errors import UnknownCodeError
from sde_schema.rules import advice, reading, structure, values
from sde_schema.rules.rule import Family, Rule, readable

__all__ = ["Family", "Rule", "catalogue", "families", "readable", "rule"]


def families() -> tuple[Family, ...]:
    """Return the families of rules, in catalogue order."""
    return (
        Family("Reading: is it a document at all", reading.RULES),
        Family("Structure: names and nesting", structure.RULES),
        Family("Values: can they be right", values.RULES),
        Family("Advice: valid, and yet probably wrong", advice.RULES),
    )


@cache
def catalogue() -> dict[str, Rule]:
    """Return every rule by its code, in catalogue order."""
    return {entry.code: entry for family in families() for entry in family.rules}


def rule(code: str) -> Rule:
    """Return the rule of a code such as ``SDE203`` or ``203``, or of a name such as ``unknown-property``.

    Letter case does not matter. Raises UnknownCodeError.
    """
    wanted = code.casefold()
    for entry in catalogue().values():
        if wanted in (entry.code.casefold(), entry.code.removeprefix("SDE"), entry.name):
            return entry
    raise UnknownCodeError(code, list(catalogue()))
