"""What mkdocs does not do by itself: folders in the nav, the schemas at their `$id` paths, the security policy."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from sde_schema import catalog
from sde_schema.catalog import flat
from sde_schema.examples.files import pretty
from sde_schema.exporting import FORMATS, exported_files
from sde_schema.exporting.tree import type_names
from sde_schema.pages import all_fields, personal_data, terms
from sde_schema.pages.code_entries import code_entries
from sde_schema.pages.linked_examples import linked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

DOCS = Path(__file__).parent
SCHEMAS = DOCS.parent / "schemas"
ORDER = [
    "index",
    all_fields.NAME,
    *catalog.all_attribute_types(),
    catalog.PAYLOAD,
    catalog.EVENT,
    *reversed(catalog.versions()),
]
"""Pages of these names come first, in this order."""

SOUGHT = 3
"""How much more the fields of the default version and the guides weigh in the search than other pages."""
LESS_SOUGHT = 0.5
"""How much the fields of the other versions weigh."""
MOST_SOUGHT = 5
"""How much the indexes weigh that are of all versions."""
INDEXES = (personal_data.PATH, terms.PATH)
SOUGHT_TOO = ("command-line.md", "syntax-errors.md")
"""Pages that answer a question as guides do."""
LESS_SOUGHT_TOO = ("decisions", "api.md")
"""Pages for those who look for them."""

DOTTED = re.compile(r"(<(?:h[1-6]|a)\b[^>]*>)<code>([^<]*\.[^<]*)</code>")
"""A name with dots in a heading or link."""
GENERATED = re.compile(r"\A<!--.*?-->\s*")
LINE_ID = re.compile(r' id="__span-[0-9-]+"')
SECTION = re.compile(
    r'<label class="md-nav__title" for="(__nav_[0-9_]+)">\s*<span[^>]*></span>\s*(.*?)\s*</label>', re.DOTALL
)
SWITCH = re.compile(
    r'(<label class="md-nav__link[^>]*id="(__nav_[0-9_]+)_label"[^>]*>\s*<span class="md-nav__icon md-icon">)</span>'
)
CHARSET = '<meta charset="utf-8">'
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\b(?:src=|application/json))[^>]*>(.*?)</script>", re.DOTALL)
POLICY = (
    "default-src 'none'; script-src 'self'{hashes}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'{workers}; base-uri 'none'; form-action 'none'"
)
WEBASSEMBLY = "'wasm-unsafe-eval'"
BLOBS = " blob:"
"""Workers that inherit the page's policy are made of these: one with an address of its own has no policy."""


def on_config(config: MkDocsConfig) -> None:
    """Put the pages of a folder into the nav where the folder is named."""
    config.nav = _expanded(config.nav)


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    """Publish the schemas: each file as it is, and each version's documents in other forms and formats."""
    for path in sorted(SCHEMAS.rglob("*.json")):
        files.append(File.generated(config, path.relative_to(SCHEMAS).as_posix(), abs_src_path=str(path)))
    for version in catalog.versions():
        for where, content in _other_forms(version):
            files.append(File.generated(config, f"{version}/{where}", content=content))


def on_page_markdown(markdown: str, *, page: Page, **_: Any) -> str:
    """Let a generated page begin with its heading, which names it; weigh each page in the search."""
    uri = page.file.src_uri
    page.meta.setdefault("search", {"boost": MOST_SOUGHT if uri in INDEXES else _boost(*uri.split("/"))})
    return GENERATED.sub("", markdown)


def on_page_content(html: str, *, page: Page, **_: Any) -> str:
    """Let paths of fields break after their dots, also in the list of contents; link names in examples to fields."""
    waiting = list(page.toc)
    while waiting:
        item = waiting.pop()
        item.title = item.title if " " in item.title else broken_after_dots(item.title)
        waiting += item.children
    return DOTTED.sub(lambda found: f"{found[1]}<code>{broken_after_dots(found[2])}</code>", linked(html))


def broken_after_dots(path: str) -> str:
    """Return a path in which a line may end after each dot."""
    return path.replace(".", ".<wbr>")


