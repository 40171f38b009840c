"""Numbers as payloads have them: as numbers, or as texts of digits."""

from __future__ import annotations

import sys
from typing import Any

_MOST_DIGITS = sys.int_info.str_digits_check_threshold
"""So many digits Python reads under any setting; no schema takes a text of more for a number."""


def whole_number(value: Any) -> int | None:
    """Return a whole number, or a text of digits, as a number; None for anything else.

    Whether it is a valid one is the schemas' to say.
    """
    if isinstance(value, str):
        return int(value) if value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS else None
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value == int(value):
        return int(value)
    return None
