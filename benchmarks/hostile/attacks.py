"""Inputs that are made to cost much, each in any size."""

from __future__ import annotations

import json
import zlib
from itertools import chain, product, repeat
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

STAMP = 1690000000000
_CHUNK = 1 << 16
_EVENT = f'{{"lead": {{"serverTimeStamp": {STAMP}, "lead": {{}}}}}}'
_IN_LEAD = f'{{"lead": {{"serverTimeStamp": {STAMP}, "lead": {{', "}}}"


class Attack(NamedTuple):
    """A kind of input.

    ``make`` gives the bytes of one that is made of so many pieces, ``number`` is that of the least that is measured.
    ``command`` is what it is given to, with options. ``is_lines`` says that each line is a document of its own,
    ``is_dense`` that the input is a problem every few dozen bytes. ``breaks`` names the promise that it is known to
    break.
    """

    name: str
    suffix: str
    make: Callable[[int], Iterable[bytes]]
    number: int
    is_lines: bool = False
    is_dense: bool = False
    breaks: Literal["time", "memory"] | None = None
    command: tuple[str, ...] = ("validate",)

    def write(self, pieces: int, write: Callable[[bytes], object]) -> int:
        """Write an input, packed where its name says so; return its bytes before packing."""
        size = 0
        packer = _Packer(write) if self.suffix.endswith(".gz") else None
        for chunk in self.make(pieces):
            size += len(chunk)
            (packer.write if packer else write)(chunk)
        if packer:
            packer.end()
        return size


