"""What the schemas say of a value: the one walk over them, with references followed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog import ADVICE_CODE, COMMON, NAME_MAPS, NOT_APPLIED, Schema, Subschema, resolve
from sde_schema.codes import NOT_ONE_ATTRIBUTE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
DEFINITIONS = "/$defs/"

_IN_PLACE = frozenset({"$ref", "allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas"})
"""The keywords whose subschemas apply to the very value that their schema applies to."""


@dataclass(frozen=True, eq=False)
class Field:
    """A location in a payload and the subschemas that hold there.

    ``name`` is the member's name, of an array's item that of the array; ``parent`` is the name of the
    field that holds it. ``roots`` are the subschemas as their holders name them, ``subschemas`` these and
    all that they refer to, the outermost first; advice is not among them.
    """

    docs: Mapping[str, Schema]
    name: str
    parent: str
    roots: tuple[Subschema, ...]

    @property
    def document(self) -> str:
        """The document that names the field."""
        return self.roots[0].document

    @property
    def pointer(self) -> str:
        """The JSON Pointer, in its document, of the subschema that names the field."""
        return self.roots[0].pointer

    @property
    def node(self) -> Schema:
        """The subschema that names the field."""
        return self.roots[0].node

    @cached_property
    def subschemas(self) -> tuple[Subschema, ...]:
        """Every subschema that holds, the outermost first."""
        return tuple(subschema for root in self.roots for subschema in _holding(self.docs, root))

    def values(self, keyword: str) -> list[Any]:
        """Return what each subschema that has the keyword says."""
        return [subschema.node[keyword] for subschema in self.subschemas if keyword in subschema.node]

    def first(self, keyword: str, default: Any) -> Any:
        """Return what the outermost subschema that has the keyword says, else the default."""
        return next(iter(self.values(keyword)), default)

    @cached_property
    def types(self) -> frozenset[str]:
        """The JSON types that are allowed; ``number`` also where only some numbers are."""
        allowed = set(TYPES)
        for said in self.values("type"):
            named = {said} if isinstance(said, str) else set(said)
            allowed &= named | {"integer"} if "number" in named else named
        return frozenset(allowed)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The JSON types that are allowed, in the order in which the outermost subschema names them."""
        named = self.first("type", ())
        return tuple(kind for kind in ([named] if isinstance(named, str) else named) if kind in self.types)

    @property
    def takes_scalars(self) -> bool:
        """Whether a value that is not an object, an array or null is allowed."""
        return not {*self.kinds} <= {"object", "array", "null"}

    def takes_shape_of(self, value: Any) -> bool:
        """Return whether values of the shape of a value are allowed: object, array, null or any other."""
        if value is None or not self.kinds:
            return True
        if isinstance(value, dict):
            return "object" in self.kinds
        return "array" in self.kinds if isinstance(value, list) else self.takes_scalars

    @cached_property
    def codes(self) -> list[Any]:
        """The values of a code list, in its order; empty where there is none."""
        listed = self.values("enum") + [[value] for value in self.values("const")]
        for branches in self.values("oneOf"):
            listed.append([value for branch in branches for value in branch.get("enum", [])])
        return listed[-1] if listed else []

    @cached_property
    def code_list(self) -> Subschema | None:
        """The subschema that lists the codes of a value with their meanings; None where there is none.

        A list of which another value has to choose, as ``sdeType`` has, is not one.
        """
        lists = (it for it in self.subschemas if any("enum" in branch for branch in it.node.get("oneOf", ())))
        return next((it for it in lists if "oneOf" not in it.node.get("x-problem", {})), None)

    @cached_property
    def examples(self) -> list[Any]:
        """The examples of the outermost subschema that has any."""
        examples: list[Any] = self.first("examples", [])
        return examples

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The names of the members that must be there, in the schema's order."""
        return tuple(dict.fromkeys(name for names in self.values("required") for name in names))

    @cached_property
    def problem_codes(self) -> frozenset[str]:
        """The problem codes that the subschemas name themselves."""
        return frozenset(code for codes in self.values("x-problem") for code in codes.values())

    @cached_property
    def advice_codes(self) -> frozenset[str]:
        """The problem codes of the advice that the value may draw."""
        return frozenset(advice["code"] for entries in self.values("x-advice") for advice in entries)

    @cached_property
    def definition(self) -> str | None:
        """The name of the shared definition that the field refers to first; None where it refers to none."""
        shared = (it.pointer.removeprefix(DEFINITIONS) for it in self.subschemas[1:] if it.document == COMMON)
        return next((name for name in shared if "/" not in name), None)

    @cached_property
    def members(self) -> dict[str, Field]:
        """The fields of an object's properties, in the schema's order."""
        roots: dict[str, list[Subschema]] = {}
        for document, pointer, node in self.subschemas:
            for name, sub in node.get("properties", {}).items():
                roots.setdefault(name, []).append(Subschema(document, f"{pointer}/properties/{name}", sub))
        return {name: Field(self.docs, name, self.name, tuple(below)) for name, below in roots.items()}

    @property
    def own_members(self) -> dict[str, Field]:
        """The members that the field's own document or a shared definition describes; none where another one does."""
        described_by = {it.document for it in self.subschemas if "properties" in it.node}
        return self.members if described_by <= {self.document, COMMON} else {}

    @cached_property
    def items(self) -> Field | None:
        """The field of an array's items; None where the schemas say nothing of them."""
        return self._under("items", self.name, self.parent)

    @cached_property
    def property_names(self) -> Field | None:
        """The field of the names of an object's members; None where the schemas say nothing of them."""
        return self._under("propertyNames", self.name, self.parent)

    def _under(self, keyword: str, name: str, parent: str) -> Field | None:
        roots = [
            Subschema(document, f"{pointer}/{keyword}", node[keyword])
            for document, pointer, node in self.subschemas
            if keyword in node
        ]
        return Field(self.docs, name, parent, tuple(roots)) if roots else None

    @cached_property
    def dependent(self) -> dict[str, Field]:
        """What holds of an object as well if it has a member of a name."""
        found: dict[str, Field] = {}
        for document, pointer, node in self.subschemas:
            for name, sub in node.get("dependentSchemas", {}).items():
                root = Subschema(document, f"{pointer}/dependentSchemas/{name}", sub)
                found[name] = Field(self.docs, self.name, self.parent, (root,))
        return found

    @property
    def entry(self) -> Field:
        """The field of an array's items. Raises ValueError where the schemas say nothing of them."""
        if self.items is None:
            text = f"the schema says nothing of the items of {self.name}"
            raise ValueError(text)
        return self.items

    @property
    def is_event(self) -> bool:
        """Whether the field is an event: it alone can fail as not one attribute."""
        return NOT_ONE_ATTRIBUTE in self.problem_codes

    @property
    def is_record(self) -> bool:
        """Whether the field is a record: open, except for some names."""
        return self.property_names is not None

    @cached_property
    def _in_place(self) -> list[Subschema]:
        """All subschemas that may apply to the value: those of decisions and conditions, too."""
        return _applied(self.docs, self.roots, _IN_PLACE)

    @cached_property
    def is_personal(self) -> bool:
        """Whether the value may be marked as personal data."""
        return _has_personal(self._in_place)

    @cached_property
    def holds_personal(self) -> bool:
        """Whether anything may be marked as personal data that is in the value, or that it is.

        That counts because a value of a wrong type may hold it too: as JSON in a string, for example.
        """
        return _has_personal(_applied(self.docs, self.roots))

    @cached_property
    def _known_below(self) -> dict[str | None, Field]:
        return {}

    def below(self, step: str | int) -> Field | None:
        """Return the field of a member or an item under any decision or condition; None where there is none."""
        name = step if isinstance(step, str) else None
        if name not in self._known_below:
            roots = tuple(self._roots_below(name))
            if not roots:
                return None  # not kept: payloads have names without number
            self._known_below[name] = Field(self.docs, name or self.name, self.name, roots)
        return self._known_below[name]

    def _roots_below(self, name: str | None) -> Iterator[Subschema]:
        for document, pointer, node in self._in_place:
            below = node.get("items") if name is None else node.get("properties", {}).get(name)
            if isinstance(below, dict):
                yield Subschema(document, f"{pointer}/{'items' if name is None else f'properties/{name}'}", below)


