"""How much memory something takes, as Python counts it; what libraries of other languages take is not seen."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def most_memory(action: Callable[[], object]) -> int:
    """Return how many bytes something takes at its peak, beside what was taken before."""
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
