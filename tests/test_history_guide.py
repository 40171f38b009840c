"""The guide to a year of history: Spark on many machines makes what DuckDB makes on one."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.support.paths import DOCS
from tests.support.sessions import played
from tests.support.spark import need_spark, spark_environment

if TYPE_CHECKING:
    from pathlib import Path

GUIDE = DOCS / "guides" / "history.md"
WITHOUT_EVENT = "month, conversationId, engagementId, list, index, attributeType"


@pytest.mark.slow
def test_spark_and_duckdb_make_the_same_tables(tmp_path: Path) -> None:
    need_spark()
    text = GUIDE.read_text(encoding="utf-8")
    assert played(text, tmp_path, setup=False) == text
    arguments = "--master local[2] --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=2 pyspark-shell"
    done = subprocess.run(
        [sys.executable, "spark_history.py"],
        cwd=tmp_path,
        env={**os.environ, **spark_environment(), "PYSPARK_SUBMIT_ARGS": arguments},
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    with duckdb.connect(config={"file_search_path": str(tmp_path)}) as tables:
        for columns, one, many in (
            ("month, problems, code, severity, message, pointer", "kinds-by-month.csv", "spark/kinds-by-month/*.csv"),
            (f"{WITHOUT_EVENT}, event::JSON", "events.parquet", "spark/events/*.parquet"),
        ):
            left, right = (tables.sql(f"SELECT {columns} FROM '{files}'").fetchall() for files in (one, many))  # noqa: S608 - our own
            assert len(left) > 1
            assert sorted(map(str, left)) == sorted(map(str, right))
        rejects = tables.sql("SELECT month, pointer, len(problems) FROM 'spark/rejects/*.parquet'").fetchall()
        assert rejects == [("2025-03", "/sdes/events/0", 1)]
