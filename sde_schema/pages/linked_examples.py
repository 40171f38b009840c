"""Examples on built pages: each name in them becomes a link to the section of its field."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from sde_schema import catalog

_BESIDE = re.compile(r'<div class="sde-beside-example">.*?<div class="sde-beside-fields">', re.DOTALL)
_BLOCK = re.compile(r"<code>.*?</code>", re.DOTALL)
_TOKEN = re.compile(r'<span class="(nt|p)">([^<]*)</span>')


def linked(page: str) -> str:
    """Return a page in which the names of the examples beside its fields are links."""
    return _BESIDE.sub(lambda beside: _BLOCK.sub(lambda block: _Walk().over(block[0]), beside[0]), page)


@dataclass(slots=True)
class _Walk:
    """A walk over the tokens of an event: the names of the objects and arrays that are open, None in an array."""

    open: list[str | None] = field(default_factory=list)
    name: str | None = None

    def over(self, block: str) -> str:
        """Return a highlighted event with links."""
        return _TOKEN.sub(self._token, block)

    def _token(self, token: re.Match[str]) -> str:
        kind, text = token.groups()
        if kind == "nt":
            self.name = html.unescape(text).strip('"')
            return f'<a href="{self._target()}">{token[0]}</a>'
        for sign in text:
            self._sign(sign)
        return token[0]

    def _sign(self, sign: str) -> None:
        if sign in "{[":
            self.open.append(self.name)
        elif sign in "}]":
            self.open.pop()
        if sign != ":":
            self.name = None

    def _target(self) -> str:
        """Return the address of the name's section: of what is in the body on this page, else on that of events."""
        _, *steps = [*filter(None, self.open), self.name]
        return f"#{'.'.join(filter(None, steps))}" if steps else f"../{catalog.EVENT}/#{self.name}"
