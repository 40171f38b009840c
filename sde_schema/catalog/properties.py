"""The names that the properties of a version's documents have, and where they belong."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sde_schema import catalog
from sde_schema.catalog.fields import DEFINITIONS, document_field, field_of, fields_below
from sde_schema.names import same_but_for_case

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sde_schema.catalog.fields import Field

    _Fields = dict[str, list[tuple[str, Field]]]
    """Fields with their dotted paths, by name."""


class Properties:
    """The properties of a version's documents by their names."""

    def __init__(self, version: str) -> None:
        self._version = version
        self._docs = catalog.strict_documents(version)
        self._named: dict[str, _Fields] = {}
        self._joined_names: dict[str, _Fields] = {}
        self._later: dict[tuple[str, str], dict[str, str]] = {}
        self._advised: dict[tuple[str, str], list[Field]] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """Every property name of every document: names that hold no personal data."""
        return frozenset(name for document in self._docs for name in self._by_name(document))

    def document(self, name: str) -> Field:
        """Return the field of a document: of a payload, an event, or the body of an attribute type."""
        return document_field(self._version, name, strict=True)

    def known_from(self, schema: Field, name: str) -> str | None:
        """Return the first later version in which the object of a subschema has a property of this name."""
        key = schema.document, schema.pointer
        if key not in self._later:
            later = reversed([*self._after(schema)])
            self._later[key] = {other: version for version, names in later for other in names}
        return self._later[key].get(name)

    def _after(self, schema: Field) -> Iterator[tuple[str, Collection[str]]]:
        """Yield the later versions that have a subschema, with the names of its properties."""
        known = catalog.versions()
        for version in known[known.index(self._version) + 1 :]:
            if schema.document in catalog.document_names(version):
                with suppress(KeyError, IndexError):
                    yield version, field_of(catalog.documents(version), schema.document, schema.pointer).members

    def elsewhere(self, document: str, name: str, value: Any) -> list[str]:
        """Return where in a document a value would be right under this name, such as ``products[].product.sku``.

        The name may differ in letter case, or be that of the object around it, too: ``cartTotal`` is ``cart.total``.
        """
        known = self._by_name(document)
        right = name if name in known else same_but_for_case(name, tuple(known))
        held = known[right] if right else self._joined(document).get(name.casefold(), ())
        return [path for path, field in held if field.takes_shape_of(value)]

    def _joined(self, document: str) -> Mapping[str, list[tuple[str, Field]]]:
        """Return the properties of a document by their names with that of the object around them in front."""
        if document not in self._joined_names:
            found: _Fields = {}
            for path, field in (held for each in self._by_name(document).values() for held in each):
                *_, holder, name = ("", *path.replace("[]", "").split("."))
                if holder:
                    found.setdefault(f"{holder}{name}".casefold(), []).append((path, field))
            self._joined_names[document] = found
        return self._joined_names[document]

    def advised(self, document: str, code: str) -> list[Field]:
        """Return the properties of a document whose values draw advice of a code, one for each rule."""
        if (document, code) not in self._advised:
            fields = (field for each in self._by_name(document).values() for _, field in each)
            advised = (field for field in fields if code in field.advice_codes)
            self._advised[document, code] = [*{field.definition or field.pointer: field for field in advised}.values()]
        return self._advised[document, code]

    def body_like(self, value: Any, attribute_types: Iterable[str]) -> str | None:
        """Return the one attribute type whose body has all the names of an object and requires no others."""
        if not isinstance(value, dict):
            return None
        bodies = ((name, self.document(name)) for name in attribute_types)
        fitting = [name for name, body in bodies if {*body.required} <= value.keys() <= body.members.keys()]
        return fitting[0] if len(fitting) == 1 else None

    def _by_name(self, document: str) -> _Fields:
        """Return the properties of a document and of its definitions; those of other documents are left out."""
        if document not in self._named:
            found: _Fields = {}
            pointers = ["", *(f"{DEFINITIONS}{name}" for name in self._docs[document].get("$defs", ()))]
            for start in (field_of(self._docs, document, pointer) for pointer in pointers):
                for path, field in fields_below(start):
                    found.setdefault(field.name, []).append((path, field))
            self._named[document] = found
        return self._named[document]
