"""Copies of the program in which schemas are edited."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from tests.support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def copy_with_version(root: Path, old: str, new: str) -> Path:
    """Copy the program into a folder, with a copy of a version's schemas as a new version; return that one's folder."""
    for name in ("sde_schema", "schemas"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    folder = root / "schemas" / new
    shutil.copytree(root / "schemas" / old, folder)
    for file in folder.iterdir():
        file.write_text(file.read_text(encoding="utf-8").replace(f"/{old}/", f"/{new}/"), encoding="utf-8")
    return folder


def edit(file: Path, change: Callable[[Any], None]) -> None:
    """Change the JSON in a file."""
    document = json.loads(file.read_text(encoding="utf-8"))
    change(document)
    file.write_text(json.dumps(document), encoding="utf-8")
