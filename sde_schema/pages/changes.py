"""What changed from version to version."""

from __future__ import annotations

from itertools import groupby, pairwise
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sde_schema import catalog
from sde_schema.compatibility import compare
from sde_schema.compatibility.formats import accepted, evidence, totals, verdict
from sde_schema.pages.rendering import page

if TYPE_CHECKING:
    from sde_schema.compatibility import Comparison

INDEX = "changes/index.md"


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
        totals=totals(comparison),
        accepted=accepted,
        verdict=verdict,
        evidence=evidence,
    )
