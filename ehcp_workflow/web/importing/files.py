"""Files that come with a form, and empty workbooks that are given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi.responses import Response
from starlette.datastructures import FormData, UploadFile

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sent_file(form: FormData) -> bytes:
    """What is in the file that came as `file`; nothing where none came."""
    sent = form.get("file")
    return sent.file.read() if isinstance(sent, UploadFile) else b""


def workbook(name: str, write: Callable[[Path], None]) -> Response:
    """A workbook as an answer; `write` writes it to a path, and nothing in it is personal."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        content = path.read_bytes()
    return Response(content, headers={"Content-Disposition": f'attachment; filename="{name}"'}, media_type=_WORKBOOK)
