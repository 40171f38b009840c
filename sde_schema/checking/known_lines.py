"""Texts that were seen before in a file, and what was found in them: the same is found again, whatever it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.checking.outcome import Outcome
from sde_schema.codes import DUPLICATE_KEY
from sde_schema.model import FINDINGS_KNOWN, LONGEST_KNOWN, MOST_KNOWN
from sde_schema.reading.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class KnownLines:
    """Keeps the outcomes of texts of one document in which something was found."""

    def __init__(self) -> None:
        self._outcomes: dict[bytes, Outcome] = {}

    def again(self, text: bytes, line: int) -> Outcome | None:
        """Return the outcome of a text that begins on a line, None where it was not seen before.

        It has the very findings of the first one.
        """
        known = self._outcomes.get(text)
        if known is None:
            return None
        events, findings, severities, first, parsed, value, _ = known
        return Outcome(events, findings, severities, Text(first.written, line), parsed, value) if first else None

    def noted(self, text: bytes, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Yield the outcomes of a text, and keep them if there is but one, which does not name a line."""
        if len(text) > LONGEST_KNOWN:
            yield from outcomes
            return
        found = []
        for outcome in outcomes:
            found.append(outcome)
            yield outcome
        if len(found) == 1 and _is_same_elsewhere(found[0]):
            if len(self._outcomes) >= MOST_KNOWN:
                self._outcomes.clear()
            self._outcomes[text] = found[0]


def _is_same_elsewhere(outcome: Outcome) -> bool:
    """Return whether an outcome with findings, a few at most, is the same on another line."""
    if outcome.no_events is not None or outcome.text is None or not 0 < len(outcome.findings) <= FINDINGS_KNOWN:
        return False
    return all(finding.code != DUPLICATE_KEY for finding in outcome.findings)  # its hint names a line
