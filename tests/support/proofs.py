"""What the tests that attack the program tried, and what they found: the table in docs/trust.md.

A test of the marker `proof` says at its end how many cases it tried and what was wrong, by `prove`.
`python -m tests.support.proofs` runs all of them and writes their sums into the page.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.publish import put
from tests.support.paths import DOCS, ROOT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

PAGE = DOCS / "trust.md"
FOLDER = "SDE_SCHEMA_PROOFS"
"""The variable that names a folder for what tests say; without it nothing is written."""

FINDINGS = ("crashes", "hangs", "leaks", "disagreements", "survivors")


def prove(kind: str, part: str, cases: int, **found: Collection[object]) -> None:
    """Say what a test tried, and fail where it found anything.

    Args:
        kind: what was tried, the row of the table.
        part: what tells the test from others of its kind, such as its version.
        cases: how many cases were tried.
        found: what was wrong, by the kinds of `FINDINGS` that were looked for.
    """
    assert set(found) <= set(FINDINGS), found.keys()
    assert cases > 0, kind
    if folder := os.environ.get(FOLDER):
        counts = {name: len(things) for name, things in found.items()}
        line = json.dumps({"kind": kind, "part": part, "cases": cases, "found": counts})
        with (Path(folder) / f"{os.getpid()}.ndjson").open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    for name, things in found.items():
        assert not things, f"{kind}, {part}: {len(things)} {name}, such as {list(things)[:5]}"


def table(lines: Iterable[str]) -> str:
    """Return the table of what was said: a row for each kind, in the order of their names."""
    cases: Counter[str] = Counter()
    found: dict[str, Counter[str]] = {}
    for line in lines:
        said = json.loads(line)
        cases[said["kind"]] += said["cases"]
        found.setdefault(said["kind"], Counter()).update(said["found"])
    head = "| what was tried | cases | found |\n| --- | ---: | --- |\n"
    rows = (
        f"| {kind} | {cases[kind]:,} | "
        + ", ".join(f"{found[kind][name]} {name}" for name in FINDINGS if name in found[kind])
        + " |\n"
        for kind in sorted(cases)
    )
    return (head + "".join(rows)).rstrip()


def shown(marker: str) -> list[list[str]]:
    """Return the cells of a table of the page, without its head."""
    block = PAGE.read_text(encoding="utf-8").partition(f"<!-- {marker} -->")[2].partition(f"<!-- /{marker} -->")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.strip().splitlines()]
    return rows[2:]


def _run_and_write() -> int:
    with tempfile.TemporaryDirectory() as folder:
        asked = [sys.executable, "-m", "pytest", "-q", "-m", "proof", *sys.argv[1:]]
        status = subprocess.run(asked, cwd=ROOT, env={**os.environ, FOLDER: folder}, check=False).returncode
        said = [line for file in sorted(Path(folder).iterdir()) for line in file.read_text("utf-8").splitlines()]
    if status == 0:
        put(PAGE, "proofs", table(said))
    return status


if __name__ == "__main__":
    sys.exit(_run_and_write())
