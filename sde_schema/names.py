"""Guesses of what a name was meant to be."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

_NEAR_ENOUGH = 0.7
_LONGEST_COMPARED = 64
_NEGATION = re.compile(r"\s*(?:un|in|dis|non|not|no[^a-z])", re.IGNORECASE)
_FILLERS = re.compile(r"[\s_.-]+")


def _plain(name: str) -> str:
    return _FILLERS.sub("", name).casefold()


def is_negated(words: str) -> bool:
    """Return whether words begin like those that say the opposite: ``unresolved``, ``not complete``."""
    return _NEGATION.match(words) is not None


@lru_cache(maxsize=4096)
def same_but_for_case(name: str, known: tuple[str, ...]) -> str | None:
    """Return the known name that differs only in letter case, blanks, ``_``, ``-`` or ``.``."""
    plain = _plain(name[: _LONGEST_COMPARED * 2])
    return next((other for other in known if _plain(other) == plain), None)


@lru_cache(maxsize=4096)
def nearest(name: str, known: tuple[str, ...]) -> str | None:
    """Return the known name that the name was probably meant to be, or None."""
    same = same_but_for_case(name, known)
    if same or len(name) > _LONGEST_COMPARED:
        return same
    plain = _plain(name)
    scored = [(SequenceMatcher(None, plain, _plain(other)).ratio(), other) for other in known]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= _NEAR_ENOUGH else None


def spelling(name: str, known: tuple[str, ...]) -> str | None:
    """Return the one of ``sdes`` and ``unAuthSdes`` that another spelling stands for."""
    plain = name.casefold().replace("_", "").replace("-", "")
    if not plain.rstrip("s").endswith("sde"):
        return None
    return next((other for other in known if other.casefold().startswith(plain[:2])), None)
