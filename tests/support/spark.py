"""Spark on this machine, and a history for it to read."""

from __future__ import annotations

import gzip
import os
import shutil
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from tests.support.needs import need
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.program import Program

PLANTED = (
    '{"info": {"conversationId": "c-1"}, "sdes": null}',
    '{"info": {"conversationId": "c-2"}, "sdes": {"events": [{"lead": {"serverTimeStamp": 1440412721836}}]}}',
    '{"info": {"conversationId": "c-3"}, "unAuthSdes": {"events": [{"viewProduct": {"serverTimeStamp": "1"}}]}}',
    '{"sdes": {"events": [{"lead": {"serverTimeStamp": 1440412721836}',
    '{"cartStatus": {"serverTimeStamp": 1440412721836, "total": "****", "total": "1"}}',
    '{"events": [{"purchase": {"serverTimeStamp": "0", "total": "ten"}}, {"cartStatus": {"total": "1"}}]}',
    "not JSON",
)
"""Records with mistakes, and one without events."""


def need_spark() -> None:
    """Without Java or pyspark, fail in CI and skip elsewhere."""
    is_there = shutil.which("java") is not None and find_spec("pyspark") is not None and find_spec("pandas") is not None
    need(found=is_there, what="Java 17 or later (default-jdk-headless) and pip install 'sde-schema[spark]'")


def spark_environment() -> dict[str, str]:
    """Return what Spark needs in the environment: the Python of its workers, and where this package is."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": path, "SPARK_LOCAL_IP": "127.0.0.1"}


def write_history(folder: Path, program: Program, months: int, count: int) -> list[Path]:
    """Write a gzipped file of records for each month, with mistakes in it; return the files."""
    folder.mkdir()
    files = [folder / f"2025-{month:02}.ndjson.gz" for month in range(1, months + 1)]
    for seed, file in enumerate(files):
        made = program("examples", "--count", str(count), "--seed", str(seed), "--form", "record").out.splitlines()
        wrong = program("examples", "--kind", "invalid").out.splitlines()[seed :: months * 4]
        lines = [*made, *wrong, *PLANTED[: seed + 3]]
        file.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines).encode()))
    return files
