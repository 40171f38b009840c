"""The cases of `tests/cases`: the files as they are, and those that are JSON, for other engines."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema import catalog
from tests.support.paths import TESTS

if TYPE_CHECKING:
    from pathlib import Path

CASES = TESTS / "cases"
NOT_OF_SCHEMAS = frozenset({"SDE101", "SDE102", "SDE103", "SDE105", "SDE106"})
"""What the documents cannot see: syntax errors, repeated names, limits."""


def case_files() -> list[Path]:
    """Return the files of cases; the folder of each is its version."""
    return sorted(CASES.glob("*/*.json"))


def cases_in(file: Path) -> list[dict[str, Any]]:
    """Return the cases of a file as they are written."""
    cases: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return cases


def text_of(case: dict[str, Any]) -> bytes:
    """Return the text of a case as a file would hold it."""
    text: str = case["text"] if "text" in case else json.dumps(case["payload"], ensure_ascii=False)
    return text.encode(errors="surrogatepass")


class Case(NamedTuple):
    """One case of `tests/cases` that is JSON; its errors are those that the documents decide on."""

    file: Path
    description: str
    type: str | None
    value: Any
    problems: list[dict[str, Any]]

    @property
    def codes(self) -> list[str]:
        """The codes of the problems, in their order."""
        return [problem["code"] for problem in self.problems]

    @property
    def version(self) -> str:
        """The version under which the case holds."""
        return self.file.parent.name

    @property
    def name(self) -> str:
        """What a failure calls the case."""
        return f"{self.version}/{self.file.stem}: {self.description}"

    @property
    def is_valid(self) -> bool:
        """Whether the case has no error; warnings do not count."""
        return all(code >= "SDE4" for code in self.codes)

    @property
    def schema(self) -> str:
        """The name of the document that validates the case."""
        return self.type or catalog.PAYLOAD


@cache
def json_cases() -> list[Case]:
    """Return every case on which the documents alone can be asked for a verdict."""
    found: list[Case] = []
    for file in case_files():
        for case in cases_in(file):
            codes = [problem["code"] for problem in case["problems"]]
            if NOT_OF_SCHEMAS.isdisjoint(codes) and _is_one_document(case):
                value = json.loads(case["text"]) if "text" in case else case["payload"]
                found.append(Case(file, case["description"], case.get("type"), value, case["problems"]))
    return found


def _is_one_document(case: dict[str, Any]) -> bool:
    try:
        json.loads(case.get("text", "null"))
    except ValueError:
        return False
    return True


def as_expected(problems: list[dict[str, Any]], case: dict[str, Any]) -> list[dict[str, Any]]:
    """Return problems, each with as much as the case says of it; of those that it does not name, code and pointer."""
    expected = [*case["problems"], *[("code", "pointer")] * len(problems)]
    return [{name: problem[name] for name in names} for problem, names in zip(problems, expected, strict=False)]