def _holding(docs: Mapping[str, Schema], subschema: Subschema) -> Iterator[Subschema]:
    """Yield a subschema and those that hold with it, without its advice."""
    yield subschema
    document, pointer, node = subschema
    if "$ref" in node:
        yield from _holding(docs, resolve(docs, document, node["$ref"]))
    for index, sub in enumerate(node.get("allOf", ())):
        if ADVICE_CODE not in sub:
            yield from _holding(docs, Subschema(document, f"{pointer}/allOf/{index}", sub))


def _applied(
    docs: Mapping[str, Schema], roots: Iterable[Subschema], keywords: Collection[str] | None = None
) -> list[Subschema]:
    """Return subschemas with all that they refer to or hold, each once; ``keywords`` are those that are followed."""
    found: list[Subschema] = []
    seen: set[int] = set()
    waiting = list(roots)
    while waiting:
        subschema = waiting.pop()
        if id(subschema.node) not in seen:
            seen.add(id(subschema.node))
            found.append(subschema)
            followed = subschema.node.keys() - NOT_APPLIED if keywords is None else keywords
            waiting += _held(docs, subschema, followed)
    return found


def _held(docs: Mapping[str, Schema], subschema: Subschema, keywords: Collection[str]) -> Iterator[Subschema]:
    """Yield the subschemas under some keywords of a subschema."""
    document, pointer, node = subschema
    for keyword, value in node.items():
        if keyword not in keywords or keyword.startswith("x-"):
            continue
        if keyword == "$ref":
            yield resolve(docs, document, value)
        elif keyword in NAME_MAPS or isinstance(value, list):
            below = value.items() if keyword in NAME_MAPS else enumerate(value)
            nodes = ((step, sub) for step, sub in below if isinstance(sub, dict))
            yield from (Subschema(document, f"{pointer}/{keyword}/{step}", sub) for step, sub in nodes)
        elif isinstance(value, dict):
            yield Subschema(document, f"{pointer}/{keyword}", value)


