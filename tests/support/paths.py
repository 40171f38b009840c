"""Where the parts of the project are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SCHEMAS = ROOT / "schemas"
TESTS = ROOT / "tests"
