"""Syntax errors: each is named at its location, and what can be validated after it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sde_schema
from tests.support.paths import DOCS

if TYPE_CHECKING:
    from pathlib import Path

# (kind, text, offset in the text, word of the hint, whether checking goes on)
# After each syntax error the lead has an unknown property `x`, which is found only where checking goes on.
SYNTAX_ERRORS = [
    ("missing comma, same line", '{"lead": {"x": 1 "serverTimeStamp": 1440412721836}}', 16, "Missing comma", True),
    ("missing comma, next line", '{"lead": {"x": 1\n  "serverTimeStamp": 1440412721836}}', 16, "Missing comma", True),
    ("missing comma, no gap", '{"lead": {"x": "1""serverTimeStamp": 1440412721836}}', 18, "Missing comma", True),
    ("missing comma after an object", '{"lead": {"x": {} "y": 1}}', 17, "Missing comma", True),
    ("missing comma between items", '{"lead": {"x": [1 2]}}', 17, "Missing comma", True),
    ("trailing comma in an object", '{"lead": {"x": 1,}}', 16, "Trailing comma", True),
    ("trailing comma in an array", '{"lead": {"x": [1,\n]}}', 17, "Trailing comma", True),
    ("line comment", '{"lead": { // why\n"x": 1}}', 11, "Comment", True),
    ("block comment", '{"lead": {"x": /* why */ 1}}', 15, "Comment", True),
    ("hash comment", '# why\n{"lead": {"x": 1}}', 0, "Comment", True),
    ("comment after the document", '{"lead": {"x": 1}} // why', 19, "Comment", True),
    ("single quotes around a name", "{\"lead\": {'x': 1}}", 10, "Single quotes", False),
    ("single quotes around a value", '{"lead": {"x": \'y\'}}', 15, "Single quotes", False),
    ("curly quotes", '{"lead": {“x”: 1}}', 10, "Curly quotes", False),
    ("unquoted name", '{"lead": {x: 1}}', 10, "Unquoted name", False),
    ("unquoted string", '{"lead": {"x": high}}', 15, "Unquoted string", False),
    ("NaN", '{"lead": {"x": NaN}}', 15, "NaN", False),
    ("Infinity", '{"lead": {"x": -Infinity}}', 15, "Infinity", False),
    ("undefined", '{"lead": {"x": undefined}}', 15, "undefined", False),
    ("Python's True", '{"lead": {"x": True}}', 15, "true", False),
    ("Python's None", '{"lead": {"x": None}}', 15, "null", False),
    ("unclosed string at the end", '{"lead": {"x": "y}}', 15, "Unclosed string", False),
    ("unclosed string on its line", '{"lead": {"x": "y,\n"z": 1}}', 15, "Unclosed string", False),
    ("unclosed object", '{"lead": {"x": 1}', 0, "Unclosed object", False),
    ("unclosed array", '{"lead": {"x": [1, 2', 15, "Unclosed array", False),
    ("array closed as an object", '{"lead": {"x": [1}}', 15, "Unclosed array", False),
    ("stray bracket", '{"lead": {"x": 1}}}', 18, "Stray bracket", True),
    ("stray bracket without a document", "]", 0, "Stray bracket", False),
    ("control character", '{"lead": {"x": "a\tb"}}', 17, "Control character", False),
    ("comma after the document", '{"lead": {"x": 1}},', 18, "Comma after", True),
    ("text after the document", '{"lead": {"x": 1}} done', 19, "Stray text", True),
    ("text before the document, as in a log", 'INFO {"lead": {"x": 1}}', 0, "Log lines", False),
    ("a date before the document", '2026-01-01 {"lead": {"x": 1}}', 0, "Log lines", False),
    ("half a surrogate pair", '{"lead": {"x": "\\ud800"}}', 16, "both halves", False),
    ("low half alone", '{"lead": {"x": "\\ude00"}}', 16, "both halves", False),
    ("number too large", '{"lead": {"x": 1e400}}', 15, "double", False),
    ("integer too large", f'{{"lead": {{"x": {"9" * 401}}}}}', 15, "double", False),
    ("leading zero", '{"lead": {"x": 012}}', 16, "Number", False),
    ("leading plus", '{"lead": {"x": +1}}', 15, "Number", False),
    ("no digit before the point", '{"lead": {"x": .5}}', 15, "Number", False),
    ("bad escape", '{"lead": {"x": "a\\qb"}}', 17, "escape", False),
    ("unfinished escape", '{"lead": {"x": "\\u12"}}', 16, "escape", False),
    ("missing colon", '{"lead": {"x" 1}}', 13, "Missing colon", False),
    ("equals sign", '{"lead": {"x" = 1}}', 14, "Missing colon", False),
    ("missing value", '{"lead": {"x": }}', 15, "Missing value", False),
    ("two commas", '{"lead": {"x": [1,, 2]}}', 18, "Extra comma", False),
    ("missing comma before an unquoted name", '{"lead": {"x": 1 y: 1}}', 16, "Missing comma", False),
    ("semicolon", '{"lead": {"x": 1; "y": 1}}', 16, "Semicolon", False),
    ("string not closed before the next one", '{"lead": {"x": "y, "z": 1}}', 15, "Unclosed string", False),
    ("name not closed before its value", '{"lead": {"x: "y", "z": 1}}', 10, "Unclosed string", False),
    ("array not closed before a name", '{"lead": {"x": [1, 2, "y": 1}}', 15, "Unclosed array", False),
    ("object not closed before the next one", '[{"lead": {} {"lead": {}}]', 1, "Unclosed object", False),
    ("object not closed before the next one, with a comma", '[{"lead": {}, {"lead": {}}]', 1, "Unclosed object", False),
    ("bracket without a name", '{"lead": { ["x"] }}', 11, "Missing name", False),
    ("comma instead of a colon", '{"lead": {"x", 1}}', 13, "Missing colon", False),
    ("two colons", '{"lead": {"x":: 1}}', 14, "Extra sign", False),
    ("missing name", '{"lead": {"x": 1, : 1}}', 18, "Missing name", False),
    ("missing value before a comma", '{"lead": {"x": , "y": 1}}', 15, "Missing value", False),
    ("name without braces", '{"lead": "x": 1}', 12, "Colon", False),
    ("number as a name", '{"lead": {1: 1}}', 10, "Unquoted name", False),
    ("hexadecimal number", '{"lead": {"x": 0x1F}}', 16, "Number", False),
    ("commas in a number", '{"lead": {"x": 1,000}}', 16, "Number", False),
    ("spaces in a number", '{"lead": {"x": 1 000}}', 16, "Number", False),
    ("unfinished number", '{"lead": {"x": 1.}}', 16, "Number", False),
    ("date without quotes", '{"lead": {"x": 2014-10-15}}', 15, "Unquoted string", False),
    ("number with its unit", '{"lead": {"x": 10px}}', 15, "Unquoted string", False),
    ("big integer of JavaScript", '{"lead": {"x": 12n}}', 15, "remove the n", False),
    ("sum of strings", '{"lead": {"x": "a" + "b"}}', 19, "Operator", False),
    ("call of a function", '{"lead": {"x": ISODate("2014-10-15")}}', 15, "Call", False),
    ("parentheses", '{"lead": {"x": (1, 2)}}', 15, "Parentheses", False),
    ("template", '{"lead": {"x": {{ x }}}}', 15, "Placeholder", False),
    ("ellipsis", '{"lead": {"x": 1, ...}}', 18, "Ellipsis", False),
    ("JSON in a string", '{"lead": {"x": \\"y\\"}}', 15, "Backslash", False),
    ("invisible character", '{"lead": {\u200b"x": 1}}', 10, "Invisible character: remove it (U+200B)", False),
    ("byte order mark inside", '{"lead": \ufeff{"x": 1}}', 9, "Byte order mark", False),
    ("HTML page", "<!DOCTYPE html>", 0, "Markup", False),
    ("JSONP", 'callback({"lead": {"x": 1}});', 0, "Script", False),
    ("assignment", 'var x = {"lead": {"x": 1}};', 0, "Script", False),
    ("unescaped quote", '{"lead": {"x": "19" screen"}}', 20, "Unescaped quote", False),
]


def _location(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


@pytest.mark.parametrize(
    ("text", "offset", "word", "goes_on"), [bad[1:] for bad in SYNTAX_ERRORS], ids=[s[0] for s in SYNTAX_ERRORS]
)
def test_a_syntax_error_is_named_at_its_location(text: str, offset: int, word: str, goes_on: bool) -> None:  # noqa: FBT001 - a column of the table
    problems = sde_schema.validate(text)
    [bad] = [problem for problem in problems if problem.code == "SDE101"]
    assert (bad.line, bad.column) == _location(text, offset)
    assert word in str(bad.hint)
    assert bad.pointer == ""
    assert [problem.property for problem in problems if problem.code == "SDE203" and problem.property == "x"] == (
        ["x"] if goes_on else []
    )


@pytest.mark.parametrize("text", ["lead:\n  serverTimeStamp: 1\n", "- lead: 1\n", "---\nlead: 1\n"])
def test_yaml_in_a_file_of_json_is_called_that(tmp_path: Path, text: str) -> None:
    path = tmp_path / "payload.json"
    path.write_text(text, encoding="utf-8")
    problem, *_ = sde_schema.Validator().validate_file(path)
    assert (problem.code, problem.line, problem.column) == ("SDE101", 1, 1)
    assert str(problem.hint).startswith("YAML: give the file a name that ends in .yaml")


def test_several_syntax_errors_are_all_reported() -> None:
    text = '{"lead": {"serverTimeStamp": 1440412721836 "lead": {"topic": "a", "value": 1 "leadId": 2,},}}'
    problems = sde_schema.validate(text)
    assert [(problem.code, problem.column) for problem in problems] == [
        ("SDE101", 43),
        ("SDE101", 77),
        ("SDE101", 89),
        ("SDE101", 91),
    ]


def test_an_array_that_is_not_closed_before_a_name_lacks_no_comma() -> None:
    problems = sde_schema.validate('{"lead": {"x": [1 "serverTimeStamp": 2}}')
    assert [(problem.code, problem.column) for problem in problems] == [("SDE101", 16)]


def test_any_number_of_syntax_errors_is_passed() -> None:
    text = '{"lead": {"x": [' + "1 " * 5000 + '], "y": 1}}'
    codes = [problem.code for problem in sde_schema.validate(text)]
    assert codes.count("SDE101") == 4999
    assert codes.count("SDE203") == 2


def test_comments_alone_are_no_document() -> None:
    text = '{"lead": {"x": 1}}\n# why\n{"lead": {"x": 1}}\n// why\n/* why */ # not\n'
    reported = [(problem.code, problem.line) for problem in sde_schema.validate(text) if problem.code != "SDE202"]
    assert reported == [("SDE203", 1), ("SDE101", 2), ("SDE203", 3), ("SDE101", 4), ("SDE101", 5), ("SDE101", 5)]


def test_certain_fixes_of_all_kinds_in_one_document() -> None:
    text = (
        '/* é */ { // a\r\n"lead" /* : */ : {"serverTimeStamp": 1440412721836/**/"lead": {"topic": "日本" # b\r\n'
        '\t"value": [1 {"a": [],}, 2,] /*\r\n*/,}}, }// c\n# d'
    )
    problems = sde_schema.validate(text)
    bad_syntax = [(p.line, p.column, str(p.hint).split(":")[0]) for p in problems if p.code == "SDE101"]
    missing, comma, remark = "Missing comma", "Trailing comma", "Comment"
    assert bad_syntax == [
        (1, 1, remark), (1, 11, remark), (2, 8, remark), (2, 51, remark), (2, 51, missing), (2, 77, missing),
        (2, 78, remark), (3, 13, missing), (3, 22, comma), (3, 27, comma), (3, 30, remark), (4, 3, comma),
        (4, 6, comma), (4, 9, remark), (5, 1, remark),
    ]  # fmt: skip
    assert [(p.code, p.line, p.column) for p in problems if p.code != "SDE101"] == [("SDE205", 3, 11)]


def test_after_a_syntax_error_without_a_safe_fix_nothing_is_reported() -> None:
    text = '{"lead": {"x": 1 "y": "\\q" "z": 1 /* why */, "a": [1,], "b": \'c\'}}'
    assert [(p.code, p.column) for p in sde_schema.validate(text)] == [("SDE101", 17), ("SDE101", 24)]


CUT = '{ "events": [ {"purchase": {"serverTimeStamp": -1.5e+3, "orderId": "é\\u00e9\\n", "a": [true, {}] } } ] }'


@pytest.mark.parametrize("suffix", ["", " ", "\n", "\r\n"])
def test_a_cut_document_is_reported_wherever_it_is_cut(suffix: str) -> None:
    whole = CUT.encode()
    validator = sde_schema.Validator()
    for length in range(1, len(whole)):
        [problem] = validator.validate(whole[:length] + suffix.encode())
        is_cut_inside_a_character = whole[:length].decode(errors="replace").endswith("\ufffd")
        assert problem.code == ("SDE103" if is_cut_inside_a_character else "SDE101")
        assert is_cut_inside_a_character or str(problem.hint).startswith("Unclosed"), whole[:length]


def test_documents_after_a_broken_one_are_validated() -> None:
    text = '{\n "lead": {"x" 1}\n}\n{\n "lead": {}\n}\n'
    problems = sde_schema.validate(text)
    assert [(problem.code, problem.line) for problem in problems] == [("SDE101", 2), ("SDE202", 5), ("SDE202", 5)]


def table() -> str:
    """Return the syntax errors as a page: what was tried, where it is reported, and the hint."""
    chapters: dict[str, list[str]] = {title: [] for title in CHAPTERS}
    for kind, text, _, word, goes_on in SYNTAX_ERRORS:
        chapters[_chapter(word)].append(_row(kind, text, goes_on=goes_on))
    lines = [line for title, rows in chapters.items() for line in ("", f"## {title}", "", *_COLUMNS, *rows)]
    return "\n".join([*_HEAD, *lines, ""])


def _chapter(word: str) -> str:
    return next(title for title, words in CHAPTERS.items() if any(word.startswith(start) for start in words))


def _row(kind: str, text: str, *, goes_on: bool) -> str:
    [bad] = [problem for problem in sde_schema.validate(text) if problem.code == "SDE101"]
    for character, shown in (("\n", "⏎"), ("\t", "⇥"), ("\u200b", "␣"), ("\ufeff", "␣"), ("|", "\\|")):
        text = text.replace(character, shown)
    shown = text if len(text) < 60 else text[:56] + "…"
    hint = str(bad.hint).replace("|", "\\|")
    return f"| {kind} | `{shown}` | {bad.line}:{bad.column} | {hint} | {'yes' if goes_on else 'no'} |"


CHAPTERS = {
    "Commas: missing comma, trailing comma": ("Missing comma", "Trailing comma", "Comma", "Extra comma", "Semicolon"),
    "Comments": ("Comment",),
    "Quotes: single quotes, curly quotes, no quotes": ("Single", "Curly", "Unquoted", "Unescaped", "Backslash"),
    "Strings and escapes": ("Unclosed string", "Control", "escape", "both halves"),
    "Brackets: unclosed object, unclosed array": ("Unclosed object", "Unclosed array", "Stray bracket", "Parentheses"),
    "Names and colons": ("Missing", "Extra sign", "Colon"),
    "Numbers": ("Number", "double", "NaN", "Infinity", "remove the n"),
    "Values of other languages": ("undefined", "true", "null", "Operator", "Call", "Placeholder", "Ellipsis"),
    "Around the document": ("Stray text", "Log lines", "Markup", "Script", "Invisible character", "Byte order mark"),
}
"""The parts of the page, with the first words of the hints that belong there."""
_COLUMNS = ("| syntax error | text | line:column | hint | goes on |", "| --- | --- | --- | --- | --- |")
_HEAD = [
    "<!-- Written by `python -m tests.test_syntax_errors`; a test holds it to what the program does. -->",
    "",
    "# Syntax errors",
    "",
    "Each of these is reported as SDE101 at the line and column in the table. *Goes on* says whether checking goes on,",
    "as if the error were fixed, so that one run also finds the problems after it. It does where the fix is certain.",
]
PAGE = DOCS / "syntax-errors.md"


def test_the_page_of_syntax_errors_is_true() -> None:
    assert PAGE.read_text(encoding="utf-8") == table(), "run: python -m tests.test_syntax_errors"


if __name__ == "__main__":
    PAGE.write_text(table(), encoding="utf-8")
