"""sde_schema: the missing specification of LivePerson's engagement attributes, and its validator."""

TYPE_CHECKING = False  # as typing has it, whose import would take longer than all that is here

if TYPE_CHECKING:
    from sde_schema.catalog import attribute_types, default_version, load_schema, versions
    from sde_schema.catalog.engines import SlowEngineWarning
    from sde_schema.checking.validator import Validator, validate
    from sde_schema.converting.conversion import Conversion, convert
    from sde_schema.errors import (
        SdeSchemaError,
        UnknownCodeError,
        UnknownSchemaError,
        UnknownVersionError,
        UnreadableError,
    )
    from sde_schema.model import Problem

__all__ = [
    "Conversion",
    "Problem",
    "SdeSchemaError",
    "SlowEngineWarning",
    "UnknownCodeError",
    "UnknownSchemaError",
    "UnknownVersionError",
    "UnreadableError",
    "Validator",
    "attribute_types",
    "convert",
    "default_version",
    "load_schema",
    "validate",
    "versions",
]

_HOMES = ("catalog", "catalog.engines", "checking.validator", "converting.conversion", "errors", "model")
"""The modules that have the public names: imported once a name is asked for, for Ctrl-C is to be answered before."""

if not TYPE_CHECKING:  # else every name would be there for a type checker

    def __getattr__(name):  # noqa: ANN001, ANN202 - see above
        """Return a public name, whose module is imported now."""
        from importlib import import_module

        homes = (import_module(f"sde_schema.{home}") for home in _HOMES if name in __all__)
        home = next((home for home in homes if hasattr(home, name)), None)
        if home is None:
            text = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(text)
        globals()[name] = getattr(home, name)
        return globals()[name]


def __dir__() -> list[str]:
    """Return the public names, and what a module has."""
    return sorted({*globals(), *__all__})
