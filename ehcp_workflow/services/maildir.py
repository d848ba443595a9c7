"""The Maildir in which mail that comes back arrives: read what is new, and put it away once it is seen to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

LARGEST = 5_000_000  # bytes: what a mail server sends back is far smaller
AT_MOST = 1000


def arrived_mail(folder: Path | None) -> Iterator[tuple[Path, bytes]]:
    """What is in `new`, oldest first, at most a thousand; none without a folder. Of one too large nothing is read.

    Source: https://cr.yp.to/proto/maildir.html
    """
    new = folder / "new" if folder else None
    if new is None or not new.is_dir():
        return
    for path in sorted(path for path in new.iterdir() if not path.name.startswith("."))[:AT_MOST]:
        try:
            yield path, path.read_bytes() if path.stat().st_size <= LARGEST else b""
        except FileNotFoundError:  # another worker has put it away
            continue


def put_away(path: Path) -> None:
    """Move a message from `new` to `cur`, seen."""
    seen = path.parent.parent / "cur"
    seen.mkdir(exist_ok=True)
    try:
        path.rename(seen / f"{path.name}:2,S")
    except FileNotFoundError:  # another worker has put it away
        return
