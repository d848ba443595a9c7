"""What a paper is made of, whatever file it becomes: headings, paragraphs, lists, tables, addresses and boxes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is that of a part, the title of the whole paper stands apart."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True)
class Address:
    """Lines that stay lines: an address, a signature, what a letter is about."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Box:
    """Something for the adviser, to be deleted before the paper leaves."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Points:
    """A list: numbered where the order matters."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a head; every row has as many cells as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()


Block = Heading | Paragraph | Address | Box | Points | Table


@dataclass(frozen=True)
class Paper:
    """A whole paper.

    Attributes:
        title: what it is; it stands in the file's properties, so it holds no name.
        blocks: what stands in it, in order.
        show_title: whether the title stands at its head: a letter has a subject instead.
        page_numbers: whether each page says which of how many it is.
        landscape: whether its pages lie, for wide tables.
    """

    title: str
    blocks: tuple[Block, ...] = field(default=())
    show_title: bool = False
    page_numbers: bool = True
    landscape: bool = False
