"""``python -m sde_schema``."""

import sys

from sde_schema.cli import main


def run() -> None:
    """Run the program and end the process with its status."""
    sys.exit(main())


if __name__ == "__main__":
    run()