class _Packer:
    """Packs what is written by gzip, the faster of its ways: bombs pack well with any."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._member = zlib.compressobj(6, wbits=31)

    def write(self, data: bytes) -> None:
        self._write(self._member.compress(data))

    def end(self) -> None:
        self._write(self._member.flush())


def _many(piece: str, *, before: str = "", after: str = "") -> Callable[[int], Iterator[bytes]]:
    """Return what makes a text of a piece many times."""
    some = max(1, _CHUNK // len(piece))

    def make(number: int) -> Iterator[bytes]:
        yield before.encode()
        yield from repeat((piece * some).encode(), number // some)
        yield (piece * (number % some) + after).encode()

    return make


def _each(
    make: Callable[[int], str], *, before: str = "", after: str = "", between: str = ", "
) -> Callable[[int], Iterator[bytes]]:
    """Return what makes a text of pieces that are all different."""
    return lambda number: chain(
        [before.encode()],
        ((between if index else "").encode() + make(index).encode() for index in range(number)),
        [after.encode()],
    )


def _in_lead(piece: str) -> Callable[[int], Iterator[bytes]]:
    return _many(piece, before=_IN_LEAD[0], after=_IN_LEAD[1])


def _nested(opened: str, *, before: str = "", closed: str = "", after: str = "") -> Callable[[int], Iterator[bytes]]:
    """Return what opens a bracket many times, and closes it as often where it is said how."""

    def make(number: int) -> Iterator[bytes]:
        yield from _many(opened, before=before)(number)
        if closed:
            yield from _many(closed, before="0")(number)
        yield after.encode()

    return make


def _one_line_of(event: str) -> Callable[[int], Iterator[bytes]]:
    return _many(f", {event}", before=f'{{"events": [{event}', after="]}")


def _name(index: int) -> str:
    return f'"n{index}": 1'


_SPELLINGS = [
    "_" + "".join(map("".join, zip(between[:4], word, strict=True))) + "".join(between[4:])
    for between in product(("", "_", "-"), repeat=7)
    for word in product("sS", "dD", "eE", "sS")
]


def _yaml_anchors(number: int) -> Iterator[bytes]:
    yield b"lead:\n  serverTimeStamp: 1690000000000\n  lead:\n"
    yield from (f"    n{index}: &a{index} x\n    m{index}: *a{index}\n".encode() for index in range(number))


def _yaml_of(event: str) -> Callable[[int], Iterator[bytes]]:
    return _many(event, before="events:\n")


_YAML_EVENT = (
    "- purchase:\n    serverTimeStamp: 1690000000000\n    cart:\n      products:\n"
    "      - product: {name: shoe, category: shoes, sku: '17', price: '7.5'}\n        quantity: '2'\n"
    "    orderId: A17\n"
)
_YAML_LEAD = f"lead: {{serverTimeStamp: {STAMP}, lead: {{}}}}\n"
_BAD_EVENT = f'{{"lead": {{"serverTimeStamp": {STAMP}, "lead": {{"topik": "x"}}}}}}'
_WARNED_EVENT = f'{{"lead": {{"serverTimeStamp": {STAMP}, "lead": {{"value": "x"}}}}}}'
_TINY = '{"lead": {}}'
_DATE = f'{{"customerInfo": {{"serverTimeStamp": {STAMP}, "customerInfo": {{"registrationDate": {{"year": 2020, '
_OPEN_TOPIC = _IN_LEAD[0] + '"topic": "'


def _alias_of(scalar: int) -> Callable[[int], Iterator[bytes]]:
    """Return what makes one large scalar, and many aliases of it in members that have another type."""

    def make(number: int) -> Iterator[bytes]:
        yield b"events:\n- lead: &a " + b"x" * scalar + b"\n"
        yield from _many("- lead: *a\n")(number)

    return make


def _alias_of_names(number: int) -> Iterator[bytes]:
    yield b"events:\n- lead:\n    lead: &a {topik: x, n1: 1}\n    serverTimeStamp: 1\n"
    yield from _many("- lead: {lead: *a, serverTimeStamp: 1}\n")(number)


def _other_spelling(index: int) -> str:
    return f'"{_SPELLINGS[index]}": 1'


def _event_of_its_own(index: int) -> str:
    return f'{{"lead": {{"serverTimeStamp": "{index}x"}}}}'


def _kind_of_its_own(index: int) -> str:
    return f'{{"lead": {{"serverTimeStamp": {STAMP}, "n{index}": 1}}}}'


def _like_a_name(index: int) -> str:
    return f'"serverTimeStam{index}": 1'


def _wrong_product(index: int) -> str:
    return f'{{"z{index}": 1, "product": {{{", ".join(map(_name, range(99)))}}}}}'


def _with_names(index: int) -> str:
    return f'{{"z{index}": 1, "lead": {{"lead": {{{", ".join(map(_name, range(200)))}}}}}}}'


def _tiny_object(index: int) -> str:
    return f"a: {index}"


def _no_event(index: int) -> str:
    return f'{{"a": {index}}}'


def _not_utf8(number: int) -> Iterator[bytes]:
    yield _OPEN_TOPIC.encode()
    yield from repeat(b"\xff" * 1000, number // 1000)
    yield b'"}}}'


def _indented(number: int) -> Iterator[bytes]:
    yield json.dumps({"events": [json.loads(_BAD_EVENT)] * number}, indent=1).encode()


def _laughs(number: int) -> Iterator[bytes]:
    """Yield aliases of aliases that expand to so many times so many bad events."""
    yield b"x: &a {lead: {serverTimeStamp: 1, topik: x}}\n"
    yield b"y: &b {sdes: {events: [" + b", ".join([b"*a"] * number) + b"]}}\n"
    yield b"interactionHistoryRecords: [" + b", ".join([b"*b"] * number) + b"]\n"


def _wrapped(number: int) -> Iterator[bytes]:
    """Yield an object in a string in an object, of about so many bytes: each level doubles the escapes."""
    text = '{"a": 1}'
    while len(text) < number:
        text = json.dumps({"a": text})
    yield text.encode()


FAMILIES: dict[str, list[Attack]] = {
    "deep": [
        Attack("[ many times", ".json", _nested("["), 1_000_000),
        Attack("many levels, closed", ".json", _nested('{"a":', closed="}"), 100_000),
        Attack(
            "many levels where it is passed over",
            ".json",
            _nested('{"a":', before='{"sdes": null, "x": ', closed="}", after="}"),
            250_000,
        ),
        Attack(
            "many levels where it is passed over, open",
            ".json",
            _nested('{"a":', before='{"sdes": null, "x": '),
            250_000,
        ),
        Attack("many levels in YAML, flow", ".yaml", _nested("["), 250_000),
        Attack("many levels in YAML, dashes", ".yaml", _nested("- "), 25_000),
    ],
    "long": [
        Attack(
            "a long string in a document with a problem",
            ".json",
            _many("x", before=_IN_LEAD[0] + '"topik": 1, "topic": "', after='"}}}'),
            4_000_000,
        ),
        Attack("a long string, the document is open", ".json", _many("x", before=_OPEN_TOPIC, after='"'), 4_000_000),
        Attack(
            "a long string, then a comma is missing",
            ".json",
            _many("x", before=_OPEN_TOPIC, after='" "n": 1}}}'),
            4_000_000,
        ),
        Attack(
            "a long string, then a name again",
            ".json",
            _many("x", before=_OPEN_TOPIC, after='", "topic": 1}}}'),
            4_000_000,
        ),
        Attack("a long string that is not closed", ".json", _many("x", before=_OPEN_TOPIC), 4_000_000),
        Attack("a long string of escapes", ".json", _many("\\n", before=_OPEN_TOPIC, after='"}}}'), 2_000_000),
        Attack(
            "a long string of wide characters",
            ".json",
            _many("日", before=_OPEN_TOPIC, after='", "topik": 1}}}'),
            1_000_000,
        ),
        Attack("a long string of bytes that are not UTF-8", ".json", _not_utf8, 1_000_000),
        Attack("a long name", ".json", _many("n", before=_IN_LEAD[0] + '"', after='": 1}}}'), 4_000_000),
        Attack("a long unknown attribute", ".json", _many("n", before='{"', after='": {}}'), 4_000_000),
        Attack(
            "a long timestamp as text",
            ".json",
            _many("1", before='{"lead": {"serverTimeStamp": "', after='"}}'),
            1_000_000,
        ),
        Attack("a long integer", ".json", _many("1", before='{"lead": {"serverTimeStamp": ', after="}}"), 1_000_000),
        Attack("a long fraction", ".json", _many("1", before='{"lead": {"serverTimeStamp": 0.', after="}}"), 1_000_000),
        Attack("a long exponent", ".json", _many("1", before='{"lead": {"serverTimeStamp": 1e', after="}}"), 1_000_000),
        Attack("a long integer in YAML", ".yaml", _many("1", before="lead:\n  serverTimeStamp: "), 1_000_000),
        Attack("a long 0x in YAML", ".yaml", _many("f", before="lead:\n  serverTimeStamp: 0x"), 25_000),
        Attack("a long 0o in YAML", ".yaml", _many("7", before="lead:\n  serverTimeStamp: 0o"), 25_000),
        Attack("a long scalar in YAML", ".yaml", _many("x", before="lead:\n  lead: "), 1_000_000),
        Attack("a long scalar of words in YAML", ".yaml", _many("word ", before="lead:\n  lead: "), 200_000),
        Attack("a long scalar in quotes in YAML", ".yaml", _many("x", before='lead:\n  lead: "', after='"'), 1_000_000),
        Attack("a long block in YAML", ".yaml", _many("    x\n", before="lead:\n  lead: |\n"), 150_000),
        Attack("a long comment in YAML", ".yaml", _many("x", before="lead:\n  lead: 1 # "), 1_000_000),
        Attack("long indentation in YAML", ".yaml", _many(" ", before="lead:\n", after="lead: 1"), 1_000_000),
    ],
    "lines": [
        Attack("[ and line feeds", ".json", _many("\n", before="[", after="x"), 4_000_000),
        Attack("line feeds alone", ".ndjson", _many("\n"), 4_000_000),
        Attack("line feeds, then a bad event", ".ndjson", _many("\n", after=_BAD_EVENT), 4_000_000),
        Attack("spaces in a bad event", ".json", _many(" ", before='{"lead": ', after="1}"), 4_000_000),
        Attack(
            "lines that are not JSON",
            ".ndjson",
            _many("x\n", before=f"{_EVENT}\n"),
            10_000,
            is_lines=True,
            is_dense=True,
        ),
        Attack("lines of {", ".ndjson", _many("{\n", before=f"{_EVENT}\n"), 80_000, is_lines=True, is_dense=True),
        Attack("lines of }", ".ndjson", _many("}\n", before=f"{_EVENT}\n"), 10_000, is_lines=True, is_dense=True),
        Attack("lines of [ and commas", ".json", _many("[\n,\n"), 50_000),
        Attack(
            "a broken line among good ones, each", ".ndjson", _many(f"{_EVENT}\n{_EVENT[:-1]}\n"), 2_500, is_lines=True
        ),
        Attack("touching documents", ".json", _many(_EVENT), 5_000),
        Attack("touching documents with problems", ".json", _many(_BAD_EVENT), 2_500),
        Attack("{} many times", ".ndjson", _many("{}\n"), 10_000, is_lines=True, is_dense=True),
        Attack("documents separated by ---", ".yaml", _many("---\nlead: 1\n"), 2_500, is_dense=True),
        Attack("broken documents separated by ---", ".yaml", _many("---\nlead: [\n"), 2_500, is_dense=True),
    ],
    "YAML": [
        Attack("anchors in YAML", ".yaml", _yaml_anchors, 2_500, is_dense=True),
        Attack("aliases of a bad event", ".yaml", _alias_of_names, 2_500, is_dense=True),
        Attack("aliases of a long scalar", ".yaml", _alias_of(1_000_000), 250),
        Attack("aliases of aliases", ".yaml", _laughs, 60),
        Attack("merge keys in YAML", ".yaml", _many("<<: *a\n", before="a: &a {b: 1}\n"), 25_000),
        Attack("valid YAML", ".yaml", _yaml_of(_YAML_EVENT), 5_000),
        Attack(
            "YAML, each event wrong",
            ".yaml",
            _yaml_of("- lead: {serverTimeStamp: 1690000000000, lead: {topik: x}}\n"),
            2_500,
        ),
        Attack("tags in YAML", ".yaml", _many("- !!str x\n"), 25_000, is_dense=True),
        Attack(
            "%TAG directives in YAML",
            ".yaml",
            _each(lambda index: f"%TAG !a{index}! x\n", between="", after="---\nlead: 1\n"),
            20_000,
        ),
        Attack("tabs in YAML", ".yaml", _many("\t", before="lead:\n  lead: x", after="y"), 400_000),
        Attack("too deep after much YAML", ".yaml", _many("- x\n", before="a:\n", after="b: " + "[" * 1500), 60_000),
        Attack("YAML documents that are too deep", ".yaml", _many("---\n" + "[" * 1500 + "\n"), 100),
        Attack("YAML documents after dots", ".yaml", _many(f"{_YAML_LEAD}...\n"), 5_000),
        Attack("YAML broken in a line of names", ".yaml", _many("lead: 1, ", before="lead: ["), 40_000),
        Attack("tiny objects in a line of YAML", ".yaml", _each(_tiny_object, before="a: [", after="]"), 60_000),
        Attack("tiny objects in lines of YAML", ".yaml", _each(_tiny_object, before="- ", between="\n- "), 60_000),
        Attack("YAML broken in a long word", ".yaml", _many("x", before="lead: ["), 400_000),
        Attack(
            "ones in YAML that are passed over",
            ".yaml",
            _many("1,", before="sdes: {events: []}\na: [", after="]"),
            120_000,
        ),
        Attack(
            "names again in YAML, passed over",
            ".yaml",
            _many("- {x: 1, x: 2}\n", before="sdes: {events: []}\na:\n"),
            16_000,
        ),
        Attack("combining characters in YAML", ".yaml", _many("e\u0301", before="lead:\n  lead: "), 160_000),
        Attack("complex names in YAML", ".yaml", _many("? [a]\n: b\n"), 25_000),
    ],
    "gzip": [
        Attack("gzip of spaces", ".json.gz", _many(" "), 125_000_000),
        Attack("gzip of spaces, as lines", ".ndjson.gz", _many(" "), 125_000_000),
        Attack("gzip of line feeds, as lines", ".ndjson.gz", _many("\n"), 125_000_000),
        Attack("gzip of [", ".json.gz", _many("["), 8_000_000),
        Attack("gzip of [],", ".json.gz", _many("[],", before="["), 2_500_000),
        Attack("gzip of {}, as lines", ".ndjson.gz", _many("{}\n"), 10_000, is_lines=True, is_dense=True),
        Attack("gzip of a string of YAML", ".yaml.gz", _many("x", before='lead:\n  lead: "', after='"'), 4_000_000),
        Attack("gzip of zeros", ".json.gz", _many("0"), 32_000_000),
    ],
    "many": [
        Attack("tiny bad events in one line", ".json", _one_line_of(_TINY), 10_000, is_dense=True),
        Attack("wrong events in one line", ".json", _one_line_of(_BAD_EVENT), 2_500),
        Attack("warned events in one line", ".json", _one_line_of(_WARNED_EVENT), 2_500),
        Attack("wrong events, indented", ".json", _indented, 2_500),
        Attack("wrong events, a line each", ".ndjson", _many(f"{_BAD_EVENT}\n"), 5_000, is_lines=True, is_dense=True),
        Attack("tiny bad events, a line each", ".ndjson", _many(f"{_TINY}\n"), 10_000, is_lines=True, is_dense=True),
        Attack(
            "all wrong events different, a line each",
            ".ndjson",
            _each(_event_of_its_own, between="\n"),
            5_000,
            is_lines=True,
            is_dense=True,
        ),
        Attack(
            "all wrong, each of a kind of its own",
            ".ndjson",
            _each(_kind_of_its_own, between="\n"),
            5_000,
            is_lines=True,
            is_dense=True,
        ),
        Attack(
            "numbers where events should be",
            ".json",
            _many(", 1", before='{"events": [1', after="]}"),
            25_000,
            is_dense=True,
        ),
        Attack("empty events", ".json", _many(", {}", before='{"events": [{}', after="]}"), 25_000, is_dense=True),
        Attack("comments in one line", ".json", _in_lead("/* a */"), 5_000, is_dense=True),
        Attack(
            "missing commas in one line",
            ".json",
            _many(" 1", before=_IN_LEAD[0] + '"topic": [1', after="]}}}"),
            10_000,
            is_dense=True,
        ),
        Attack(
            "trailing commas",
            ".json",
            _many("[1,],", before=_IN_LEAD[0] + '"topic": [', after="]}}}"),
            10_000,
            is_dense=True,
        ),
        Attack(
            "a name many times",
            ".json",
            _many(', "topic": "x"', before=_IN_LEAD[0] + '"topic": "x"', after="}}}"),
            5_000,
            is_dense=True,
        ),
        Attack("unknown names", ".json", _each(_name, before=_IN_LEAD[0], after="}}}"), 2_500, is_dense=True),
        Attack(
            "unknown names beside the attribute",
            ".json",
            _each(_name, before=_EVENT[:-1] + ", ", after="}"),
            2_500,
            is_dense=True,
        ),
        Attack(
            "unknown names instead of an attribute", ".json", _each(_name, before="{", after="}"), 5_000, is_dense=True
        ),
        Attack(
            "unknown names in sdes",
            ".json",
            _each(_name, before='{"sdes": {"events": [], ', after="}}"),
            2_500,
            is_dense=True,
        ),
        Attack("unknown names in a date", ".json", _each(_name, before=_DATE, after="}}}}"), 2_500, is_dense=True),
        Attack(
            "unknown names at every level",
            ".json",
            _each(_name, before='{"z": 1, "lead": {"z": 1, "lead": {', after="}}}"),
            2_500,
            is_dense=True,
        ),
        Attack(
            "very many unknown names",
            ".json",
            _each(_name, before=_IN_LEAD[0], after="}}}"),
            100_000,
        ),
        Attack(
            "very many wrong products in an event",
            ".json",
            _each(_wrong_product, before='{"z": 1, "cartStatus": {"z": 1, "products": [', after="]}}"),
            1_000,
        ),
        Attack(
            "unknown names in many events",
            ".json",
            _each(_with_names, before='{"events": [', after="]}"),
            250,
            is_dense=True,
        ),
        Attack(
            "names that nearly are known",
            ".json",
            _each(_like_a_name, before=_IN_LEAD[0], after="}}}"),
            2_500,
            is_dense=True,
        ),
        Attack(
            "other spellings of sdes",
            ".json",
            _each(_other_spelling, before='{"sdes": {"events": []}, ', after="}"),
            2_000,
            is_dense=True,
        ),
        Attack(
            "members that are passed over",
            ".json",
            _each(_name, before='{"sdes": {"events": [1]}, ', after="}"),
            50_000,
        ),
        Attack(
            "ones that are passed over",
            ".json",
            _many(",1", before='{"sdes": {"events": [1]}, "a": [1', after="]}"),
            500_000,
        ),
        Attack(
            "empty objects that are passed over",
            ".json",
            _many(',{"a":1}', before='{"sdes": {"events": [1]}, "a": [1', after="]}"),
            60_000,
        ),
        Attack(
            "no event in many documents", ".ndjson", _each(_no_event, between="\n"), 5_000, is_lines=True, is_dense=True
        ),
        Attack("JSON in strings in JSON", ".json", _wrapped, 1_000),
        Attack(
            "a list of strings that are JSON",
            ".json",
            _many(', "{\\"sdes\\": {}}"', before='["1"', after="]"),
            10_000,
            is_dense=True,
        ),
        Attack("backslashes", ".json", _many("\\\\", before='{"a": "', after='"}'), 1_000_000),
        Attack("unclosed quotes", ".ndjson", _many('"\n', before=f"{_EVENT}\n"), 10_000, is_lines=True, is_dense=True),
    ],
}


"""The attacks by what there is too much of, and those on other commands.

