"""Columns of Spark's DataFrames whose values are payloads: their problems, which are valid, and their events as rows.

``pip install 'sde-schema[spark]'`` installs what this module needs, on the driver and on the workers: pyspark and
pyarrow. All is done by ``mapInArrow``: the payloads of a partition are taken in batches, and what validates them is
made once for each Python process of a worker.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sde_schema import arrow, catalog
from sde_schema.checking.checks import Checks, Options
from sde_schema.converting.payloads import converter_to
from sde_schema.errors import MissingLibraryError
from sde_schema.exporting.columns import Columns
from sde_schema.exporting.spark import spark_schema
from sde_schema.exporting.tree import type_of
from sde_schema.reading.events import RECORD_IDS

try:
    from pyspark.sql import DataFrame, functions
    from pyspark.sql.types import ArrayType, BinaryType, BooleanType, LongType, StringType, StructField, StructType
except ImportError:
    raise MissingLibraryError("pyspark", "spark") from None

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Unpack

    import pyarrow as pa
    from pyspark.sql import Column

    from sde_schema.checking.validator import ValidatorOptions
    from sde_schema.converting.converter import Unconvertible

_PAYLOADS = "0"
"""How the column of payloads is named while payloads are validated."""

_ROW = arrow.PROBLEMS.names[0]
_SAID = [StructField(each.name, StringType(), each.nullable) for each in arrow.PROBLEMS if each.name != _ROW]
_PROBLEMS = ArrayType(StructType(_SAID), containsNull=False)
_LINE, _POINTER, _ORIGINAL, _WHY = (name for name in arrow.CONVERTED.names if name != _ROW)
_NULLED, _EVENT = "nulled", catalog.EVENT
_WHERE = {**dict.fromkeys([*RECORD_IDS, "list"], StringType()), "index": LongType(), "attributeType": StringType()}
"""Where an event was, with the types of these columns."""

_REST = "_rest"
"""What Spark cannot read of a line."""

_UNREAD = "Spark cannot read an event that is valid"
"""Spark's own message would show the event."""


def problems(
    frame: DataFrame, column: str, *, keep: Sequence[str] = (), **options: Unpack[ValidatorOptions]
) -> DataFrame:
    """Return the problems of the payloads in a column, a row for each.

    The columns are those to ``keep``, as they are in the payload's row, and ``code``, ``severity``, ``pointer``,
    ``message`` and ``hint``. Keep what identifies a row, such as a file or a key. The column is string or binary, and
    each value is a payload as ``Validator.validate`` takes it. A null is not a payload and has no problems. That a row
    has no events is not a problem here, because others may have some; an empty text is an error.

    The options are those of ``Validator``, such as ``version``, ``type`` and ``at``. Columns are named as Spark names
    them: in any letter case unless ``spark.sql.caseSensitive`` is set, but a dot is a part of the name. Raises what
    ``Validator`` raises, TypeError for what is not a DataFrame, a name or a list of names and for a column of another
    type, KeyError for a column that is not there, and ValueError for a column to keep that has the name of another one
    of the result.
    """
    Checks(Options(**options))  # a wrong option is said here, not by a worker
    chosen = _Chosen.of(frame, column, keep)
    mapped = partial(_problems, keep=chosen.keep, options=options)
    return chosen.frame.mapInArrow(mapped, StructType(_fields(chosen.kept, _SAID)))


def with_validity(
    frame: DataFrame, column: str, *, name: str = "is_valid", **options: Unpack[ValidatorOptions]
) -> DataFrame:
    """Return the frame with one more column: whether the payload in a column has no error.

    Warnings do not count, and a null stays null. ``name`` is that of the new column. The options, and what is raised,
    are those of ``problems``; ValueError where the frame has a column of that name already.
    """
    Checks(Options(**options))
    fields = frame.schema.fields if isinstance(frame, DataFrame) else []
    chosen = _Chosen.of(frame, column, [each.name for each in fields])
    _fields(chosen.kept, [StructField(name, BooleanType())])
    mapped = partial(_with_validity, keep=chosen.keep, name=name, options=options)
    return chosen.frame.mapInArrow(mapped, StructType([*chosen.kept, StructField(name, BooleanType())]))


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
    lost. That a whole number does not fit into 64 bits is such a problem (SDE305).

    Raises UnknownVersionError, ValueError for another ``unconvertible``, and what ``problems`` raises of columns.
    """
    version = catalog.newest_version() if to is None else catalog.check_version(to)
    line = _line_type(version)
    chosen = _Chosen.of(frame, column, keep)
    _fields(chosen.kept, [*line, StructField(_NULLED, _PROBLEMS)])
    found = _converted(chosen, version, unconvertible).where(functions.col(_LINE).isNotNull())
    parsed = functions.from_json(_LINE, line.add(_REST, StringType()), {"columnNameOfCorruptRecord": _REST})
    fits = functions.col(f"{_LINE}.{_REST}").isNull()
    event = functions.when(fits, functions.col(f"{_LINE}.{_EVENT}")).otherwise(functions.raise_error(_UNREAD))
    where = [f"{_LINE}.{name}" for name in _WHERE]
    nulled = functions.col(_WHY).alias(_NULLED)
    return found.withColumn(_LINE, parsed).select(*chosen.names, *where, event.alias(_EVENT), nulled)


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
    or document as it was, with all its values, or the base64 of what is not UTF-8; and ``problems``, which say why.
    Raises what ``events`` raises.
    """
    version = catalog.newest_version() if to is None else catalog.check_version(to)
    chosen = _Chosen.of(frame, column, keep)
    found = _converted(chosen, version, unconvertible).where(functions.col(_LINE).isNull())
    return found.select(*chosen.names, _POINTER, _ORIGINAL, _WHY)


