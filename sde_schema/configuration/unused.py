"""Ignores that nothing needs, as problems of the configuration file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.codes import UNUSED_IGNORE
from sde_schema.model import Kind, Problem
from sde_schema.rules import severity_of
from sde_schema.rules.configuration import hint_for_ignore, message_for_ignore

if TYPE_CHECKING:
    from collections.abc import Collection

    from sde_schema.configuration.settings import Configuration, Ignore


def is_needless(ignore: Ignore, used: Collection[int], seen: Collection[int]) -> bool:
    """Return whether an ignore has expired, or was not used; ``seen`` are those that a checked file matched.

    One that no checked file matched may be needed by files of another run, as long as there are such files.
    """
    if ignore.is_expired:
        return True
    if ignore.number in seen:
        return ignore.number not in used
    return ignore.globs is not None and not ignore.globs.match_any_file()


def problem_of(ignore: Ignore, configuration: Configuration) -> Problem:
    """Return the problem that an ignore is not needed."""
    severity = configuration.severity(UNUSED_IGNORE, severity_of(UNUSED_IGNORE))
    expired = ignore.until if ignore.is_expired else None
    message = message_for_ignore(ignore.codes, expired)
    return Problem(
        UNUSED_IGNORE,
        severity,
        message,
        hint_for_ignore(expired),
        file=configuration.file,
        line=ignore.location.line,
        column=ignore.location.column,
        kind=Kind(UNUSED_IGNORE, severity, message, ""),
    )
