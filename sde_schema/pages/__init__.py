"""The reference documentation, made from the schemas and the rules."""
