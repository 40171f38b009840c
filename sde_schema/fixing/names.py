"""Which name was meant by an unknown one, where that is certain."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema.catalog import EVENT, PAYLOAD
from sde_schema.checking.dates import Dates
from sde_schema.checking.times import agree
from sde_schema.codes import NOTHING_TO_VALIDATE, UNKNOWN_ATTRIBUTE, UNKNOWN_PROPERTY
from sde_schema.findings import value_at
from sde_schema.names import MOST_GUESSED, nearest, respelled, same_but_for_case
from sde_schema.reading.events import EVENT_HOLDERS, EVENTS, RECORD_LISTS
from sde_schema.rules.suggestions import OLD_ATTRIBUTES, PUSHED_TYPES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sde_schema.catalog.fields import Field
    from sde_schema.findings import Finding
    from sde_schema.model import Path
    from sde_schema.rules.wording import Context

_SHORTEST, _LONGEST = 4, 64
"""One edit makes another word of a shorter name; a longer name is not one of the schemas'."""

_LONG_ENOUGH = 5
"""A letter more, or another one, makes another word of a shorter name."""


class Rename(NamedTuple):
    """A member's name and the one that was meant; ``others`` are the names that are meant with it.

    Each of these has the path of its member from the member's object on, with names as they are written.
    """

    old: str
    new: str
    others: tuple[tuple[Path, Rename], ...] = ()


_NO_OTHERS: tuple[tuple[Path, Rename], ...] = ()


def rename(finding: Finding, context: Context) -> Rename | None:
    """Return the new name of a member after which its object is right there, None where none is certain."""
    if finding.meant_as or finding.absent:
        return None
    if finding.code == UNKNOWN_ATTRIBUTE:
        return _of_member(finding, context) or _of_event(finding, context)
    if finding.code == UNKNOWN_PROPERTY:
        return _of_member(finding, context)
    return _of_document(finding, context) if finding.code == NOTHING_TO_VALIDATE else None


def _of_member(finding: Finding, context: Context) -> Rename | None:
    """Return the name of a property or attribute that was meant; the value must be valid there, without advice."""
    name = str(finding.name)
    holder: dict[str, Any] = value_at(context.document, finding.path[:-1])
    known = finding.schema.members
    new = _older(name) if finding.code == UNKNOWN_ATTRIBUTE else None
    if not new and finding.suggestion and finding.suggestion == _only(name, tuple(known)):
        new = finding.suggestion
    if new is None or new not in known or not _is_safe(new, name, holder, known):
        return None
    value, inner = _respelled(known[new], holder[name])
    is_right = context.probe.is_clean(known[new], value) and agree(value)
    if finding.schema.document == PAYLOAD:
        is_right = is_right and _holds_something(value, context)
    renamed = _with_name(holder, name, new, value)
    is_right = is_right and agree(renamed) and not any(Dates(finding.schema).findings(renamed, (), frozenset()))
    return Rename(name, new, _below(name, inner)) if is_right else None


def _of_event(finding: Finding, context: Context) -> Rename | None:
    """Return the names of an event that are meant, if it is valid after letter case and separators are right."""
    event, respelled = _respelled(finding.schema, value_at(context.document, finding.path[:-1]))
    if not respelled or not context.probe.is_clean(finding.schema, event) or not _agrees(event):
        return None
    (path, first), *others = respelled
    return Rename(first.old, first.new, tuple(others)) if len(path) == 1 else None


def _agrees(event: dict[str, Any]) -> bool:
    """Return whether the times of an event and of what it holds agree."""
    return agree(event) and all(map(agree, event.values()))


def _of_document(finding: Finding, context: Context) -> Rename | None:
    """Return the one change of a name by which an object becomes a valid document."""
    value = value_at(context.document, finding.path)
    if finding.message or not isinstance(value, dict) or len(value) > MOST_GUESSED:
        return None
    known = (*context.attribute_types, *RECORD_LISTS, *EVENT_HOLDERS, EVENTS)
    meant = [Rename(name, new) for name in value if (new := _older(name) or _only(name, known))]
    payload = context.properties.document(PAYLOAD)
    if len(meant) != 1 or meant[0].new in value:
        return None
    old, new, _ = meant[0]
    renamed, others = _with_name(value, old, new, value[old]), _NO_OTHERS
    if new in context.attribute_types:
        renamed, others = _respelled(context.properties.document(EVENT), renamed)
    is_right = bool(context.forms.events_of(renamed)) and context.probe.is_clean(payload, renamed) and _agrees(renamed)
    as_written = (((old, *path[1:]) if path[0] == new else path, other) for path, other in others)
    return Rename(old, new, tuple(as_written)) if is_right else None


