"""The configuration file: where it is, what it says, and what it changes about the findings of a file."""

from sde_schema.configuration.loading import keys, load, parsed
from sde_schema.configuration.settings import NO_CONFIGURATION, Configuration, Ignore, Override, Setting
from sde_schema.configuration.treatment import Treatment

__all__ = [
    "NO_CONFIGURATION",
    "Configuration",
    "Ignore",
    "Override",
    "Setting",
    "Treatment",
    "keys",
    "load",
    "parsed",
]
