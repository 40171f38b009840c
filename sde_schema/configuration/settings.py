"""What a configuration file says, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema.model import safe_name
from sde_schema.reading.targets import EVERY, Target

if TYPE_CHECKING:
    from sde_schema.configuration.globs import Globs
    from sde_schema.model import Location, Path, Severity


class Setting(NamedTuple):
    """The value of a key, and the line on which it is given."""

    value: Any
    line: int


class Override(NamedTuple):
    """Settings for the files that match."""

    globs: Globs
    settings: dict[str, Setting]


class Ignore(NamedTuple):
    """Problems that are not reported: of these codes, in files that match, at a pointer; None matches everything.

    ``number`` is its number in the file, ``until`` the last day on which it applies.
    """

    number: int
    codes: tuple[str, ...]
    reason: str
    location: Location
    globs: Globs | None = None
    pointer: str | None = None
    until: date | None = None
    is_expired: bool = False

    def is_about(self, file: str) -> bool:
        """Return whether it is about the problems of a file."""
        return self.globs is None or self.globs.match(file)

    def covers(self, code: str, path: Path) -> bool:
        """Return whether it is about a problem with this code at this path."""
        if self.is_expired or code not in self.codes:
            return False
        if self.pointer is None:
            return True
        steps = Target(self.pointer).steps
        return len(steps) == len(path) and all(map(_fits, steps, path))


def _fits(wanted: str, step: str | int) -> bool:
    """Return whether a step of a pointer is the wanted one; a name may be withheld in the pointer, as in reports."""
    return wanted in (EVERY, str(step), safe_name(str(step)))


@dataclass(frozen=True, slots=True)
class Configuration:
    """All that a file says; ``file`` is its path as reports show it, None where there is no file.

    ``exclude`` is the setting of that name as patterns from the file's folder. ``severities`` has the ones given, by
    code.
    """

    file: str | None = None
    settings: dict[str, Setting] = field(default_factory=dict)
    exclude: Globs | None = None
    overrides: tuple[Override, ...] = ()
    severities: dict[str, Setting] = field(default_factory=dict)
    ignores: tuple[Ignore, ...] = ()

    def overridden(self, file: str) -> dict[str, Setting]:
        """Return the settings that the overrides give for a file."""
        found: dict[str, Setting] = {}
        for override in self.overrides:
            if override.globs.match(file):
                found |= override.settings
        return found

    def ignores_for(self, file: str) -> tuple[Ignore, ...]:
        """Return the ignores that are about the problems of a file."""
        return tuple(ignore for ignore in self.ignores if ignore.is_about(file))

    def severity(self, code: str, usual: Severity) -> Severity:
        """Return the severity of a problem with a code; that of the rule is no change, whatever made it another."""
        from sde_schema.rules import severity_of

        given: Severity = self.severities[code].value if code in self.severities else usual
        return usual if given == severity_of(code) else given


NO_CONFIGURATION = Configuration()


def day_of(value: Any) -> date:
    """Return the day of a TOML date, or of one in a string. Raises ValueError."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value)
