"""What the values of a YAML document may take in memory, with their locations: an estimate, in bytes."""

OF_AN_OBJECT, OF_AN_ARRAY, OF_A_VALUE, OF_A_NAME, OF_AN_ANCHOR = 216, 96, 16, 8, 256
"""Of objects and arrays that are not empty, of any value and name, and of an anchor."""

OF_ITS_OWN = 48
"""A number that is not shared, a name or a string that is not held already takes so much more."""

SHARED = range(-5, 257)
"""Integers that Python holds once."""

_OF_A_BYTE, _BESIDES = 8, 24_000_000


def most_memory(length: int) -> int:
    """Return how many bytes the values of a text of so many characters may take."""
    return _OF_A_BYTE * length + _BESIDES
