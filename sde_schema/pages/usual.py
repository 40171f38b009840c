"""What most fields of a page have in common: it is said once, above them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sde_schema.codes import MISSING_PROPERTY, TOO_LONG, UNKNOWN_PROPERTY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.catalog.constraints import Constraint
    from sde_schema.pages.field_facts import Facts

_ABOUT = {TOO_LONG: "string", UNKNOWN_PROPERTY: "object"}
"""The codes of the rules that nearly every value of a type has, with that type."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What a page says once: the usual rule of each type, and the version since which most fields exist."""

    rules: dict[str, Constraint]
    since: str

    def unusual(self, facts: Facts) -> tuple[Constraint, ...]:
        """Return the rules of a field that its section says; that a member is required, the member's section says."""
        said = self.rules.values()
        return tuple(rule for rule in facts.constraints if rule not in said and rule.codes != (MISSING_PROPERTY,))


def usual_of(fields: Iterable[Facts]) -> Usual:
    """Return what most fields of a page have in common, those of list items among them."""
    every = [said for field in fields for said in (field, field.entry) if said]
    rules = {}
    for code, kind in _ABOUT.items():
        found = Counter(rule for said in every for rule in said.constraints if rule.codes == (code,))
        if found:
            rules[kind] = found.most_common(1)[0][0]
    since = Counter(said.since for said in every).most_common(1)
    return Usual(rules, since[0][0] if since else "")
