"""Payloads of older versions to the types of a newer one."""
