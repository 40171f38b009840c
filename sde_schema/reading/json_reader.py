"""The exact reader of JSON text: one document at a time, past syntax errors whose fix is certain."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from sde_schema.reading.blanking import blank_json_line, blanked, laid_over
from sde_schema.reading.document import Span, Spot, overlapping
from sde_schema.reading.json_context import Complaint
from sde_schema.reading.json_diagnosis import diagnose
from sde_schema.reading.json_fixes import BadSyntax, certain_fixes, fixed
from sde_schema.reading.json_spans import SPACE, TOKENS, Mark, locate, marks, marks_within, string_end, too_deep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sde_schema.model import Path

_HIGH_HALVES = range(0xD800, 0xDC00)
_LOW_HALVES = range(0xDC00, 0xE000)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPES = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_NUMBER_OR_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|-?Infinity|NaN', re.DOTALL)
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

    @property
    def begin(self) -> int:
        """The offset at which the document begins."""
        return self.original(self.start)

    @property
    def end(self) -> int:
        """The offset after the document."""
        return self.original(self.stop)

    def locate(self, paths: Iterable[Path]) -> dict[Path, Spot]:
        """Return where the values at the paths are; of equal names the last one counts."""
        found = locate(self.text, self.start, paths, unique=not self.repeats)
        return {path: self._spot(mark) for path, mark in found.items()}

    def repeated(self, is_checked: Callable[[Path], bool], checks_name: Callable[[Path], bool]) -> list[Spot]:
        """Return the names that appear twice in an object, as far as they are validated."""
        every = marks(self.text, self.start, lambda path, _: is_checked(path))
        return [self._spot(mark) for mark in every if mark.earlier is not None and checks_name(mark.path)]

    def scalars(self, parts: list[Span]) -> list[Spot]:
        """Return the scalars that are at least partly in some stretches, which are in order; none of a fixed text."""
        if self.bad_syntax:
            return []
        every = marks_within(self.text, self.start, parts)
        return [self._spot(mark) for mark in every if self.text[mark.start] not in "{["]

    def blank(self, low: int, high: int, names: frozenset[str] | None) -> str:
        """Return a stretch of one line, blanked but for punctuation and names; comments may look like members."""
        kept = blank_json_line(self.written[low:high], names)
        part = Span(low, high)
        comments = (it.within(part) for it in overlapping(self.comments, part, lambda comment: comment))
        return laid_over(kept, low, ((it.start, blanked(self.written[it.start : it.end])) for it in comments))

    def _spot(self, mark: Mark) -> Spot:
        name = None
        if mark.name is not None:
            name = self._written(mark.name, string_end(self.text, mark.name))
        is_container = self.text[mark.start] in "{["
        value = self._written(mark.start, mark.start + 1 if is_container else mark.end)
        return Spot(mark.path, name, value, None if mark.earlier is None else self.original(mark.earlier))

    def original(self, offset: int) -> int:
        """Return the offset that a place of the fixed text has in the written one."""
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


class _Attempt(NamedTuple):
    """A value and the offset after it, or a syntax error and the offset at which the parser gave up."""

    value: Any
    end: int
    repeats: bool
    bad: BadSyntax | None


def parse(text: str, start: int, max_depth: int) -> JsonDocument:
    """Read the JSON document that begins at an offset of a text; white space there is skipped.

    Raises DeepError when it is nested deeper than ``max_depth``.
    """
    parsed = JsonDocument(text, text, start, len(text))
    attempt = _next_attempt(parsed, max_depth)
    if attempt.bad is None:
        return parsed
    sure, only_comments = certain_fixes(text, start)
    parsed.text, parsed.grown = fixed(text, [bad.fix for bad in sure if bad.fix])
    if sure:
        attempt = _next_attempt(parsed, max_depth)
    parsed.bad_syntax = sure
    parsed.comments = [Span(*bad.fix[:2]) for bad in sure if bad.fix and text[bad.offset] in "/#"]
    if attempt.bad is not None:
        stop = parsed.original(attempt.end)
        parsed.bad_syntax = [bad for bad in sure if bad.offset < stop]
        if not only_comments:
            parsed.bad_syntax.append(attempt.bad._replace(offset=parsed.original(attempt.bad.offset)))
    return parsed


def _next_attempt(parsed: JsonDocument, max_depth: int) -> _Attempt:
    """Try to read the text as it is now."""
    parsed.start = SPACE.match(parsed.text, parsed.start).end()  # type: ignore[union-attr]
    attempt = _attempt(parsed.text, parsed.start)
    deep = too_deep(parsed.text, parsed.start, len(parsed.text) if attempt.bad else attempt.end, max_depth)
    if deep is not None:
        raise DeepError(parsed.original(deep))
    if attempt.bad is None:
        parsed.value, parsed.stop, parsed.repeats = attempt.value, attempt.end, attempt.repeats
        parsed.complete = True
    return attempt


def _attempt(text: str, start: int) -> _Attempt:
    hooks = _Hooks()
    try:
        value, end = hooks.decoder.raw_decode(text, start)
    except JSONDecodeError as error:
        return _failed(error.pos, diagnose(Complaint(text, error.msg, error.pos, start)))
    except _UnacceptableError:
        bad = _bad_number(text, start)
        return _failed(bad.offset, bad)
    except RecursionError:
        return _failed(start, BadSyntax(start, "This is nested too deeply.", "Flatten it."))
    lone = _lone_surrogate(text, start, end)
    return _failed(lone.offset, lone) if lone else _Attempt(value, end, hooks.repeats, None)


def _failed(at: int, bad: BadSyntax) -> _Attempt:
    return _Attempt(None, at, repeats=False, bad=bad)


def _bad_number(text: str, start: int) -> BadSyntax:
    """Return the syntax error of the first number that JSON or a double cannot hold."""
    for token in _NUMBER_OR_STRING.finditer(text, start):
        word = token[0]
        if word[0] == '"':
            continue
        if word[-1] in "Ny":
            return diagnose(Complaint(text, "Expecting value", token.start(), start))
        if _is_too_large(word):
            hint = "Write a number within the range of a double, or a string."
            return BadSyntax(token.start(), "This number is too large.", hint)
    return BadSyntax(start, "A number is too large.", "Write a number within the range of a double, or a string.")


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