def _has_personal(subschemas: Iterable[Subschema]) -> bool:
    return any(subschema.node.get("x-personal-data") is True for subschema in subschemas)


def fields_below(field: Field, path: str = "") -> Iterator[tuple[str, Field]]:
    """Yield the fields below a field with their dotted paths, ``products[].product.sku``, each before those below it.

    Those that another document describes are left out: an attribute's body has a document of its own.
    """
    for name, member in field.own_members.items():
        here = f"{path}.{name}" if path else name
        yield here, member
        yield from fields_below(member, here)
    if field.items:
        yield from fields_below(field.items, f"{path}[]")


def field_of(docs: Mapping[str, Schema], document: str, pointer: str = "") -> Field:
    """Return the field of a subschema of some documents. Raises KeyError or IndexError where there is none."""
    return Field(docs, document, "", (resolve(docs, document, f"#{pointer}"),))


@cache
def document_field(version: str, document: str, *, strict: bool = False) -> Field:
    """Return the field of a whole document of a version; ``strict`` is the form in which advice is validated, too."""
    return field_of(catalog.strict_documents(version) if strict else catalog.documents(version), document)


def definition_field(name: str) -> Field:
    """Return the field of a shared definition of the default version."""
    return field_of(catalog.documents(catalog.default_version()), COMMON, DEFINITIONS + name)


def advice_in_words(code: str) -> list[str]:
    """Return what the default version's documents say of the advice of a code, each description once."""
    version = catalog.default_version()
    documents = (document_field(version, name) for name in catalog.document_names(version))
    fields = (field for document in documents for _, field in fields_below(document))
    advice = (entry for field in fields for entries in field.values("x-advice") for entry in entries)
    return list(dict.fromkeys(entry["schema"]["description"] for entry in advice if entry["code"] == code))


def body_fields(version: str) -> dict[str, Field]:
    """Return the fields of the bodies of a version's attribute types by name, in their strict form."""
    return {name: document_field(version, name, strict=True) for name in catalog.attribute_types(version)}


def event_field(version: str, attribute: str) -> Field:
    """Return the field of an event that carries the attribute and nothing of another."""
    event = document_field(version, catalog.EVENT)
    others = set(catalog.attribute_types(version)) - {attribute}
    kept = {name: sub for name, sub in event.node["properties"].items() if name not in others}
    node = {**event.node, "properties": kept, "required": [*event.required, attribute]}
    beside = event.dependent[attribute].roots if attribute in event.dependent else ()
    return Field(event.docs, catalog.EVENT, "", (Subschema(catalog.EVENT, "", node), *beside))


DATE_PARTS = ("year", "month", "day")
"""The shared definitions to which the properties of a date refer; so new versions bring their dates along."""


def date_parts(field: Field) -> tuple[str, ...] | None:
    """Return the names that a date's year, month and day have in its object; None where the field is not a date."""
    found = {member.definition: name for name, member in field.members.items()}
    return tuple(found[kind] for kind in DATE_PARTS) if found.keys() >= {*DATE_PARTS} else None
