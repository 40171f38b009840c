"""TypeScript: an interface for each object, a union of all events, and code lists as unions of literals."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from sde_schema import catalog
from sde_schema.exporting.tree import EVENT_NAME, ArrayOf, Choice, Record, Scalar, event_of, pascal, type_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sde_schema.catalog.code_lists import Code
    from sde_schema.exporting.tree import Kind, Member, Value

_TYPES: dict[Kind, str] = {
    "text": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "timestamp": "number",
}
_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


def typescript_module(version: str, names: Iterable[str]) -> str:
    """Return a module with the types of events, or of the bodies of attribute types."""
    module = _Module()
    for name in names:
        if name == catalog.EVENT:
            module.add_events(version)
        else:
            module.add_record(type_of(version, name))
    head = f"// Types of engagement attributes, schema version {version}. Made by `sde-schema export typescript`.\n"
    return "\n".join([head, *module.declarations.values()])


class _Module:
    """Collects declarations by name: what is added comes before what it uses."""

    def __init__(self) -> None:
        self.declarations: dict[str, str] = {}

    def add_events(self, version: str) -> None:
        """Declare the union of all events. Each event says that it has no other attribute, so one property decides."""
        types = catalog.attribute_types(version)
        said = _doc(type_of(version, catalog.EVENT).description)
        choices = "".join(f"\n  | {event_of(version, attribute).name}" for attribute in types)
        self.declarations[EVENT_NAME] = f"{said}export type {EVENT_NAME} ={choices};\n"
        for attribute in types:
            self.add_record(event_of(version, attribute), without=[name for name in types if name != attribute])

    def add_record(self, record: Record, without: Iterable[str] = ()) -> None:
        """Declare an object and all that it uses; members of the names ``without`` must not be there."""
        if record.name in self.declarations:
            return
        self.declarations[record.name] = ""  # takes its turn before what it uses
        prefix = "" if without else record.name
        lines = [line for member in record.members for line in self._member(member, prefix)]
        lines += [f"  {_name(name)}?: never;\n" for name in without]
        self.declarations[record.name] = (
            f"{_doc(record.description)}export interface {record.name} {{\n{''.join(lines)}}}\n"
        )

    def _member(self, member: Member, prefix: str) -> Iterator[str]:
        kind = self._type(member.value, prefix + pascal(member.name), member.description)
        yield _doc(member.description, "  ")
        yield f"  {_name(member.name)}{'' if member.required else '?'}: {kind}{' | null' if member.nullable else ''};\n"

    def _type(self, value: Value, name: str, description: str) -> str:
        """Return the type of a value; what needs a declaration gets the name."""
        if isinstance(value, Record):
            self.add_record(value)
            return value.name
        if isinstance(value, ArrayOf):
            item = self._type(value.item, f"{name}Item", description)
            return f"Array<{item} | null>" if value.nullable else f"Array<{item}>"
        if isinstance(value, Scalar) and not value.codes:
            return _TYPES[value.kind]
        return " | ".join(self._options(value.options if isinstance(value, Choice) else (value,), name, description))

    def _options(self, options: Iterable[Scalar | ArrayOf | Record], name: str, description: str) -> Iterator[str]:
        """Yield the types of a choice; the codes of all its options are one list."""
        codes: list[Code] = []
        for option in options:
            if isinstance(option, Scalar) and option.codes:
                codes += option.codes
            else:
                yield self._type(option, name, description)
        if codes:
            yield self._codes(codes, name, description)

    def _codes(self, codes: list[Code], name: str, description: str) -> str:
        """Return the type of a code list; a list of several codes is declared."""
        values = [(json.dumps(value), code.meaning) for code in codes for value in code.values]
        if len(values) == 1:
            return values[0][0]
        lines = "".join(f"\n{_doc(meaning, '  ')}  | {literal}" for literal, meaning in values)
        self.declarations[name] = f"{_doc(description)}export type {name} ={lines};\n"
        return name


def _doc(text: str, indent: str = "") -> str:
    """Return a text as a comment on the line before what it is about."""
    inside = text.replace("*/", "*\\/")
    return f"{indent}/** {inside} */\n" if text else ""


def _name(name: str) -> str:
    return name if _IDENTIFIER.fullmatch(name) else json.dumps(name)
