"""Which value was meant by a wrong one, where that is certain: a code by its title, a number in quotes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sde_schema.codes import UNKNOWN_CODE, WRONG_TYPE
from sde_schema.names import same_but_for_case
from sde_schema.rules.expected import code_meanings
from sde_schema.rules.spelled_values import has_lost_digits, number_of

if TYPE_CHECKING:
    from sde_schema.findings import Finding
    from sde_schema.rules.wording import Context

_MOST_DIGITS = 15
"""So many digits every double keeps."""


def new_value(finding: Finding, context: Context) -> str | None:
    """Return, as JSON, the value that is right in place of the one at fault, None where none is certain."""
    if finding.named or finding.meant_as or finding.code not in (UNKNOWN_CODE, WRONG_TYPE):
        return None
    value = context.value(finding)
    return (_code(finding, value, context) or _number(finding, value, context)) if isinstance(value, str) else None


def _code(finding: Finding, value: str, context: Context) -> str | None:
    """Return the code that has a string for its title, in the JSON type that the field takes.

    Letter case and separators do not matter.
    """
    listed = finding.expected.code_list
    meanings = code_meanings(listed.node) if listed else []
    meant = [forms for forms, title in meanings if same_but_for_case(value, (title,))]
    if len(meant) != 1:
        return None
    forms = sorted(meant[0], key=lambda form: not isinstance(form, str))
    return next((json.dumps(form) for form in forms if context.accepts(finding, form)), None)


def _number(finding: Finding, value: str, context: Context) -> str | None:
    """Return the number in a string where no string is valid, as it is written there; none that a double changes."""
    number = number_of(value)
    if number is None or "string" in finding.expected.types or has_lost_digits(value):
        return None
    is_kept = sum(character.isdigit() for character in value) <= _MOST_DIGITS
    return value if is_kept and context.accepts(finding, number) else None
