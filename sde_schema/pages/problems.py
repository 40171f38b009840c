"""A page for each problem code, with what the validator really answers, and their index."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from sde_schema import catalog
from sde_schema.catalog.keywords import USUAL_CODES
from sde_schema.checking.checks import Checks, Options
from sde_schema.codes import (
    INVALID_JSON,
    NO_EVENTS,
    NOT_NUMERIC,
    NOTHING_TO_VALIDATE,
    TIMES_DIFFER,
    TIMES_OUT_OF_ORDER,
    TYPE_MISMATCH,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_CODE,
    UNKNOWN_PROPERTY,
    UNUSED_IGNORE,
    WRONG_TYPE,
)
from sde_schema.configuration import parsed
from sde_schema.configuration.mistakes import ignorable_codes
from sde_schema.configuration.unused import problem_of
from sde_schema.examples.of_codes import pair_of, versions_with
from sde_schema.pages.commands import options_of
from sde_schema.pages.field_facts import advised_values
from sde_schema.pages.reference import fields_with
from sde_schema.pages.rendering import laid_out, page
from sde_schema.reading.sources import Source
from sde_schema.reporting import Look, report
from sde_schema.rules import families, readable, rules_by_code

if TYPE_CHECKING:
    import click

    from sde_schema.catalog.code_lists import Code
    from sde_schema.model import Problem
    from sde_schema.pages.field_facts import Facts
    from sde_schema.rules import Family, Rule

_COLUMNS = 88
_MOST_LEVELS = 12
_BYTES_IN_ROW = 12
_GZIP = b"\x1f\x8b"
_OF_EVERY_FIELD = frozenset(USUAL_CODES[keyword] for keyword in ("type", "maxLength", "additionalProperties"))
"""Codes that nearly every field or object may have: a list of them would be a list of all."""
_OF_CODE_LISTS = frozenset({UNKNOWN_CODE, TYPE_MISMATCH})
_READING = {
    INVALID_JSON: {"Syntax errors": "syntax-errors.md"},
    NOTHING_TO_VALIDATE: {"Forms of documents": f"reference/{catalog.default_version()}/{catalog.PAYLOAD}.md"},
    UNKNOWN_ATTRIBUTE: {"Event": f"reference/{catalog.default_version()}/{catalog.EVENT}.md"},
    UNKNOWN_PROPERTY: {"Names that the vendor's pages contradict": "source-notes.md"},
    WRONG_TYPE: {"Converting": "guides/converting.md", "Versions": "guides/versions.md"},
    NOT_NUMERIC: {"Converting": "guides/converting.md"},
    NO_EVENTS: {"Forms of documents": f"reference/{catalog.default_version()}/{catalog.PAYLOAD}.md"},
    TIMES_OUT_OF_ORDER: {"Order of events in a warehouse": "guides/warehouse.md"},
    TIMES_DIFFER: {"Order of events in a warehouse": "guides/warehouse.md"},
    UNUSED_IGNORE: {"Configuration": "guides/configuration.md"},
}
"""The pages that say more about what a code is about, by their titles."""


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


class _Shown(NamedTuple):
    """The examples of a code under one version, and what the validator answers to the bad one."""

    bad: _Sample
    answer: str
    good: _Sample


class _Place(NamedTuple):
    """A field that may have a problem: the link to it, its name, and its codes where the problem is about them."""

    target: str
    name: str
    codes: tuple[Code, ...]


def problem_pages(group: click.Group) -> dict[str, str]:
    """Return the pages of the problem codes by path below ``docs/``; the options are those of a group of commands."""
    pages = {"problems/index.md": page("problems.md.j2", "problems/index.md", families=families())}
    for family in families():
        for rule in family.rules:
            path = f"problems/{rule.code}.md"
            pages[path] = _page(path, rule, family, group)
    return pages


def _page(path: str, rule: Rule, family: Family, group: click.Group) -> str:
    holders = versions_with(rule)
    places = {version: found for version in holders if (found := _places(rule.code, version))}
    return page(
        "problem.md.j2",
        path,
        rule=rule,
        family=family,
        shown={version: _shown(rule, version) for version in (holders[:1] if rule.payload else holders)},
        lacking=[version for version in catalog.versions() if version not in holders],
        places=places,
        has_codes=rule.code in _OF_CODE_LISTS,
        listed=advised_values(catalog.default_version(), rule.code),
        related=[rules_by_code()[code] for code in rule.see_also],
        reading=_READING.get(rule.code, {}),
        options=options_of(group, "validate", rule.options),
        is_ignorable=rule.code in ignorable_codes(),
    )


def _shown(rule: Rule, version: str) -> _Shown:
    pair = pair_of(rule, version)
    if pair is None:
        text = f"{rule.code} has no examples for version {version}"
        raise ValueError(text)
    sample = _configuration if rule.payload else _sample
    bad = sample(pair.bad, "bad", version)
    answer = _answer_to_configuration(bad) if rule.payload else _answer(bad, version)
    return _Shown(bad, answer, sample(pair.good, "good", version))


def _places(code: str, version: str) -> dict[str, list[_Place]]:
    """Return where a problem may be by the names of the pages; nothing for one that any field may have."""
    if code in _OF_EVERY_FIELD:
        return {}
    return {
        name: [_place(code, f"reference/{version}/{name}.md", field) for field in fields]
        for name, fields in fields_with(version, code).items()
    }


def _place(code: str, path: str, field: Facts) -> _Place:
    return _Place(f"{path}#{field.anchor}", field.anchor, field.codes if code in _OF_CODE_LISTS else ())


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
