"""SDE9xx: what the configuration file has, and nothing needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.codes import (
    UNUSED_IGNORE,
)
from sde_schema.prose import listed
from sde_schema.rules.rule import Rule
from sde_schema.rules.samples import lead

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


def message_for_ignore(codes: Sequence[str], expired: date | None) -> str:
    """Return the sentence about an ignore of these codes; ``expired`` is its last day, None where it is not past."""
    ignore = f"ignore of {listed([*codes])}"
    return f"The {ignore} has expired: its last day was {expired}." if expired else f"No problem needs the {ignore}."


def hint_for_ignore(expired: date | None) -> str:
    """Return what to do about an ignore that is not needed."""
    return "Remove the ignore, or give it a later date." if expired else "Remove the ignore."


RULES = (
    Rule(
        code=UNUSED_IGNORE,
        name="unused-ignore",
        severity="warning",
        meaning="An ignore in the configuration was not needed by any problem, or its date has passed.",
        why=(
            "An ignore that nothing needs hides the next mistake of its kind. One whose date has passed ignores nothing"
            " any more."
        ),
        bad=b'[[ignore]]\ncode = "SDE402"\nreason = "The partner corrects this in March."',
        good=b'[severity]\nSDE402 = "error"',
        fix=(
            "Remove the ignore from the configuration. An ignore is reported only if all files that it is about were"
            " checked: those of its paths, or, without paths, all in the folder of the configuration file and in the"
            " current folder. One that has expired is always reported."
        ),
        payload=lead(value="22.22"),
        options=("--strict", "--config"),
    ),
)
