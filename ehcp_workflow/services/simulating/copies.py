"""A copy of an installation in which days can be lived through: same law, policy and key, and no way out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.settings import Settings
from ehcp_workflow.store.engine import Database
from ehcp_workflow.store.upgrade import upgrade

_KEPT = ("mail_from", "mail_from_name", "web_url", "public_url")


@contextmanager
def in_a_copy(installation: Installation, folder: Path | None = None) -> Iterator[Installation]:
    """An installation like another, with an empty database of its own and no provider at all.

    The key stays in memory: a folder that is kept holds nothing with which it could be read.

    Args:
        installation: the one to be like; it is not touched.
        folder: where to put it; by default a temporary folder that is removed at the end.
    """
    with TemporaryDirectory(prefix="ehcp-") as temporary:
        home = folder or Path(temporary)
        database = Database(f"sqlite:///{home / 'ehcp.db'}", lasting=False)
        try:
            upgrade(database)
            yield replace(installation, settings=_cut_off(installation.settings, home), database=database)
        finally:
            database.close()


def _cut_off(settings: Settings, home: Path) -> Settings:
    """Settings with no provider of any channel, whatever the environment names, and nothing to tell outside."""
    values: dict[str, Any] = {
        name: field.get_default(call_default_factory=True)
        for name, field in Settings.model_fields.items()
        if name != "home"
    }
    kept = {name: getattr(settings, name) for name in _KEPT}
    # Made without reading the environment: a setting that some day is added is not let in by being forgotten here.
    return Settings.model_construct(**{**values, **kept, "home": home})