def _holds_something(value: Any, context: Context) -> bool:
    """Return whether there are events in a value, or items: without any event SDE406 would follow."""
    return bool(value if isinstance(value, list) else context.forms.events_of(value))


def _with_name(holder: dict[str, Any], old: str, new: str, value: Any) -> dict[str, Any]:
    """Return an object with another name for a member, and its value."""
    return {new if name == old else name: value if name == old else held for name, held in holder.items()}


def _respelled(field: Field, value: Any) -> tuple[Any, tuple[tuple[Path, Rename], ...]]:
    """Return a value in which names that differ in letter case or separators alone are right, and which these are."""
    found: list[tuple[Path, Rename]] = []

    def right(field: Field | None, value: Any, path: Path) -> Any:
        if isinstance(value, list) and field:
            return [right(field.items, item, (*path, index)) for index, item in enumerate(value)]
        if not isinstance(value, dict) or not field or len(value) > MOST_GUESSED:
            return value
        meant = list(_respellings(value, field.members))
        found.extend(((*path, each.old), each) for each in meant)
        names: dict[str, str] = {name: name for name in value} | {each.old: each.new for each in meant}
        return {new: right(field.members.get(new), value[old], (*path, old)) for old, new in names.items()}

    return right(field, value, ()), tuple(found)


def _respellings(holder: dict[str, Any], known: Collection[str]) -> Iterator[Rename]:
    """Yield the unknown names of an object of which each is the only one that respells a name that is free."""
    meant = [(name, same_but_for_case(name, tuple(known))) for name in holder if name not in known]
    news = [new for _, new in meant]
    for name, new in meant:
        if new is not None and new not in holder and news.count(new) == 1:
            yield Rename(name, new)


def _below(name: str, inner: tuple[tuple[Path, Rename], ...]) -> tuple[tuple[Path, Rename], ...]:
    """Return the names in a member's value with their paths from its object on."""
    return tuple(((name, *path), rename) for path, rename in inner)


def _older(name: str) -> str | None:
    """Return the attribute that has this name in older responses, or where a web page pushes it."""
    modern = OLD_ATTRIBUTES.get(name) or PUSHED_TYPES.get(name)
    return modern if modern != name else None


@lru_cache(maxsize=4096)
def _only(name: str, known: tuple[str, ...]) -> str | None:
    """Return the only known name that differs in letter case or separators alone, or else by one edit that is certain.

    Other names that are one edit away make it uncertain.
    """
    if len(name) > _LONGEST:
        return None
    others = tuple(other for other in known if other != name)
    near = respelled(name, others)
    if near:
        return near[0] if len(near) == 1 else None
    near = [other for other in others if is_one_edit(name, other)]
    return near[0] if len(near) == 1 and is_certain_edit(name, near[0]) else None


def _is_safe(new: str, name: str, holder: dict[str, Any], known: Collection[str]) -> bool:
    """Return whether a new name is free, and no other unknown name of the object may mean the same."""
    if new in holder or len(holder) > MOST_GUESSED:
        return False
    names = tuple(known)
    strangers = (other for other in holder if other != name and other not in known)
    return not any(
        nearest(other, names) == new or is_one_edit(other, new) or _older(other) == new for other in strangers
    )


def is_one_edit(name: str, known: str) -> bool:
    """Return whether one character more, less, other or swapped with the next makes a name of a known one."""
    if len(known) < _SHORTEST or abs(len(name) - len(known)) > 1 or name == known:
        return False
    same = _same_start(name, known)
    left, right = name[same:], known[same:]
    is_swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return left[1:] == right or left == right[1:] or left[1:] == right[1:] or is_swapped


def is_certain_edit(name: str, known: str) -> bool:
    """Return whether a name that is one edit away is a known one with a typing error, and not another word.

    Such an error does not change the first letter. A letter that is missing, doubled or swapped is one; a letter more
    or another one is one only in a name that is not short.
    """
    same = _same_start(name, known)
    if same == 0:
        return False
    is_missing, is_more = len(name) < len(known), len(name) > len(known)
    is_doubled = is_more and name[same] == name[same - 1]
    is_swapped = not is_more and sorted(name) == sorted(known)
    return is_missing or is_doubled or is_swapped or len(known) >= _LONG_ENOUGH


def _same_start(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))
