"""The catalogue of problem codes, one module for each family."""

from __future__ import annotations

from functools import cache

from sde_schema.errors import UnknownCodeError
from sde_schema.rules import advice, reading, structure, values
from sde_schema.rules.rule import Rule

__all__ = ["Rule", "catalogue", "rule"]


@cache
def catalogue() -> dict[str, Rule]:
    """Return every rule by its code, in catalogue order."""
    every = (*reading.RULES, *structure.RULES, *values.RULES, *advice.RULES)
    return {entry.code: entry for entry in every}


def rule(code: str) -> Rule:
    """Return the rule of a code such as ``SDE203`` or ``203``, or of a name such as ``unknown-property``.

    Letter case does not matter. Raises UnknownCodeError.
    """
    wanted = code.casefold()
    for entry in catalogue().values():
        if wanted in (entry.code.casefold(), entry.code.removeprefix("SDE"), entry.name):
            return entry
    raise UnknownCodeError(code, list(catalogue()))
