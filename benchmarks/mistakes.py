"""Make exactly one problem in an event, of a kind that real payloads show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema import catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sde_schema.examples.draw import Draw

Body = dict[str, Any]
ATTRIBUTES = frozenset(catalog.all_attribute_types())

#: what a schema requires: misspelled, it would be missing too, two mistakes to an engine
REQUIRED = frozenset({"serverTimeStamp", "year", "month", "day"})
MONTHS = ("month", "customerMonthOfBirth")
BAD_MONTHS = (13, "13", 0, "00", 14, "21")
BAD_TIMES = (
    "2015-08-24T10:38:41Z",
    "24.08.2015 10:38",
    "",
    "unknown",
    "1440412721832 ",
    "1440412721832.5",
    "14404127218320000000",
    -1440412721832,
    9_007_199_254_740_993,
)
BAD_CODES: dict[str, tuple[str | int, ...]] = {
    "originatingChannel": (7, "7", "Search", "email", "-1", 99, "01"),
    "status": (14, "14", "Complete", "in progress", -1, "013"),
    "resolved": ("yes", "no", "True", "resolved", "0"),
}
OTHER_ATTRIBUTES = ("chatSummary", "order", "pageView", "customerDetails", "sde", "cart")


def _misspelled(draw: Draw, name: str) -> str:
    """Return the name with a letter lost, doubled or swapped, or the first one's case changed."""
    how, place = draw.below(4), 1 + draw.below(len(name) - 2)
    if how == 0:
        return name[:place] + name[place + 1 :]
    if how == 1:
        return name[:place] + name[place] + name[place:]
    if how == 2 and name[place] != name[place + 1]:
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return name[0].swapcase() + name[1:]


def _rename(holder: Body, old: str, new: str) -> None:
    """Rename a member where it is."""
    members = [(new if name == old else name, value) for name, value in holder.items()]
    holder.clear()
    holder.update(members)


def _places(value: object) -> Iterator[tuple[Body, str]]:
    """Yield every member below a value as the object that holds it and its name."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield value, name
            yield from _places(member)
    elif isinstance(value, list):
        for item in value:
            yield from _places(item)


def _optional(attribute: str, body: Body) -> list[tuple[Body, str]]:
    """Return the places of the members that a schema does not require."""
    return [(holder, name) for holder, name in _places(body) if name not in REQUIRED and name != attribute]


def misspelled_property(draw: Draw, attribute: str, body: Body) -> bool:
    """Misspell the name of a property."""
    places = _optional(attribute, body)
    if not places:
        return False
    holder, name = draw.one(places)
    _rename(holder, name, _misspelled(draw, name))
    return True


def wrong_type(draw: Draw, attribute: str, body: Body) -> bool:
    """Put an object or a array where a plain value belongs, or one item where an array belongs."""
    places = _optional(attribute, body)
    if not places:
        return False
    holder, name = draw.one(places)
    value = holder[name]
    if isinstance(value, list):
        holder[name] = value[0] if value and isinstance(value[0], dict) else "none"
    elif isinstance(value, dict):
        holder[name] = [value]
    elif value is None:
        holder[name] = [[]]
    else:
        holder[name] = draw.one(([value], {"value": value}, []))
    return True


def unknown_code(draw: Draw, _attribute: str, body: Body) -> bool:
    """Put a code that its list does not have."""
    for holder, name in _places(body):
        if name in BAD_CODES:
            holder[name] = draw.one(BAD_CODES[name])
            return True
    return False


def bad_month(draw: Draw, _attribute: str, body: Body) -> bool:
    """Put a month that no year has."""
    places = [(holder, name) for holder, name in _places(body) if name in MONTHS]
    if not places:
        return False
    holder, name = draw.one(places)
    holder[name] = draw.one(BAD_MONTHS)
    return True


def bad_timestamp(draw: Draw, _attribute: str, body: Body) -> bool:
    """Put a time that is not in epoch milliseconds."""
    body["serverTimeStamp"] = draw.one(BAD_TIMES)
    return True


def missing_timestamp(_draw: Draw, _attribute: str, body: Body) -> bool:
    """Leave out the time."""
    del body["serverTimeStamp"]
    return True


#: the kinds that act on a body; those that seldom find something to act on are here more than once
KINDS: tuple[Callable[[Draw, str, Body], bool], ...] = (
    unknown_code,
    unknown_code,
    unknown_code,
    bad_month,
    bad_month,
    misspelled_property,
    wrong_type,
    bad_timestamp,
    missing_timestamp,
)
UNKNOWN_ATTRIBUTE_SHARE = 0.12


def _attribute(event: Body) -> str:
    return next(name for name in event if name in ATTRIBUTES)


def spoil(draw: Draw, event: Body) -> None:
    """Make exactly one mistake in a valid event."""
    attribute = _attribute(event)
    if draw.chance(UNKNOWN_ATTRIBUTE_SHARE):
        new = draw.one(OTHER_ATTRIBUTES) if draw.chance(0.3) else _misspelled(draw, attribute)
        _rename(event, attribute, new)
        return
    while not draw.one(KINDS)(draw, attribute, event[attribute]):
        pass


def repeat_mistake(draw: Draw, event: Body) -> None:
    """Make one of two mistakes in a valid event: a time as text, or a member that the schemas do not know."""
    body = event[_attribute(event)]
    if draw.chance(0.5):
        body["serverTimeStamp"] = BAD_TIMES[0]
    else:
        body["sessionId"] = f"{draw.below(10**9):09}"


def warn(_draw: Draw, event: Body) -> None:
    """Give a valid event exactly one warning: its time is in seconds."""
    body = event[_attribute(event)]
    body["serverTimeStamp"] = str(int(body["serverTimeStamp"]) // 1000)
    body.pop("originalTimeStamp", None)
