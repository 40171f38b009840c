"""Makers of plain values: each takes the scene of an event and returns one value of a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema.codes import BAD_TIMESTAMP
from sde_schema.examples.recipes import CENTS, COUNTS, TEXTS, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sde_schema.catalog.fields import Field
    from sde_schema.catalog.probe import Probe
    from sde_schema.examples.recipes import Scene

    Maker = Callable[[Scene], Any]


MASKED, EMPTY, ODD_NUMBER = "****", "", 4711
ORIGINAL = "originalTimeStamp"

_TEXT_SHARE = 0.7
_ORIGINAL_TEXT_SHARE = 0.05
_PLAIN_EXTRAS_SHARE = 0.02
_PERSONAL_EXTRAS_SHARE = 0.06
_ODDITIES = (ODD_NUMBER, "n/a", "22,22 EUR")
"""Values that draw advice in some fields, be they valid there."""


def leaf(field: Field, probe: Probe, odd_share: float) -> Maker:
    """Return the maker of a field's plain values: realistic ones, a few of them masked or empty.

    In a share of ``odd_share`` a value draws advice, where there is one.
    """
    usual = _usual(field, probe)
    extras = probe.clean(field, _extras(field))
    oddities = [value for value in probe.valid(field, _ODDITIES) if not probe.is_clean(field, value)]
    if not extras and not oddities:
        return usual
    extra_share = _PERSONAL_EXTRAS_SHARE if field.is_personal else _PLAIN_EXTRAS_SHARE
    return _mixed(usual, [(extra_share, extras), (odd_share, oddities)])


def _extras(field: Field) -> list[Any]:
    """Return what may be in many fields and says little."""
    if field.codes or "string" not in field.types:
        return []
    is_amount = _recipe(CENTS, field) or _recipe(COUNTS, field)
    return [MASKED, EMPTY, *([] if is_amount or "number" not in field.types else [ODD_NUMBER])]


def _mixed(usual: Maker, others: Sequence[tuple[float, list[Any]]]) -> Maker:
    choices = [(share, values) for share, values in others if values and share]

    def make(scene: Scene) -> Any:
        for share, values in choices:
            if scene.draw.chance(share):
                return scene.draw.one(values)
        return usual(scene)

    return make


def _usual(field: Field, probe: Probe) -> Maker:
    if field.codes:
        return _one_of([code for code in probe.clean(field, field.codes) if code is not None])
    if BAD_TIMESTAMP in field.problem_codes:
        return _timestamp(field)
    if field.types <= {"boolean", "null"}:
        return lambda scene: scene.flag(field.name)
    return _by_name(field) or _one_of(_choices(field, probe))


def _by_name(field: Field) -> Maker | None:
    """Return a maker by one of the recipes that draw anew each time, None where none fits."""
    if not field.types.isdisjoint({"integer", "number"}):
        cents, count = _recipe(CENTS, field), _recipe(COUNTS, field)
        if cents:
            return _amount(cents, field.types)
        if count:
            return _count(count, field.types)
    text = _recipe(TEXTS, field)
    return _text(text, field.types) if text and "string" in field.types else None


def _recipe(recipes: Mapping[str, Any], field: Field) -> Any:
    return recipes.get(f"{field.parent}.{field.name}", recipes.get(field.name))


def _choices(field: Field, probe: Probe) -> list[Any]:
    """Return the words for a field, else its examples."""
    fitting = probe.clean(field, _recipe(WORDS, field) or ())
    return fitting or [example for example in field.examples if example is not None]


def _one_of(choices: list[Any]) -> Maker:
    return lambda scene: scene.draw.one(choices)


def _timestamp(field: Field) -> Maker:
    is_original = field.name == ORIGINAL
    share = _text_share(field.types, _ORIGINAL_TEXT_SHARE if is_original else _TEXT_SHARE)

    def make(scene: Scene) -> Any:
        moment = scene.now - scene.lag if is_original else scene.now
        return str(moment) if scene.draw.chance(share) else moment

    return make


def _text_share(types: frozenset[str], share: float = _TEXT_SHARE) -> float:
    """Return how often a number is written as text: always or never where only one is allowed."""
    if "string" not in types:
        return 0
    return 1 if types.isdisjoint({"integer", "number"}) else share


def _count(recipe: Callable[[Scene], int], types: frozenset[str]) -> Maker:
    share = _text_share(types)

    def make(scene: Scene) -> Any:
        count = recipe(scene)
        return str(count) if scene.draw.chance(share) else count

    return make


def _amount(recipe: Callable[[Scene], int], types: frozenset[str]) -> Maker:
    share = _text_share(types)
    has_fractions = "number" in types

    def make(scene: Scene) -> Any:
        cents = recipe(scene)
        if scene.draw.chance(share):
            return str(cents / 100) if scene.draw.chance(0.2) else f"{cents / 100:.2f}"
        return cents / 100 if has_fractions and cents % 100 else cents // 100

    return make


def _text(recipe: Callable[[Scene], str], types: frozenset[str]) -> Maker:
    if types.isdisjoint({"integer", "number"}):
        return recipe

    def make(scene: Scene) -> Any:
        text = recipe(scene)
        is_number = text.isdecimal() and not text.startswith("0")
        return int(text) if is_number and scene.draw.chance(1 - _TEXT_SHARE) else text

    return make


_NUMBERS = (
    0, 1, -1, 1.0, -0.0, 0.5, -1.5, 7.25, 12, 28, 31, 99, 1980, 9999, 10_000, 1440412721, 1440412721832,
    1440412721832.0, 2**53 - 1, 2**53, 2**63 - 1, -(2**63), 1e-7, 1e22, -1e300,
)  # fmt: skip
_NUMBER_TEXTS = (
    "0", "1", "01", "9", "09", "10", "12", "28", "30", "31", "0031", "1980", "0001", "9999", "-1", "-34.50", "+1",
    "1e3", "7.8", ".5", "5.", "34.0", "0x1F", "1440412721", "1440412721832", "0001440412721832", "0000000000000000",
    "9007199254740991", "9999999999999999", "99999999999999999999",
)  # fmt: skip
_TEXTS = (
    "", MASKED, "*", " ", "a", "Search", "USD", "usd", "true", "TRUE", "null", "NaN", "{}", "[]", '{"id": 1}', "a: b",
    "# no comment", "'", '"', "\\", "\\u0041", "a/b~c", "\n", "a\nb", "\t", "\x00", "\x7f", "\u00a0", "\u2028",
    "\ufeff",
    "\u0661\u0662", "e\u0301", "\u05e2\u05d1\u05e8\u05d9\u05ea", "\u202eabc", "\U0001f600",
    "\U0001f468\u200d\U0001f469", "\U0001d7d8",
    "https://www.example.com/?q=1&r=%20#x", "visitor@example.org", "not an address", "+1 (212) 555-0188",
    "<b>bold</b>", "2015-08-24T10:38:41Z", "free text, of any kind; with 1,5 commas",
)  # fmt: skip
EDGES: tuple[Any, ...] = (*_NUMBERS, *_NUMBER_TEXTS, *_TEXTS, True, False)

_LONG_SHARE = 0.0005
_USUAL_SHARE = 0.2
_LETTERS = ("x", "\u00e9", "\U0001f600")


def edge_leaf(field: Field, probe: Probe, usual: Maker) -> Maker:
    """Return the maker of a field's values at the edges, mixed with usual ones and, rarely, the longest text."""
    codes = probe.valid(field, field.codes)
    examples = probe.valid(field, field.examples)
    choices = codes or [*probe.valid(field, EDGES), *examples]
    limit = min(field.values("maxLength"), default=0)
    may_be_long = limit > 0 and probe.is_valid(field, _LETTERS[0] * limit)

    def make(scene: Scene) -> Any:
        if may_be_long and scene.draw.chance(_LONG_SHARE):
            return scene.draw.one(_LETTERS) * limit
        return usual(scene) if scene.draw.chance(_USUAL_SHARE) else scene.draw.one(choices)

    return make
