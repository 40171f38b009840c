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

_RUN = re.compile(r"(.)\1{60,}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rule:
    """A problem code: what it means, why it matters, an example that is bad, one that is good.

    ``bad`` and ``good`` are whole documents, as bytes; the bad one yields just this code, the good
    one none. ``fix`` says what to do. ``message`` and ``hint`` make the sentences about one finding; there are none
    where these are made with the finding, as the reader does. With a ``payload``, which is valid, the two examples are
    configurations to check it with.
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


@dataclass(frozen=True, slots=True)
class Family:
    """Rules about the same side of a payload, and what that side is."""

    title: str
    rules: tuple[Rule, ...]


def readable(example: bytes) -> str:
    """Return an example as text: bytes that are no UTF-8 as escapes, or all in hex where there is more to it.

    Long runs of a character are cut short.
    """
    text = example.decode(errors="backslashreplace")
    if not text.replace("\n", "").isprintable():
        return f"{example.hex()} (bytes in hex)"
    return _RUN.sub(lambda run: f"{run[1] * 3}… ({len(run[0]):,} times)", text)
