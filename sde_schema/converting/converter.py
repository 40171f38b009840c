"""Documents to what is written of them: retyped, validated, and the rest rejected with its problems."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from sde_schema import catalog
from sde_schema.catalog import PAYLOAD, engines
from sde_schema.checking.checks import Checks, Options
from sde_schema.checking.fast_path import loads
from sde_schema.codes import WRONG_TYPE
from sde_schema.converting.documents import Document, Documents, Unreadable
from sde_schema.converting.numbers import json_bytes
from sde_schema.converting.retyping import event_retyper
from sde_schema.findings import replaced, value_at
from sde_schema.model import pointer
from sde_schema.reading.boundaries import WHITE_SPACE
from sde_schema.reading.events import EVENT_HOLDERS, EVENTS, INFO, RECORD_IDS, Forms
from sde_schema.reading.json_spans import locate
from sde_schema.rules.suggestions import OLD_ATTRIBUTES
from sde_schema.rules.value_forms import in_union

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sde_schema.catalog.engines import Engine
    from sde_schema.findings import Finding
    from sde_schema.model import Path, Problem
    from sde_schema.reading.blocks import Kind
    from sde_schema.reading.inputs import Input

Unconvertible: TypeAlias = Literal["reject", "null"]
"""What becomes of a value that cannot be typed."""

_AT_ONCE = 1_000
"""So many events of an array are validated at once."""

_FIRST_EVENT: Path = (EVENTS, 0)
"""Where an event is that is validated alone."""


@dataclass(frozen=True, slots=True)
class Converted:
    """What is written: one document, or the line of an event; ``nulled`` are the values that are null now."""

    data: bytes
    events: int
    nulled: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """What is not written, and why: an ``event``, a ``document`` or a ``text``, as it was read.

    A document of which the events are written has none of them here. ``line`` is the first one of the document,
    ``pointer`` leads to the event in it.
    """

    problems: tuple[Problem, ...]
    line: int
    pointer: str
    is_a: Literal["event", "document", "text"]
    original: Any
    events: int = 0


Result: TypeAlias = "Converted | Rejected"


class _Settled(NamedTuple):
    """A value that is valid or has ``problems`` that are left, as JSON; ``nulled`` are the values set to null."""

    value: Any
    data: bytes
    problems: tuple[Problem, ...] = ()
    nulled: tuple[Problem, ...] = ()


class Converter:
    """Converts the documents of one file to a version; ``file`` is how problems call it."""

    def __init__(self, version: str, unconvertible: Unconvertible = "reject", file: str | None = None) -> None:
        self.version = version
        self._checks = Checks(Options(version))
        self._retyper = event_retyper(version)
        self._is_valid = _engine(version).is_valid
        self._makes_null = unconvertible == "null"
        self._file = file
        types = catalog.attribute_types(version)
        self._types = frozenset(types)
        self._forms = Forms([*types, *OLD_ATTRIBUTES])

    def read(self, data: Input, kind: Kind = "unknown") -> Iterator[Document | Unreadable]:
        """Yield the documents of an input. Raises UnreadableError."""
        yield from Documents(self._checks, self._file).all(data, kind)

    def document(self, found: Document | Unreadable) -> Result:
        """Return what becomes of a whole document."""
        if isinstance(found, Unreadable):
            return _unread(found)
        events = self._forms.count(found.value)
        if found.text is not None and self._is_valid(found.plain):
            return Converted(found.text, events)
        settled = self.settled(found)
        if settled.problems:
            return Rejected(settled.problems, found.line, "", "document", found.value, events)
        text = (found.text or b"").lstrip(WHITE_SPACE)
        bare = text.rstrip(WHITE_SPACE)
        data = json_bytes(settled.value, indented=True) if b"\n" in bare else settled.data
        return Converted(data + (text[len(bare) :] or b"\n"), events, settled.nulled)

    def settled(self, found: Document) -> _Settled:
        """Return a document with its events retyped, and what is still wrong with it."""
        return self._settled(self.retyped(found.value), None, found.line)

    def retyped(self, document: Any) -> Any:
        """Return a document with its events as far as they can be typed."""
        events = self._forms.events(document)
        return replaced(document, {path: self._retyper.retyped(event) for path, event in events})

    def events(self, found: Document | Unreadable) -> Iterator[Result]:
        """Yield what becomes of each event of a document, and last what is wrong around them."""
        if isinstance(found, Unreadable):
            yield _unread(found)
            return
        shell: dict[Path, Any] = {}
        lines = _EventLines(found, self._forms)
        for path, held in self._forms.groups(found.value):
            shell[path] = [] if isinstance(held, list) else {EVENTS: []}
            yield from self._group(held, path, _head(found.value, path), lines)
        if not self._is_valid(replaced(found.plain, shell)):
            around = replaced(found.value, shell)
            problems = self._settled(around, None, found.line).problems
            yield Rejected(problems, found.line, "", "document", around)

    def _group(self, held: Any, path: Path, head: dict[str, Any], lines: _EventLines) -> Iterator[Result]:
        """Yield what becomes of the events of one array, or of a bare event."""
        if not isinstance(held, list):
            yield from self._some([(held, path)], head, lines)
            return
        for begin in range(0, len(held), _AT_ONCE):
            some = held[begin : begin + _AT_ONCE]
            yield from self._some([(event, (*path, begin + index)) for index, event in enumerate(some)], head, lines)

    def _some(self, events: list[tuple[Any, Path]], head: dict[str, Any], lines: _EventLines) -> Iterator[Result]:
        """Yield what becomes of some events, given their paths."""
        values = [self._retyper.retyped(event) for event, _ in events]
        texts = [json_bytes(value) for value in values]
        are_valid = self._is_valid(loads(b'{"events":[%s]}' % b",".join(texts)))
        for (event, at), value, data in zip(events, values, texts, strict=True):
            settled = _Settled(value, data) if are_valid else self._settled_event(value, data, at, lines)
            if settled.problems:
                yield Rejected(settled.problems, lines.of(at), pointer(at), "event", event, 1)
                continue
            known = next(name for name in settled.value if name in self._types)
            index = at[-1] if at[-2:-1] == (EVENTS,) else 0
            where = {**head, "list": head.get("list"), "index": index, "attributeType": known}
            yield Converted(b'%s,"event":%s}\n' % (json_bytes(where)[:-1], settled.data), 1, settled.nulled)

    def _settled_event(self, event: Any, data: bytes, at: Path, lines: _EventLines) -> _Settled:
        if self._is_valid(loads(b'{"events":[%s]}' % data)):
            return _Settled(event, data)
        settled = self._settled({EVENTS: [event]}, at, lines.of(at))
        value = value_at(settled.value, _FIRST_EVENT)
        return settled._replace(value=value, data=json_bytes(value))

    def _settled(self, value: Any, at: Path | None, line: int) -> _Settled:
        """Return a value after values that cannot be typed have become null, where that is wanted.

        ``at`` is the path in its document of the only event that the value holds; None if the value is a document.
        """
        data = json_bytes(value)
        nulled: list[Problem] = []
        while not self._is_valid(loads(data)):
            errors = [(finding, self._placed(problem, at, line)) for finding, problem in self._errors(data)]
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

    def _errors(self, data: bytes) -> Iterator[tuple[Finding, Problem]]:
        """Yield what is wrong with a document."""
        describer = self._checks.describer(self._file)
        for outcome in self._checks.data(data, "json"):
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


def _unread(found: Unreadable) -> Rejected:
    return Rejected(found.problems, found.line, "", "text", found.text)


def _can_be_null(finding: Finding, value: Any) -> bool:
    """Return whether a value is a scalar that cannot be typed, where null is allowed."""
    if finding.code != WRONG_TYPE or finding.named or finding.meant_as:
        return False
    wrong = value_at(value, finding.path)
    is_scalar = wrong is not None and not isinstance(wrong, dict | list)
    return is_scalar and "null" in finding.expected.types


class _EventLines:
    """The lines of the events of one document; they are found once one is asked for."""

    def __init__(self, document: Document, forms: Forms) -> None:
        self._document = document
        self._forms = forms

    def of(self, path: Path) -> int:
        """Return the line on which an event begins; of a document that is not JSON the document's."""
        return self._document.line + self._before.get(path, 0)

    @cached_property
    def _before(self) -> dict[Path, int]:
        """How many line ends are before each event."""
        text = (self._document.text or b"").decode()
        start = len(text) - len(text.lstrip())
        if "\n" not in text.strip():
            return {}
        paths = [path for path, _ in self._forms.events(self._document.value)]
        found = sorted(locate(text, start, paths, unique=False).values(), key=lambda value: value.start)
        counts: dict[Path, int] = {}
        last, number = start, 0
        for value in found:
            number += text.count("\n", last, value.start)
            last = value.start
            counts[value.path] = number
        return counts


def _head(document: Any, path: Path) -> dict[str, Any]:
    """Return what the lines of an array of events begin with: whose they are, and in which list."""
    above, holder = path[:-2], path[-2:-1]
    if not {*holder} & {*EVENT_HOLDERS}:
        return {}
    info = value_at(document, above).get(INFO)
    ids = {name: info[name] for name in RECORD_IDS if name in info} if isinstance(info, dict) else {}
    known = {name: in_union(held) if isinstance(held, dict) else held for name, held in ids.items()}
    return {**dict([*known.items()][:1]), "list": holder[0]}
