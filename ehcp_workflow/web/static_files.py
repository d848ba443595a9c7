"""The style sheets and scripts of the pages: nothing personal, so a browser may keep them."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles


class KeptFiles(StaticFiles):
    """Files that a browser keeps; it asks each time whether they are still the same."""

    def file_response(self, *args: Any, **more: Any) -> Response:  # noqa: ANN401 - as Starlette has it
        """A file, or that it has not changed."""
        answer = super().file_response(*args, **more)
        answer.headers["Cache-Control"] = "no-cache"
        return answer
