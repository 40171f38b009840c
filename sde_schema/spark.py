"""Columns of Spark's DataFrames whose values are payloads: their problems, which are valid, and their events as rows.

``pip install 'sde-schema[spark]'`` installs what this module needs, on the driver and on the workers: pyspark and
pyarrow. All is done by ``mapInArrow``: the payloads of a partition are taken in batches, and what validates them is
made once for each Python process of a worker.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sde_schema import arrow, catalog
from sde_schema.checking.checks import Checks, Options
from sde_schema.converting.payloads import converter_to
from sde_schema.errors import MissingLibraryError
from sde_schema.exporting.columns import Columns
from sde_schema.exporting.spark import spark_schema
from sde_schema.exporting.tree import type_of
from sde_schema.reading.events import RECORD_IDS

try:
    from pyspark.sql import functions
    from pyspark.sql.types import ArrayType, BinaryType, BooleanType, LongType, StringType, StructField, StructType
except ImportError:
    raise MissingLibraryError("pyspark", "spark") from None

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Unpack

    import pyarrow as pa
    from pyspark.sql import DataFrame

    from sde_schema.checking.validator import ValidatorOptions
    from sde_schema.converting.converter import Unconvertible

_ROW = arrow.PROBLEMS.names[0]
_SAID = [StructField(each.name, StringType(), each.nullable) for each in arrow.PROBLEMS if each.name != _ROW]
_PROBLEMS = ArrayType(StructType(_SAID), containsNull=False)
_LINE, _POINTER, _ORIGINAL, _WHY = (name for name in arrow.CONVERTED.names if name != _ROW)
_NULLED, _EVENT = "nulled", catalog.EVENT
_WHERE = {**dict.fromkeys([*RECORD_IDS, "list"], StringType()), "index": LongType(), "attributeType": StringType()}
"""Where an event was, with the types of these columns."""

_REST = "_rest"
"""What Spark cannot read of a line."""

_TOO_LARGE = "an event has a whole number that does not fit into 64 bits"
"""Spark's own message would show the event."""


def problems(
    frame: DataFrame, column: str, *, keep: Sequence[str] = (), **options: Unpack[ValidatorOptions]
) -> DataFrame:
    """Return the problems of the payloads in a column, a row for each.

    The columns are those to ``keep``, as they are in the payload's row, and ``code``, ``severity``, ``pointer``,
    ``message`` and ``hint``. Keep what identifies a row, such as a file or a key. The column is string or binary, and
    each value is a payload as ``Validator.validate`` takes it. A null is not a payload and has no problems. That a row
    has no events is not a problem here, because others may have some; an empty text is an error.

    The options are those of ``Validator``, such as ``version``, ``type`` and ``at``. Raises what ``Validator`` raises,
    TypeError for a column of another type, KeyError for a column that is not there, and ValueError for a column to
    keep that has the name of another one of the result.
    """
    Checks(Options(**options))  # a wrong option is said here, not by a worker
    fields = _fields(_kept(frame, column, keep), _SAID)
    return frame.select(*dict.fromkeys([*keep, column])).mapInArrow(
        partial(_problems, column=column, keep=[*keep], options=options), StructType(fields)
    )


def with_validity(
    frame: DataFrame, column: str, *, name: str = "is_valid", **options: Unpack[ValidatorOptions]
) -> DataFrame:
    """Return the frame with one more column: whether the payload in a column has no error.

    Warnings do not count, and a null stays null. ``name`` is that of the new column. The options, and what is raised,
    are those of ``problems``; ValueError where the frame has a column of that name already.
    """
    Checks(Options(**options))
    _kept(frame, column, ())
    fields = _fields(frame.schema.fields, [StructField(name, BooleanType())])
    return frame.mapInArrow(partial(_with_validity, column=column, name=name, options=options), StructType(fields))


def events(
    frame: DataFrame,
    column: str,
    *,
    to: str | None = None,
    keep: Sequence[str] = (),
    unconvertible: Unconvertible = "reject",
) -> DataFrame:
    """Return the events of the payloads in a column, a row for each, in a version's types: the newest unless named.

    The columns are those to ``keep``; what ``sde-schema convert --events`` writes of an event: ``conversationId``,
    ``engagementId``, ``list``, ``index``, ``attributeType`` and ``event``, which is a struct with all the fields of
    the version (see ``event_type``); and ``nulled``: the problems of the values that became null, where
    ``unconvertible`` is ``"null"``. What cannot be converted is not here but in ``rejects``: with both, nothing is
    lost. A whole number that does not fit into 64 bits ends the job.

    Raises UnknownVersionError, ValueError for another ``unconvertible``, and what ``problems`` raises of columns.
    """
    version = catalog.newest_version() if to is None else catalog.check_version(to)
    line = _line_type(version)
    _fields(_kept(frame, column, keep), [*line, StructField(_NULLED, _PROBLEMS)])
    found = _converted(frame, column, version, keep, unconvertible).where(functions.col(_LINE).isNotNull())
    parsed = functions.from_json(_LINE, line.add(_REST, StringType()), {"columnNameOfCorruptRecord": _REST})
    fits = functions.col(f"{_LINE}.{_REST}").isNull()
    event = functions.when(fits, functions.col(f"{_LINE}.{_EVENT}")).otherwise(functions.raise_error(_TOO_LARGE))
    where = [f"{_LINE}.{name}" for name in _WHERE]
    nulled = functions.col(_WHY).alias(_NULLED)
    return found.withColumn(_LINE, parsed).select(*keep, *where, event.alias(_EVENT), nulled)


