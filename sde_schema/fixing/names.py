"""Which name was meant by an unknown one, where that is certain."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema.catalog import PAYLOAD
from sde_schema.codes import NOTHING_TO_VALIDATE, UNKNOWN_ATTRIBUTE, UNKNOWN_PROPERTY
from sde_schema.findings import value_at
from sde_schema.names import same_but_for_case
from sde_schema.reading.events import EVENT_HOLDERS, EVENTS, RECORD_LISTS
from sde_schema.rules.suggestions import OLD_ATTRIBUTES, PUSHED_TYPES

if TYPE_CHECKING:
    from collections.abc import Collection

    from sde_schema.findings import Finding
    from sde_schema.rules.wording import Context

_SHORTEST, _LONGEST = 4, 64
"""One edit in a shorter name makes another word of it; a longer name is not one of the schemas'."""

_MOST_MEMBERS = 1_000
"""In an object with more members no name is looked for."""


class Rename(NamedTuple):
    """A member's name and the one that was meant."""

    old: str
    new: str


def rename(finding: Finding, context: Context) -> Rename | None:
    """Return the new name of a member after which its object is right there, None where none is certain."""
    if finding.meant_as or finding.absent:
        return None
    if finding.code in (UNKNOWN_ATTRIBUTE, UNKNOWN_PROPERTY):
        return _of_member(finding, context)
    return _of_document(finding, context) if finding.code == NOTHING_TO_VALIDATE else None


def _of_member(finding: Finding, context: Context) -> Rename | None:
    """Return the name of a property or attribute that was meant; the value must be valid there, without advice."""
    name = str(finding.name)
    holder: dict[str, Any] = value_at(context.document, finding.path[:-1])
    known = finding.schema.members
    older = _older(name) if finding.code == UNKNOWN_ATTRIBUTE else None
    new = older or (finding.suggestion if finding.suggestion == _only(name, tuple(known)) else None)
    if new is None or new not in known or not _is_safe(new, name, holder, known):
        return None
    return Rename(name, new) if context.probe.is_clean(known[new], holder[name]) else None


def _of_document(finding: Finding, context: Context) -> Rename | None:
    """Return the one change of a name by which an object becomes a valid document."""
    value = value_at(context.document, finding.path)
    if finding.message or not isinstance(value, dict) or len(value) > _MOST_MEMBERS:
        return None
    known = (*context.attribute_types, *RECORD_LISTS, *EVENT_HOLDERS, EVENTS)
    meant = [Rename(name, new) for name in value if (new := _older(name) or _only(name, known))]
    payload = context.properties.document(PAYLOAD)
    if len(meant) != 1 or meant[0].new in value:
        return None
    renamed = {meant[0].new if name == meant[0].old else name: held for name, held in value.items()}
    is_right = context.forms.recognizes(renamed) and context.probe.is_clean(payload, renamed)
    return meant[0] if is_right else None


def _older(name: str) -> str | None:
    """Return the attribute that has this name in older responses, or where a web page pushes it."""
    modern = OLD_ATTRIBUTES.get(name) or PUSHED_TYPES.get(name)
    return modern if modern != name else None


@lru_cache(maxsize=4096)
def _only(name: str, known: tuple[str, ...]) -> str | None:
    """Return the only known name that differs in letter case or separators alone, or else by one edit."""
    if len(name) > _LONGEST:
        return None
    others = tuple(other for other in known if other != name)
    near = [other for other in others if _is_respelled(name, other)]
    near = near or [other for other in others if is_one_edit(name, other)]
    return near[0] if len(near) == 1 else None


def _is_safe(new: str, name: str, holder: dict[str, Any], known: Collection[str]) -> bool:
    """Return whether a new name is free, and no other unknown name of the object means the same."""
    if new in holder or len(holder) > _MOST_MEMBERS:
        return False
    strangers = (other for other in holder if other != name and other not in known)
    return not any(_is_respelled(other, new) or is_one_edit(other, new) or _older(other) == new for other in strangers)


def _is_respelled(name: str, other: str) -> bool:
    return same_but_for_case(name, (other,)) is not None


def is_one_edit(one: str, other: str) -> bool:
    """Return whether one character more, less, other or swapped with the next makes one name of another."""
    if min(len(one), len(other)) < _SHORTEST or abs(len(one) - len(other)) > 1 or one == other:
        return False
    same = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    if same is None:
        return True
    left, right = one[same:], other[same:]
    is_swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return left[1:] == right or left == right[1:] or left[1:] == right[1:] or is_swapped
