"""Documents to what is written of them: retyped, validated, and the rest rejected with its problems."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from sde_schema import catalog
from sde_schema.catalog import PAYLOAD, engines
from sde_schema.checking.checks import Checks, Options
from sde_schema.checking.fast_path import loads
from sde_schema.codes import BAD_NUMBER, BAD_TIMESTAMP, INVALID_JSON, OUT_OF_RANGE, UNKNOWN_CODE, WRONG_TYPE
from sde_schema.converting.about_events import AboutEvents, EventLines
from sde_schema.converting.documents import Document, Documents, Unreadable
from sde_schema.converting.numbers import Number, json_bytes
from sde_schema.converting.owners import owner_of
from sde_schema.converting.retyping import event_retyper
from sde_schema.findings import replaced, value_at
from sde_schema.model import Kind, Limits, Problem, pointer
from sde_schema.prose import quoted
from sde_schema.reading.boundaries import WHITE_SPACE
from sde_schema.reading.events import EVENTS, Forms
from sde_schema.reading.targets import Target
from sde_schema.rules.suggestions import OLD_ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.catalog.engines import Engine
    from sde_schema.converting.owners import Owner
    from sde_schema.findings import Finding
    from sde_schema.model import Path
    from sde_schema.reading import blocks
    from sde_schema.reading.inputs import Input

Unconvertible: TypeAlias = Literal["reject", "null"]
"""What becomes of a value that cannot be typed."""

_AT_ONCE = 1_000
"""So many events of an array are validated at once."""

_FIRST_EVENT: Path = (EVENTS, 0)
"""Where an event is that is validated alone."""

_MANY_DIGITS = re.compile(rb"[0-9]{19}")
"""What a number has that does not fit into 64 bits."""

_OF_VALUES = frozenset({WRONG_TYPE, UNKNOWN_CODE, BAD_TIMESTAMP, BAD_NUMBER, OUT_OF_RANGE})
"""What is said of a value that cannot be typed."""


@dataclass(frozen=True, slots=True)
class Converted:
    """What is written: one document, or the line of an event; ``nulled`` are the values that are null now."""

    data: bytes
    events: int
    nulled: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """What is not written, and why: an ``event``, a ``document``, or a ``text`` or its ``base64``, as it was read.

    A document of which the events are written has none of them here. ``line`` is the first one of the document,
    ``pointer`` leads to the event in it, ``where`` says whose the event is and where it was.
    """

    problems: tuple[Problem, ...]
    line: int
    pointer: str
    is_a: Literal["event", "document", "text", "base64"]
    original: Any
    events: int = 0
    where: dict[str, Any] = field(default_factory=dict)


Result: TypeAlias = "Converted | Rejected"


class _Settled(NamedTuple):
    """A value that is valid or has ``problems`` that are left, as JSON; ``nulled`` are the values set to null."""

    value: Any
    data: bytes
    problems: tuple[Problem, ...] = ()
    nulled: tuple[Problem, ...] = ()


class Converter:
    """Converts the documents of one file to a version; ``file`` is how problems call it.

    ``options`` has the version, the limits of documents, and the target: the value in each document that is converted.
    """

    def __init__(self, options: Options, unconvertible: Unconvertible = "reject", file: str | None = None) -> None:
        self._checks = Checks(options)
        self.version = self._checks.version
        self._event_checks = Checks(Options(self.version))
        self._limits = Limits(options.max_depth, options.max_document_size)
        self._target = Target(options.at)
        self._retyper = event_retyper(self.version)
        self._is_valid = _engine(self.version).is_valid
        self._makes_null = unconvertible == "null"
        self._file = file
        types = catalog.attribute_types(self.version)
        self._types = frozenset(types)
        self._forms = Forms([*types, *OLD_ATTRIBUTES])

    def read(self, data: Input, kind: blocks.Kind = "unknown") -> Iterator[Document | Unreadable]:
        """Yield the documents of an input. Raises UnreadableError."""
        yield from Documents(self._checks, self._limits, self._file).all(data, kind)

    def document(self, found: Document | Unreadable, *, in_one_line: bool = False) -> Result:
        """Return what becomes of a whole document; ``in_one_line`` also one that was not."""
        if isinstance(found, Unreadable):
            return _unread(found)
        events = len([*self._events(found.value)])
        if found.faults:
            problems = tuple(problem for _, problem in found.faults.found)
            return Rejected(problems, found.line, "", "text", found.faults.text, events)
        text = (found.text or b"").lstrip(WHITE_SPACE)
        bare = text.rstrip(WHITE_SPACE)
        is_spread = b"\n" in bare
        is_valid = self._is_valid_document(found.plain)
        if is_valid and found.text is not None and not (in_one_line and is_spread):
            return Converted(found.text, events)
        settled = self._as_it_is(found) if is_valid else self._retyped(found)
        if settled.problems:
            return Rejected(settled.problems, found.line, "", "document", found.value, events)
        if in_one_line:
            return Converted(settled.data + b"\n", events, settled.nulled)
        data = json_bytes(settled.value, indented=True) if is_spread else settled.data
        return Converted(data + (text[len(bare) :] or b"\n"), events, settled.nulled)

    def settled(self, found: Document) -> _Settled:
        """Return a document with its events retyped unless it is valid as it is, and what is still wrong with it."""
        return self._as_it_is(found) if self._is_valid_document(found.plain) else self._retyped(found)

    def _as_it_is(self, found: Document) -> _Settled:
        return _Settled(found.value, json_bytes(found.value))

    def _retyped(self, found: Document) -> _Settled:
        values = {path: self._retyper.retyped(event) for path, event in self._events(found.value)}
        return self._settled(replaced(found.value, values), None, found.line)

    def events(self, found: Document | Unreadable) -> Iterator[Result]:
        """Yield what becomes of each event of a document, and last what is wrong around them."""
        if isinstance(found, Unreadable):
            yield _unread(found)
            return
        events = [path for path, _ in self._events(found.value)]
        wrong = found.faults.by_event(events) if found.faults else {}
        if found.faults and any(problem.code != INVALID_JSON for problem in wrong.get(None, ())):
            yield self.document(found)  # which events there are is not certain
            return
        shell: dict[Path, Any] = {}
        about = AboutEvents(EventLines(found, events), wrong, found.repeats)
        for path, held in self._groups(found.value):
            shell[path] = [] if isinstance(held, list) else {EVENTS: []}
            yield from self._group(held, path, owner_of(found.value, path), about)
        problems = (*wrong.get(None, ()), *self._around(found, shell))
        if problems:
            yield Rejected(problems, found.line, "", "document", replaced(found.value, shell))

    def _around(self, found: Document, shell: dict[Path, Any]) -> tuple[Problem, ...]:
        """Return what is wrong with a document without its events."""
        if self._is_valid_document(replaced(found.plain, shell)):
            return ()
        return self._settled(replaced(found.value, shell), None, found.line).problems

    def _groups(self, document: Any) -> Iterator[tuple[Path, Any]]:
        """Yield the arrays of events and the bare events of a document with their paths."""
        for at, value, rest in self._target.reached(document):
            if not rest:
                yield from (((*at, *path), held) for path, held in self._forms.groups(value))

    def _events(self, document: Any) -> Iterator[tuple[Path, Any]]:
        """Yield the events of a document with their paths."""
        for path, held in self._groups(document):
            if isinstance(held, list):
                yield from (((*path, index), event) for index, event in enumerate(held))
            else:
                yield path, held

    def _is_valid_document(self, plain: Any) -> bool:
        values = self._target.values(plain)
        return values is not None and all(map(self._is_valid, values))

    def _group(self, held: Any, path: Path, owner: Owner, about: AboutEvents) -> Iterator[Result]:
        """Yield what becomes of the events of one array, or of a bare event."""
        if not isinstance(held, list):
            yield from self._some([(held, path)], owner, about)
            return
        for begin in range(0, len(held), _AT_ONCE):
            some = held[begin : begin + _AT_ONCE]
            yield from self._some([(event, (*path, begin + index)) for index, event in enumerate(some)], owner, about)

    def _some(self, events: list[tuple[Any, Path]], owner: Owner, about: AboutEvents) -> Iterator[Result]:
        """Yield what becomes of some events, given their paths."""
        values = [self._retyper.retyped(event) for event, _ in events]
        texts = [json_bytes(value) for value in values]
        joined = b",".join(texts)
        are_good = not (about.wrong or _MANY_DIGITS.search(joined)) and self._is_valid(_events_of(joined))
        for (event, at), value, data in zip(events, values, texts, strict=True):
            where = owner.where(at)
            problems = about.problems(at, owner)
            if problems:
                yield Rejected(problems, about.lines.of(at), pointer(at), "event", event, 1, where)
                continue
            settled = _Settled(value, data) if are_good else self._settled_event(value, data, at, about.lines)
            if settled.problems:
                yield Rejected(settled.problems, about.lines.of(at), pointer(at), "event", event, 1, where)
                continue
            known = next(name for name in settled.value if name in self._types)
            head = json_bytes({**where, "attributeType": known})
            yield Converted(b'%s,"event":%s}\n' % (head[:-1], settled.data), 1, settled.nulled)

    def _settled_event(self, event: Any, data: bytes, at: Path, lines: EventLines) -> _Settled:
        if self._is_valid(_events_of(data)):
            settled = _Settled(event, data)
        else:
            settled = self._settled({EVENTS: [event]}, at, lines.of(at))
            value = value_at(settled.value, _FIRST_EVENT)
            settled = settled._replace(value=value, data=json_bytes(value))
        return settled if settled.problems else self._fitting(settled, at, lines.of(at))

    def _fitting(self, settled: _Settled, at: Path, line: int) -> _Settled:
        """Return a valid event as tables can have it: whole numbers have 64 bits there."""
        too_large = [*self._retyper.too_large(settled.value)]
        if not too_large:
            return settled
        problems = tuple(_too_large(path, at, self._file, line) for path in too_large)
        if not self._makes_null:
            return settled._replace(problems=problems)
        value = replaced(settled.value, dict.fromkeys(too_large))
        return _Settled(value, json_bytes(value), (), (*settled.nulled, *problems))

    def _settled(self, value: Any, at: Path | None, line: int) -> _Settled:
        """Return a value after values that cannot be typed have become null, where that is wanted.

        ``at`` is the path in its document of the only event that the value holds; None if the value is a document.
        """
        data = json_bytes(value)
        nulled: list[Problem] = []
        is_valid, checks = (
            (self._is_valid_document, self._checks) if at is None else (self._is_valid, self._event_checks)
        )
        while not is_valid(loads(data)):
            errors = [(finding, self._placed(problem, at, line)) for finding, problem in self._errors(checks, data)]
            null = [
                (finding.path, problem)
                for finding, problem in errors
                if self._makes_null and _can_be_null(finding, value)
            ]
            if not null:
                return _Settled(value, data, (*nulled, *(problem for _, problem in errors)))
            nulled += [problem for _, problem in null]
            value = replaced(value, {path: None for path, _ in null})
            data = json_bytes(value)
        return _Settled(value, data, (), tuple(nulled))

    def _errors(self, checks: Checks, data: bytes) -> Iterator[tuple[Finding, Problem]]:
        """Yield what is wrong with a document."""
        describer = checks.describer(self._file)
        for outcome in checks.data(data, "json"):
            numbers = [number for number, severity in enumerate(outcome.severities) if severity == "error"]
            for number, problem in describer.numbered(outcome, numbers):
                yield outcome.findings[number], problem

    def _placed(self, problem: Problem, at: Path | None, line: int) -> Problem:
        """Return a problem as one of the file that was read; its kind is the same wherever the event is."""
        where, kind = problem.pointer, problem.kind
        if at is not None:
            where = pointer(at) + where.removeprefix(pointer(_FIRST_EVENT))
            kind = kind and kind._replace(pointer=kind.pointer.removeprefix(pointer(_FIRST_EVENT[:1])))
        return replace(problem, file=self._file, line=line, column=None, pointer=where, kind=kind)


@cache
def _engine(version: str) -> Engine:
    return engines.compiled(engines.preferred(), catalog.documents(version), PAYLOAD)


def _events_of(joined: bytes) -> Any:
    """Return an object of events as any parser reads it."""
    return loads(b'{"events":[%s]}' % joined)


def _unread(found: Unreadable) -> Rejected:
    is_a: Literal["text", "base64"] = "text" if found.is_utf8 else "base64"
    return Rejected(found.problems, found.line, "", is_a, found.original, found.events)


def _can_be_null(finding: Finding, value: Any) -> bool:
    """Return whether a value is a scalar that cannot be typed, where null is allowed."""
    if finding.code not in _OF_VALUES or finding.named or finding.meant_as:
        return False
    is_scalar = isinstance(value_at(value, finding.path), str | int | Number)
    return is_scalar and "null" in finding.expected.types


def _too_large(path: Path, event: Path, file: str | None, line: int) -> Problem:
    """Return the problem of a whole number that no table can hold, given its path in an event."""
    message = f"{quoted(str(path[-1]))} must fit into 64 bits on the line of an event, but is larger."
    hint = "Tables have no larger whole numbers; whole documents keep it."
    kind = Kind(OUT_OF_RANGE, "error", message, pointer(tuple(step for step in path if isinstance(step, str))))
    where = pointer(event) + pointer(path)
    return Problem(OUT_OF_RANGE, "error", message, hint, file, line, pointer=where, kind=kind)
