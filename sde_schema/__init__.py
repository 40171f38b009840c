"""sde_schema: the missing specification of LivePerson's engagement attributes, and its validator."""

from sde_schema.catalog import attribute_types, default_version, load_schema, versions
from sde_schema.catalog.engines import SlowEngineWarning
from sde_schema.checking.validator import Validator, validate
from sde_schema.converting.conversion import Conversion, convert
from sde_schema.errors import SdeSchemaError, UnknownCodeError, UnknownSchemaError, UnknownVersionError, UnreadableError
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
