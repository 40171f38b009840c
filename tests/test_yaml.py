"""YAML by its 1.2 core schema, with locations; tags never run code and aliases never explode."""

from __future__ import annotations

import sys
import tracemalloc
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

import sde_schema
from sde_schema.checking.checks import Checks, Options
from sde_schema.reading.document import Span
from sde_schema.reading.yaml_document import YamlDocument
from sde_schema.reading.yaml_reader import Limit, yaml_documents
from tests.support.proofs import prove

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sde_schema.model import Path


def _document(text: str) -> YamlDocument:
    [document] = yaml_documents(text, 128)
    assert isinstance(document, YamlDocument)
    assert document.complete
    return document


def _read(text: str) -> Any:
    return _document(text).value


def _found(text: str, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(getattr(problem, name) for name in names) for problem in sde_schema.validate(text)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("~", None), ("null", None), ("NULL", None), ("true", True), ("False", False), ("yes", "yes"), ("no", "no"),
        ("on", "on"), ("12", 12), ("-3", -3), ("+7", 7), ("010", 10), ("0o17", 15), ("0x1F", 31), ("1_000", "1_000"),
        ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0), ("2014-10-15", "2014-10-15"), ("12:30:45", "12:30:45"),
        ("'12'", "12"), ('"true"', "true"), ("!!str 12", "12"), ("!!int '12'", 12), ("!!float 1", 1.0), ("! 12", "12"),
        ("=", "="), ("<<", "<<"), ("nan", "nan"), ("0b1", "0b1"), ("|\n  a\n  b\n", "a\nb\n"), ("''", ""),
        ("000", 0), ("-0", 0), ("0x0", 0), ("0o0", 0), ("0x", "0x"), ("0o8", "0o8"), ("1.2.3", "1.2.3"),
    ],
)  # fmt: skip
def test_scalars_of_the_core_schema(written: str, value: object) -> None:
    read = _read(f"a: {written}\n")["a"]
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("%s12345678901234567890", 12345678901234567890), ("-%s7", -7), ("0x%sff", 255), ("0o%s17", 15), ("%s", 0),
        ("0x%s" + "f" * 200, 16**200 - 1), ("0.%s1", 0.0), ("%s1.5", 1.5), ("1e-%s2", 0.01),
    ],
)  # fmt: skip
def test_leading_zeros_change_no_number(written: str, value: object) -> None:
    read = _read(f"a: {written % ('0' * 100_000)}\n")["a"]
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    "written", ["%s", "-%s", "0x%s", "0o%s", "0x000%s", "%s.5", "0x" + "f" * 256, "0o2" + "0" * 341]
)
def test_numbers_of_very_many_digits_are_too_large(written: str) -> None:
    text = written.replace("%s", "7" * 200_000)
    assert _found(f"lead: {text}\n", "code", "column") == [("SDE101", 7)]


@pytest.mark.parametrize(
    "written", ["0" * 100_000 + "x", "0x" + "0" * 100_000 + "x", "1" * 100_000 + "x", "." * 100_000]
)
def test_what_only_begins_like_a_number_is_a_string(written: str) -> None:
    assert _read(f"a: {written}\n") == {"a": written}


YAML = """\
# a comment
sdes:
  events:
    - purchase:
        serverTimeStamp: 1434394476705
        "total": [1]
        Curency: EUR
        cart: {numItems: many, products: [{quantity: 1}, {quantity: 日本, extra: 1}]}
    - lead:
        serverTimeStamp: 1434394476705
        lead: {topic: a, topic: b}
"""


def test_problems_have_their_locations() -> None:
    assert _found(YAML, "code", "line", "column", "pointer") == [
        ("SDE205", 6, 18, "/sdes/events/0/purchase/total"),
        ("SDE203", 7, 9, "/sdes/events/0/purchase/Curency"),
        ("SDE402", 8, 26, "/sdes/events/0/purchase/cart/numItems"),
        ("SDE402", 8, 69, "/sdes/events/0/purchase/cart/products/1/quantity"),
        ("SDE203", 8, 73, "/sdes/events/0/purchase/cart/products/1/extra"),
        ("SDE102", 11, 26, "/sdes/events/1/lead/lead/topic"),
    ]


def test_yaml_and_json_of_the_same_payload_have_the_same_problems() -> None:
    as_json = b'{"lead": {"lead": {"topic": [], "valeu": 1, "currency": "usd"}}}'
    as_yaml = b"lead:\n  lead:\n    topic: []\n    valeu: 1\n    currency: usd\n"
    reported = [
        [(p.code, p.pointer, p.message, p.hint) for p in sde_schema.validate(text)] for text in (as_json, as_yaml)
    ]
    assert reported[0] == reported[1]
    assert len(reported[0]) == 4


