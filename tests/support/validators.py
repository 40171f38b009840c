"""Validators that several tests use, and what they find in the form of reports."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sde_schema import Validator

if TYPE_CHECKING:
    from sde_schema import Problem


@cache
def cached_validator(version: str, attribute: str | None, engine: str) -> Validator:
    """Return the validator of payloads, or of bodies of one attribute type, by an engine."""
    return Validator(version, type=attribute, engine=engine)


def as_dicts(problems: list[Problem]) -> list[dict[str, Any]]:
    """Return problems as a JSON report holds them."""
    return [problem.as_dict() for problem in problems]


def without_location(problems: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return problems as they are where the payload is handed over parsed."""
    return [{**problem, "line": None, "column": None} for problem in problems]
