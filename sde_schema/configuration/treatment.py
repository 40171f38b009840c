"""What the configuration changes about the findings in a file: severities, and what is ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sde_schema.checking.outcome import Outcome
    from sde_schema.configuration.settings import Configuration, Ignore


class Treatment(NamedTuple):
    """Treats the outcomes of one file; ``ignores`` are those that are about it."""

    configuration: Configuration
    ignores: tuple[Ignore, ...]

    def treated(self, outcome: Outcome) -> tuple[Outcome, set[int]]:
        """Return an outcome without what is ignored, in the severities in force, and the ignores used, by number."""
        if not outcome.findings or not (self.ignores or self.configuration.severities):
            return outcome, set()
        used: set[int] = set()
        findings, severities = [], []
        for finding, severity in zip(outcome.findings, outcome.severities, strict=True):
            covering = {it.number for it in self.ignores if it.covers(finding.code, finding.path)}
            used |= covering
            if not covering:
                findings.append(finding)
                severities.append(self.configuration.severity(finding.code, severity))
        return outcome._replace(findings=tuple(findings), severities=tuple(severities)), used
