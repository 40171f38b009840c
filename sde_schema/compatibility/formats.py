"""Comparisons to text, JSON and Markdown."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sde_schema.compatibility.changes import Evidence, Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sde_schema.compatibility.changes import Change, Comparison

_KNOWN = {"contained": "proved", "sampled": "tried"}


def accepted(change: Change) -> str:
    """Return what was and is accepted, in words."""
    if change.kind == "words":
        return "only its words changed"
    if change.old is None and change.new is None:
        return "accepts less than before" if change.kind == "tightened" else "accepts more than before"
    if change.old == change.new or change.old is None or change.new is None:
        return str(change.new or change.old)
    return f"{change.old} → {change.new}"


def verdict(known_by: Witness | Evidence) -> str:
    """Return ``breaking``, or ``compatible`` and how that is known."""
    return "breaking" if isinstance(known_by, Witness) else f"compatible, {_KNOWN[known_by.way]}"


def evidence(comparison: Comparison, where: str) -> str:
    """Return in a sentence how it is known that nothing but the breaking changes breaks."""
    known = comparison.evidence[where]
    checked = f"{known.payloads:,} generated payloads of {comparison.old} were checked by {comparison.new}"
    if known.way == "contained":
        return f"proved: {comparison.new} accepts all that {comparison.old} accepts; in addition, {checked}."
    breaks = any(change.where == where and change.is_breaking for change in comparison.changes)
    refused = "none was rejected, except for the breaking changes" if breaks else "none was rejected"
    return f"tried: {checked}, and {refused}."


def totals(comparison: Comparison) -> str:
    """Return how many changes are compatible, and how many breaking."""
    return f"{comparison.compatible} compatible, {comparison.breaking} breaking"


def as_text(comparison: Comparison) -> str:
    """Return a comparison to be read on a terminal."""
    lines = [f"Changes from {comparison.old} to {comparison.new}"]
    for where, changes in groupby(comparison.changes, key=lambda change: change.where):
        lines += ["", where]
        for change in changes:
            lines += _text_of(change)
    lines += ["", "How it is known"]
    lines += [f"  {where} {evidence(comparison, where)}" for where in comparison.evidence]
    return "\n".join([*lines, "", totals(comparison), ""])


def _text_of(change: Change) -> Iterator[str]:
    yield f"  {change.kind:<9} {change.name}: {accepted(change)} ({verdict(change.known_by)})"
    if isinstance(change.known_by, Witness):
        yield f"            {_line(change.known_by.payload)}"
        yield f"            is now {change.known_by.code} at {change.known_by.pointer or 'the root'}"


def _line(payload: Any) -> str:
    return json.dumps(payload, ensure_ascii=False)


def as_json(comparison: Comparison) -> str:
    """Return a comparison as one JSON object."""
    said = {
        "old": comparison.old,
        "new": comparison.new,
        "changes": [_json_of(change) for change in comparison.changes],
        "evidence": {where: _json_known(known) for where, known in comparison.evidence.items()},
        "summary": {"compatible": comparison.compatible, "breaking": comparison.breaking},
    }
    return json.dumps(said, indent=2, ensure_ascii=False) + "\n"


def _json_of(change: Change) -> dict[str, Any]:
    return {
        "where": change.where,
        "property": change.name,
        "kind": change.kind,
        "breaking": change.is_breaking,
        "before": change.old,
        "after": change.new,
        "knownBy": _json_known(change.known_by),
    }


def _json_known(known_by: Witness | Evidence) -> dict[str, Any]:
    if isinstance(known_by, Evidence):
        return {"way": known_by.way, "payloads": known_by.payloads}
    return {"way": "witness", "payload": known_by.payload, "code": known_by.code, "pointer": known_by.pointer}


def as_markdown(comparison: Comparison) -> str:
    """Return a comparison as Markdown, for a pull request or release notes."""
    lines = [f"# Changes from {comparison.old} to {comparison.new}", "", f"**{totals(comparison)}**"]
    for where, changes in groupby(comparison.changes, key=lambda change: change.where):
        lines += ["", f"## {where}", ""]
        for change in changes:
            lines += _markdown_of(change)
    lines += ["", "## How it is known", ""]
    lines += [f"- `{where}` {evidence(comparison, where)}" for where in comparison.evidence]
    return "\n".join([*lines, ""])


def _markdown_of(change: Change) -> Iterator[str]:
    kind = f"**{change.kind}**" if change.is_breaking else change.kind
    yield f"- `{change.name}` {kind}: {accepted(change)} ({verdict(change.known_by)})"
    if isinstance(change.known_by, Witness):
        payload, code, pointer = change.known_by.payload, change.known_by.code, change.known_by.pointer
        yield f"    - `{_line(payload)}` is now {code} at `{pointer or '/'}`"


TELLINGS: dict[str, Callable[[Comparison], str]] = {"text": as_text, "json": as_json, "markdown": as_markdown}
"""The formats by name."""
