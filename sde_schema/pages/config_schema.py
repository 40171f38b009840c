"""The schema of configurations, in which codes, types, versions and formats are those that the program knows."""

from __future__ import annotations

import json
import re

from sde_schema import catalog
from sde_schema.configuration.mistakes import changeable_codes, ignorable_codes
from sde_schema.reporting import REPORTS

PATH = "schemas/config.schema.json"


def config_schema() -> dict[str, bytes]:
    """Return the schema by its path from the project's root: as it is, with these values in place of older ones."""
    text = catalog.config_schema_bytes().decode()
    values = {
        "schema-version": catalog.versions(),
        "type": catalog.all_attribute_types(),
        "code": ignorable_codes(),
        "propertyNames": changeable_codes(),
    }
    for key, names in values.items():
        text = _filled(text, key, "enum", names)
    return {PATH: _filled(text, "format", "pattern", f"^({'|'.join(REPORTS)})(=.+)?$").encode()}


def _filled(text: str, key: str, keyword: str, value: object) -> str:
    """Return the schema with another value of a keyword in the first subschema of a name, which is on one line."""
    pattern = rf'("{key}": \{{(?!"\$ref")[^\n]*?"{keyword}": )(?:\[[^\]]*\]|"(?:[^"\\]|\\.)*")'
    return re.sub(pattern, lambda found: found[1] + json.dumps(value), text, count=1)
