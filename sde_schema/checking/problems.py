"""Findings to problems: words, location, frame."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import PAYLOAD, SUFFIX
from sde_schema.checking.frames import Frames
from sde_schema.findings import value_at
from sde_schema.model import Kind, Problem, pointer, safe_name
from sde_schema.rules import hint_of, message_of
from sde_schema.rules.wording import Context

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sde_schema.catalog.fields import Field
    from sde_schema.checking.document_fields import DocumentFields
    from sde_schema.checking.evaluator import Evaluator
    from sde_schema.checking.outcome import Outcome, Presentation
    from sde_schema.findings import Finding
    from sde_schema.model import Frame, Location
    from sde_schema.reading.document import Located, Span

_LONGEST_SHOWN = 80


class Describer:
    """Makes the problems of what was found in the documents of one file: the only place that does."""

    def __init__(self, exact: Evaluator, presentation: Presentation, file: str | None) -> None:
        self._exact = exact
        self._presentation = presentation
        self._file = file
        self._last_fields: tuple[Any, DocumentFields | None] = (None, None)

    def kinds(self, outcome: Outcome) -> list[Kind]:
        """Return the kind of each finding of a document."""
        context = self.context(outcome)
        known: dict[tuple[object, ...], Kind] = {}
        kinds = []
        for number, finding in enumerate(outcome.findings):
            way = [step for step in finding.path if isinstance(step, str)]
            key = (id(finding.like or finding), outcome.severities[number], *way)
            kind = known.get(key) or self._kind(outcome, number, context)
            known[key] = kind
            kinds.append(kind)
        return kinds

    def describe(self, outcome: Outcome) -> list[Problem]:
        """Return the problems of a document, in the order of the file."""
        return [problem for _, problem in self.numbered(outcome, range(len(outcome.findings)))]

    def numbered(
        self,
        outcome: Outcome,
        chosen: Collection[int],
        kinds: list[Kind] | None = None,
        framed: Collection[int] | None = None,
    ) -> Iterator[tuple[int, Problem]]:
        """Yield the problems of the findings with these numbers, in the order of the file, with the numbers.

        ``kinds`` are those of all findings, where they are known. Only those that are ``framed`` have frames: all
        unless some are named.
        """
        if not chosen:
            return
        numbers = sorted(chosen)
        findings = [outcome.findings[number] for number in numbers]
        spans = _spans(outcome, findings)
        context, fields = self.context(outcome), self._fields(outcome)
        frames = self._frames(outcome, spans, fields)
        located = [*zip(numbers, findings, spans, strict=True)]
        if any(finding.span for finding in findings):  # what the reader found comes between the others
            located.sort(key=lambda each: each[2] or (0, 0))
        for number, finding, span in located:
            is_framed = framed is None or number in framed
            where = _location(outcome, span), _frame(frames, span) if is_framed else None
            kind = kinds[number] if kinds else self._kind(outcome, number, context)
            yield number, self._problem(finding, kind, context, fields, *where)

    def _kind(self, outcome: Outcome, number: int, context: Context) -> Kind:
        finding = outcome.findings[number]
        without_indexes = pointer(tuple(step for step in finding.path if not isinstance(step, int)))
        return Kind(finding.code, outcome.severities[number], message_of(finding, context), without_indexes)

    def context(self, outcome: Outcome) -> Context:
        """Return what the words of the findings of a document may look at."""
        exact = self._exact
        known = exact.properties, exact.probe, exact.forms
        is_yaml = outcome.parsed is not None and outcome.parsed.is_yaml
        return Context(outcome.value, exact.attribute_types, *known, is_yaml)

    def _fields(self, outcome: Outcome) -> DocumentFields | None:
        """Return what the schemas say of each path, None where no value may be shown."""
        is_read = outcome.parsed is None or (outcome.parsed.complete and not outcome.parsed.bad_syntax)
        if not (self._presentation.show_values and is_read):
            return None
        known, fields = self._last_fields
        if known is not outcome.value or fields is None:
            fields = self._exact.fields(outcome.value)
            self._last_fields = outcome.value, fields
        return fields

    def _label(self, finding: Finding) -> str | None:
        """Return ``<version>/<file>#<pointer>`` of the property, None where there is none."""
        field = finding.field
        if field is None or (field.document == PAYLOAD and not field.pointer):
            return None
        return f"{self._exact.version}/{field.document}{SUFFIX}#{field.pointer}"

    def _frames(self, outcome: Outcome, spans: list[Span | None], fields: DocumentFields | None) -> Frames | None:
        """Return what makes the frames of some spans, None where no frames are wanted."""
        text = outcome.text
        if not self._presentation.frames or text is None or not text.written:
            return None
        known = [span for span in spans if span]
        may_show = fields.may_show if fields else None
        return Frames(text, outcome.parsed, known, self._exact.properties.names, may_show)

    def _with_value(self, message: str, finding: Finding, document: Any, fields: DocumentFields | None) -> str:
        """Add the value to the words where it may be shown."""
        if fields is None or finding.named or finding.message or not fields.may_show(finding.path):
            return message
        value = value_at(document, finding.path)
        if isinstance(value, dict | list):
            return message
        shown = json.dumps(value, ensure_ascii=False)
        if len(shown) > _LONGEST_SHOWN:
            shown = shown[:_LONGEST_SHOWN] + "…"
        return f"{message[:-1]}: {shown}."

    def _problem(
        self,
        finding: Finding,
        kind: Kind,
        context: Context,
        fields: DocumentFields | None,
        location: Location | None,
        frame: Frame | None,
    ) -> Problem:
        label, (title, description) = self._label(finding), _meaning(finding.field)
        return Problem(
            kind.code,
            kind.severity,
            self._with_value(kind.message, finding, context.document, fields),
            hint_of(finding, context),
            file=self._file if location else None,
            line=location.line if location else None,
            column=location.column if location else None,
            pointer=pointer(finding.path),
            property=None if finding.name is None else safe_name(finding.name),
            schema=label,
            title=title if label else None,
            description=description if label else None,
            frame=frame,
            kind=kind,
        )


def _spans(outcome: Outcome, findings: list[Finding]) -> list[Span | None]:
    """Return where in the text findings are: the span of a name or of a value; None for a parsed object."""
    if outcome.parsed is None:
        return [finding.span if outcome.text else None for finding in findings]
    located_at = outcome.parsed.locate({finding.path for finding in findings if finding.span is None})
    return [finding.span or _span_of(finding, located_at[finding.path]) for finding in findings]


def _span_of(finding: Finding, located: Located) -> Span:
    return (located.name or located.value) if finding.named else located.value


def _location(outcome: Outcome, span: Span | None) -> Location | None:
    return outcome.text.location(span.start) if outcome.text and span else None


def _frame(frames: Frames | None, span: Span | None) -> Frame | None:
    return frames.frame(span) if frames and span else None


def _meaning(field: Field | None) -> tuple[str | None, str | None]:
    """Return the title and the description of a property, where it has both."""
    node = field.node if field else {}
    return (node["title"], node["description"]) if {"title", "description"} <= node.keys() else (None, None)
