"""Ignores that nothing needs, as problems of the configuration file."""

from __future__ import annotations

from os.path import abspath
from pathlib import Path
from typing import TYPE_CHECKING

from sde_schema.codes import UNUSED_IGNORE
from sde_schema.configuration.globs import files_in
from sde_schema.model import Kind, Problem
from sde_schema.rules import severity_of
from sde_schema.rules.configuration import hint_for_ignore, message_for_ignore

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sde_schema.configuration.settings import Configuration, Ignore


def is_needless(ignore: Ignore, configuration: Configuration, used: Collection[int], checked: Collection[str]) -> bool:
    """Return whether an ignore has expired, or no problem needs it; ``checked`` are absolute paths.

    One that was not used may be needed by a file that was not checked, if it is about one.
    """
    if ignore.is_expired:
        return True
    return ignore.number not in used and all(file in checked for file in _files_about(ignore, configuration))


def _files_about(ignore: Ignore, configuration: Configuration) -> Iterator[str]:
    """Yield the files that an ignore is about, as a search of folders finds them.

    Without paths it is about all in the folder of the configuration, and in the current one.
    """
    left_out = configuration.exclude.match if configuration.exclude else None
    if ignore.globs is not None:
        yield from ignore.globs.files(left_out)
        return
    own = Path(abspath(configuration.file or "")).parent  # noqa: PTH100 - links stay what they are
    for folder in {own, Path.cwd()}:
        yield from files_in(folder, left_out)


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
