"""Where this package is: in a checkout of the project, or installed."""

from __future__ import annotations

from pathlib import Path

from sde_schema.errors import NoCheckoutError

_ROOT = Path(__file__).resolve().parents[2]
_MARK = "schemas/manifest.json"


def is_checkout() -> bool:
    """Return whether this very package is in a checkout of the project."""
    return (_ROOT / _MARK).is_file() and (_ROOT / "docs").is_dir()


def checkout() -> Path:
    """Return the project's folder, in which this very package is. Raises NoCheckoutError."""
    if not is_checkout():
        raise NoCheckoutError
    return _ROOT
