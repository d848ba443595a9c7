r"""The small markup of letter templates, read into blocks. What a merge field brings is escaped, and stays text.

`# ` heading, `: ` line of an address, `> ` line of a box for the adviser, `1. ` numbered point, `- ` point,
`| a | b |` row of a table whose first row is its head. Everything else is running text; an empty line ends a
paragraph. A backslash before a sign makes it an ordinary one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.services.papers.blocks import Address, Block, Box, Heading, Paragraph, Points, Table

_MARK = re.compile(r"(#|:|>|-|\d+\.) +|(\|)")
_KINDS = {"#": "heading", ":": "address", ">": "box", "-": "points", "|": "table"}
_SPECIAL = re.compile(r"([\\#:>|\-])")


def escaped(value: object) -> str:
    """A value for a merge field: on one line, and no sign in it means anything."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(value).split()))


def read_blocks(text: str) -> tuple[Block, ...]:
    """The blocks that a filled template gives.

    Raises:
        BadConfiguration: a row of a table has more or fewer cells than its head.
    """
    lines = [line.strip() for line in text.splitlines()]
    blocks: list[Block] = []
    for kind, group in groupby(lines, _kind):
        said = list(group)
        if kind:
            blocks += _blocks(kind, said)
    return tuple(blocks)


def _kind(line: str) -> str:
    """What a line is part of; empty for an empty line."""
    if not line:
        return ""
    mark = _MARK.match(line)
    if mark is None:
        return "text"
    sign = (mark[1] or mark[2]).strip()
    return _KINDS.get(sign, "numbered")


def _blocks(kind: str, lines: list[str]) -> Iterator[Block]:
    bare = tuple(_plain(_MARK.sub("", line, count=1)) for line in lines)
    match kind:
        case "heading":
            yield from (Heading(line) for line in bare)
        case "address":
            yield Address(bare)
        case "box":
            yield Box(bare)
        case "points" | "numbered":
            yield Points(bare, numbered=kind == "numbered")
        case "table":
            yield _table(lines)
        case _:
            yield Paragraph(_plain(" ".join(lines)))


def _table(lines: list[str]) -> Table:
    rows = [tuple(_plain(cell.strip()) for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]) for line in lines]
    head, *body = rows
    for row in body:
        if len(row) != len(head):
            raise BadConfiguration(f"A table with {len(head)} columns has a row with {len(row)}: {' | '.join(row)}.")
    return Table(head, tuple(body))


def _plain(text: str) -> str:
    """The text with its escapes taken away."""
    return re.sub(r"\\(.)", r"\1", text)
