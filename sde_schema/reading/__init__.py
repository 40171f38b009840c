"""Bytes to documents, and documents to events."""
