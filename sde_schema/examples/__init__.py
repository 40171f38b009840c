"""Example payloads, made from the schemas: fixed ones, random ones, and each way to be wrong."""
