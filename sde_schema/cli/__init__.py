"""The command line."""

from sde_schema.cli.main import main

__all__ = ["main"]
