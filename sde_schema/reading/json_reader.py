"""The exact reader of JSON text: one document at a time, past syntax errors whose fix is certain."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from sde_schema.reading.document import Located, Span, overlapping
from sde_schema.reading.json_context import Stop, Surroundings, survey
from sde_schema.reading.json_diagnosis import diagnose
from sde_schema.reading.json_fixes import BadSyntax, certain_fixes, fixed
from sde_schema.reading.json_spans import (
    OPEN_STRING,
    SPACE,
    TOKENS,
    Trail,
    ValueAt,
    locate,
    string_end,
    values_in,
    values_within,
)
from sde_schema.reading.masking import laid_over, mask_json_line, masked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sde_schema.model import Path

_HIGH_HALVES = range(0xD800, 0xDC00)
_LOW_HALVES = range(0xDC00, 0xE000)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPES = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_NUMBER_OR_STRING = re.compile(OPEN_STRING + r'"|-?[0-9][0-9.eE+-]*+|-?Infinity|NaN', re.DOTALL)
_SAFE_DIGITS = 300
"""An integer of no more digits than these is within the range of a double."""


class DeepError(Exception):
    """A document is nested deeper than the limit; the first argument is the offset."""


@dataclass(slots=True)
class JsonDocument:
    """A document read from JSON text; see ``Parsed``.

    ``text`` is the fixed text, in which the document goes from ``start`` to ``stop``; ``written``
    the one that was read. ``grown`` has the offsets at which a fix made the text longer by a character.
    """

    is_yaml: ClassVar[bool] = False

    written: str
    text: str
    start: int
    stop: int
    value: Any = None
    complete: bool = False
    repeats: bool = False
    bad_syntax: list[BadSyntax] = field(default_factory=list)
    grown: list[int] = field(default_factory=list)
    comments: list[Span] = field(default_factory=list)
    trail: Trail = field(default_factory=Trail)

    @property
    def begin(self) -> int:
        """The offset at which the document begins."""
        return self.original(self.start)

    @property
    def end(self) -> int:
        """The offset after the document."""
        return self.original(self.stop)

    def locate(self, paths: Iterable[Path]) -> dict[Path, Located]:
        """Return where the values at the paths are; of equal names the last one counts."""
        found = locate(self.text, self.start, paths, None if self.repeats else self.trail, has_ends=False)
        return {path: self._located(found.pop(path)) for path in [*found]}  # no location is held twice

    def repeated(self, is_checked: Callable[[Path], bool], checks_name: Callable[[Path], bool]) -> Iterator[Located]:
        """Yield the names that appear twice in an object, as far as they are validated."""
        every = values_in(self.text, self.start, lambda path, _: is_checked(path))
        return (self._located(found) for found in every if found.earlier is not None and checks_name(found.path))

    def scalars(self, parts: list[Span]) -> list[Located]:
        """Return the scalars that are at least partly in some spans, which are in order; none of a fixed text."""
        if self.bad_syntax:
            return []
        every = values_within(self.text, self.start, parts)
        return [self._located(found) for found in every if self.text[found.start] not in "{["]

    def masked(self, low: int, high: int, names: frozenset[str] | None) -> str:
        """Return a span of one line, masked but for punctuation and names; comments may look like members."""
        kept = mask_json_line(self.written[low:high], names)
        part = Span(low, high)
        comments = (it.within(part) for it in overlapping(self.comments, part, lambda comment: comment))
        return laid_over(kept, low, ((it.start, masked(self.written[it.start : it.end])) for it in comments))

    def _located(self, found: ValueAt) -> Located:
        name = None
        if found.name is not None:
            name = self._written(found.name, string_end(self.text, found.name))
        is_container = self.text[found.start] in "{["
        value = self._written(found.start, found.start + 1 if is_container else found.end)
        return Located(found.path, name, value, None if found.earlier is None else self.original(found.earlier))

    def original(self, offset: int) -> int:
        """Return the offset that a location in the fixed text has in the written one."""
        return offset - bisect_left(self.grown, offset)

    def _written(self, start: int, end: int) -> Span:
        return Span(self.original(start), self.original(end))


class _UnacceptableError(Exception):
    """The parser met a number that is none, or one too large."""


class _Hooks:
    """What the decoder calls, and what it noticed."""

    def __init__(self) -> None:
        self.repeats = False
        self.decoder = JSONDecoder(
            object_pairs_hook=self._object,
            parse_float=self._float,
            parse_int=self._int,
            parse_constant=self._constant,
        )

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            self.repeats = True
        return made

    @staticmethod
    def _float(text: str) -> float:
        number = float(text)
        if math.isinf(number):
            raise _UnacceptableError
        return number

    def _int(self, text: str) -> int:
        if len(text) > _SAFE_DIGITS:
            return int(self._float(text))
        return int(text)

    @staticmethod
    def _constant(_: str) -> Any:
        raise _UnacceptableError


class _Failure(NamedTuple):
    """Why a document could not be read, and the offset at which the reader gave up.

    ``bad`` is the syntax error, None while it is not named; ``is_fixable`` says that fixes may help.
    """

    end: int
    around: Surroundings
    bad: BadSyntax | None = None
    is_fixable: bool = True

    @property
    def named(self) -> BadSyntax:
        """The syntax error."""
        return self.bad or diagnose(self.around)


def parse(text: str, start: int, max_depth: int) -> JsonDocument:
    """Read the JSON document that begins at an offset of a text; white space there is skipped.

    Raises DeepError when it is nested deeper than ``max_depth``, as far as it can be read.
    """
    parsed = JsonDocument(text, text, start, len(text))
    failure = _read(parsed, max_depth)
    if failure is None:
        return parsed
    sure, only_comments = certain_fixes(failure.around) if failure.is_fixable else ([], False)
    if sure:
        parsed.bad_syntax = sure
        parsed.text, parsed.grown = fixed(text, [bad.fix for bad in sure if bad.fix])
        parsed.comments = [Span(*bad.fix[:2]) for bad in sure if bad.fix and text[bad.offset] in "/#"]
        failure = _read(parsed, max_depth)
    if failure is not None:
        stop = parsed.original(failure.end)
        parsed.bad_syntax = [bad for bad in sure if bad.offset < stop]
        if not only_comments:
            bad = failure.named
            parsed.bad_syntax.append(bad._replace(offset=parsed.original(bad.offset)))
    return parsed


def as_read(text: str, value: Any) -> JsonDocument:
    """Return a text of one document, in which no name appears twice, and its value as another parser has read it."""
    start = SPACE.match(text).end()  # type: ignore[union-attr]
    return JsonDocument(text, text, start, len(text.rstrip(" \t\r\n")), value, complete=True)


def _read(parsed: JsonDocument, max_depth: int) -> _Failure | None:
    """Try to read the text as it is now; return why that failed, if it did. Raises DeepError."""
    text = parsed.text
    parsed.start = start = SPACE.match(text, parsed.start).end()  # type: ignore[union-attr]
    hooks = _Hooks()
    try:
        value, end = hooks.decoder.raw_decode(text, start)
    except JSONDecodeError as error:
        return _stopped(parsed, error.msg, error.pos, max_depth)
    except _UnacceptableError:
        return _at_number(parsed, max_depth)
    except RecursionError:
        bad = BadSyntax(start, "This is nested too deeply.", "Flatten it.")
        return _stopped(parsed, "", len(text), max_depth)._replace(end=start, bad=bad, is_fixable=False)
    if hooks.repeats or is_deeper(value, max_depth):  # of equal names the value has but one
        _stopped(parsed, "", end, max_depth)
    lone = _lone_surrogate(text, start, end)
    if lone:
        return _stopped(parsed, "", lone.offset, max_depth)._replace(bad=lone, is_fixable=False)
    parsed.value, parsed.stop, parsed.repeats, parsed.complete = value, end, hooks.repeats, True
    return None


def _stopped(parsed: JsonDocument, words: str, at: int, max_depth: int) -> _Failure:
    """Return that the parser stopped at an offset. Raises DeepError when a bracket before it is too deep."""
    around = survey(Stop(parsed.text, words, at, parsed.start), max_depth)
    if around.too_deep is not None:
        raise DeepError(parsed.original(around.too_deep))
    return _Failure(at, around)


def is_deeper(value: Any, limit: int) -> bool:
    """Return whether a value is nested deeper than a limit."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(limit):
        members = (held.values() if isinstance(held, dict) else held for held in level)
        level = [item for some in members for item in some if isinstance(item, dict | list)]
        if not level:
            return False
    return True


