"""Columns of Spark's DataFrames, on a real Spark with two workers over gzipped files."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from sde_schema import SdeSchemaError, Validator
from sde_schema.examples.random_events import Payloads
from tests.support.exports import TYPED, exported, random_events, rows, typed_examples
from tests.support.program import BAD, GOOD, WARNED
from tests.support.spark import need_spark, spark_environment, write_history

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.program import Program

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # those of pyspark are its own

MONTHS, RECORDS = 4, 1_500


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    need_spark()
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patch:
        for name, value in spark_environment().items():
            patch.setenv(name, value)
        made = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        made = made.config("spark.sql.shuffle.partitions", "2").config("spark.sql.files.openCostInBytes", "0")
        session = made.config("spark.sql.files.maxPartitionBytes", "64k").getOrCreate()
        yield session
        session.stop()


def _frame(session: Any, *texts: str | None) -> Any:
    return session.createDataFrame([*enumerate(texts)], "id long, payload string")


def _kind(problem: Any) -> tuple[str, ...]:
    pointer = re.sub(r"/[0-9]+(?=/|$)", "", problem["pointer"])
    return problem["code"], problem["severity"], problem["message"], pointer


def test_kinds_are_those_that_the_program_counts_and_no_event_is_lost(
    session: Any, tmp_path: Path, program: Program
) -> None:
    from sde_schema import spark

    history = tmp_path / "history"
    files = write_history(history, program, MONTHS, RECORDS)
    summary = program("validate", history, "--format", "json", "--max-problems", "0").report["summary"]
    lines = session.read.text(str(history))
    assert lines.rdd.getNumPartitions() >= 2
    found = Counter(map(_kind, spark.problems(lines, "value").collect()))
    assert found == {_kind(kind): kind["count"] for kind in summary["kinds"]}
    assert len(found) > 20

    events, rejects = spark.events(lines, "value"), spark.rejects(lines, "value")
    done = program("convert", history, "--events", "-o", tmp_path / "typed", "--rejects", tmp_path / "rejects.ndjson")
    assert done.status == 1
    typed = b"".join(gzip.decompress((tmp_path / "typed" / file.name).read_bytes()) for file in files)
    expected = [json.loads(line) for line in typed.splitlines()]
    made = [row.asDict(recursive=True) for row in events.collect()]
    assert Counter(map(_where, made)) == Counter(map(_where, expected))
    total = sum((row["event"]["cartStatus"] or {}).get("total") or 0 for row in made)
    assert total == pytest.approx(sum(row["event"].get("cartStatus", {}).get("total") or 0 for row in expected))
    rejected = [json.loads(line) for line in (tmp_path / "rejects.ndjson").read_text(encoding="utf-8").splitlines()]
    assert Counter(row.pointer for row in rejects.collect()) == Counter(each["pointer"] for each in rejected)


def _where(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in ("conversationId", "engagementId", "list", "index", "attributeType"))


def test_columns_to_keep_are_beside_problems(session: Any) -> None:
    from sde_schema import spark

    frame = _frame(session, GOOD, BAD, None, WARNED, "").withColumnRenamed("id", "a b")
    found = spark.problems(frame, "payload", keep=["a b", "payload"], version="1.0")
    assert found.columns == ["a b", "payload", "code", "severity", "pointer", "message", "hint"]
    texts = (GOOD, BAD, None, WARNED, "")
    assert sorted(tuple(row) for row in found.collect()) == [
        (row, text, each.code, each.severity, each.pointer, each.message, each.hint)
        for row, text in enumerate(texts)
        if text is not None
        for each in Validator("1.0").validate(text)
    ]


def test_validity_is_a_column_more(session: Any) -> None:
    from sde_schema import spark

    frame = _frame(session, GOOD, BAD, None, WARNED)
    made = spark.with_validity(frame, "payload", name="ok")
    assert made.columns == ["id", "payload", "ok"]
    assert {row.id: row.ok for row in made.collect()} == {0: True, 1: False, 2: None, 3: True}
    binary = frame.selectExpr("id", "CAST(payload AS BINARY) AS payload")
    assert spark.with_validity(binary, "payload").where("is_valid").count() == 2


def test_events_are_read_with_the_exported_type(session: Any, tmp_path: Path) -> None:
    from pyspark.sql.types import StructType

    events = [*typed_examples(), *random_events(TYPED, 300)]
    file = tmp_path / "events.ndjson"
    file.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
    read = session.read.schema(StructType.fromJson(exported("spark"))).option("mode", "FAILFAST").json(str(file))
    assert [each.asDict(recursive=True) for each in read.collect()] == rows(events)


def test_events_have_the_type_of_the_version(session: Any) -> None:
    from sde_schema import spark

    text = json.dumps({"info": {"engagementId": 7}, "unAuthSdes": {"events": [Payloads("2.0", 3).event()]}})
    masked = '{"cartStatus": {"serverTimeStamp": "1440412721836", "total": "****"}}'
    frame = _frame(session, text, masked, None)
    events = spark.events(frame, "payload", keep=["id"], unconvertible="null")
    assert events.schema["event"].dataType.simpleString() == spark.event_type("2.0").simpleString()
    first, second = sorted(events.collect(), key=lambda row: row.id)
    assert (first.conversationId, first.engagementId, first.list, first["index"]) == (None, "7", "unAuthSdes", 0)
    assert (first.nulled, second.event.cartStatus.total) == ([], None)
    assert [(each.code, each.severity) for each in second.nulled] == [("SDE205", "warning")]
    (reject,) = spark.rejects(frame, "payload", keep=["id"]).collect()
    assert (reject.id, reject.pointer, json.loads(reject.original)) == (1, "", json.loads(masked))
    assert [each.pointer for each in reject.problems] == ["/cartStatus/total"]


def test_a_number_that_does_not_fit_is_rejected_or_null(session: Any) -> None:
    from sde_schema import spark

    text = '{"cartStatus": {"serverTimeStamp": 1440412721836, "numItems": %s}}'
    frame = _frame(session, text % "2.0", text % "98765432109876543210", text % '"9223372036854775808"')
    numbers = "event.cartStatus.numItems"
    assert spark.events(frame, "payload").select(numbers).collect() == [(2,)]
    rejects = spark.rejects(frame, "payload", keep=["id"]).collect()
    assert [(row.id, row.problems[0].code, row.problems[0].pointer) for row in rejects] == [
        (number, "SDE305", "/cartStatus/numItems") for number in (1, 2)
    ]
    nulled = spark.events(frame, "payload", unconvertible="null")
    assert sorted(nulled.select(numbers).collect(), key=str) == [(2,), (None,), (None,)]


def test_names_are_those_that_spark_takes(session: Any) -> None:
    from sde_schema import spark

    frame = _frame(session, GOOD, BAD).withColumnsRenamed({"payload": "a.b", "id": "x`y"})
    assert [row["x`y"] for row in spark.problems(frame, "a.b", keep=["x`y"]).collect()] == [1]
    assert [row["is_valid"] for row in spark.with_validity(frame, "a.b").orderBy("is_valid").collect()] == [False, True]
    made = spark.events(frame, "a.b", keep=["X`Y", "a.b"])
    assert (made.columns[:2], made.count()) == (["x`y", "a.b"], 1)
    assert spark.rejects(frame, "A.B", keep=["x`y"]).count() == 1


@pytest.mark.parametrize("function", ["problems", "with_validity", "events", "rejects"])
def test_what_is_no_frame_or_name_is_a_type_error(session: Any, function: str) -> None:
    from pyspark.sql import functions

    from sde_schema import spark

    call = getattr(spark, function)
    with pytest.raises(TypeError, match="must be a DataFrame of Spark, not list"):
        call([1], "payload")
    with pytest.raises(TypeError, match="must be the name of a column, not Column"):
        call(_frame(session, GOOD), functions.col("payload"))
    for keep in ("id", [functions.col("id")]):
        if function != "with_validity":
            with pytest.raises(TypeError, match="keep must be a list of names"):
                call(_frame(session, GOOD), "payload", keep=keep)


def test_what_is_no_column_of_texts_is_refused_before_a_job_begins(session: Any) -> None:
    from sde_schema import spark

    frame = _frame(session, GOOD)
    wrong: Any = "drop"
    for function in (spark.problems, spark.with_validity, spark.events, spark.rejects):
        with pytest.raises(KeyError, match="no column 'value'; the columns are id, payload"):
            function(frame, "value")
        with pytest.raises(TypeError, match="'id' must be string or binary, not bigint"):
            function(frame, "id")
    for function in (spark.problems, spark.events, spark.rejects):
        with pytest.raises(KeyError, match="no column 'x'"):
            function(frame, "payload", keep=["x"])
    with pytest.raises(ValueError, match="rename yours first: Event"):
        spark.events(frame.withColumn("Event", frame.id), "payload", keep=["Event"])
    with pytest.raises(ValueError, match="rename yours first: payload"):
        spark.with_validity(frame, "payload", name="payload")
    with pytest.raises(SdeSchemaError, match="no schema version '9'"):
        spark.problems(frame, "payload", version="9")
    with pytest.raises(ValueError, match="not 'drop'"):
        spark.events(frame, "payload", unconvertible=wrong)
