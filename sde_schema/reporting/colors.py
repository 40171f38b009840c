"""The colors of reports in text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_COLORS = {"error": "1;31", "warning": "1;33", "bold": "1", "location": "1;34", "good": "1;32"}


def painter(*, color: bool) -> Callable[[str, str], str]:
    """Return what paints a text in a color by its name, or leaves it as it is."""
    if color:
        return lambda text, name: f"\x1b[{_COLORS[name]}m{text}\x1b[0m"
    return plain


def plain(text: str, _: str) -> str:
    """Return a text without color."""
    return text
