"""Slips of syntax: each is named at its place, and what can be judged behind it is."""

from __future__ import annotations

from pathlib import Path

import pytest

import sde_schema

# (kind, text, offset of the place in the text, word of the hint, whether judging goes on)
# Behind each slip the lead has an unknown property `x`, which is found only where judging goes on.
SLIPS = [
    ("missing comma, same line", '{"lead": {"x": 1 "serverTimeStamp": 1440412721836}}', 16, "Missing comma", True),
    ("missing comma, next line", '{"lead": {"x": 1\n  "serverTimeStamp": 1440412721836}}', 16, "Missing comma", True),
    ("missing comma, no gap", '{"lead": {"x": "1""serverTimeStamp": 1440412721836}}', 18, "Missing comma", True),
    ("missing comma behind an object", '{"lead": {"x": {} "y": 1}}', 17, "Missing comma", True),
    ("missing comma between items", '{"lead": {"x": [1 2]}}', 17, "Missing comma", True),
    ("trailing comma in an object", '{"lead": {"x": 1,}}', 16, "Trailing comma", True),
    ("trailing comma in a list", '{"lead": {"x": [1,\n]}}', 17, "Trailing comma", True),
    ("line comment", '{"lead": { // why\n"x": 1}}', 11, "Comment", True),
    ("block comment", '{"lead": {"x": /* why */ 1}}', 15, "Comment", True),
    ("hash comment", '# why\n{"lead": {"x": 1}}', 0, "Comment", True),
    ("comment behind the document", '{"lead": {"x": 1}} // why', 19, "Comment", True),
    ("single quotes around a name", "{\"lead\": {'x': 1}}", 10, "Single quotes", False),
    ("single quotes around a value", '{"lead": {"x": \'y\'}}', 15, "Single quotes", False),
    ("curly quotes", '{"lead": {“x”: 1}}', 10, "Curly quotes", False),
    ("unquoted name", '{"lead": {x: 1}}', 10, "Unquoted name", False),
    ("unquoted text", '{"lead": {"x": high}}', 15, "Unquoted text", False),
    ("NaN", '{"lead": {"x": NaN}}', 15, "NaN", False),
    ("Infinity", '{"lead": {"x": -Infinity}}', 15, "Infinity", False),
    ("undefined", '{"lead": {"x": undefined}}', 15, "undefined", False),
    ("Python's True", '{"lead": {"x": True}}', 15, "true", False),
    ("Python's None", '{"lead": {"x": None}}', 15, "null", False),
    ("unclosed string at the end", '{"lead": {"x": "y}}', 15, "Unclosed string", False),
    ("unclosed string on its line", '{"lead": {"x": "y,\n"z": 1}}', 15, "Unclosed string", False),
    ("unclosed object", '{"lead": {"x": 1}', 0, "Unclosed object", False),
    ("unclosed list", '{"lead": {"x": [1, 2', 15, "Unclosed list", False),
    ("list closed as an object", '{"lead": {"x": [1}}', 15, "Unclosed list", False),
    ("stray end", '{"lead": {"x": 1}}}', 18, "Stray end", True),
    ("stray end alone", "]", 0, "Stray end", False),
    ("control character", '{"lead": {"x": "a\tb"}}', 17, "Control character", False),
    ("second document on the line", '{"lead": {"x": 1}} {"lead": {}}', 19, "Second document", True),
    ("comma behind the document", '{"lead": {"x": 1}},', 18, "Comma behind", True),
    ("half a surrogate pair", '{"lead": {"x": "\\ud800"}}', 16, "both halves", False),
    ("low half alone", '{"lead": {"x": "\\ude00"}}', 16, "both halves", False),
    ("number too large", '{"lead": {"x": 1e400}}', 15, "double", False),
    ("integer too large", f'{{"lead": {{"x": {"9" * 401}}}}}', 15, "double", False),
    ("leading zero", '{"lead": {"x": 012}}', 16, "Number", False),
    ("leading plus", '{"lead": {"x": +1}}', 15, "Number", False),
    ("no digit before the point", '{"lead": {"x": .5}}', 15, "Number", False),
    ("bad escape", '{"lead": {"x": "a\\qb"}}', 17, "escape", False),
    ("cut escape", '{"lead": {"x": "\\u12"}}', 16, "escape", False),
    ("missing colon", '{"lead": {"x" 1}}', 13, "Missing colon", False),
    ("equals sign", '{"lead": {"x" = 1}}', 14, "Missing colon", False),
    ("missing value", '{"lead": {"x": }}', 15, "Missing value", False),
    ("two commas", '{"lead": {"x": [1,, 2]}}', 18, "Extra comma", False),
    ("unescaped quote", '{"lead": {"x": "19" screen"}}', 20, "Unescaped quote", False),
]


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


