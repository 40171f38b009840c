"""Values at the edges of what is valid, for proofs rather than for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sde_schema.generating.leaves import MASKED

if TYPE_CHECKING:
    from sde_schema.generating.fields import Field
    from sde_schema.generating.leaves import Maker
    from sde_schema.generating.probe import Probe
    from sde_schema.generating.scene import Scene

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


def edge_leaf(field: Field, valid: Probe, usual: Maker) -> Maker:
    """Return the maker of a field's values at the edges, mixed with usual ones and, rarely, the longest text."""
    codes = valid.accepted(field, field.codes)
    examples = valid.accepted(field, field.examples)
    choices = codes or [*valid.accepted(field, EDGES), *examples]
    limit = min(field.values("maxLength"), default=0)
    may_be_long = limit > 0 and valid.accepts(field, _LETTERS[0] * limit)

    def make(scene: Scene) -> Any:
        if may_be_long and scene.draw.chance(_LONG_SHARE):
            return scene.draw.one(_LETTERS) * limit
        return usual(scene) if scene.draw.chance(_USUAL_SHARE) else scene.draw.one(choices)

    return make
