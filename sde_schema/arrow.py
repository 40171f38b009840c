"""Columns of Arrow tables whose values are payloads: which of them are valid, and their events as lines.

``pip install 'sde-schema[arrow]'`` installs what this module needs: pyarrow. Its types are those of any version.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from sde_schema.checking.checks import Checks, Options
from sde_schema.converting.numbers import json_bytes
from sde_schema.converting.payloads import as_warning, converter_to
from sde_schema.converting.results import Converted
from sde_schema.errors import MissingLibraryError
from sde_schema.reading.blocks import BLOCK
from sde_schema.reading.inputs import Input

try:
    import pyarrow as pa
except ImportError:
    raise MissingLibraryError("pyarrow", "arrow") from None

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Unpack

    from sde_schema.checking.validator import ValidatorOptions
    from sde_schema.converting.converter import Converter, Unconvertible
    from sde_schema.converting.results import Rejected
    from sde_schema.model import Problem

_WORDS: Final = (("code", False), ("severity", False), ("pointer", False), ("message", False), ("hint", True))
"""What is said of a problem, and whether it may be null."""

_OF_PROBLEM: Final = [pa.field(name, pa.string(), nullable) for name, nullable in _WORDS]
_ROW: Final = pa.field("row", pa.int64(), nullable=False)

PROBLEMS: Final = pa.schema([_ROW, *_OF_PROBLEM])
"""The columns of ``problems``."""

CONVERTED: Final = pa.schema(
    [
        _ROW,
        pa.field("line", pa.string()),
        pa.field("pointer", pa.string()),
        pa.field("original", pa.string()),
        pa.field("problems", pa.list_(pa.field("item", pa.struct(_OF_PROBLEM), nullable=False)), nullable=False),
    ]
)
"""The columns of ``converted``."""

_TEXT: Final = (
    pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(), pa.binary_view(), pa.null(),
)  # fmt: skip
"""The types of columns that may hold payloads."""

_JSON: Final = "arrow.json"
"""The name of Arrow's own type for JSON, which is text."""

_AT_ONCE: Final = 10_000
"""So many rows of a result are collected before they become a part of it."""


def problems(table: pa.Table | pa.RecordBatch, column: str, **options: Unpack[ValidatorOptions]) -> pa.Table:
    """Return the problems of the payloads in a column, a row for each, in the order of the table.

    The columns are ``row`` (the index of the payload's row in the table, from 0), ``code``, ``severity``,
    ``pointer``, ``message`` and ``hint``. The column holds text (UTF-8) or bytes, each as ``Validator.validate`` takes
    it: JSON, NDJSON or YAML, with one document or several. A null is not a payload and has no problems. That a row has
    no events is not a problem here, because others may have some; an empty text is an error.

    The options are those of ``Validator``, such as ``version``, ``type`` and ``at``. Raises what ``Validator`` raises,
    TypeError for what is not a table or a column of another type, KeyError for a column that is not in the table.
    """
    checks = Checks(Options(**options))
    describer = checks.describer()
    texts = _texts(table, column)
    rows = (
        {"row": row, **_said(problem)}
        for row, text in _doubtful(checks, texts)
        for outcome in checks.row(text)
        for problem in describer.describe(outcome)
    )
    return _table(rows, PROBLEMS)


def validity(table: pa.Table | pa.RecordBatch, column: str, **options: Unpack[ValidatorOptions]) -> pa.BooleanArray:
    """Return whether each payload in a column has no error; warnings do not count. A null stays null.

    The options, and what is raised, are those of ``problems``.
    """
    checks = Checks(Options(**options))
    texts = _texts(table, column)
    are_valid = [True if is_there else None for is_there in texts.is_valid().to_pylist()]
    for row, text in _doubtful(checks, texts):
        are_valid[row] = not any(outcome.has_errors for outcome in checks.row(text))
    return pa.array(are_valid, pa.bool_())


