"""How each file is checked: by which validator, and with which treatment of its problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sde_schema.checking.validator import Validator
from sde_schema.configuration import NO_CONFIGURATION, Configuration, Treatment

PARAMETERS = {
    "schema-version": "version",
    "type": "type",
    "at": "at",
    "allow-unknown": "allow_unknown",
    "max-depth": "max_depth",
    "max-document-size": "max_document_size",
}
"""The parameters of a validator by the settings that an override may give."""


class HowToCheck(NamedTuple):
    """How one file is checked."""

    validator: Validator
    treatment: Treatment


@dataclass(frozen=True, slots=True)
class FileChecks:
    """How the files of a run are checked; it can be sent to other processes.

    ``options`` are the parameters of the validator; no override changes those of the settings ``given`` on the command
    line.
    """

    options: dict[str, Any]
    configuration: Configuration = NO_CONFIGURATION
    given: frozenset[str] = frozenset()
    _made: dict[tuple[Any, ...], Validator] = field(default_factory=dict, compare=False)

    @property
    def base(self) -> Validator:
        """The validator of files without overrides."""
        return self._validator(self.options)

    def of(self, file: str) -> HowToCheck:
        """Return how a file is checked."""
        overridden = self.configuration.overridden(file)
        changed = {PARAMETERS[key]: setting.value for key, setting in overridden.items() if key not in self.given}
        validator = self._validator({**self.options, **changed})
        return HowToCheck(validator, Treatment(self.configuration, self.configuration.ignores_for(file)))

    def _validator(self, options: dict[str, Any]) -> Validator:
        """Return the validator with these options, which is made once."""
        key = tuple(options.values())
        if key not in self._made:
            self._made[key] = Validator(**options)
        return self._made[key]
