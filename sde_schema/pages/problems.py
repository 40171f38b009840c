"""A page for each problem code, with what the validator really answers, and their index."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from sde_schema import catalog
from sde_schema.catalog.keywords import USUAL_CODES
from sde_schema.checking.checks import Checks, Options
from sde_schema.checking.validator import Validator
from sde_schema.configuration import parsed
from sde_schema.configuration.unused import problem_of
from sde_schema.pages.reference import fields_with
from sde_schema.pages.rendering import laid_out, page
from sde_schema.reading.sources import Source
from sde_schema.reporting import Look, report
from sde_schema.rules import families, readable

if TYPE_CHECKING:
    from sde_schema.model import Problem
    from sde_schema.rules import Family, Rule

_COLUMNS = 88
_MOST_LEVELS = 12
_BYTES_IN_ROW = 12
_GZIP = b"\x1f\x8b"
_OF_EVERY_FIELD = frozenset(USUAL_CODES[keyword] for keyword in ("type", "maxLength", "additionalProperties"))
"""Codes that nearly every field or object may have: a list of them would be a list of all."""


class _Sample(NamedTuple):
    """An example as a file: its name, its bytes, what a page shows of them, and how."""

    file: str
    data: bytes
    command: str

    @property
    def text(self) -> str:
        """The example as a page shows it: what is packed, as bytes."""
        if not self.is_packed:
            return readable(self.data)
        rows = (self.data[start : start + _BYTES_IN_ROW] for start in range(0, len(self.data), _BYTES_IN_ROW))
        return "\n".join(row.hex(" ") for row in rows)

    @property
    def is_packed(self) -> bool:
        """Whether it is gzip."""
        return self.data.startswith(_GZIP)

    @property
    def language(self) -> str:
        """The language in which a page colors it."""
        return "text" if self.is_packed else self.file.rpartition(".")[2]


class _InMemory(Source):
    """A source whose bytes are at hand."""

    data: bytes

    def open(self) -> BinaryIO:
        """Open it for reading bytes."""
        return io.BytesIO(self.data)


def problem_pages() -> dict[str, str]:
    """Return the pages of the problem codes by path below ``docs/``."""
    pages = {"problems/index.md": page("problems.md.j2", "problems/index.md", families=families())}
    for family in families():
        for rule in family.rules:
            path = f"problems/{rule.code}.md"
            pages[path] = _page(path, rule, family)
    return pages


def _page(path: str, rule: Rule, family: Family) -> str:
    version = catalog.default_version() if rule.payload else _version(rule)
    sample = _configuration if rule.payload else _sample
    bad = sample(rule.bad, "bad", version)
    return page(
        "problem.md.j2",
        path,
        rule=rule,
        family=family,
        bad=bad,
        answer=_answer_to_configuration(bad) if rule.payload else _answer(bad, version),
        good=sample(rule.good, "good", version),
        version=version,
        by_attribute={} if rule.code in _OF_EVERY_FIELD else fields_with(version, rule.code),
    )


def _version(rule: Rule) -> str:
    """Return the version in which a rule's bad example is bad: the default, or the first that has such a problem."""
    default = catalog.default_version()
    tried = [default, *(version for version in catalog.versions() if version != default)]
    raising = (
        version
        for version in tried
        if [problem.code for problem in Validator(version).validate(rule.bad)] == [rule.code]
    )
    return next(raising)


def _sample(example: bytes, name: str, version: str) -> _Sample:
    file = f"{name}.json.gz" if example.startswith(_GZIP) else f"{name}.json"
    option = "" if version == catalog.default_version() else f" --schema-version {version}"
    return _Sample(file, _over_lines(example), f"sde-schema validate --quiet{option} {file}")


def _configuration(example: bytes, name: str, _: str) -> _Sample:
    """Return an example that is a configuration."""
    file = f"{name}.toml"
    return _Sample(file, example, f"sde-schema validate --quiet --config {file} payload.json")


def _over_lines(example: bytes) -> bytes:
    """Return a JSON document laid out over several lines, and what would change by it as it is."""
    try:
        value = json.loads(example)
    except ValueError:
        return example
    if json.dumps(value, ensure_ascii=False).encode() != example or example.count(b"[[") > _MOST_LEVELS:
        return example
    return laid_out(value).encode()


def _answer(sample: _Sample, version: str) -> str:
    """Return what the command line prints about an example."""
    source = _InMemory(sample.file)
    source.data = sample.data
    checks = Checks(Options(version, frames=True))
    describer = checks.describer(source.name)
    return _as_text([problem for outcome in checks.source(source) for problem in describer.describe(outcome)])


def _answer_to_configuration(sample: _Sample) -> str:
    """Return what the command line prints about ignores that a valid payload does not need."""
    configuration = parsed(sample.data, sample.file)
    return _as_text([problem_of(ignore, configuration) for ignore in configuration.ignores])


def _as_text(problems: list[Problem]) -> str:
    written = io.StringIO()
    text = report("text", Look(written, catalog.default_version(), columns=_COLUMNS, quiet=True))
    for problem in problems:
        text.problem(problem)
    return written.getvalue().strip()