Sizes are those of the least of four: each next one is twice as large.
"""

_BY_NAME = {attack.name: attack for some in FAMILIES.values() for attack in some}


def _given_to(command: str, name: str, **changes: Any) -> Attack:
    """Return an attack on another command, where other things may be true of it."""
    return _BY_NAME[name]._replace(name=f"{command}: {name}", command=tuple(command.split()), **changes)


_RECORD = (
    '{"info": {"conversationId": "4294967291-6b1c", "brandId": "le12345678", "status": "CLOSE", "latestSkillName":'
    ' "sales and service", "startTime": "2023-07-22 04:26:40.000+0000", "source": "SHARK"}, "sdes": {"events":'
    ' [{"cartStatus": {"serverTimeStamp": "1690000000000", "total": "11.7", "currency": "USD", "numItems": "1",'
    ' "products": [{"product": {"name": "running shoe, blue", "category": "shoes", "price": "11.7"},'
    ' "quantity": "1"}]}}]}}'
)
"""As the vendor returns it, with numbers as text."""

_PAGE = _many(f", {_RECORD}", before=f'{{"interactionHistoryRecords": [{_RECORD}', after="]}")

FAMILIES["convert"] = [
    _given_to("convert", "a long string in a document with a problem"),
    _given_to("convert", "a long name", breaks="memory"),
    _given_to("convert", "a long scalar in YAML"),
    _given_to("convert", "[ and line feeds"),
    _given_to("convert", "a broken line among good ones, each"),
    _given_to("convert", "touching documents with problems"),
    Attack("convert: a page of records", ".json", _PAGE, 5_000, command=("convert",)),
    _given_to("convert", "valid YAML", breaks="memory"),
    _given_to("convert", "ones in YAML that are passed over"),
    _given_to("convert", "names again in YAML, passed over", is_dense=True),
    _given_to("convert", "members that are passed over", number=40_000),
    _given_to("convert", "tiny bad events in one line"),
    _given_to("convert", "numbers where events should be"),
    _given_to("convert", "empty events"),
    _given_to("convert", "a name many times"),
    _given_to("convert", "missing commas in one line"),
    _given_to("convert --events", "a long string in a document with a problem"),
    _given_to("convert --events", "wrong events, indented"),
    _given_to("convert --events", "members that are passed over", number=40_000),
]
FAMILIES["fix"] = [  # of files of up to 16 MiB, and of up to 40,000 syntax errors
    _given_to("fix", "a long string in a document with a problem", number=2_000_000),
    _given_to("fix", "a long string, then a comma is missing", number=2_000_000),
    _given_to("fix", "line feeds alone", number=2_000_000),
    _given_to("fix", "line feeds, then a bad event", number=2_000_000),
    _given_to("fix", "wrong events, indented"),
    _given_to("fix", "missing commas in one line", number=4_000),
    _given_to("fix", "trailing commas", number=4_000),
]

ATTACKS = [attack for some in FAMILIES.values() for attack in some]