def converted(
    table: pa.Table | pa.RecordBatch,
    column: str,
    *,
    to: str | None = None,
    unconvertible: Unconvertible = "reject",
) -> pa.Table:
    """Return the events of the payloads in a column, each converted to a schema version: the newest unless named.

    A row of the result is one event, or something that was rejected. The columns are ``row`` (the index of the
    payload's row in the table, from 0), ``line`` (what ``sde-schema convert --events`` writes of the event; null if
    it was rejected), ``pointer`` and ``original`` (where the rejected event or document is, and its JSON or text, or
    the base64 of what is not UTF-8) and ``problems`` (why it was rejected, or which values of the event became null).
    Nulls are passed over.

    Raises UnknownVersionError, ValueError for another ``unconvertible``, and TypeError and KeyError as ``problems``.
    """
    converter = converter_to(to, unconvertible)
    texts = _texts(table, column)
    rows = ({"row": row, **made} for block in _blocks(texts) for row, text in block for made in _made(converter, text))
    return _table(rows, CONVERTED)


def _said(problem: Problem) -> dict[str, str | None]:
    """Return what is said of a problem, as a row has it."""
    return {name: getattr(problem, name) for name, _ in _WORDS}


def _made(converter: Converter, text: bytes) -> Iterator[dict[str, Any]]:
    """Yield what became of each event of a payload."""
    for found in converter.read(Input(io.BytesIO(text)), for_events=True):
        for result in converter.events(found):
            if isinstance(result, Converted):
                nulled = [_said(as_warning(problem)) for problem in result.nulled]
                yield {"line": result.data.decode().rstrip("\n"), "problems": nulled}
            else:
                yield _rejected(result)


def _rejected(result: Rejected) -> dict[str, Any]:
    is_text = result.is_a in ("text", "base64")
    original = result.original if is_text else json_bytes(result.original).decode()
    return {"pointer": result.pointer, "original": original, "problems": [*map(_said, result.problems)]}


def _texts(table: pa.Table | pa.RecordBatch, column: str) -> pa.ChunkedArray:
    """Return a column as bytes. Raises TypeError or KeyError."""
    if not isinstance(table, pa.Table | pa.RecordBatch):
        text = f"the first argument must be a pyarrow.Table or RecordBatch, not {type(table).__name__}"
        raise TypeError(text)
    if not isinstance(column, str):
        text = f"column must be the name of a column, not {type(column).__name__}"
        raise TypeError(text)
    if table.schema.names.count(column) != 1:
        text = f"there must be one column {column!r}; the columns are {', '.join(table.schema.names)}"
        raise KeyError(text)
    values = table.column(column)
    if getattr(values.type, "extension_name", None) == _JSON:
        values = values.cast(values.type.storage_type)
    kind = values.type.value_type if pa.types.is_dictionary(values.type) else values.type
    if kind not in _TEXT and not pa.types.is_fixed_size_binary(kind):
        text = f"column {column!r} must be string or binary, not {values.type}"
        raise TypeError(text)
    chunks = values if isinstance(values, pa.ChunkedArray) else pa.chunked_array([values])
    return chunks.cast(pa.large_binary())


def _doubtful(checks: Checks, texts: pa.ChunkedArray) -> Iterator[tuple[int, bytes]]:
    """Yield the texts that are not surely clean, each with the index of its row."""
    for rows in _blocks(texts):
        clean = checks.are_clean([text for _, text in rows])
        yield from (found for found, is_clean in zip(rows, clean, strict=True) if not is_clean)


def _blocks(texts: pa.ChunkedArray) -> Iterator[list[tuple[int, bytes]]]:
    """Yield the texts that are not null, each with the index of its row, as many as have about the size of a block."""
    first = 0
    for chunk in texts.chunks:
        step = max(1, BLOCK * len(chunk) // max(1, chunk.nbytes))
        for begin in range(0, len(chunk), step):
            rows = enumerate(chunk.slice(begin, step).to_pylist(), first + begin)
            yield [(row, text) for row, text in rows if text is not None]
        first += len(chunk)


def _table(rows: Iterator[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    """Return rows as a table; only a part of them is held as objects of Python."""
    parts, held = [], []
    for row in rows:
        held.append(row)
        if len(held) == _AT_ONCE:
            parts.append(pa.RecordBatch.from_pylist(held, schema))
            held = []
    parts.append(pa.RecordBatch.from_pylist(held, schema))
    return pa.Table.from_batches(parts, schema)
