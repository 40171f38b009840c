"""The site as the tests build it, and the addresses that it should have."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support.paths import DOCS, ROOT

BELOW = "/some/where/"
"""The site is built for an address below a host's root; its pages have to work at the root too."""
MISSING = "404.html"


def addresses() -> list[str]:
    """Return the address of every page, the one for missing addresses among them, relative to the site."""
    pages = [page.relative_to(DOCS) for page in sorted(DOCS.rglob("*.md"))]
    return [MISSING, *(_address(page) for page in pages)]


def _address(page: Path) -> str:
    folder = page.parent if page.stem == "index" else page.with_suffix("") if page.suffix == ".md" else page
    return "" if folder == Path() else f"{folder.as_posix()}/"


def build(folder: Path) -> str:
    """Build the site into a folder and return what mkdocs said; it has to be silent and to succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "SITE_URL": f"http://127.0.0.1{BELOW}", "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    said = done.stdout.decode()
    assert done.returncode == 0, said
    return said
