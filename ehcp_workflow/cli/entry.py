"""Where the `ehcp` command begins: a Ctrl-C while the program is still being read in is no fault to be shown."""

import sys


def run() -> None:
    """Read the program in and run it."""
    try:
        from ehcp_workflow.cli.main import run as run_command  # noqa: PLC0415 - this import takes half a second

        run_command()
    except KeyboardInterrupt:
        sys.exit(130)
