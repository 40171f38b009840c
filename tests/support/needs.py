"""What some tests need and not every machine has."""

from __future__ import annotations

import os

import pytest


def need(*, found: bool, what: str) -> None:
    """Without something that tests need, fail in CI and skip elsewhere."""
    if found:
        return
    reason = f"needs {what}; CONTRIBUTING.md says how to install it"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
