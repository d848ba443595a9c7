"""A small trial of delivery with real processes, killed, and real servers; `make trial-delivery` runs it large."""

import subprocess
import sys
from pathlib import Path


def test_workers_that_are_killed_lose_nothing_and_double_no_more_than_they_had_in_hand():
    command = [sys.executable, "-m", "bench.trials", "--quick"]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert done.stdout.count("yes") + done.stdout.count(" - ") == 8  # four trials on each kind of database
