"""Writing a file whole or not at all, so that nobody ever reads half of one."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from ehcp_workflow.errors import BadInput, Refused


def write_whole(path: Path, content: str | bytes, *, replace: bool = True) -> None:
    """Write a file under a passing name beside its place, then move it there in one step.

    Args:
        path: where it goes; its folder must exist.
        content: what it holds; text is written as UTF-8, with its ends of lines as they are.
        replace: whether a file that is there already may be replaced.

    Raises:
        BadInput: the place cannot be written to.
        Refused: a file is there already and may not be replaced.
    """
    if not replace and path.exists():
        raise Refused(f"{path} is there already and might hold somebody's work. Give another name, or move it away.")
    try:
        handle, passing = mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _cannot(path, error) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        Path(passing).chmod(0o644)
        Path(passing).replace(path)
    except OSError as error:
        with suppress(OSError):
            Path(passing).unlink(missing_ok=True)
        raise _cannot(path, error) from None


def _cannot(path: Path, error: OSError) -> BadInput:
    return BadInput(f"{path} cannot be written ({error.strerror}). Give a file in a folder you may write to.")