def test_documents_are_validated_one_by_one() -> None:
    text = "---\nlead: {}\n---\n# nothing\n---\nfoo: 1\n...\n---\nsearchContent: {serverTimeStamp: 1481111429931}\n"
    assert _found(text, "code", "line") == [("SDE202", 2), ("SDE202", 2), ("SDE104", 6)]


def test_a_document_after_dots_needs_no_dashes() -> None:
    text = "foo: 1\n...\n# why\n\nbar: 1\n... # why\r\n{baz: 1}\n...\n...\n"
    assert _found(text, "code", "line") == [("SDE104", 1), ("SDE104", 5), ("SDE104", 7)]


def test_an_anchor_may_be_before_a_name() -> None:
    assert _read("&a x: 1\ny: *a\n") == {"x": 1, "y": "x"}
    assert _found("lead:\n  &a x: 1\n  *a : 2\n", "code", "line", "column")[-1] == ("SDE102", 3, 3)


def test_names_that_hold_data_are_not_shown_in_frames() -> None:
    text = 'lead:\n  "secret\\x40example": [\n  &secret x: {"secret\\x31234567": 1}\n'.replace("[", "[1]")
    checks = Checks(Options(frames=True))
    outcomes = checks.data(text.encode())
    frames = [problem.frame for outcome in outcomes for problem in checks.describer().describe(outcome)]
    assert frames
    assert not any("secret" in frame.text for frame in frames if frame)


def test_a_second_document_without_dashes_is_named() -> None:
    hints = [str(problem.hint) for problem in sde_schema.validate("--- {lead: 1}\n{lead: 1}\n") if problem.line == 2]
    assert hints == ["Second document: put --- before it."]


def test_after_a_broken_document_the_next_is_validated() -> None:
    text = "lead: [1\n---\nfoo: 1\n---\nlead: {\n---\nbar: 1\n"
    assert _found(text, "code", "line") == [("SDE101", 1), ("SDE104", 3), ("SDE101", 6), ("SDE104", 7)]


@pytest.mark.parametrize(
    ("text", "line", "column", "word"),
    [
        ("lead:\n\ttopic: 1\n", 2, 1, "Tab"),
        ("lead: a: b\n", 1, 8, "Colon"),
        ('lead: "a\n', 1, 7, "Unclosed quotes"),
        ("lead: [1, 2\n", 1, 7, "Unclosed array"),
        ("lead: {a: 1\n", 1, 7, "Unclosed object"),
        ("lead: @a\n", 1, 7, "Unquoted string"),
        ("lead:\n  a: 1\n b: 2\n", 3, 2, "Indentation"),
        ("lead: *a\n", 1, 7, "Alias"),
        ("lead: !!python/object/apply:os.getcwd []\n", 1, 7, "Tag"),
        ("lead: !mine x\n", 1, 7, "Tag"),
        ("lead: .nan\n", 1, 7, "NaN"),
        ("lead: -.inf\n", 1, 7, "NaN"),
        ("lead: 1e400\n", 1, 7, "double"),
        ("lead: 0x" + "f" * 300 + "\n", 1, 7, "double"),
        ("lead: {}}\n", 1, 9, "Stray bracket"),
        ("lead: [1]]\n", 1, 10, "Stray bracket"),
        ('lead: "a\\qb"\n', 1, 9, "Bad escape"),
        ('lead: "\\ud800"\n', 1, 10, "Bad escape"),
        ("lead: {}\nb\n", 2, 1, "Missing colon"),
        ("lead: {[a]: 1}\n", 1, 8, "Name"),
        ("lead: {topic:secret}\n", 1, 8, "Missing value"),
        ("lead: {secret}\n", 1, 8, "Missing value"),
        ("lead:\n  ? secret\n", 2, 5, "Missing value"),
        ("lead: a\x01b\n", 1, 8, "Control character"),
    ],
)
def test_syntax_errors_are_named_at_their_location(text: str, line: int, column: int, word: str) -> None:
    [problem] = sde_schema.validate(text)
    assert (problem.code, problem.line, problem.column) == ("SDE101", line, column)
    assert word in str(problem.hint)


