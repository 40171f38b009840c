"""What inputs made to hurt cost, in four sizes each: see `python -m benchmarks.hostile --help`."""
