"""How each file is checked: with which options, and with which treatment of its problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sde_schema.checking.checks import Checks, Options
from sde_schema.configuration import NO_CONFIGURATION, Configuration, Treatment

PARAMETERS = {
    "schema-version": "version",
    "type": "type",
    "at": "at",
    "allow-unknown": "allow_unknown",
    "max-depth": "max_depth",
    "max-document-size": "max_document_size",
    "max-unpacked": "max_unpacked",
}
"""The options of checking by the settings that an override may give."""


class HowToCheck(NamedTuple):
    """How one file is checked."""

    checks: Checks
    treatment: Treatment


@dataclass(frozen=True, slots=True)
class FileChecks:
    """How the files of a run are checked; it can be sent to other processes.

    ``options`` are those of checking; no override changes those of the settings ``given`` on the command
    line.
    """

    options: dict[str, Any]
    configuration: Configuration = NO_CONFIGURATION
    given: frozenset[str] = frozenset()
    _made: dict[tuple[Any, ...], Checks] = field(default_factory=dict, compare=False)

    def __reduce__(self) -> tuple[type[FileChecks], tuple[Any, ...]]:
        return FileChecks, (self.options, self.configuration, self.given)

    @property
    def base(self) -> Checks:
        """How files without overrides are checked."""
        return self._checks(self.options)

    def of(self, file: str) -> HowToCheck:
        """Return how a file is checked."""
        overridden = self.configuration.overridden(file)
        changed = {PARAMETERS[key]: setting.value for key, setting in overridden.items() if key not in self.given}
        checks = self._checks({**self.options, **changed})
        return HowToCheck(checks, Treatment(self.configuration, self.configuration.ignores_for(file)))

    def _checks(self, options: dict[str, Any]) -> Checks:
        """Return the checks with these options, which are made once."""
        key = tuple(options.values())
        if key not in self._made:
            self._made[key] = Checks(Options(**options))
        return self._made[key]
