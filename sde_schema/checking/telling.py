"""Findings and slips to problems: words, place, frame."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import PAYLOAD, SUFFIX
from sde_schema.checking import frames
from sde_schema.checking.context import Context
from sde_schema.checking.faults import Fault, Manner, severity_of
from sde_schema.checking.findings import value_at
from sde_schema.checking.phrases import quoted
from sde_schema.checking.words import Said, say
from sde_schema.model import Frame, Place, Problem, Severity, pointer, safe_name
from sde_schema.reading.blanking import blank_json_line
from sde_schema.reading.parsed import Stretch

if TYPE_CHECKING:
    from sde_schema.checking.exact import Exact
    from sde_schema.checking.findings import Finding
    from sde_schema.checking.shape import Shape
    from sde_schema.reading.parsed import Parsed, Spot
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

    def fault(self, fault: Fault, text: Text | None, parsed: Parsed | None = None) -> Problem:
        """Tell a problem about a text, or about a parsed object, which has no places."""
        if text is None:
            return Problem(fault.code, severity_of(fault.code), fault.message, fault.hint)
        place = text.place(fault.offset)
        stretch = Stretch(fault.offset, fault.offset + 1)
        frame = self._frame(text, stretch, parsed) if text.written else None
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

    def of_text(self, text: Text, parsed: Parsed, findings: list[Finding], repeats: list[Spot]) -> list[Problem]:
        """Tell all that is wrong with a document in a text, in the order of the file."""
        told = [(slip.offset, self.fault(Fault("SDE101", *slip[:3]), text, parsed)) for slip in parsed.slips]
        spots = parsed.locate({finding.path for finding in findings})
        context = self._context(parsed.value, is_yaml=parsed.is_yaml)
        shape = None if parsed.slips else self._shape(parsed.value)
        for finding in findings:
            spot = spots[finding.path]
            stretch = spot.name if finding.named and spot.name else spot.value
            frame = self._frame(text, stretch, parsed, shape)
            told.append((stretch.start, self._problem(finding, context, shape, text.place(stretch.start), frame)))
        told += [self._repeat(text, parsed, spot) for spot in repeats]
        if parsed.slips or repeats:
            told.sort(key=lambda pair: pair[0])
        return [problem for _, problem in told]

    def _context(self, value: Any, *, is_yaml: bool = False) -> Context:
        exact = self._exact
        known = exact.properties, exact.subschemas, exact.forms
        return Context(value, exact.attribute_types, *known, is_yaml)

    def _shape(self, value: Any) -> Shape | None:
        return self._exact.shape(value) if self._manner.show_values else None

    def _label(self, finding: Finding) -> str | None:
        """Return ``<version>/<file>#<pointer>`` of the property, None where there is none."""
        owner = finding.owner
        if owner is None or (owner.document == PAYLOAD and not owner.pointer):
            return None
        return f"{self._exact.version}/{owner.document}{SUFFIX}#{owner.pointer}"

    def _frame(
        self, text: Text, stretch: Stretch, parsed: Parsed | None = None, shape: Shape | None = None
    ) -> Frame | None:
        if not self._manner.frames:
            return None
        known = self._exact.properties.names

        def blank(low: int, high: int) -> str:
            if parsed is None:
                return blank_json_line(text.written[low:high], known)
            end = min(max(parsed.end, low), high) if parsed.complete else low  # only up to there a name is surely one
            return parsed.blank(low, end, None) + parsed.blank(end, high, known)

        shown: list[Stretch] = []
        if shape is not None and parsed is not None:
            scalars = parsed.scalars(*text.line_span(stretch.start))
            shown = [spot.value for spot in scalars if shape.may_show(spot.path)]
        document = Stretch(parsed.begin, parsed.end) if parsed else Stretch(0, len(text.written))
        return frames.frame(text, stretch, document, blank, shown)

    def _repeat(self, text: Text, parsed: Parsed, spot: Spot) -> tuple[int, Problem]:
        """Tell a name that stands twice in its object."""
        name = str(spot.path[-1])
        stretch = spot.name or spot.value
        first = text.place(spot.earlier or 0)
        place = text.place(stretch.start)
        problem = Problem(
            DUPLICATE,
            severity_of(DUPLICATE),
            f"{quoted(name)} appears twice in this object, first on line {first.line}.",
            "Keep one of the two; parsers differ in which one they take.",
            file=self._file,
            line=place.line,
            column=place.column,
            pointer=pointer(spot.path),
            property=safe_name(name),
            frame=self._frame(text, stretch, parsed),
        )
        return stretch.start, problem

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
