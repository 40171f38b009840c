"""Guesses of what a name was meant to be."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

_NEAR_ENOUGH, _ALMOST_SAME, _NEAR_WORDS = 0.7, 0.87, 0.65
"""How near whole names must be; how near they are when their words need no comparison; how near words must be."""

_LONGEST_COMPARED = 64

MOST_GUESSED = 1_000
"""In an object with more members nobody asks what a name was meant to be."""

_NEGATION = re.compile(r"\s*(?:un|in|dis|non|not|no[^a-z])", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|[0-9]+")
_AUTHENTICATED = re.compile(r"\A(?:is)?auth(?:enticated)?")
_FILLERS = re.compile(r"[\s_.-]+")


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return _FILLERS.sub("", name).casefold()


def is_negated(words: str) -> bool:
    """Return whether words begin like those that say the opposite: ``unresolved``, ``not complete``."""
    return _NEGATION.match(words) is not None


@lru_cache(maxsize=4096)
def same_but_for_case(name: str, known: tuple[str, ...]) -> str | None:
    """Return the known name that differs only in letter case, spaces, ``_``, ``-`` or ``.``."""
    return next(iter(respelled(name, known)), None)


def respelled(name: str, known: tuple[str, ...]) -> list[str]:
    """Return the known names that differ only in letter case, spaces, ``_``, ``-`` or ``.``."""
    plain = _plain(name[: _LONGEST_COMPARED * 2])
    return [other for other in known if _plain(other) == plain]


@lru_cache(maxsize=4096)
def nearest(name: str, known: tuple[str, ...]) -> str | None:
    """Return the known name that the name was probably meant to be, or None.

    Every word of the name must be near one of the known name, which may have one word more if it is the only such one.
    """
    same = same_but_for_case(name, known)
    if same or len(name) > _LONGEST_COMPARED:
        return same
    plain = _plain(name)
    scored = [(_ratio(plain, _plain(other)), other) for other in known]
    near = [(score, other) for score, other in scored if score >= _NEAR_ENOUGH and not are_opposite(name, other)]
    for score, other in sorted(near, key=lambda pair: -pair[0]):
        missing = _words_missing(name, other)
        if missing and any(_words_missing(name, rival) is not None for rival in known if rival != other):
            return None
        if score >= _ALMOST_SAME or missing is not None:
            return other
    return None


def lacks_word(name: str, other: str) -> bool:
    """Return whether a name has fewer words than another one that it was probably meant to be."""
    return bool(_words_missing(name, other))


@lru_cache(maxsize=16384)
def _ratio(one: str, other: str) -> float:
    """Return how near two texts are, from 0 to 1; 0 where they are surely not near enough."""
    length, enough = len(one) + len(other), _NEAR_WORDS
    if 2 * min(len(one), len(other)) < enough * length or 2 * _shared(one, other) < enough * length:
        return 0.0
    return SequenceMatcher(None, one, other).ratio()


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts share, wherever they are: at most so many match."""
    characters = set(one)
    return sum(map(min, map(one.count, characters), map(other.count, characters)))


def are_opposite(one: str, other: str) -> bool:
    """Return whether one of two names says the opposite of the other: it is nearer without its negation."""
    one, other = _plain(one), _plain(other)
    for first, second in ((one, other), (other, one)):
        found = _NEGATION.match(first)
        if found and not is_negated(second) and _ratio(first[found.end() :], second) > _ratio(first, second):
            return True
    return False


def _words(name: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(name)]


def _words_missing(name: str, other: str) -> int | None:
    """Return how many words of another name a name lacks: at most one; None if a word is near none of them.

    A word may be several of the other name in one.
    """
    written, words = _words(name), _words(other)
    spans = [(start, end) for start in range(len(words)) for end in range(start + 1, len(words) + 1)]
    joined = {span: "".join(words[slice(*span)]) for span in spans}
    found: set[int] = set()
    for word in written:
        score, span = max((_ratio(word, text), span) for span, text in joined.items())
        if score < _NEAR_WORDS or not found.isdisjoint(range(*span)):
            return None
        found.update(range(*span))
    missing = len(words) - len(found)
    return missing if missing <= 1 else None


def spelling(name: str, known: tuple[str, ...]) -> str | None:
    """Return the one of ``sdes`` and ``unAuthSdes`` that another spelling means."""
    plain = _AUTHENTICATED.sub("", name.casefold().replace("_", "").replace("-", ""))
    if not plain.rstrip("s").endswith("sde"):
        return None
    return next((other for other in known if other.casefold().startswith(plain[:2])), None)
