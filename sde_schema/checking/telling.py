"""Findings and slips to problems: words, place, frame."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import PAYLOAD, SUFFIX
from sde_schema.checking import frames
from sde_schema.checking.faults import Fault, Manner, severity_of
from sde_schema.checking.findings import value_at
from sde_schema.checking.words import Context, Said, quoted, say
from sde_schema.model import Frame, Place, Problem, Severity, pointer, safe_name
from sde_schema.reading.scan import Mark, locate, marks, string_end

if TYPE_CHECKING:
    from sde_schema.checking.exact import Exact
    from sde_schema.checking.findings import Finding
    from sde_schema.checking.shape import Shape
    from sde_schema.reading.json_text import Parsed
    from sde_schema.reading.texts import Text

DUPLICATE = "SDE102"
_LONGEST_SHOWN = 80


class Teller:
    """Tells the problems of the documents of one file."""

    def __init__(self, exact: Exact, manner: Manner, file: str | None) -> None:
        self._exact = exact
        self._manner = manner
        self._file = file

    def severity(self, finding: Finding) -> Severity:
        """Return the severity of a finding."""
        return severity_of(
            finding.code,
            allow_unknown=self._manner.allow_unknown,
            replaces_missing=finding.replaces_missing,
        )

    def fault(self, fault: Fault, text: Text | None, *, all_names: bool = False) -> Problem:
        """Tell a problem about a text, or about a parsed object, which has no places.

        ``all_names`` says that what looks like a name in the text surely is one.
        """
        if text is None:
            return Problem(fault.code, severity_of(fault.code), fault.message, fault.hint)
        place = text.place(fault.offset)
        frame = None
        if self._manner.frames and text.written:
            end = fault.end if fault.end is not None else fault.offset + 1
            names = None if all_names else self._exact.properties.names
            frame = frames.frame(text, fault.offset, end, names)
        return Problem(
            fault.code,
            severity_of(fault.code),
            fault.message,
            fault.hint,
            file=self._file,
            line=place.line,
            column=place.column,
            frame=frame,
        )

    def of_value(self, value: Any, findings: list[Finding]) -> list[Problem]:
        """Tell the findings about a parsed object, which has no places."""
        context, shape = self._context(value), self._shape(value)
        return [self._problem(finding, context, shape, None, None) for finding in findings]

    def of_text(self, text: Text, parsed: Parsed, findings: list[Finding], repeats: list[Mark]) -> list[Problem]:
        """Tell all that is wrong with a document in a text, in the order of the file."""
        told = [
            (slip.offset, self.fault(Fault("SDE101", *slip[:3]), text, all_names=parsed.complete))
            for slip in parsed.slips
        ]
        spots = locate(parsed.text, parsed.start, {finding.path for finding in findings})
        context = self._context(parsed.value)
        shape = None if parsed.slips else self._shape(parsed.value)
        for finding in findings:
            mark = spots[finding.path]
            start, end = self._stretch(finding, mark, parsed)
            frame = self._frame(text, start, end, parsed, shape)
            told.append((start, self._problem(finding, context, shape, text.place(start), frame)))
        told += [self._repeat(text, parsed, mark) for mark in repeats]
        if parsed.slips or repeats:
            told.sort(key=lambda pair: pair[0])
        return [problem for _, problem in told]

    def _context(self, value: Any) -> Context:
        return Context(value, self._exact.properties, self._exact.attribute_types)

    def _shape(self, value: Any) -> Shape | None:
        return self._exact.shape(value) if self._manner.show_values else None

    def _label(self, finding: Finding) -> str | None:
        """Return ``<version>/<file>#<pointer>`` of the property, None where there is none."""
        owner = finding.owner
        if owner is None or (owner.document == PAYLOAD and not owner.pointer):
            return None
        return f"{self._exact.version}/{owner.document}{SUFFIX}#{owner.pointer}"

    def _stretch(self, finding: Finding, mark: Mark, parsed: Parsed) -> tuple[int, int]:
        """Return the offsets in the written text between which a finding's place lies."""
        if finding.named and mark.name is not None:
            start, end = mark.name, string_end(parsed.text, mark.name)
        else:
            opens = parsed.text[mark.start] in "{["
            start, end = mark.start, mark.start + 1 if opens else mark.end
        return parsed.shifts.original(start), parsed.shifts.original(end)

    def _frame(self, text: Text, start: int, end: int, parsed: Parsed, shape: Shape | None) -> Frame | None:
        if not self._manner.frames:
            return None
        shown = self._shown(text, start, parsed, shape) if shape else ()
        return frames.frame(text, start, end, None, shown)

    def _shown(self, text: Text, at: int, parsed: Parsed, shape: Shape) -> list[tuple[int, int]]:
        """Return the stretches of a place's line whose values may be shown."""
        low, high = text.line_span(at)
        return [
            (mark.start, mark.end)
            for mark in marks(parsed.text, parsed.start, lambda mark: mark.start < high and mark.end > low)
            if parsed.text[mark.start] not in "{[" and shape.may_show(mark.path)
        ]

    def _repeat(self, text: Text, parsed: Parsed, mark: Mark) -> tuple[int, Problem]:
        """Tell a name that stands twice in its object."""
        name = str(mark.path[-1])
        offsets = (mark.name or 0, mark.earlier or 0, string_end(parsed.text, mark.name or 0))
        at, earlier, end = map(parsed.shifts.original, offsets)
        first = text.place(earlier)
        place = text.place(at)
        frame = None
        if self._manner.frames:
            frame = frames.frame(text, at, end, None)
        problem = Problem(
            DUPLICATE,
            severity_of(DUPLICATE),
            f"{quoted(name)} stands twice in this object, first on line {first.line}.",
            "Keep one of the two; parsers differ in which one they take.",
            file=self._file,
            line=place.line,
            column=place.column,
            pointer=pointer(mark.path),
            property=safe_name(name),
            frame=frame,
        )
        return at, problem

    def _with_value(self, said: Said, finding: Finding, document: Any, shape: Shape | None) -> Said:
        """Add the value to the words where it may be shown."""
        if shape is None or finding.named or not shape.may_show(finding.path):
            return said
        value = value_at(document, finding.path)
        if isinstance(value, dict | list):
            return said
        shown = json.dumps(value, ensure_ascii=False)
        if len(shown) > _LONGEST_SHOWN:
            shown = shown[:_LONGEST_SHOWN] + "…"
        return Said(f"{said.message[:-1]}: {shown}.", said.hint)

    def _problem(
        self,
        finding: Finding,
        context: Context,
        shape: Shape | None,
        place: Place | None,
        frame: Frame | None,
    ) -> Problem:
        said = self._with_value(say(finding, context), finding, context.document, shape)
        return Problem(
            finding.code,
            self.severity(finding),
            said.message,
            said.hint,
            file=self._file if place else None,
            line=place.line if place else None,
            column=place.column if place else None,
            pointer=pointer(finding.path),
            property=None if finding.property is None else safe_name(finding.property),
            schema=self._label(finding),
            frame=frame,
        )
