"""Findings and slips to problems: words, place, frame."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sde_schema.catalog import PAYLOAD, SUFFIX
from sde_schema.checking.faults import Fault, Manner
from sde_schema.checking.frames import Frames
from sde_schema.findings import value_at
from sde_schema.model import Frame, Place, Problem, Severity, pointer, safe_name
from sde_schema.prose import quoted
from sde_schema.reading.parsed import Stretch
from sde_schema.rules import say, severity_of
from sde_schema.rules.wording import Context

if TYPE_CHECKING:
    from sde_schema.checking.exact import Exact
    from sde_schema.checking.shape import Shape
    from sde_schema.findings import Finding
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

    def fault(self, fault: Fault, text: Text | None) -> Problem:
        """Tell a problem about a text, or about a parsed object, which has no places."""
        if text is None:
            return Problem(fault.code, severity_of(fault.code), fault.message, fault.hint)
        place = _after(fault.offset)
        return self._fault(fault, text, self._frames(text, None, [place]) if text.written else None)

    def _fault(self, fault: Fault, text: Text, frames: Frames | None) -> Problem:
        place = text.place(fault.offset)
        return Problem(
            fault.code,
            severity_of(fault.code),
            fault.message,
            fault.hint,
            file=self._file,
            line=place.line,
            column=place.column,
            frame=frames.frame(_after(fault.offset)) if frames else None,
        )

    def of_value(self, value: Any, findings: list[Finding]) -> list[Problem]:
        """Tell the findings about a parsed object, which has no places."""
        context, shape = self._context(value), self._shape(value)
        return [self._problem(finding, context, shape, None, None) for finding in findings]

    def of_text(self, text: Text, parsed: Parsed, findings: list[Finding], repeats: list[Spot]) -> list[Problem]:
        """Tell all that is wrong with a document in a text, in the order of the file."""
        spots = parsed.locate({finding.path for finding in findings})
        places = [_place_of(finding, spots[finding.path]) for finding in findings]
        context = self._context(parsed.value, is_yaml=parsed.is_yaml)
        shape = None if parsed.slips else self._shape(parsed.value)
        others = [*(_after(slip.offset) for slip in parsed.slips), *map(_place_of_name, repeats)]
        frames = self._frames(text, parsed, [*places, *others], shape)
        told = [(slip.offset, self._fault(Fault("SDE101", *slip[:3]), text, frames)) for slip in parsed.slips]
        for finding, stretch in zip(findings, places, strict=True):
            frame = frames.frame(stretch) if frames else None
            told.append((stretch.start, self._problem(finding, context, shape, text.place(stretch.start), frame)))
        told += [self._repeat(text, spot, frames) for spot in repeats]
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

    def _frames(
        self, text: Text, parsed: Parsed | None, places: list[Stretch], shape: Shape | None = None
    ) -> Frames | None:
        """Return what makes the frames of some places, None where no frames are wanted."""
        if not self._manner.frames:
            return None
        return Frames(text, parsed, places, self._exact.properties.names, shape.may_show if shape else None)

    def _repeat(self, text: Text, spot: Spot, frames: Frames | None) -> tuple[int, Problem]:
        """Tell a name that stands twice in its object."""
        name = str(spot.path[-1])
        stretch = _place_of_name(spot)
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
            frame=frames.frame(stretch) if frames else None,
        )
        return stretch.start, problem

    def _with_value(self, message: str, finding: Finding, document: Any, shape: Shape | None) -> str:
        """Add the value to the words where it may be shown."""
        if shape is None or finding.named or not shape.may_show(finding.path):
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
        context: Context,
        shape: Shape | None,
        place: Place | None,
        frame: Frame | None,
    ) -> Problem:
        message, hint = say(finding, context)
        return Problem(
            finding.code,
            self.severity(finding),
            self._with_value(message, finding, context.document, shape),
            hint,
            file=self._file if place else None,
            line=place.line if place else None,
            column=place.column if place else None,
            pointer=pointer(finding.path),
            property=None if finding.property is None else safe_name(finding.property),
            schema=self._label(finding),
            frame=frame,
        )


def _after(offset: int) -> Stretch:
    """Return the stretch of the one character at an offset."""
    return Stretch(offset, offset + 1)


def _place_of(finding: Finding, spot: Spot) -> Stretch:
    """Return what a finding is about: a name, or a value."""
    return _place_of_name(spot) if finding.named else spot.value


def _place_of_name(spot: Spot) -> Stretch:
    return spot.name or spot.value