def on_post_build(config: MkDocsConfig) -> None:
    """Let the search find each code of a list by its meaning: it has an anchor, though no heading of its own."""
    index = Path(config.site_dir, "search", "search_index.json")
    if not index.is_file():
        return
    found = json.loads(index.read_bytes())
    for entry in code_entries():
        boost = SOUGHT if entry.version == catalog.default_version() else LESS_SOUGHT
        said = {"location": entry.location, "title": entry.title, "text": entry.text, "boost": boost}
        found["docs"].append(said)
    index.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def on_post_page(output: str, *, page: Page, **_: Any) -> str:
    """Add the policy to a page; lines of code lose their ids, of which mkdocstrings gives some twice."""
    return guarded(named(LINE_ID.sub("", output)), webassembly=page.meta.get("webassembly", False))


def on_post_template(output_content: str, *, template_name: str, **_: Any) -> str:
    """Add the policy to the page for missing addresses."""
    return guarded(named(output_content)) if template_name.endswith(".html") else output_content


def named(page: str) -> str:
    """Return a page in which each switch of a section of the nav, a mere icon in the theme, tells what it opens."""
    titles = dict(SECTION.findall(page))
    return SWITCH.sub(lambda at: f'{at[1]}<span class="sde-unseen">Pages of {titles[at[2]]}</span></span>', page)


def guarded(page: str, *, webassembly: bool = False) -> str:
    """Return a page with a Content-Security-Policy that lets it ask its own host alone, and run its own scripts."""
    if CHARSET not in page:
        raise PluginError(f"a page without {CHARSET} has no place for its security policy")
    scripts = sorted({f"'{_hash(script)}'" for script in INLINE_SCRIPT.findall(page)})
    scripts += [WEBASSEMBLY] if webassembly else []
    policy = POLICY.format(hashes="".join(f" {script}" for script in scripts), workers=BLOBS if webassembly else "")
    return page.replace(CHARSET, f'{CHARSET}<meta http-equiv="Content-Security-Policy" content="{policy}">', 1)


def _other_forms(version: str) -> Iterator[tuple[str, bytes]]:
    """Yield what is published of a version beside its documents, by the path below its folder."""
    for name in catalog.document_names(version):
        yield f"bundled/{name}{catalog.SUFFIX}", pretty(catalog.bundle(name, version))
    for name in flat.flat_names(version):
        yield f"{flat.FLAT}/{name}{catalog.SUFFIX}", pretty(flat.flat(name, version))
        yield f"{flat.TYPES}/{name}{catalog.SUFFIX}", pretty(flat.types(name, version))
    for form in FORMATS.values():
        for file, text in exported_files(form, version, type_names(version), timestamps=False).items():
            yield f"exports/{file}", text


def _boost(section: str, version: str = "", *_: str) -> float:
    """Return the weight of a page in the search: a field comes before the problems that name it."""
    if section in LESS_SOUGHT_TOO:
        return LESS_SOUGHT
    if version in catalog.versions():
        return SOUGHT if version == catalog.default_version() else LESS_SOUGHT
    return SOUGHT if section == "guides" or section in SOUGHT_TOO else 1


def _hash(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _expanded(nav: Any) -> Any:
    """Return a part of the nav with the contents of each folder that it names."""
    if isinstance(nav, dict):
        return {title: _expanded(entry) for title, entry in nav.items()}
    if isinstance(nav, list):
        return [inner for entry in nav for inner in (_expanded(entry) if _is_folder(entry) else [_expanded(entry)])]
    return _contents(DOCS / nav) if _is_folder(nav) else nav


def _is_folder(entry: Any) -> bool:
    return isinstance(entry, str) and entry.endswith("/")


def _contents(folder: Path) -> list[Any]:
    """Return a folder's pages, then its subfolders as sections."""
    pages = [page.relative_to(DOCS).as_posix() for page in sorted(folder.glob("*.md"), key=_rank)]
    folders = [inner for inner in sorted(folder.iterdir(), key=_rank) if inner.is_dir()]
    return [*pages, *({inner.name: _contents(inner)} for inner in folders)]


def _rank(path: Path) -> tuple[int, str]:
    name = path.name.removesuffix(".md")
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)
