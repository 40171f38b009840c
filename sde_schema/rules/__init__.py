"""The rules of problem codes, one module for each family."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from sde_schema.codes import UNKNOWN_PROPERTY
from sde_schema.errors import UnknownCodeError
from sde_schema.rules import advice, configuration, structure, syntax, values
from sde_schema.rules.name_suggestions import for_meant
from sde_schema.rules.rule import Family, Pair, Rule, readable

if TYPE_CHECKING:
    from sde_schema.findings import Finding
    from sde_schema.model import Severity
    from sde_schema.rules.wording import Context

__all__ = [
    "Family",
    "Pair",
    "Rule",
    "families",
    "hint_of",
    "message_of",
    "readable",
    "rule",
    "rules_by_code",
    "severity_of",
]

_NEAR_ENOUGH = 0.8


def families() -> tuple[Family, ...]:
    """Return the families of rules, in the order of the codes."""
    return (
        Family("Reading: whether it is a document", syntax.RULES),
        Family("Structure: names and nesting", structure.RULES),
        Family("Values: whether they can be right", values.RULES),
        Family("Warnings: valid, but probably wrong", advice.RULES),
        Family("Configuration: whether it is needed", configuration.RULES),
    )


@cache
def rules_by_code() -> dict[str, Rule]:
    """Return every rule by its code, in the order of the codes."""
    return {entry.code: entry for family in families() for entry in family.rules}


def rule(code: str) -> Rule:
    """Return the rule of a code such as ``SDE203`` or ``203``, or of a name such as ``unknown-property``.

    Letter case does not matter, nor ``_`` for ``-``. Raises UnknownCodeError.
    """
    wanted = code.strip().casefold().replace("_", "-")
    for entry in rules_by_code().values():
        if wanted in (entry.code.casefold(), entry.code.removeprefix("SDE"), entry.name):
            return entry
    raise UnknownCodeError(code, list(rules_by_code()), _near(wanted))


def _near(wanted: str) -> list[str]:
    """Return the codes and names that something was probably meant to be, the nearest first."""
    known = {text.casefold(): text for entry in rules_by_code().values() for text in (entry.code, entry.name)}
    return [known[text] for text in get_close_matches(wanted, known, cutoff=_NEAR_ENOUGH)]


def severity_of(code: str, *, allow_unknown: bool = False, replaces_missing: bool = False) -> Severity:
    """Return the severity of a problem; an unknown name is an error where it replaces a required one."""
    if code == UNKNOWN_PROPERTY and allow_unknown and not replaces_missing:
        return "warning"
    return rules_by_code()[code].severity


def message_of(finding: Finding, context: Context) -> str:
    """Return the message of a finding. Raises TypeError where neither it nor its rule has one."""
    if finding.message is not None:
        return finding.message
    message = rules_by_code()[finding.code].message
    if message is None:
        text = f"a finding of {finding.code} has its own words"
        raise TypeError(text)
    return message(finding, context)


def hint_of(finding: Finding, context: Context) -> str | None:
    """Return the hint of a finding, None where there is none."""
    if finding.message is not None:
        return finding.hint
    if finding.meant_as:
        return for_meant(finding, context)
    hint = rules_by_code()[finding.code].hint
    return hint(finding, context) if hint else None
