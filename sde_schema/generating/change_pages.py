"""What changed from version to version."""

from __future__ import annotations

from pathlib import PurePosixPath

from sde_schema import catalog
from sde_schema.generating.rendering import page

INDEX = "changes/index.md"


def change_pages() -> dict[str, str]:
    """Return the pages of changes by path below ``docs/``: their index, and one for each pair of neighbours."""
    between = pages_between()
    links = {PurePosixPath(path).stem.replace("-", " to "): path for path in between}
    return {INDEX: page("changes.md.j2", INDEX, entries=catalog.manifest()["versions"], links=links), **between}


def pages_between() -> dict[str, str]:
    """Return ``changes/<old>-<new>.md`` for each version and the one before it: none while there is one version."""
    return {}
