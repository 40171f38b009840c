"""What a problem code is: one value that says all there is to say of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sde_schema.findings import Finding
    from sde_schema.model import Severity
    from sde_schema.rules.wording import Context

_DIGITS = re.compile(rb'"(-?\d+(?:\.\d+)?)"(?!:)')
_RUN = re.compile(r"(.)\1{60,}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two examples, as bytes: one that yields just one code, and one without a problem."""

    bad: bytes
    good: bytes


@dataclass(frozen=True, slots=True)
class Rule:
    """A problem code: what it means, why it matters, an example that is bad, one that is good.

    ``bad`` and ``good`` are whole documents, as bytes; the bad one yields just this code, the good
    one none. In versions in which a number is not a string, ``typed`` is used where it is given, and numbers
    in place of strings of digits. ``fix`` says what to do; ``see_also`` are codes that come with this one or are
    mistaken for it; ``options`` are those of ``validate`` that bear on it. ``message`` and ``hint`` make the sentences
    about one finding; there are none where these are made with the finding, as the reader does. With a ``payload``,
    which is valid, the two examples are configurations to check it with.
    """

    code: str
    name: str
    severity: Severity
    meaning: str
    why: str
    bad: bytes
    good: bytes
    fix: str
    message: Callable[[Finding, Context], str] | None = None
    hint: Callable[[Finding, Context], str | None] | None = None
    payload: bytes | None = None
    typed: Pair | None = None
    see_also: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    @property
    def pairs(self) -> tuple[Pair, Pair]:
        """The pair of examples, and the one for versions in which a number is not a string."""
        pair = Pair(self.bad, self.good)
        other = self.typed or pair
        return pair, Pair(_typed(other.bad), _typed(other.good))


@dataclass(frozen=True, slots=True)
class Family:
    """Rules about the same side of a payload, and what that side is."""

    title: str
    rules: tuple[Rule, ...]


def _typed(example: bytes) -> bytes:
    """Return an example with numbers in place of strings of digits."""
    return _DIGITS.sub(rb"\1", example)


def readable(example: bytes) -> str:
    """Return an example as text: bytes that are no UTF-8 as escapes, or all in hex where there is more to it.

    Long runs of a character are cut short.
    """
    text = example.decode(errors="backslashreplace")
    if not text.replace("\n", "").isprintable():
        return f"{example.hex()} (bytes in hex)"
    return _RUN.sub(lambda run: f"{run[1] * 3}… ({len(run[0]):,} times)", text)
