"""SDE1xx: the document cannot be read, or there is nothing in it to check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sde_schema.codes import (
    CORRUPT_INPUT,
    DUPLICATE_KEY,
    INVALID_ENCODING,
    INVALID_JSON,
    LIMIT_EXCEEDED,
    NO_EVENTS,
    NOTHING_TO_VALIDATE,
    TOO_LONG,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_PROPERTY,
)
from sde_schema.model import LARGEST_EXPANSION, MAX_DEPTH, MAX_DOCUMENT_SIZE, MOST_KEPT, MOST_VALUES, SURELY_UNPACKED
from sde_schema.prose import capital, quoted, subject
from sde_schema.reading.targets import EVERY
from sde_schema.rules.name_suggestions import for_body
from sde_schema.rules.rule import Pair, Rule
from sde_schema.rules.suggestions import hint_for_document

if TYPE_CHECKING:
    from sde_schema.findings import Finding
    from sde_schema.rules.wording import Context

_DEEP = b'{"sdes": {"events": []}, "info": ' + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"}"
_GOOD = b'{"searchContent": {"serverTimeStamp": "1481111429931", "keywords": ["apple"]}}'
_GENERAL = (
    "A document is an event, an object with `events` or `sdes`, a response, or an array of these;"
    " for the body of one attribute use --type."
)


def _nothing(finding: Finding, _: Context) -> str:
    """Say that nothing is recognized in a document, or that the target leads to no value."""
    what = capital(subject(finding.path))
    if not finding.absent:
        return f"{what} is not an event, events object, record or response, so nothing can be validated."
    step = finding.absent[0]
    lacks = "has no member or item" if step == EVERY else f"has no {quoted(step)}"
    return f"{what} {lacks}, so --at finds nothing to validate."


def _for_nothing(finding: Finding, context: Context) -> str:
    """Say what the document is instead, or where the events are."""
    if finding.absent:
        elsewhere = None if finding.path else hint_for_document(context.document, (), context)
        return elsewhere or "Check the pointer; `*` means any item or member."
    value = context.value(finding)
    body = context.properties.body_like(value, context.attribute_types)
    like = for_body(body, finding.path, "It") if body else None
    return hint_for_document(value, finding.path, context) or like or _GENERAL


RULES = (
    Rule(
        code=INVALID_JSON,
        name="invalid-json",
        severity="error",
        meaning="The text is not JSON, or not YAML.",
        why=(
            "A parser rejects the whole document, and with it every event in it. Numbers too large for a double"
            " (`1e400`) and half a surrogate pair (`\\ud800`) are errors too, because parsers disagree about them."
        ),
        bad=b'{"searchContent": {"serverTimeStamp": "1481111429931" "keywords": ["apple"]}}',
        good=_GOOD,
        fix="The hint names the likely mistake, such as a missing comma. Correct it at the location in the report.",
        see_also=(DUPLICATE_KEY, INVALID_ENCODING, CORRUPT_INPUT),
        options=("--stdin-name",),
    ),
    Rule(
        code=DUPLICATE_KEY,
        name="duplicate-key",
        severity="error",
        meaning="The same name appears twice in one object.",
        why="A parser keeps one of the two values and gives no error. Which one it keeps differs between parsers.",
        bad=b'{"searchContent": {"serverTimeStamp": "1481111429931", "keywords": ["apple"], "keywords": ["pear"]}}',
        good=b'{"searchContent": {"serverTimeStamp": "1481111429931", "keywords": ["apple", "pear"]}}',
        fix="Keep one of the two members, or rename the one that has the wrong name.",
        see_also=(INVALID_JSON, UNKNOWN_PROPERTY),
    ),
    Rule(
        code=INVALID_ENCODING,
        name="invalid-encoding",
        severity="error",
        meaning="The text is not UTF-8.",
        why="JSON is exchanged as UTF-8. Text in another encoding is read as wrong characters, often without an error.",
        bad=b'{"searchContent": {"serverTimeStamp": "1481111429931", "keywords": ["caf\xe9"]}}',
        good='{"searchContent": {"serverTimeStamp": "1481111429931", "keywords": ["café"]}}'.encode(),
        fix="Save the file as UTF-8. A byte order mark is accepted.",
        see_also=(INVALID_JSON, CORRUPT_INPUT),
    ),
    Rule(
        code=NOTHING_TO_VALIDATE,
        name="nothing-to-validate",
        severity="error",
        meaning=(
            "Nothing in the document, line, array item, folder or glob is an event, an events object,"
            " a record or a response."
        ),
        why="A check that has checked nothing must not pass: a wrong file or an empty folder would look valid.",
        bad=b'{"type": "searchInfo", "keywords": ["apple"]}',
        good=_GOOD,
        fix=(
            'Pass a bare event such as {"purchase": {…}}, {"events": […]}, {"sdes": {"events": […]}}, a record,'
            " a whole response, or an array of these. If the events are deeper, the hint gives the pointer for --at."
            " For the body of one attribute use --type NAME."
        ),
        message=_nothing,
        hint=_for_nothing,
        see_also=(NO_EVENTS, UNKNOWN_ATTRIBUTE),
        options=("--at", "--type", "--exclude"),
    ),
    Rule(
        code=LIMIT_EXCEEDED,
        name="limit-exceeded",
        severity="error",
        meaning=(
            f"The document is nested deeper than {MAX_DEPTH} levels or larger than {MAX_DOCUMENT_SIZE >> 20} MiB, has"
            f" too many values for its size, more than {MOST_KEPT:,} problems or, if something is wrong in it, an event"
            f" with more than {MOST_VALUES:,} members and items, or comes from gzip data that unpacks to more than"
            f" {LARGEST_EXPANSION} times its size and {SURELY_UNPACKED >> 20} MiB."
        ),
        why="Such a document is usually damaged or an attack. It can exhaust the memory of programs that read events.",
        bad=_DEEP,
        good=b'{"sdes": {"events": [' + _GOOD + b']}, "info": [[]]}',
        fix=(
            "Write one record on each line (NDJSON) instead of one large document. --max-depth, --max-document-size and"
            " --max-unpacked change the limits."
        ),
        see_also=(INVALID_JSON, TOO_LONG),
        options=("--max-depth", "--max-document-size", "--max-unpacked"),
    ),
    Rule(
        code=CORRUPT_INPUT,
        name="corrupt-input",
        severity="error",
        meaning="The gzip data is truncated or damaged, or a `.gz` file is not gzip.",
        why="What comes before the damage is checked, but the data after it is missing.",
        bad=bytes.fromhex("1f8b0800000000000203ab56ca494d4c51b252a8562a4e2d2a4b2d0ac9cc4d0d2e49cc2d008a29199a981898"),
        good=bytes.fromhex(
            "1f8b0800000000000203ab56ca494d4c51b252a8562a4e2d2a4b2d0ac9cc4d0d2e49cc2d008a29199a981898181a991b"
            "195a189b29e928201497e4176426839494a4169728a4146596a52ad5d6d672010037e26a5850000000"
        ),
        typed=Pair(
            bytes.fromhex("1f8b0800000000000203ab56ca494d4c51b252a8562a4e2d2a4b2d0ac9cc4d0d2e49cc2d008a199a98189818"),
            bytes.fromhex(
                "1f8b0800000000000203ab56ca494d4c51b252a8562a4e2d2a4b2d0ac9cc4d0d2e49cc2d008a199a981898181a991b19"
                "5a189be928209496e417642603594a25a9c5250a29459965a94ab5b5b55c00c4ab0c114e000000"
            ),
        ),
        fix="Compress or download the file again. The usual cause is an interrupted download.",
        see_also=(INVALID_ENCODING, INVALID_JSON),
        options=("--exclude",),
    ),
)
