"""What changed from version to version."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby, pairwise
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema import catalog
from sde_schema.compatibility import compare
from sde_schema.compatibility.formats import accepted, evidence, totals
from sde_schema.pages.rendering import page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sde_schema.compatibility import Comparison
    from sde_schema.compatibility.changes import Change, Kind

INDEX = "changes/index.md"


class _Kind(NamedTuple):
    """What happened to several fields alike: what was and is accepted, and how many fields there are."""

    kind: Kind
    old: str | None
    new: str | None
    is_breaking: bool
    fields: int


def change_pages() -> dict[str, str]:
    """Return the pages of changes by path below ``docs/``: their index, and one for each pair of neighbours."""
    between = pages_between()
    links = {PurePosixPath(path).stem.replace("-", " to "): path for path in between}
    return {INDEX: page("changes.md.j2", INDEX, entries=catalog.manifest()["versions"], links=links), **between}


def pages_between() -> dict[str, str]:
    """Return ``changes/<old>-<new>.md`` for each version and the one before it."""
    return {f"changes/{old}-{new}.md": _page(compare(old, new)) for old, new in pairwise(catalog.versions())}


def _page(comparison: Comparison) -> str:
    """Return the page of what changed between two versions."""
    groups = {where: list(held) for where, held in groupby(comparison.changes, key=lambda change: change.where)}
    path = f"changes/{comparison.old}-{comparison.new}.md"
    return page(
        "change.md.j2",
        path,
        comparison=comparison,
        groups=groups,
        kinds=_kinds(comparison.changes),
        totals=totals(comparison),
        accepted=accepted,
        known=_known(comparison),
    )


def _kinds(changes: Iterable[Change]) -> list[_Kind]:
    """Return the kinds of changes, the most frequent first; types in another order are the same."""
    counts: Counter[tuple[Any, ...]] = Counter()
    kinds: dict[tuple[Any, ...], Change] = {}
    for change in changes:
        key = (change.kind, change.is_breaking, _types(change.old), _types(change.new))
        counts[key] += 1
        kinds.setdefault(key, change)
    ordered = ((kinds[key], count) for key, count in counts.most_common())
    return [_Kind(change.kind, change.old, change.new, change.is_breaking, count) for change, count in ordered]


def _known(comparison: Comparison) -> dict[str, list[str]]:
    """Return how it is known that nothing else breaks, with the names of what is known in that way."""
    found: dict[str, list[str]] = {}
    for where in comparison.evidence:
        found.setdefault(evidence(comparison, where), []).append(where)
    return found


def _types(words: str | None) -> frozenset[str]:
    return frozenset(re.split(r", | or ", words or ""))
