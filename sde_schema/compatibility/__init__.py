"""What changed between two versions, and whether what was valid still is."""

from sde_schema.compatibility.changes import Change, Comparison, Evidence, Witness
from sde_schema.compatibility.comparison import compare

__all__ = ["Change", "Comparison", "Evidence", "Witness", "compare"]
