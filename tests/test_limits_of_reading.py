"""What changes at one value alone, and nothing else in the tests would notice: how near a name is, how much is read."""

from __future__ import annotations

import io
import sys

import pytest

from sde_schema import Validator
from sde_schema.model import MAX_DOCUMENT_SIZE
from sde_schema.names import nearest
from sde_schema.reading.blocks import BLOCK, blocks
from sde_schema.reading.inputs import Input
from sde_schema.reading.parsed_object import whole_number
from tests.support.program import BAD, GOOD


def test_seven_of_ten_letters_are_near_enough() -> None:
    assert nearest("abcdefgxyz", ("abcdefghij",)) == "abcdefghij"
    assert nearest("abcdefwxyz", ("abcdefghij",)) is None


def test_the_longest_text_of_digits_that_is_a_number() -> None:
    longest = sys.int_info.str_digits_check_threshold
    assert whole_number("1" * longest) is not None
    assert whole_number("1" * (longest + 1)) is None


def test_lines_after_a_blank_beginning_are_read_as_they_come() -> None:
    stream = io.BytesIO(b" " * (BLOCK - 1) + b"\n" + b'{"lead": {}}\n' * BLOCK)
    next(iter(blocks(Input(stream), kind="unknown", limit=MAX_DOCUMENT_SIZE)))
    assert stream.tell() <= 4 * BLOCK


def test_a_long_first_line_is_read_to_its_end_and_no_further() -> None:
    first = b'{"lead": {"topic": "' + b"x" * (3 * BLOCK) + b'"}}\n'
    stream = io.BytesIO(first + b'{"lead": {}}\n' * BLOCK)
    next(iter(blocks(Input(stream), kind="unknown", limit=MAX_DOCUMENT_SIZE)))
    assert stream.tell() <= 8 * BLOCK


@pytest.mark.parametrize("line", ["x" * 1000, " [" * 500, '{"a": ' * 200], ids=["text", "arrays", "objects"])
def test_after_a_megabyte_in_which_no_document_ends_the_next_is_found(line: str) -> None:
    lines = [GOOD, *[f" {line}"] * 1200, BAD]
    *_, last = Validator().validate("\n".join(lines))
    assert (last.code, last.line, last.column) == ("SDE203", len(lines), 54)