@pytest.mark.parametrize(("text", "offset", "word", "goes_on"), [slip[1:] for slip in SLIPS], ids=[s[0] for s in SLIPS])
def test_a_slip_is_named_at_its_place(text: str, offset: int, word: str, goes_on: bool) -> None:  # noqa: FBT001 - a column of the table
    problems = sde_schema.validate(text)
    [slip] = [problem for problem in problems if problem.code == "SDE101"]
    assert (slip.line, slip.column) == _place(text, offset)
    assert word in str(slip.hint)
    assert slip.pointer == ""
    assert [problem.property for problem in problems if problem.code == "SDE203" and problem.property == "x"] == (
        ["x"] if goes_on else []
    )


def test_several_slips_are_all_reported() -> None:
    text = '{"lead": {"serverTimeStamp": 1440412721836 "lead": {"topic": "a", "value": 1 "leadId": 2,},}}'
    problems = sde_schema.validate(text)
    assert [(problem.code, problem.column) for problem in problems] == [
        ("SDE101", 43),
        ("SDE101", 77),
        ("SDE101", 89),
        ("SDE101", 91),
    ]


def test_a_comma_that_was_no_mend_is_withdrawn() -> None:
    problems = sde_schema.validate('{"lead": {"x": [1 "serverTimeStamp": 2}}')
    assert [(problem.code, problem.column) for problem in problems] == [("SDE101", 18)]


def test_more_slips_than_mends_end_the_document() -> None:
    text = '{"lead": {"x": [' + "1 " * 150 + "]}}"
    codes = [problem.code for problem in sde_schema.validate(text)]
    assert codes == ["SDE101"] * 101


def test_documents_behind_a_broken_one_are_judged() -> None:
    text = '{\n "lead": {"x" 1}\n}\n{\n "lead": {}\n}\n'
    problems = sde_schema.validate(text)
    assert [(problem.code, problem.line) for problem in problems] == [("SDE101", 2), ("SDE202", 5), ("SDE202", 5)]


def table() -> str:
    """Return the slips as a page: what was tried, where it is reported, and the hint."""
    rows = ["| kind of slip | text | line:column | hint | goes on |", "| --- | --- | --- | --- | --- |"]
    for kind, text, _, _, goes_on in SLIPS:
        [slip] = [problem for problem in sde_schema.validate(text) if problem.code == "SDE101"]
        shown = text.replace("\n", "⏎").replace("\t", "⇥").replace("|", "\\|")
        shown = shown if len(shown) < 60 else shown[:56] + "…"
        hint = str(slip.hint).replace("|", "\\|")
        rows.append(f"| {kind} | `{shown}` | {slip.line}:{slip.column} | {hint} | {'yes' if goes_on else 'no'} |")
    return "\n".join([*_HEAD, *rows, ""])


_HEAD = [
    "<!-- Written by `python -m tests.test_slips`; a test holds it to what the program does. -->",
    "",
    "# Slips of syntax",
    "",
    "Each slip is an SDE101 at the place that is named. After those whose mend is sure, judging goes on, so that one",
    "run shows the problems behind them too.",
    "",
]
PAGE = Path(__file__).parent.parent / "docs" / "slips.md"


def test_the_page_of_slips_is_true() -> None:
    assert PAGE.read_text(encoding="utf-8") == table(), "run: python -m tests.test_slips"


if __name__ == "__main__":
    PAGE.write_text(table(), encoding="utf-8")
