"""Texts that were seen before in a file, and what was found in them: the same is found again, whatever it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.codes import DUPLICATE_KEY
from sde_schema.reading.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sde_schema.checking.outcome import Outcome

_MOST = 500
_LONGEST = 2_000
"""So many texts are kept, and none that has more bytes: those of a large file that come again are short and few."""


class KnownLines:
    """Keeps the outcomes of texts of one document in which something was found."""

    def __init__(self) -> None:
        self._outcomes: dict[bytes, Outcome] = {}

    def again(self, text: bytes, line: int) -> Outcome | None:
        """Return the outcome of a text that begins on a line, None where it was not seen before.

        It has the very findings of the first one.
        """
        known = self._outcomes.get(text)
        if known is None or known.text is None:
            return None
        return known._replace(text=Text(known.text.written, line))

    def noted(self, text: bytes, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Yield the outcomes of a text, and keep them if there is but one, which does not name a line."""
        if len(text) > _LONGEST:
            yield from outcomes
            return
        found = []
        for outcome in outcomes:
            found.append(outcome)
            yield outcome
        if len(found) == 1 and found[0].findings and found[0].no_events is None and found[0].text is not None:
            if any(finding.code == DUPLICATE_KEY for finding in found[0].findings):  # its hint names a line
                return
            if len(self._outcomes) >= _MOST:
                self._outcomes.clear()
            self._outcomes[text] = found[0]