def _laughs(levels: int) -> str:
    lines = ["a0: &a0 [1, 2]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


def test_exploding_aliases_are_refused() -> None:
    assert _found(_laughs(10), "code") == [("SDE105",)]
    assert _found("lead: &a\n  lead: *a\n", "code") == [("SDE105",)]
    assert isinstance(next(yaml_documents(_laughs(4), 128)), YamlDocument)


def test_deep_nesting_is_refused_at_once() -> None:
    assert _found("a: " + "[" * 100_000, "code", "column") == [("SDE105", 131)]
    assert next(yaml_documents("[" * 6 + "]" * 6, 5)) == Limit(5, "levels")


def test_many_tiny_values_are_refused_and_the_next_document_is_read() -> None:
    text = "lead:\n- " + "a: 1\n- " * 200_000 + "x\n"
    refused, following = yaml_documents(text + "---\nlead: 1\n", 128)
    assert refused == Limit(0, "values")
    assert isinstance(following, YamlDocument)
    assert following.value == {"lead": 1}


def test_events_of_many_megabytes_are_not_too_many_values() -> None:
    event = "- lead:\n    serverTimeStamp: 1690000000000\n    lead:\n      leadId: A17\n      value: 1290\n"
    [document] = yaml_documents("events:\n" + event * 60_000, 128)
    assert isinstance(document, YamlDocument)


def test_an_alias_is_the_location_of_its_value() -> None:
    event = "- lead: {serverTimeStamp: 1434394476705, lead: %s}\n"
    text = event % "&a {topik: 1}" + event % "*a"
    assert _found(text, "code", "line", "column", "pointer") == [
        ("SDE203", 1, 52, "/0/lead/lead/topik"),
        ("SDE203", 2, 48, "/1/lead/lead/topik"),
    ]


@pytest.mark.parametrize("text", ["{a: , b: 1}", "a:\nb: 1\n", "? a\n: \n? b\n: 1\n", '{"a":, b: 1}'])
def test_an_empty_value_is_null(text: str) -> None:
    assert _read(text) == {"a": None, "b": 1}


def test_json_is_yaml() -> None:
    assert _read('{"a": [1, "b", null, true, 1.5], "c": {}}') == {"a": [1, "b", None, True, 1.5], "c": {}}


def test_aliases_may_repeat_ten_times_the_text() -> None:
    event = "{lead: {serverTimeStamp: 1434394476705, lead: {topic: " + "x" * 240 + "}}}"
    assert not _found(f"events:\n- &a {event}\n" + "- *a\n" * 200, "code")
    assert _found(f"events:\n- &a {event}\n" + "- *a\n" * 2_000, "code", "line") == [("SDE105", 677)]
    assert _found("events:\n- &a " + "x" * 1_000_000 + "\n- *a" * 11, "code", "line") == [("SDE105", 13)]
    long_name = "---\n? &a " + "n" * 90_000 + "\n: {*a : {*a : 1}}\n"
    assert _found(long_name + "x: [" + "{*a : 1}," * 10 + "]\n", "code", "line") == [("SDE105", 4)]


def test_what_aliases_repeat_is_counted_over_all_documents() -> None:
    text = "---\n- &a [" + "1, " * 100 + "]\n" + "- *a\n" * 100
    found = [isinstance(document, Limit) for document in yaml_documents(text * 10, 128)]
    assert found == [False] * 3 + [True] * 7


def test_what_is_written_out_is_not_counted_as_repeated() -> None:
    assert _read("- &a 1\n" + "- 1\n" * 40_000 + "- *a\n")[-1] == 1


DIRECTIVES = ["".join(f"%TAG !{n}! x\n" for n in range(101)), "%TAG !e! " + "x" * 1_000 + "\n"]


@pytest.mark.parametrize("directives", DIRECTIVES)
def test_directives_are_limited(directives: str) -> None:
    text = f"foo: 1\n...\n{directives}---\n!e!x lead: 1\n---\nbar: 2\n"
    last = 2 + directives.count("\n")
    assert _found(text, "code", "line") == [("SDE104", 1), ("SDE101", last), ("SDE101", last + 2), ("SDE104", last + 4)]


def test_each_document_may_have_directives() -> None:
    documents = yaml_documents("%TAG ! tag:yaml.org,2002:\n---\n!int '1'\n...\n" * 200, 128)
    assert [isinstance(document, YamlDocument) and document.value for document in documents] == [1] * 200


def test_a_document_before_a_control_character_is_validated() -> None:
    assert _found("---\nfoo: 1\n---\nbar: \x01\n---\nbaz: 1\n", "code", "line") == [
        ("SDE104", 2),
        ("SDE101", 4),
        ("SDE104", 6),
    ]


def test_too_deep_after_much_is_located() -> None:
    text = "a:\n" + "- x\n" * 1_000 + "b: "
    assert [*yaml_documents(text + "[" * 5_000, 128)] == [Limit(len(text) + 127, "levels")]


def _calls(work: Callable[[], object]) -> int:
    """Return how many functions are called by some work."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event.endswith("call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in items:
        yield from _paths(item, (*path, step))


def _read_all(text: str) -> list[YamlDocument | Limit]:
    return [*yaml_documents(text, 128)]


def _ask(text: str) -> None:
    """Ask for all that there is to ask of the documents of a text."""
    for document in _read_all(text):
        if not isinstance(document, YamlDocument):
            continue
        if document.complete:
            for path in _paths(document.value):
                document.locate([path])
            list(document.repeated(lambda _: True, lambda _: True))
            document.scalars([Span(document.begin, document.end)])
        at = document.begin
        for line in text[at : document.end].splitlines(keepends=True):
            document.masked(at, at + len(line), None)
            at += len(line)


SHAPES = {
    "items": ("a:\n", "- x\n", ""),
    "items in a line": ("a: [", "1,", "]"),
    "objects": ("a:\n", "- {a: 1, b: [x]}\n", ""),
    "empty arrays": ("a:\n", "- []\n", ""),
    "names": ("", "n{n}: 1\n", ""),
    "names again": ("", "n: 1\n", ""),
    "names again in many": ("a:\n", "- {n: 1, n: [x]}\n", ""),
    "anchors": ("a:\n", "- &a{n} x\n- *a{n}\n", ""),
    "anchored names": ("", "&a{n} n{n}: 1\n", ""),
    "aliases": ("a: &a {a: 1}\nb:\n", "- *a\n", ""),
    "merge keys": ("a: &a {b: 1}\n", "<<: *a\n", ""),
    "aliases of aliases": ("a: &a {}\nb: &b [*a, *a, *a, *a]\nc: [", "*b,", "]"),
    "documents": ("", "---\na: 1\n", ""),
    "documents after dots": ("", "a: 1\n...\n", ""),
    "broken documents": ("", "---\na: [\n", ""),
    "broken documents in quotes": ("", '---\na: "\n', ""),
    "broken documents with a lookalike": ('a: "\n', '---\u00a0: "\\"\n', ""),
    "documents with control characters": ("", "---\na: \x01\n", ""),
    "documents that are too deep": ("", "---\n" + "[" * 1_100 + "\n", ""),
    "too deep after much": ("a:\n", "- x\n", "b: " + "[" * 1_100),
    "directives": ("", "%TAG !a{n}! x\n", "---\na: 1\n"),
    "broken documents with directives": ("", "%TAG !a! x\n---\na: [\n...\n", ""),
    "unknown names in a broken line": ("a: [", "lead: 1, ", ""),
    "lines": ("a: x\n", "  x\n", ""),
    "folded lines": ("a: >\n", "  x\n\n", ""),
    "lines in quotes": ('a: "', "\n x", '"\n'),
    "comments": ("", "#\n", "a: 1\n"),
    "tags": ("", "- !!str 1\n", ""),
}


class _Counted(str):
    """A text that counts how many characters were copied out of it."""

    __slots__ = ("copied",)
    copied: int

    def __getitem__(self, key: Any) -> str:
        part = super().__getitem__(key)
        self.copied += len(part)
        return part


def _copied(text: str) -> int:
    """Return how many characters of a text are copied while it is read."""
    counted = _Counted(text)
    counted.copied = 0
    _read_all(counted)
    return counted.copied


def _shape(name: str, pieces: int) -> str:
    before, piece, after = SHAPES[name]
    pieces //= 1 + len(piece) // 100
    return before + "".join(piece.replace("{n}", str(number)) for number in range(pieces)) + after


@pytest.mark.proof
def test_what_yaml_costs_grows_with_its_size() -> None:
    grown, copied_again = [], []
    for name in SHAPES:
        few, many = (_calls(partial(_ask, _shape(name, pieces))) for pieces in (60, 120))
        if many > 2.2 * few:
            grown.append((name, few, many))
        few, many = (_copied(_shape(name, pieces)) for pieces in (200, 400))
        if many > 2.2 * few:
            copied_again.append((name, few, many))
    prove("shapes of YAML of growing sizes", "calls and copies", 2 * len(SHAPES), hangs=[*grown, *copied_again])


def test_what_was_read_of_yaml_takes_few_bytes() -> None:
    event = (
        "- purchase:\n    serverTimeStamp: 1690000000000\n    purchase:\n      cart:\n        products:\n"
        "        - product: {name: shoe, category: shoes, sku: '17', price: '7.5'}\n          quantity: '2'\n"
    )
    for text in ("events:\n" + event * 100, "- x\n" * 5_000, "[" + "[]," * 5_000 + "]", "n: [" + "1," * 10_000 + "]"):
        tracemalloc.start()
        document = _document(text)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert document.value
        assert peak < 10 * len(text) + 100_000