def event_type(version: str | None = None) -> StructType:
    """Return the type of events of a schema version, the newest unless named. Raises UnknownVersionError."""
    version = catalog.newest_version() if version is None else catalog.check_version(version)
    record = type_of(version, catalog.EVENT)
    return StructType.fromJson(spark_schema(version, record, Columns(timestamps=False)))


def _line_type(version: str) -> StructType:
    """Return the type of the line of an event."""
    where = [StructField(name, kind) for name, kind in _WHERE.items()]
    return StructType([*where, StructField(_EVENT, event_type(version))])


def _converted(chosen: _Chosen, version: str, unconvertible: Unconvertible) -> DataFrame:
    """Return what became of each event, as ``arrow.converted`` does; the columns to keep are before it."""
    converter_to(version, unconvertible)
    texts = [StructField(name, StringType()) for name in (_LINE, _POINTER, _ORIGINAL)]
    fields = _fields(chosen.kept, [*texts, StructField(_WHY, _PROBLEMS)])
    mapped = partial(_lines, keep=chosen.keep, version=version, unconvertible=unconvertible)
    return chosen.frame.mapInArrow(mapped, StructType(fields))


class _Chosen(NamedTuple):
    """The columns of a frame that are needed: that of payloads is the first, those that are ``kept`` follow.

    In ``frame`` they have numbers for names, because ``mapInArrow`` takes a dot in a name for a step into a struct.
    """

    frame: DataFrame
    kept: list[StructField]

    @property
    def keep(self) -> list[str]:
        """The names of the columns to keep."""
        return [each.name for each in self.kept]

    @property
    def names(self) -> list[Column]:
        """The columns to keep, in a result."""
        return [*map(_named, self.keep)]

    @classmethod
    def of(cls, frame: DataFrame, column: str, keep: Sequence[str]) -> _Chosen:
        """Return the columns with these names. Raises KeyError or TypeError for a wrong one."""
        if not isinstance(frame, DataFrame):
            text = f"the first argument must be a DataFrame of Spark, not {type(frame).__name__}"
            raise TypeError(text)
        if isinstance(keep, str) or not all(isinstance(name, str) for name in keep):
            raise TypeError("keep must be a list of names of columns")
        if not isinstance(column, str):
            text = f"column must be the name of a column, not {type(column).__name__}"
            raise TypeError(text)
        found, *kept = (_field(frame, name) for name in (column, *keep))
        if not isinstance(found.dataType, StringType | BinaryType):
            text = f"column {found.name!r} must be string or binary, not {found.dataType.simpleString()}"
            raise TypeError(text)
        numbered = (_named(each.name).alias(str(number)) for number, each in enumerate((found, *kept)))
        return cls(frame.select(*numbered), kept)


def _field(frame: DataFrame, name: str) -> StructField:
    """Return the column of a name; Spark ignores its case unless a setting says otherwise. Raises KeyError."""
    fields = frame.schema.fields
    found = [each for each in fields if each.name == name]
    if not found and frame.sparkSession.conf.get("spark.sql.caseSensitive") != "true":
        found = [each for each in fields if each.name.casefold() == name.casefold()]
    if len(found) != 1:
        text = f"there is no column {name!r}; the columns are {', '.join(each.name for each in fields)}"
        raise KeyError(text)
    return found[0]


def _named(name: str) -> Column:
    """Return the column of a name; a dot in it is not a step into a struct."""
    quoted = name.replace("`", "``")
    return functions.col(f"`{quoted}`")


def _fields(kept: Sequence[StructField], added: Sequence[StructField]) -> list[StructField]:
    """Return the fields of a result. Raises ValueError where two have one name, of which Spark ignores the case."""
    names = {each.name.casefold() for each in added}
    both = [each.name for each in kept if each.name.casefold() in names]
    if both:
        text = f"the result has a column of its own of this name, so rename yours first: {', '.join(both)}"
        raise ValueError(text)
    return [*kept, *added]


def _problems(
    batches: Iterator[pa.RecordBatch], *, keep: list[str], options: ValidatorOptions
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield from _beside(batch, keep, arrow.problems(batch, _PAYLOADS, **options))


def _with_validity(
    batches: Iterator[pa.RecordBatch], *, keep: list[str], name: str, options: ValidatorOptions
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        made = batch.append_column(name, arrow.validity(batch, _PAYLOADS, **options))
        yield made.select([*range(1, made.num_columns)]).rename_columns([*keep, name])


def _lines(
    batches: Iterator[pa.RecordBatch], *, keep: list[str], version: str, unconvertible: Unconvertible
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield from _beside(batch, keep, arrow.converted(batch, _PAYLOADS, to=version, unconvertible=unconvertible))


def _beside(batch: pa.RecordBatch, keep: list[str], found: pa.Table) -> Iterator[pa.RecordBatch]:
    """Return what was found in a batch, with the columns to keep before it instead of the number of the row."""
    rows = found[_ROW].combine_chunks()
    found = found.drop_columns([_ROW])
    for index, name in enumerate(keep):
        field = batch.schema.field(index + 1).with_name(name)
        found = found.add_column(index, field, batch.column(index + 1).take(rows))
    yield from found.to_batches()
