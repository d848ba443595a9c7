"""`ehcp db rotate-key`: a new encryption key."""

from __future__ import annotations

import typer

from ehcp_workflow.cli.printing import AsJson, show_json


def rotate_key(as_json: AsJson = False) -> None:
    """Make a new encryption key and seal names, addresses and messages anew with it. Back up first; may be repeated."""
    from ehcp_workflow.services.installation import open_installation  # noqa: PLC0415 - see main.py
    from ehcp_workflow.services.key_rotation import rotate_key as rotate  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        done = rotate(installation)
    if as_json:
        show_json({**done.__dict__, "resealed": dict(done.resealed)})
        return
    made = "A new key was made" if done.is_new else "A change of key that was cut short was finished"
    typer.echo(f"{made}: {done.key_id}. {sum(done.resealed.values())} values were sealed anew:")
    for column, number in sorted(done.resealed.items()):
        typer.echo(f"  {column}: {number}")
    typer.echo(f"{done.notes_left} notes of events stay under older keys. Keep every line of the key file.")
