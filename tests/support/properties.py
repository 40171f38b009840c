"""Properties that hold of any payload, tried by Hypothesis: how many examples there are, and what they are made of.

The examples are the same in each run, unless `HYPOTHESIS_PROFILE=long` asks for many new ones.
"""

from __future__ import annotations

import json
import os
from decimal import Decimal
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sde_schema import catalog
from sde_schema.examples.random_events import Payloads

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn, SearchStrategy

    from sde_schema.model import Path

T = TypeVar("T")

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "usual")
"""The profile that is in force: ``usual`` has the same examples in each run, ``long`` new ones."""

FEW = 12
"""So many examples of a property are tried every day."""

_MANY = {"usual": 30, "long": 6_000}
"""So many examples of a property are tried by the slow part, by the profile."""

for _name in _MANY:
    settings.register_profile(
        _name,
        derandomize=_name == "usual",
        database=None,
        deadline=None,
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
    )
settings.load_profile(PROFILE)


def tried(strategy: SearchStrategy[T], check: Callable[[T], object], *, many: bool, costs: int = 1) -> int:
    """Check examples of a strategy; return how many there really were. What ``costs`` more has fewer of them."""
    count = 0

    @settings(max_examples=max((_MANY[PROFILE] if many else FEW) // costs, 2))
    @given(strategy)
    def each(example: T) -> None:
        nonlocal count
        count += 1
        check(example)

    each()
    return count


class Held(NamedTuple):
    """A document that is valid under a version, and the paths of the events in it."""

    document: Any
    events: list[Path]
    version: str


_POOL = 250


@cache
def pool(version: str) -> tuple[Any, ...]:
    """Return valid events of a version: realistic ones, and ones at the edges of what is valid."""
    makers = (Payloads(version, 1), Payloads(version, 2, wide=True), Payloads(version, 3, wide=True, odd_share=0.2))
    return tuple(json.dumps(maker.event()) for _ in range(_POOL) for maker in makers)


def events(version: str) -> SearchStrategy[Any]:
    """Return a strategy of valid events."""
    return st.sampled_from(pool(version)).map(json.loads)


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | _TEXT,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(_TEXT, below, max_size=3),
    max_leaves=6,
)
"""Any values of JSON."""


@st.composite
def documents(draw: DrawFn, version: str) -> Held:
    """Return a valid document of any form, with one to three events."""
    some = draw(st.lists(events(version), min_size=1, max_size=3))
    held = {"events": some}
    form = draw(st.sampled_from(["events", "envelope", "record", "response", "array", "bare"]))
    if form == "bare":
        return Held(some[0], [()], version)
    if form == "array":
        return Held(some, [(index,) for index in range(len(some))], version)
    if form == "events":
        return Held(held, _paths(("events",), some), version)
    info = {"conversationId": "c", "x": draw(JUNK)}
    record = {"sdes": held} if form == "envelope" else {"info": info, "unAuthSdes": None, "sdes": held}
    if form == "response":
        path = ("interactionHistoryRecords", 0, "sdes", "events")
        return Held({"interactionHistoryRecords": [record], "_metadata": {"count": 1}}, _paths(path, some), version)
    return Held(record, _paths(("sdes", "events"), some), version)


def _paths(path: Path, some: list[Any]) -> list[Path]:
    return [(*path, index) for index in range(len(some))]


class Spelling(NamedTuple):
    """What is different in how the same document is written."""

    order: bool
    spaces: bool
    escapes: bool
    numbers: bool
    seed: int


SPELLINGS = st.builds(Spelling, *(st.booleans() for _ in range(4)), st.integers(0, 2**32))
"""Ways to write a document."""


def spelled(value: Any, how: Spelling) -> str:
    """Return a document in one of the ways to write it."""
    return _Writer(how).text(value)


_SHORT = {"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\", "/": "\\/"}
_LAST_EXACT = 2**53


class _Writer:
    """Writes a document in one way."""

    def __init__(self, how: Spelling) -> None:
        self._how = how
        self._random = Random(how.seed)  # noqa: S311 - no secret

    def text(self, value: Any) -> str:
        """Return the text of a document."""
        return f"{self._space()}{self._value(value)}{self._space()}"

    def _value(self, value: Any) -> str:
        if isinstance(value, dict):
            return self._object(value)
        if isinstance(value, list):
            return f"[{self._joined([self._value(item) for item in value])}]"
        if isinstance(value, str):
            return self._string(value)
        if isinstance(value, bool) or value is None or not self._how.numbers:
            return json.dumps(value)
        return self._random.choice(numbers_like(value))

    def _object(self, value: dict[str, Any]) -> str:
        names = list(value)
        if self._how.order:
            self._random.shuffle(names)
        pairs = [f"{self._string(name)}{self._space()}:{self._space()}{self._value(value[name])}" for name in names]
        return f"{{{self._joined(pairs)}}}"

    def _joined(self, parts: list[str]) -> str:
        return self._space() + f"{self._space()},{self._space()}".join(parts) + self._space()

    def _space(self) -> str:
        return self._random.choice(("", "", " ", "\t", "\n", "\r\n", "  ")) if self._how.spaces else ""

    def _string(self, text: str) -> str:
        if not self._how.escapes:
            return json.dumps(text, ensure_ascii=False)
        return f'"{"".join(map(self._character, text))}"'

    def _character(self, character: str) -> str:
        chance = self._random.random()
        if chance < 0.2:
            units = character.encode("utf-16-be")
            form = self._random.choice(("\\u%02x%02x", "\\u%02X%02X"))
            return "".join(form % tuple(units[at : at + 2]) for at in range(0, len(units), 2))
        if character in _SHORT and (chance < 0.5 or character in '"\\' or character < " "):
            return _SHORT[character]
        return json.dumps(character, ensure_ascii=chance < 0.3)[1:-1]


def numbers_like(number: float) -> list[str]:
    """Return texts of a number, all of which any parser reads as it."""
    plain = json.dumps(number)
    if abs(number) > _LAST_EXACT:
        return [plain]
    exact = Decimal(plain)
    found = [plain, f"{exact.scaleb(3):f}e-3", f"{exact.scaleb(-2):f}E+2", f"{exact:f}e0"]
    if "." not in plain and "e" not in plain:
        found += [f"{plain}.0", f"{plain}.000e00"]
    if not number:
        found += ["-0", "-0.0", "0e5"]
    return [text for text in found if float(text) == number]


def at(value: Any, path: Path) -> Any:
    """Return what is at a path."""
    for step in path:
        value = value[step]
    return value


def paths_of(value: Any, kinds: type | tuple[type, ...], path: Path = ()) -> list[Path]:
    """Return the paths of all values of some types, in their order."""
    found = [path] if isinstance(value, kinds) or (value is None and kinds == SCALARS) else []
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return found + [below for step, held in steps for below in paths_of(held, kinds, (*path, step))]


SCALARS = (str, int, float, bool)
"""The types of what is neither an object nor an array; null is one, too."""


def attribute_of(event: dict[str, Any]) -> str:
    """Return the name of a valid event's attribute."""
    return next(name for name in event if name in catalog.attribute_types())
