"""Schemas to payloads: examples that cannot drift from what the documents say."""
