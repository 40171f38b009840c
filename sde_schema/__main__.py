"""``python -m sde_schema``."""

import sys

from sde_schema.ending import ended_by_signals


def run() -> None:
    """Run the program and end the process with its status."""
    with ended_by_signals():
        from sde_schema.cli import main  # takes long enough for a signal

        status = main()
    sys.exit(status)


if __name__ == "__main__":
    run()
