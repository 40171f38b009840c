"""Tests; `pytest -q` runs the everyday part, `-m slow` the rest."""
