"""What mkdocs does for the playground: the program, its libraries and Python for browsers as files of the site."""

from __future__ import annotations

import io
import json
import logging
import re
import zipfile
from contextlib import suppress
from importlib.metadata import distribution
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import yaml
from jinja2 import Environment, FileSystemLoader
from mkdocs.structure.files import File

from sde_schema import catalog
from sde_schema.checking.validator import Validator
from sde_schema.examples.files import one_line, pretty
from sde_schema.examples.fixed import typical
from sde_schema.examples.invalid import invalid
from sde_schema.examples.random_events import Payloads
from sde_schema.pages.rendering import laid_out
from sde_schema.rules import families

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.plugins.playground")

HERE = Path(__file__).parent
ROOT = HERE.parent
PYODIDE = HERE / "node_modules" / "pyodide"
SEVERAL = ROOT / "examples" / "broken" / "customer-info.json"
PAGE = "playground.md"
RUNTIME = "playground/runtime"
PLACE = "<!-- playground -->"
"""Where in the page the playground is put."""

INSTALL = "npm ci --prefix playground --ignore-scripts"

PYTHON = ("pyodide.js", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"
PROGRAM = "program.zip"
EXAMPLES = "examples.json"
LOADED = (*PYTHON, LOCK, PROGRAM)
"""What the checker consists of, and is loaded when it is first used."""

LIBRARIES = (
    "jsonschema",
    "referencing",
    "jsonschema-specifications",
    "attrs",
    "click",
    "PyYAML",
    "wcwidth",
)
"""The distributions that the program imports under Pyodide's Python; `rpds.py` replaces one more."""

NOT_NEEDED = frozenset({"arrow.py", "compatibility", "examples", "exporting", "pages", "spark.py"})
"""The parts of the program that no payload is checked with."""

LARGEST, PATIENCE = 2_000_000, 60
"""So many bytes a payload may have, and so many seconds a check may take: the program is slow in a browser."""

_OF_TESTS = frozenset({"tests", "test", "benchmarks", "__pycache__"})
_LEGAL = ("LICENSE", "COPYING", "AUTHORS", "NOTICE", "METADATA")
_TIME = (1980, 1, 1, 0, 0, 0)
_LINES, _SEED = 10, 1
_LONGEST = 4_000
_ODD = frozenset({*range(32), *range(127, 256)}) - frozenset(b"\n")
"""The bytes that no example to read has."""

_TIMESTAMP = re.compile(rb'"([0-9]{13})"')
_MEGABYTE = 1_000_000


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    """Publish what the playground loads; say so where it is left out."""
    if not is_installed():
        log.info("The playground is left out: it needs `%s`.", INSTALL)
        return
    for name, content in published().items():
        files.append(File.generated(config, f"{RUNTIME}/{name}", content=content))


def on_page_markdown(_: str, *, page: Page, **__: Any) -> None:
    """Say which pages run WebAssembly: the policy of no other page allows it."""
    page.meta["webassembly"] = page.file.src_uri == PAGE and is_installed()


def on_page_content(html: str, *, page: Page, files: Files, **_: Any) -> str:
    """Put the playground into its page, or the way to get it where it is left out."""
    if page.file.src_uri != PAGE:
        return html
    there = ((name, files.get_file_from_path(f"{RUNTIME}/{name}")) for name in LOADED)
    return html.replace(PLACE, rendered({name: len(file.content_bytes) for name, file in there if file}))


def is_installed() -> bool:
    """Return whether Python for browsers is there."""
    return PYODIDE.is_dir()


def published() -> dict[str, bytes]:
    """Return the files that the playground loads, by name."""
    python = {name: (PYODIDE / name).read_bytes() for name in PYTHON}
    return {**python, LOCK: _lock(), PROGRAM: program(), EXAMPLES: json.dumps(examples()).encode()}


def program() -> bytes:
    """Return the program and its libraries as a zip file, the same for the same files."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as bundle:
        for name, content in sorted(_program_files()):
            bundle.writestr(zipfile.ZipInfo(name, _TIME), content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return written.getvalue()


def examples() -> dict[str, dict[str, dict[str, str]]]:
    """Return the texts of the examples by version, group and title."""
    return {version: {"Valid": _valid(version), "With problems": _invalid(version)} for version in catalog.versions()}


def rendered(sizes: dict[str, int]) -> str:
    """Return the HTML of the playground, which loads files of these sizes, or what is said without them."""
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("playground.html.j2").render(
        sizes=sizes,
        megabytes=round(sum(sizes.values()) / _MEGABYTE),
        largest=LARGEST,
        patience=PATIENCE,
        install=INSTALL,
        versions=[*reversed(catalog.versions())],
        default=catalog.default_version(),
        types=catalog.all_attribute_types(),
    )


def _lock() -> bytes:
    """Return Pyodide's lock file without its packages: none of them is loaded."""
    lock = json.loads((PYODIDE / LOCK).read_bytes())
    return json.dumps({**lock, "packages": {}}).encode()


def _program_files() -> Iterator[tuple[str, bytes]]:
    for path in (ROOT / "sde_schema").rglob("*"):
        inside = path.relative_to(ROOT / "sde_schema")
        if path.suffix == ".py" and inside.parts[0] not in NOT_NEEDED:
            yield f"sde_schema/{inside.as_posix()}", path.read_bytes()
    for path in (ROOT / "schemas").rglob("*.json"):
        yield f"sde_schema/{path.relative_to(ROOT).as_posix()}", path.read_bytes()
    for path in (HERE / "bundled").glob("[!_]*.py"):
        yield path.name, path.read_bytes()
    yield "LICENSE", (ROOT / "LICENSE").read_bytes()
    for name in LIBRARIES:
        yield from _library_files(name)


def _library_files(name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an installed library that are Python, data or legal; what is compiled has no use here."""
    for file in distribution(name).files or ():
        if _is_wanted(PurePosixPath(file)):
            yield file.as_posix(), file.read_binary()


def _is_wanted(file: PurePosixPath) -> bool:
    if ".." in file.parts or not _OF_TESTS.isdisjoint(file.parts):
        return False
    if file.parts[0].endswith(".dist-info"):
        return file.name.startswith(_LEGAL)
    return file.suffix in (".py", ".json") or (file.suffix == "" and "metaschemas" in file.parts)


def _valid(version: str) -> dict[str, str]:
    """Return the typical event of each attribute type, one as YAML, and several as NDJSON."""
    events = {name: typical(version, name) for name in catalog.attribute_types(version)}
    name, event = next(iter(events.items()))
    payloads = Payloads(version, _SEED)
    return {
        **{name: pretty(event).decode() for name, event in events.items()},
        f"{name} (YAML)": yaml.safe_dump(event, sort_keys=False),
        f"{_LINES} events (NDJSON)": _lines([payloads.event() for _ in range(_LINES)]),
    }


def _invalid(version: str) -> dict[str, str]:
    """Return payloads with several problems, and one for each problem code that a short text can have."""
    made = [entry for name in catalog.attribute_types(version) for entry in invalid(version, name)]
    found = {"Several problems": SEVERAL.read_text(encoding="utf-8")}
    found[f"{_LINES} events (NDJSON)"] = _lines([entry.payload for entry in made[:: len(made) // _LINES][:_LINES]])
    validator = Validator(version)
    for rule in (rule for family in families() for rule in family.rules):
        texts = [*_forms(rule.bad), *(pretty(entry.payload) for entry in made if entry.code == rule.code)]
        raising = (
            text
            for text in texts
            if len(text) <= _LONGEST
            and _ODD.isdisjoint(text)
            and [problem.code for problem in validator.validate(text)] == [rule.code]
        )
        text = next(raising, None)
        if text is not None:
            found[f"{rule.code} {rule.name}"] = text.decode()
    return found


def _forms(example: bytes) -> Iterator[bytes]:
    """Yield an example as it is and, if it is JSON, over several lines; also with its timestamps as numbers."""
    for text in (example, _TIMESTAMP.sub(rb"\1", example)):
        with suppress(ValueError):
            yield f"{laid_out(json.loads(text))}\n".encode()
        yield text


def _lines(payloads: list[Any]) -> str:
    return b"".join(map(one_line, payloads)).decode()
