"""The exact path over texts and parsed objects: documents to outcomes, with locations, past certain fixes."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from sde_schema.checking.outcome import Outcome, Presentation, joined, with_no_events
from sde_schema.checking.pieces import event_pieces
from sde_schema.codes import (
    CORRUPT_INPUT,
    DUPLICATE_KEY,
    INVALID_ENCODING,
    INVALID_JSON,
    LIMIT_EXCEEDED,
    NOTHING_TO_VALIDATE,
)
from sde_schema.findings import Finding
from sde_schema.model import FINDINGS_KNOWN, LONGEST_KNOWN, MOST_KEPT, MOST_KNOWN, MOST_VALUES
from sde_schema.prose import quoted
from sde_schema.reading.between_documents import after_comments, byte_order_mark, next_line, next_start, stray
from sde_schema.reading.document import Span
from sde_schema.reading.inputs import MAGIC
from sde_schema.reading.json_fixes import BadSyntax
from sde_schema.reading.json_reader import DeepError, as_read, parse
from sde_schema.reading.parsed_object import plain_value
from sde_schema.reading.text import Text, wide_encoding
from sde_schema.reading.wrapped_text import prefixed
from sde_schema.rules import severity_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sde_schema.checking.evaluator import Evaluation, Evaluator
    from sde_schema.model import Limits, Path
    from sde_schema.reading.blocks import TooLarge
    from sde_schema.reading.document import Located, Parsed
    from sde_schema.reading.first_look import Foreign
    from sde_schema.reading.inputs import Damage
    from sde_schema.reading.json_reader import JsonDocument

    _Event: TypeAlias = tuple[Path, Any]

_Item = TypeVar("_Item")
_WORDS_FOR_ALIASES = (
    "The aliases of this document expand to too much data.",
    "Write the values themselves instead of aliases.",
)
_WORDS_FOR_VALUES = (
    "This document has too many values for its size to be read at once.",
    "Write one record on each line (NDJSON).",
)
_NOT_UTF8 = "This is not UTF-8."


class ExactPath:
    """Validates the documents of one file that are not surely clean."""

    def __init__(self, exact: Evaluator, presentation: Presentation, limits: Limits) -> None:
        self._exact = exact
        self._presentation = presentation
        self._limits = limits
        self._known: dict[str, Evaluation] = {}

    def value(self, value: Any) -> Outcome:
        """Return the outcome of a parsed object."""
        value, too_deep = plain_value(value, self._limits.depth)
        if too_deep:
            return self._outcome([_by_reader(LIMIT_EXCEEDED, 0, self._words_for_depth())])
        return with_no_events(self._of_value(value))

    def empty(self) -> Outcome:
        """Return the outcome of an input that holds nothing."""
        words = ("The input is empty, so nothing can be validated.", "Check whether this is the right file.")
        return self._outcome([_by_reader(NOTHING_TO_VALIDATE, 0, words)], Text(""))

    def too_large(self, block: TooLarge) -> Outcome:
        """Return the outcome of a document beyond the limit."""
        message = f"This document is larger than {self._limits.document_size:,} bytes."
        hint = "Write one record on each line (NDJSON), or raise --max-document-size."
        words = _WORDS_FOR_VALUES if block.too_many_values else (message, hint)
        return self._outcome([_by_reader(LIMIT_EXCEEDED, 0, words)], Text("", block.line))

    def json(self, data: bytes, number: int, *, one_line: bool, is_cut: bool = False) -> Iterator[Outcome]:
        """Yield the outcomes of what is a JSON document, or several if it is not one line.

        ``number`` is that of its first line. With ``is_cut`` a last one that is no document is what was left of one.
        """
        text = self._decoded(data, number)
        if isinstance(text, Outcome):
            yield text
            return
        at: int | None = 0
        while at is not None:
            begin = at
            outcome, at, is_whole = self._next(text, begin, one_line=one_line)
            if is_whole or at is not None or not is_cut:
                yield self._if_decodable(outcome, text, begin, at)

    def known(self, data: bytes, number: int, value: Any, events: Iterable[_Event] | None) -> Iterator[Outcome]:
        """Yield the outcomes of a JSON document in which no name appears twice, and what the fast parser made of it.

        ``number`` is that of its first line; ``events`` are those in lists that are not surely clean, None for all.
        """
        text = Text(data.decode(), number)
        return self._of_pieces(value, events, text, as_read(text.written, value))

    def known_value(self, value: Any, events: Iterable[_Event] | None) -> Outcome:
        """Return the outcome of a parsed object that is JSON as it is and not too deep; see ``known``."""
        return with_no_events(joined(self._of_pieces(value, events)))

    def _of_pieces(
        self, value: Any, events: Iterable[_Event] | None, text: Text | None = None, parsed: Parsed | None = None
    ) -> Iterator[Outcome]:
        """Yield the outcomes of a value of which some events in lists are not surely clean, None for all of it."""
        if events is None or not self._exact.is_clean_around(value):
            yield self._of_value(value, text, parsed)
            return
        heavy = self._too_heavy(value, parsed)
        if heavy is not None:
            yield self._outcome([heavy], text, parsed, value)
            return
        number, was_cut = self._exact.forms.count(value), False
        for piece in event_pieces(events):
            found, is_cut = self._exact.of_events(piece)
            if is_cut and not was_cut:
                found.append(_too_many_problems(parsed))
            yield self._outcome(found, text, parsed, value, number)
            number, was_cut = 0, was_cut or is_cut
        if number:
            yield self._outcome([], text, parsed, value, number)

    def yaml(self, data: bytes, *, is_cut: bool = False) -> Iterator[Outcome]:
        """Yield the outcomes of the documents of a YAML text; with ``is_cut`` the last one is not whole."""
        from sde_schema.reading.yaml_reader import Limit, yaml_documents

        text = self._decoded(data, 1)
        if isinstance(text, Outcome):
            yield text
            return
        documents = yaml_documents(text.written, self._limits.depth)
        begin = 0
        for document in _all_but_last(documents) if is_cut else documents:
            if isinstance(document, Limit):
                words = {"aliases": _WORDS_FOR_ALIASES, "values": _WORDS_FOR_VALUES, "levels": self._words_for_depth()}
                found, end = _by_reader(LIMIT_EXCEEDED, document.offset, words[document.of]), document.offset
                outcome = self._outcome([found], text)
            else:
                outcome, end = self._of_parsed(text, document), document.end
            yield self._if_decodable(outcome, text, begin, end)
            begin = end

    def all_repeats(self, outcome: Outcome) -> Outcome:
        """Return the outcome of a document with the names that appear twice in it, what is passed over included."""
        parsed, text = outcome.parsed, outcome.text
        if parsed is None or text is None:
            return self._outcome([])
        found = [_repeat(text, each) for each in parsed.repeated(lambda _: True, lambda _: True)]
        return self._outcome(found, text, parsed, outcome.value)

    def foreign(self, found: Foreign) -> Outcome:
        """Return the outcome of an input that is something else."""
        return self._outcome([_by_reader(found.code, 0, (found.message, found.hint))], Text("", found.line))

    def damaged(self, line: int, damage: Damage) -> Outcome:
        """Return the outcome of an input that could, or may, be unpacked only up to a line."""
        if damage.limit is not None:
            message = f"The gzip data unpacks to more than {damage.limit:,} bytes; the rest is not checked."
            words = message, "Check where it comes from. If it is right, raise --max-unpacked."
            return self._outcome([_by_reader(LIMIT_EXCEEDED, 0, words)], Text("", line))
        words = (
            f"The input ends here: {damage.why}.",
            "Compress or download it again; the data before this location is checked.",
        )
        return self._outcome([_by_reader(CORRUPT_INPUT, 0, words)], Text("", line))

    def _decoded(self, data: bytes, number: int) -> Text | Outcome:
        heavy = wide_encoding(data)
        text = Text.decoded(data, number)
        bad = 0 if heavy else text.undecodable(0, len(text.written))
        if bad is None:
            return text
        if heavy:
            hint = f"It looks like {heavy}; save it as UTF-8."
        elif data.startswith(MAGIC):
            hint = "It was compressed twice; decompress it once."
        elif b"\0" in data:
            hint = "It looks like binary data; check whether this is the right file."
        else:
            return text
        return self._outcome([_by_reader(INVALID_ENCODING, bad, (_NOT_UTF8, hint))], text)

    def _if_decodable(self, outcome: Outcome, text: Text, begin: int, end: int | None) -> Outcome:
        """Return the outcome of a document between two offsets, unless it is not UTF-8."""
        bad = text.undecodable(begin, len(text.written) if end is None else end)
        return (
            outcome
            if bad is None
            else self._outcome([_by_reader(INVALID_ENCODING, bad, (_NOT_UTF8, "Save it as UTF-8."))], text)
        )

    def _next(self, text: Text, at: int, *, one_line: bool) -> tuple[Outcome, int | None, bool]:
        """Return the outcome of the document at an offset, where the next one begins, and whether it is whole."""
        written = text.written
        mark = byte_order_mark(written, at)
        try:
            parsed = parse(written, at + len(mark), self._limits.depth)
        except DeepError as error:
            deep = _by_reader(LIMIT_EXCEEDED, error.args[0], self._words_for_depth())
            return self._outcome([deep], text), next_start(written, error.args[0]), True
        parsed.bad_syntax[:0] = mark
        if not parsed.complete:
            is_last = one_line or parsed.bad_syntax[-1].fix is not None  # comments alone
            following = None if is_last else next_start(written, parsed.bad_syntax[-1].offset)
            return self._of_parsed(text, parsed), following, False
        end = parsed.end
        after = after_comments(written, end, parsed.bad_syntax)
        left = stray(written, end, after)
        following = None if after == len(written) else after
        if left and not isinstance(parsed.value, dict | list):  # what looked like a document is a part of this text
            return self._of_parsed(text, _unread(parsed, left)), None, True
        if left:
            parsed.bad_syntax.append(left)
            following = None if one_line else next_line(written, end)
        return self._of_parsed(text, parsed), following, True

    def _of_parsed(self, text: Text, parsed: Parsed) -> Outcome:
        """Return the outcome of a document that was read, as far as it could be."""
        syntax = [_by_reader(INVALID_JSON, bad.offset, (bad.message, bad.hint)) for bad in parsed.bad_syntax]
        if (
            not parsed.complete or text.undecodable(parsed.begin, parsed.end) is not None
        ):  # that is all that is said then
            return self._outcome(syntax, text, parsed)
        repeats = self._repeats(text, parsed) if parsed.repeats else []
        return self._of_value(parsed.value, text, parsed, [*syntax, *repeats])

    def _of_value(
        self,
        value: Any,
        text: Text | None = None,
        parsed: Parsed | None = None,
        by_reader: Sequence[Finding] = (),
    ) -> Outcome:
        """Return the outcome of a value with what is found in it, and what the reader found in its text."""
        heavy = self._too_heavy(value, parsed)
        if heavy is not None:
            return self._outcome([heavy, *by_reader], text, parsed, value)
        found, events, no_events, is_cut = self._evaluated(value, parsed, by_reader)
        if is_cut and all(finding.code != LIMIT_EXCEEDED for finding in by_reader):
            by_reader = [*by_reader, _too_many_problems(parsed)]
        return self._outcome([*found, *by_reader], text, parsed, value, events, no_events)

    def _too_heavy(self, value: Any, parsed: Parsed | None) -> Finding | None:
        """Return that a part of a document has too many values for it to be checked, None where none has."""
        if parsed is None or not _may_be_heavy(parsed):
            return None
        path = self._exact.too_heavy(value)
        message = f"This value has more than {MOST_VALUES:,} members and items, so the document is not checked."
        hint = "Write it as several events. If its names are values, such as identifiers, write them as values."
        return None if path is None else Finding(LIMIT_EXCEEDED, path, message=message, hint=hint)

    def _evaluated(self, value: Any, parsed: Parsed | None, by_reader: Sequence[Finding]) -> Evaluation:
        """Return what is found in a value; documents that are written alike are evaluated once."""
        written = _short(parsed) if parsed and not by_reader else ""
        known = self._known.get(written)
        if known is None:
            repeated = frozenset(finding.path for finding in by_reader if finding.named)
            known = self._exact.evaluate(value, repeated, len(by_reader))
            if written and len(known.findings) <= FINDINGS_KNOWN:
                if len(self._known) >= MOST_KNOWN:
                    self._known.clear()
                self._known[written] = known
        return known

    def _repeats(self, text: Text, parsed: Parsed) -> list[Finding]:
        """Return the names that appear twice in their object, as far as they are checked."""
        fields = self._exact.fields(parsed.value)
        every = parsed.repeated(fields.is_checked, fields.checks_name)
        found = [_repeat(text, located) for located in islice(every, MOST_KEPT)]
        return found if next(every, None) is None else [*found, _too_many_problems(parsed)]

    def _outcome(
        self,
        findings: list[Finding],
        text: Text | None = None,
        parsed: Parsed | None = None,
        value: Any = None,
        events: int = 0,
        no_events: Finding | None = None,
    ) -> Outcome:
        severities = tuple(
            severity_of(
                finding.code, allow_unknown=self._presentation.allow_unknown, replaces_missing=finding.replaces_missing
            )
            for finding in findings
        )
        return Outcome(events, tuple(findings), severities, text, parsed, value, no_events)

    def _words_for_depth(self) -> tuple[str, str]:
        message = f"This document is nested deeper than {self._limits.depth} levels."
        return message, "Flatten it, or raise --max-depth."


def _short(parsed: Parsed) -> str:
    """Return how a document is written, an empty text where that is long."""
    return parsed.written[parsed.begin : parsed.end] if parsed.end - parsed.begin <= LONGEST_KNOWN else ""


def _may_be_heavy(parsed: Parsed) -> bool:
    """Return whether a document may have too many values, as its commas and brackets say; YAML has others."""
    marks = ("\n", ":", ",") if parsed.is_yaml else (",", "{", "[")
    return sum(parsed.written.count(mark, parsed.begin, parsed.end) for mark in marks) > MOST_VALUES


def _by_reader(code: str, offset: int, words: tuple[str, str | None]) -> Finding:
    """Return what was found in a text at an offset, with its message and hint."""
    return Finding(code, span=Span(offset, offset + 1), message=words[0], hint=words[1])


def _too_many_problems(parsed: Parsed | None) -> Finding:
    words = (f"This document has more than {MOST_KEPT:,} problems.", "Fix the reported ones, then check again.")
    return _by_reader(LIMIT_EXCEEDED, parsed.begin if parsed else 0, words)


def _repeat(text: Text, located: Located) -> Finding:
    """Return that a name appears twice in its object."""
    name = str(located.path[-1])
    message = f"{quoted(name)} appears twice in this object."
    line = text.location(located.earlier or 0).line
    hint = f"The first one is on line {line}: keep one of the two; parsers differ in which one they take."
    at = located.name or located.value
    return Finding(DUPLICATE_KEY, located.path, name=name, named=True, span=at, message=message, hint=hint)


def _all_but_last(items: Iterable[_Item]) -> Iterator[_Item]:
    for item, _ in pairwise(items):
        yield item


def _unread(parsed: JsonDocument, left: BadSyntax) -> JsonDocument:
    """Return a document that begins like a string or a number, but is text that is not JSON."""
    line = parsed.written[parsed.begin :].partition("\n")[0]
    log = prefixed([line])
    parsed.bad_syntax.append(BadSyntax(parsed.begin, log.message, log.hint) if log else left)
    parsed.complete = False
    return parsed
