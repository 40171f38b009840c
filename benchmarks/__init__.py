"""Made-up corpora, the parse floor, and the measurements of `sde_schema` against both."""