def rejects(
    frame: DataFrame,
    column: str,
    *,
    to: str | None = None,
    keep: Sequence[str] = (),
    unconvertible: Unconvertible = "reject",
) -> DataFrame:
    """Return what ``events`` leaves out, a row for each event, and for each document that cannot be read.

    The columns are those to ``keep``; ``pointer``, which leads to the event in its document; ``original``, the event
    or document as it was, with all its values; and ``problems``, which say why. Raises what ``events`` raises.
    """
    version = catalog.newest_version() if to is None else catalog.check_version(to)
    found = _converted(frame, column, version, keep, unconvertible).where(functions.col(_LINE).isNull())
    return found.select(*keep, _POINTER, _ORIGINAL, _WHY)


def event_type(version: str | None = None) -> StructType:
    """Return the type of events of a schema version, the newest unless named. Raises UnknownVersionError."""
    version = catalog.newest_version() if version is None else catalog.check_version(version)
    record = type_of(version, catalog.EVENT)
    return StructType.fromJson(spark_schema(version, record, Columns(timestamps=False)))


def _line_type(version: str) -> StructType:
    """Return the type of the line of an event."""
    where = [StructField(name, kind) for name, kind in _WHERE.items()]
    return StructType([*where, StructField(_EVENT, event_type(version))])


def _converted(
    frame: DataFrame, column: str, version: str, keep: Sequence[str], unconvertible: Unconvertible
) -> DataFrame:
    """Return what became of each event, as ``arrow.converted`` does; the columns to keep are before it."""
    converter_to(version, unconvertible)
    texts = [StructField(name, StringType()) for name in (_LINE, _POINTER, _ORIGINAL)]
    fields = _fields(_kept(frame, column, keep), [*texts, StructField(_WHY, _PROBLEMS)])
    mapped = partial(_lines, column=column, keep=[*keep], version=version, unconvertible=unconvertible)
    return frame.select(*dict.fromkeys([*keep, column])).mapInArrow(mapped, StructType(fields))


def _kept(frame: DataFrame, column: str, keep: Iterable[str]) -> list[StructField]:
    """Return the fields to keep. Raises KeyError or TypeError for a wrong column."""
    fields = {each.name: each for each in frame.schema.fields}
    for name in (column, *keep):
        if name not in fields:
            text = f"there is no column {name!r}; the columns are {', '.join(fields)}"
            raise KeyError(text)
    kind = fields[column].dataType
    if not isinstance(kind, StringType | BinaryType):
        text = f"column {column!r} must be string or binary, not {kind.simpleString()}"
        raise TypeError(text)
    return [fields[name] for name in keep]


def _fields(kept: Sequence[StructField], added: Sequence[StructField]) -> list[StructField]:
    """Return the fields of a result. Raises ValueError where two have one name, of which Spark ignores the case."""
    names = {each.name.casefold() for each in added}
    both = [each.name for each in kept if each.name.casefold() in names]
    if both:
        text = f"the result has a column of its own of this name, so rename yours first: {', '.join(both)}"
        raise ValueError(text)
    return [*kept, *added]


def _problems(
    batches: Iterator[pa.RecordBatch], *, column: str, keep: list[str], options: ValidatorOptions
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield from _beside(batch, keep, arrow.problems(batch, column, **options))


def _with_validity(
    batches: Iterator[pa.RecordBatch], *, column: str, name: str, options: ValidatorOptions
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield batch.append_column(name, arrow.validity(batch, column, **options))


def _lines(
    batches: Iterator[pa.RecordBatch], *, column: str, keep: list[str], version: str, unconvertible: Unconvertible
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield from _beside(batch, keep, arrow.converted(batch, column, to=version, unconvertible=unconvertible))


def _beside(batch: pa.RecordBatch, keep: list[str], found: pa.Table) -> Iterator[pa.RecordBatch]:
    """Return what was found in a batch, with the columns to keep before it instead of the number of the row."""
    rows = found[_ROW].combine_chunks()
    found = found.drop_columns([_ROW])
    for index, name in enumerate(keep):
        found = found.add_column(index, batch.schema.field(name), batch.column(name).take(rows))
    yield from found.to_batches()