def _at_number(parsed: JsonDocument, max_depth: int) -> _Failure:
    """Return that the parser met a number that JSON or a double cannot hold. Raises DeepError."""
    word, at = _bad_number(parsed.text, parsed.start)
    failure = _stopped(parsed, "Expecting value", at, max_depth)
    if word[-1:] in ("N", "y"):
        bad = diagnose(failure.around)
    else:
        message = "This number is too large." if word else "A number is too large."
        bad = BadSyntax(at, message, "Write a number within the range of a double, or a string.")
    return failure._replace(end=bad.offset, bad=bad)


def _bad_number(text: str, start: int) -> tuple[str, int]:
    """Return the first number that JSON or a double cannot hold, and its offset."""
    for token in _NUMBER_OR_STRING.finditer(text, start):
        word = token[0]
        if word[0] != '"' and (word[-1] in "Ny" or _is_too_large(word)):
            return word, token.start()
    return "", start


def _is_too_large(word: str) -> bool:
    try:
        return math.isinf(float(word))
    except ValueError:
        return False


def _lone_surrogate(text: str, start: int, end: int) -> BadSyntax | None:
    """Return the syntax error of the first escape that is half a surrogate pair, if there is one."""
    if not _SURROGATE.search(text, start, end):
        return None
    for token in TOKENS.finditer(text, start, end):
        if token[0][0] == '"':
            offset = _lone_in_string(text, token.start(), token.end())
            if offset is not None:
                hint = "Write the character itself, or both halves: \\ud83d\\ude00."
                return BadSyntax(offset, "This escape is half a surrogate pair.", hint)
    return None


def _lone_in_string(text: str, start: int, end: int) -> int | None:
    waiting: int | None = None
    after = -1
    for escape in _ESCAPES.finditer(text, start, end):
        unit = int(escape[1], 16) if escape[1] else 0
        if waiting is not None and (escape.start() != after or unit not in _LOW_HALVES):
            return waiting
        if waiting is None and unit in _LOW_HALVES:
            return escape.start()
        waiting = escape.start() if unit in _HIGH_HALVES else None
        after = escape.end()
    return waiting
