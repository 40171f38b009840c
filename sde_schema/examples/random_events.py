"""Random valid payloads of a schema version: the same ones for the same seed, everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sde_schema import catalog
from sde_schema.catalog.fields import Field, event_field
from sde_schema.catalog.probe import probe
from sde_schema.examples import vocabulary
from sde_schema.examples.draw import Draw
from sde_schema.examples.random_values import edge_leaf, leaf
from sde_schema.examples.recipes import SCENES, Scene

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sde_schema.examples.random_values import Maker

ODD_SHARE = 0.002
"""How many of the values that may draw advice do so."""

_LEAF_TYPES = frozenset({"boolean", "integer", "number", "string"})


class Payloads:
    """Draws valid payloads of one schema version.

    They are realistic, or, with ``wide``, go to the edges of what is valid. ``odd_share`` is the
    share of values that draw advice, among those that may; ``only`` names the attribute types to draw
    from, all if it is empty. Raises UnknownVersionError.
    """

    def __init__(
        self,
        version: str,
        seed: int,
        *,
        wide: bool = False,
        odd_share: float = ODD_SHARE,
        only: Collection[str] = (),
    ) -> None:
        self._version = catalog.check_version(version)
        self._draw = Draw(f"payloads {seed}")
        self._habits = _WIDE if wide else _REALISTIC
        self._probe = probe(self._version)
        self._odd_share = odd_share
        self._makers: dict[str, Maker] = {}
        types = [name for name in catalog.attribute_types(self._version) if not only or name in only]
        self._urn = tuple(name for name in types for _ in range(1 if wide else vocabulary.SHARES.get(name, 1)))

    def event(self, attribute: str | None = None) -> dict[str, Any]:
        """Return the next bare event, of the attribute or of any. Raises UnknownSchemaError."""
        if attribute is None:
            attribute = self._draw.one(self._urn)
        make = self._makers.get(attribute)
        if make is None:
            catalog.check_name(attribute, catalog.attribute_types(self._version))
            make = self._makers[attribute] = self._maker(event_field(self._version, attribute))
        event: dict[str, Any] = make(Scene(self._draw))
        return event

    def _maker(self, field: Field) -> Maker:
        """Return the maker of a field's values other than null."""
        makers: list[Maker] = []
        if field.types & _LEAF_TYPES:
            makers.append(self._leaf(field))
        if "array" in field.types and field.items:
            makers.append(self._list(field.items))
        if "object" in field.types and field.members:
            makers.append(self._object(field))
        if len(makers) == 1:
            return makers[0]
        return lambda scene: scene.draw.one(makers)(scene)

    def _leaf(self, field: Field) -> Maker:
        usual = leaf(field, self._probe, self._odd_share)
        return edge_leaf(field, self._probe, usual) if self._habits is _WIDE else usual

    def _list(self, items: Field) -> Maker:
        make, lengths = self._maker(items), self._habits.lengths
        return lambda scene: [make(scene) for _ in range(scene.draw.one(lengths))]

    def _object(self, field: Field) -> Maker:
        members = [self._member(field, name, member) for name, member in field.members.items()]
        order = tuple(field.members)
        members.sort(key=lambda member: member.is_plain)
        begin = SCENES.get(field.name)

        def make(scene: Scene) -> dict[str, Any]:
            if begin:
                begin(scene)
            made: dict[str, Any] = {}
            for member in members:
                member.add(scene, made)
            return {name: made[name] for name in order if name in made}

        return make

    def _member(self, holder: Field, name: str, field: Field) -> _Member:
        is_required = name in holder.required
        habits = self._habits
        is_nullable = (self._probe.is_valid if habits is _WIDE else self._probe.is_clean)(field, None)
        often_null = habits.often_null if None in field.examples else habits.null
        return _Member(
            name,
            self._maker(field),
            absent=0 if is_required else habits.absent,
            null=often_null if is_nullable else 0,
            is_plain=field.types.isdisjoint({"array", "object"}),
        )


class _Habits(NamedTuple):
    """How often members are absent or null, also where an example is null, and the lengths of lists."""

    absent: float
    null: float
    often_null: float
    lengths: tuple[int, ...]


_REALISTIC = _Habits(0.03, 0.04, 0.3, (0, 1, 1, 2, 2, 3, 3, 4, 5))
_WIDE = _Habits(0.3, 0.2, 0.2, (0, 0, 1, 1, 2, 3, 5))


class _Member:
    """A member of an object, and how often it is absent or null.

    Lists and objects are drawn before plain values (``is_plain``), for totals are taken from them.
    """

    __slots__ = ("_absent", "_make", "_name", "_null", "is_plain")

    def __init__(self, name: str, make: Callable[[Scene], Any], *, absent: float, null: float, is_plain: bool) -> None:
        self._name = name
        self._make = make
        self._absent = absent
        self._null = null
        self.is_plain = is_plain

    def add(self, scene: Scene, made: dict[str, Any]) -> None:
        """Add this member's next value to an object, or leave it out."""
        if self._absent and scene.draw.chance(self._absent):
            return
        made[self._name] = None if self._null and scene.draw.chance(self._null) else self._make(scene)
