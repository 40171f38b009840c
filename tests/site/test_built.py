"""What mkdocs builds: every page, the schemas at their `$id` paths, a policy in each page."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from playground.hook import is_installed
from sde_schema import attribute_types, versions
from sde_schema.catalog import BASE_URI, document_names
from sde_schema.catalog.flat import flat_names
from sde_schema.exporting import FORMATS
from sde_schema.exporting.tree import type_names
from tests.site.building import BELOW, MISSING, addresses
from tests.support.paths import SCHEMAS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.program import Program

pytestmark = pytest.mark.slow
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


class Reading(HTMLParser):
    """Gathers the addresses that a page loads from, its inline scripts, its style attributes and its ids."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.scripts: list[str] = []
        self.styled: list[str] = []
        self.ids: list[str | None] = []
        self._inside = False
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag loads or holds."""
        named = dict(attrs)
        self.ids += [named["id"]] if "id" in named else []
        self.loaded += [named[name] or "" for name in ("src", "data", "poster", "srcset") if name in named]
        if tag == "link" and named.get("rel") not in ("canonical", "prev", "next"):
            self.loaded.append(named.get("href") or "")
        self.styled += [tag for name in named if name == "style" or name.startswith("on")]
        self.styled += [tag] * (tag == "style")
        self._inside = tag == "script" and "src" not in named and named.get("type") != "application/json"

    def handle_data(self, data: str) -> None:
        """Note an inline script."""
        if self._inside:
            self.scripts.append(data)

    def handle_endtag(self, _: str) -> None:
        """Leave a script."""
        self._inside = False


def test_every_page_of_the_docs_is_built_and_no_other(site: Path) -> None:
    built = {page.relative_to(site).as_posix().removesuffix("index.html") for page in pages(site)}
    assert built == set(addresses())


def test_the_pages_that_others_may_link_to_are_there(site: Path) -> None:
    for version in versions():
        for name in [*attribute_types(), "payload"]:
            assert (site / "reference" / version / name / "index.html").is_file()
    for name in ("problems/SDE203", "source-notes"):
        assert (site / name / "index.html").is_file()


def test_the_schemas_are_at_their_ids_byte_for_byte(site: Path) -> None:
    files = sorted(SCHEMAS.rglob("*.json"))
    assert len(files) > len(versions()) * len(document_names())
    for file in files:
        where = file.relative_to(SCHEMAS)
        assert (site / where).read_bytes() == file.read_bytes()
        named = json.loads(file.read_bytes()).get("$id", BASE_URI + where.as_posix())
        assert named == BASE_URI + where.as_posix()


@pytest.mark.parametrize("version", versions())
def test_the_bundles_are_those_of_the_command_line(version: str, site: Path, program: Program) -> None:
    folder = site / version / "bundled"
    assert sorted(file.name for file in folder.iterdir()) == sorted(f"{n}.schema.json" for n in document_names())
    for name in document_names():
        shown = program("show", name, "--bundle", "--schema-version", version)
        assert (folder / f"{name}.schema.json").read_text(encoding="utf-8") == shown.out


@pytest.mark.parametrize("form", ["flat", "types"])
@pytest.mark.parametrize("version", versions())
def test_the_flat_documents_are_those_of_the_command_line_at_their_ids(
    version: str, form: str, site: Path, program: Program
) -> None:
    for name in flat_names(version):
        text = (site / version / form / f"{name}.schema.json").read_text(encoding="utf-8")
        assert text == program("show", name, f"--{form}", "--schema-version", version).out
        assert json.loads(text)["$id"] == f"{BASE_URI}{version}/{form}/{name}.schema.json"


@pytest.mark.parametrize("version", versions())
def test_the_exports_are_those_of_the_command_line(version: str, site: Path, tmp_path: Path, program: Program) -> None:
    folder = site / version / "exports"
    for form in FORMATS:
        program("export", form, *type_names(version), "--schema-version", version, "-o", tmp_path)
    written = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == written


def test_only_what_is_meant_is_published(site: Path) -> None:
    endings = {file.suffix for file in site.rglob("*") if file.is_file() and "assets" not in file.parts}
    of_playground = {".mjs", ".wasm", ".zip"} if is_installed() else set()
    expected = {".html", ".css", ".js", ".json", ".svg", ".xml", ".gz", ".inv", ".avsc", ".ts", ".csv", ".zip"}
    assert endings - of_playground == expected - of_playground


def test_each_page_has_a_policy_with_the_hashes_of_its_own_scripts(site: Path) -> None:
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        (policy,) = POLICY.findall(text)
        assert "<script" not in text[: text.index(policy)]
        directives: dict[str, Any] = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        digests = [hashlib.sha256(script.encode()).digest() for script in Reading(page).scripts]
        hashes = {f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests}
        runs_python = page == site / "playground" / "index.html" and is_installed()
        more = {"'wasm-unsafe-eval'"} if runs_python else set()
        assert set(directives.pop("script-src").split()) == {"'self'", *hashes, *more}
        assert directives.pop("worker-src") == ("'self' blob:" if runs_python else "'self'")
        assert {word for sources in directives.values() for word in sources.split()} == {"'none'", "'self'", "data:"}
        assert directives["default-src"] == directives["base-uri"] == directives["form-action"] == "'none'"


def test_no_page_loads_from_elsewhere_or_styles_by_attribute(site: Path) -> None:
    for page in pages(site):
        read = Reading(page)
        assert [where for where in read.loaded if re.match(r"[a-z]+:|//", where)] == []
        assert read.styled == [], page


def test_an_id_is_once_in_a_page(site: Path) -> None:
    for page in pages(site):
        ids = Reading(page).ids
        assert [name for name, count in Counter(ids).items() if count > 1] == [], page


def test_the_page_for_missing_addresses_works_at_any_depth(site: Path) -> None:
    read = Reading(site / MISSING)
    assert read.loaded
    assert [where for where in read.loaded if not where.startswith(BELOW)] == []
