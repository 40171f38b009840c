"""The names that appear twice in a document of YAML, of which there may be very many."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from sde_schema.reading.yaml_document import YamlDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sde_schema.checking.exact_path import ExactPath
    from sde_schema.checking.outcome import Outcome
    from sde_schema.checking.problems import Describer
    from sde_schema.model import Path, Problem
    from sde_schema.reading.document import Located

_AT_ONCE = 1_000
"""So many names are described at once."""


class _Some(YamlDocument):
    """A document of which some of the names that appear twice are known."""

    __slots__ = ("some",)
    some: list[Located]

    def repeated(self, is_checked: Callable[[Path], bool], checks_name: Callable[[Path], bool]) -> Iterator[Located]:
        """Yield these."""
        del is_checked, checks_name
        yield from self.some


@dataclass(frozen=True, slots=True)
class Repeats:
    """The problems of the names that appear twice in a document, those in what is passed over, too."""

    exact: ExactPath
    describer: Describer
    outcome: Outcome
    parsed: YamlDocument

    def __iter__(self) -> Iterator[Problem]:
        found = self.parsed.positions.repeated()
        while some := [*islice(found, _AT_ONCE)]:
            parsed = _Some(self.parsed.written, self.parsed.positions)
            parsed.some = some
            yield from self.describer.describe(self.exact.all_repeats(self.outcome._replace(parsed=parsed)))
