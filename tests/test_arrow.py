"""Columns of Arrow tables: row by row they have the problems that Validator finds, in any type and any layout."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from base64 import b64encode
from itertools import groupby
from random import Random
from time import process_time
from typing import TYPE_CHECKING, Any, get_type_hints

import pyarrow as pa
import pytest

from sde_schema import SdeSchemaError, Validator, arrow, default_version, versions
from sde_schema.checking.checks import Checks, Options
from sde_schema.checking.validator import ValidatorOptions
from sde_schema.examples.random_events import Payloads
from tests.support.cases import case_files, cases_in, text_of
from tests.support.payloads import damaged
from tests.support.program import BAD, GOOD, WARNED
from tests.support.rounds import every_version, first_every_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TEXTS = [pa.string(), pa.large_string(), pa.string_view()]
BYTES = [pa.binary(), pa.large_binary(), pa.binary_view()]
OF_NO_EVENTS = "SDE406"
"""A single payload without events has it; a row of a table has not."""

PRETTY = json.dumps(json.loads(BAD), indent=2)
MIXED = [
    GOOD,
    None,
    BAD,
    "",
    f"{GOOD}\n{BAD}\n",
    PRETTY,
    '{"lead": 1, "lead": 2}',
    "lead: {}\n",
    '{"events": []}',
    GOOD,
]


def _table(texts: Sequence[bytes | str | None], kind: pa.DataType | None = None) -> pa.Table:
    return pa.table({"other": pa.array(range(len(texts)), pa.int64()), "payload": pa.array(texts, kind)})


def _rows(found: pa.Table) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in found.to_pylist()]


def _expected(texts: Iterable[bytes | str | None], validator: Validator) -> list[tuple[Any, ...]]:
    return [
        (row, problem.code, problem.severity, problem.pointer, problem.message, problem.hint)
        for row, text in enumerate(texts)
        if text is not None
        for problem in validator.validate(text)
        if problem.code != OF_NO_EVENTS
    ]


def _cases() -> dict[tuple[str, str | None], list[bytes]]:
    """Return the texts of all cases by their version and type."""
    found = [(file.parent.name, case.get("type"), text_of(case)) for file in case_files() for case in cases_in(file)]
    found.sort(key=lambda each: (each[0], each[1] or ""))
    return {key: [text for *_, text in group] for key, group in groupby(found, lambda each: each[:2])}


def _random_texts(seed: int) -> list[bytes]:
    random = Random(seed)  # noqa: S311 - test data
    clean = Payloads(versions()[-2], seed)
    return [
        json.dumps(
            damaged(random) if random.random() < 0.2 else clean.event(), indent=random.choice((None, None, 1))
        ).encode()
        for _ in range(400)
    ]


def _as_parameters(key: tuple[str, str | None], texts: list[bytes]) -> Any:
    """Return the cases of a version and type as parameters; those of the default version are tried every day."""
    marks = () if key[0] == default_version() else pytest.mark.slow
    return pytest.param(key, texts, id="-".join(map(str, key)), marks=marks)


@pytest.mark.parametrize(("key", "texts"), [_as_parameters(key, texts) for key, texts in _cases().items()])
def test_every_case_has_the_problems_that_the_validator_finds(key: tuple[str, str | None], texts: list[bytes]) -> None:
    version, attribute = key
    validator = Validator(version, type=attribute)
    table = _table(texts, pa.binary())
    assert _rows(arrow.problems(table, "payload", version=version, type=attribute)) == _expected(texts, validator)
    found = arrow.validity(table, "payload", version=version, type=attribute).to_pylist()
    assert found == [validator.is_valid(text) for text in texts]


@pytest.mark.parametrize("seed", first_every_day(range(5)))
@pytest.mark.parametrize("version", every_version())
def test_random_payloads_have_the_problems_that_the_validator_finds(version: str, seed: int) -> None:
    texts = _random_texts(seed)
    validator = Validator(version)
    table = _table(texts, pa.binary())
    assert _rows(arrow.problems(table, "payload", version=version)) == _expected(texts, validator)
    found = arrow.validity(table, "payload", version=version).to_pylist()
    assert found == [validator.is_valid(text) for text in texts]


@pytest.mark.parametrize("kind", [*TEXTS, *BYTES], ids=str)
def test_a_column_of_any_type_in_any_layout_is_read(kind: pa.DataType) -> None:
    expected = _expected(MIXED, Validator())
    whole = _table(MIXED, kind)
    assert _rows(arrow.problems(whole, "payload")) == expected
    assert _rows(arrow.problems(whole.to_batches()[0], "payload")) == expected
    chunks = pa.concat_tables([_table(MIXED[:3], kind), _table([], kind), _table(MIXED[3:], kind)])
    assert _rows(arrow.problems(chunks, "payload")) == expected
    assert arrow.validity(chunks, "payload") == arrow.validity(whole, "payload")
    for begin in range(len(MIXED)):
        part = MIXED[begin : begin + 4]
        assert _rows(arrow.problems(whole.slice(begin, 4), "payload")) == _expected(part, Validator())


@pytest.mark.parametrize("kind", [pa.string(), pa.binary()], ids=str)
def test_a_dictionary_is_read_as_its_values(kind: pa.DataType) -> None:
    values = pa.array([None, BAD, GOOD], kind)
    column = pa.DictionaryArray.from_arrays(pa.array([1, 0, 2, None, 1]), values)
    table = pa.table({"payload": column})
    assert [row[0] for row in _rows(arrow.problems(table, "payload"))] == [0, 4]
    assert arrow.validity(table, "payload").to_pylist() == [False, None, True, None, False]


def test_nulls_are_no_payloads_and_a_column_of_nothing_else_has_no_problems() -> None:
    for table in (_table([None, None], pa.null()), _table([None, None], pa.string())):
        assert arrow.problems(table, "payload").num_rows == 0
        assert arrow.validity(table, "payload").to_pylist() == [None, None]
    assert arrow.problems(_table([], pa.string()), "payload").schema == arrow.PROBLEMS


def test_a_row_without_events_has_no_problem_because_others_may_have_some() -> None:
    texts = ['{"events": []}', '{"info": {"conversationId": "1"}}', "{}"]
    assert [row[:2] for row in _rows(arrow.problems(_table(texts), "payload"))] == [(2, "SDE104")]


def test_a_row_is_a_text_of_its_own() -> None:
    """Halves of a document are not joined, whatever is on the next row."""
    table = _table(['{"events": [', "]}", GOOD])
    assert [row[0] for row in _rows(arrow.problems(table, "payload"))] == [0, 1]
    assert arrow.validity(table, "payload").to_pylist() == [False, False, True]


def test_the_options_are_those_of_the_validator() -> None:
    hints = get_type_hints(ValidatorOptions)
    parameters = inspect.signature(Validator).parameters
    assert list(hints) == list(parameters)
    assert {name: str(kind) for name, kind in hints.items()} == {
        name: str(kind) for name, kind in get_type_hints(Validator.__init__).items() if name in parameters
    }
    table = _table([f'{{"payload": {BAD}}}', f'{{"payload": {WARNED}}}'])
    found = arrow.problems(table, "payload", version="1.0", at="/payload", allow_unknown=True, show_values=True)
    assert [(row[2], row[3]) for row in _rows(found)] == [
        ("warning", "/payload/lead/lead/Topic"),
        ("warning", "/payload/lead/lead/value"),
    ]
    assert "much" in found["message"][1].as_py()


def test_no_value_is_in_what_is_said() -> None:
    table = _table([BAD.replace("test drive", "SECRET"), '{"lead": SECRET'])
    assert "SECRET" not in str(arrow.problems(table, "payload").to_pylist())


@pytest.mark.parametrize(
    ("table", "column", "error", "said"),
    [
        (_table([GOOD]), "Payload", KeyError, "'Payload'; the columns are other, payload"),
        (_table([GOOD]), 1, TypeError, "name of a column, not int"),
        (_table([GOOD]), "other", TypeError, "'other' must be string or binary, not int64"),
        (_table([GOOD])["payload"], "payload", TypeError, "not ChunkedArray"),
        (_table([GOOD]).rename_columns(["payload", "payload"]), "payload", KeyError, "one column 'payload'"),
    ],
)
def test_what_is_no_column_of_texts_is_refused(table: Any, column: Any, error: type[Exception], said: str) -> None:
    for function in (arrow.problems, arrow.validity, arrow.converted):
        with pytest.raises(error, match=said):
            function(table, column)


def test_wrong_options_are_refused() -> None:
    with pytest.raises(SdeSchemaError, match="no schema version '9'"):
        arrow.problems(_table([GOOD]), "payload", version="9")
    with pytest.raises(SdeSchemaError, match="no schema version '9'"):
        arrow.converted(_table([GOOD]), "payload", to="9")
    wrong: Any = "drop"
    with pytest.raises(ValueError, match="not 'drop'"):
        arrow.converted(_table([GOOD]), "payload", unconvertible=wrong)


def test_events_are_the_lines_of_the_command_and_nothing_is_lost() -> None:
    record = '{"info": {"conversationId": "c"}, "sdes": {"events": [%s, %s]}}'
    event = '{"cartStatus": {"serverTimeStamp": "1440412721832", "total": "%s"}}'
    texts = [None, record % (event % "11.70", event % "****"), "[", "{}"]
    found = arrow.converted(_table(texts), "payload")
    assert found.schema == arrow.CONVERTED
    first, second, *others = found.to_pylist()
    assert first == {
        "row": 1,
        "line": '{"conversationId":"c","list":"sdes","index":0,"attributeType":"cartStatus",'
        '"event":{"cartStatus":{"serverTimeStamp":1440412721832,"total":11.70}}}',
        "pointer": None,
        "original": None,
        "problems": [],
    }
    assert (second["row"], second["line"], second["pointer"]) == (1, None, "/sdes/events/1")
    assert json.loads(second["original"]) == json.loads(event % "****")
    assert [problem["code"] for problem in second["problems"]] == ["SDE205"]
    assert [(each["row"], each["line"], each["original"]) for each in others] == [(2, None, "["), (3, None, "{}")]

    found = arrow.converted(_table(texts), "payload", unconvertible="null")
    second = found.to_pylist()[1]
    assert json.loads(second["line"])["event"] == {"cartStatus": {"serverTimeStamp": 1440412721832, "total": None}}
    assert [(each["severity"], each["pointer"]) for each in second["problems"]] == [
        ("warning", "/sdes/events/1/cartStatus/total")
    ]


@pytest.mark.slow
def test_a_long_result_is_made_in_parts() -> None:
    found = arrow.problems(_table([BAD] * 10_001), "payload")
    assert (found.num_rows, found["row"].num_chunks) == (10_001, 2)
    assert found["row"].to_pylist() == [*range(10_001)]


@pytest.mark.parametrize(("library", "extra"), [("pyarrow", "arrow"), ("pyspark", "spark")])
def test_without_a_library_the_error_says_how_to_install_it(library: str, extra: str) -> None:
    code = f"import sys; sys.modules['{library}'] = None; import sde_schema.{extra}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert f"this needs {library}, which is not installed: pip install 'sde-schema[{extra}]'" in done.stderr


@pytest.mark.slow
def test_a_hundred_thousand_rows_take_about_as_long_as_the_lines_of_a_file() -> None:
    payloads = Payloads("2.0", 1)
    texts = [json.dumps(payloads.event()).encode() for _ in range(100_000)]
    table, lines, checks = _table(texts, pa.binary()), b"\n".join(texts), Checks(Options())
    assert checks.is_clean(texts[0])  # all is compiled
    begin = process_time()
    expected = sum(len(outcome.findings) for outcome in checks.data(lines))
    end_of_file = process_time()
    assert arrow.problems(table, "payload").num_rows == expected
    assert process_time() - end_of_file < 3 * (end_of_file - begin)


@pytest.mark.parametrize("storage", [pa.string(), pa.large_string()])
def test_json_columns_are_text(storage: pa.DataType) -> None:
    table = _table(MIXED, pa.string())
    json_column = table["payload"].cast(storage).cast(pa.json_(storage))
    for of in (pa.table({"payload": json_column}), pa.record_batch({"payload": json_column.combine_chunks()})):
        assert _rows(arrow.problems(of, "payload")) == _rows(arrow.problems(table, "payload"))


def test_bytes_of_one_size_are_payloads() -> None:
    size = max(len(GOOD), len(BAD))
    texts = [text.ljust(size).encode() for text in (GOOD, BAD)]
    table = pa.table({"payload": pa.array(texts, pa.binary(size))})
    assert arrow.validity(table, "payload").to_pylist() == [True, False]


def test_what_is_rejected_is_json_or_text_or_base64() -> None:
    texts: list[bytes] = [b'{"events": ["x"]}', b"{", b'{"lead": "\xfc"}']
    found = arrow.converted(pa.table({"payload": pa.array(texts, pa.binary())}), "payload")
    assert found["original"].to_pylist() == ['"x"', "{", b64encode(texts[2]).decode()]
