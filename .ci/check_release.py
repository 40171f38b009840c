"""Check that a tag may be released: ``python .ci/check_release.py v1.2.3``.

It is the version of pyproject.toml, and CHANGELOG.md has a section for it, with a date and with something in it.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def faults(tag: str, root: Path = ROOT) -> list[str]:
    """Return what keeps a tag from being released, in sentences; nothing if it may be."""
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    found = [] if tag == f"v{version}" else [f"The tag is {tag}, but pyproject.toml has the version {version}."]
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = re.split(r"^## ", changes, flags=re.MULTILINE)
    dated = re.compile(rf"\[?{re.escape(version)}\]? [-–] \d{{4}}-\d\d-\d\d\n(?=(?:.*\n)*?- )")
    if not any(dated.match(section) for section in sections):
        found.append(f"CHANGELOG.md has no section `## [{version}] - YYYY-MM-DD` that lists changes.")
    return found


if __name__ == "__main__":
    sys.exit("\n".join(faults(sys.argv[1])) or 0)
