"""A paper as a tagged PDF that can be searched and read aloud. WeasyPrint is an extra, because it needs Pango."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from ehcp_workflow.errors import Unavailable
from ehcp_workflow.services.papers.blocks import Address, Block, Box, Heading, Paper, Paragraph, Points, Table

REMEDY = (
    "A PDF needs the extra ehcp-workflow[pdf] and, from the system, Pango and a font "
    "(on Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 fonts-dejavu-core). A .docx needs neither."
)
STYLE = """
@page { size: A4 %s; margin: 18mm 18mm 20mm; @bottom-right { content: %s; font: 9pt sans-serif; } }
body { font: 10pt/1.4 Arial, "Liberation Sans", "DejaVu Sans", sans-serif; color: #1d1d1f; }
h1 { font-size: 17pt; margin: 0 0 8pt; } h2 { font-size: 12pt; margin: 14pt 0 4pt; break-after: avoid; }
p { margin: 0 0 6pt; } table { border-collapse: collapse; width: 100%%; margin: 4pt 0 10pt; }
th, td { border: 0.5pt solid #8a8f98; padding: 2.5pt 4pt; text-align: left; vertical-align: top; font-size: 8.5pt; }
th { background: #e8edf1; } tr { break-inside: avoid; } .box { border: 1pt solid #8a6d00; padding: 6pt; }
"""


class PdfFile(NamedTuple):
    """A PDF and how many pages it has."""

    content: bytes
    pages: int


def pdf_file(paper: Paper) -> PdfFile:
    """The paper as a tagged PDF in British English, with a title and bookmarks.

    Raises:
        Unavailable: WeasyPrint or what it needs of the system is not here; says what to install.
    """
    try:
        from weasyprint import HTML  # noqa: PLC0415 - an extra; whoever makes no PDF needs none of it
    except (ImportError, OSError):
        raise Unavailable(REMEDY) from None
    document = HTML(string=_html(paper)).render(pdf_variant="pdf/ua-1")
    return PdfFile(document.write_pdf(pdf_variant="pdf/ua-1"), len(document.pages))


def why_no_pdf() -> str:
    """What is missing to make a PDF here; empty where nothing is."""
    try:
        import weasyprint  # noqa: F401, PLC0415 - as above
    except (ImportError, OSError):
        return REMEDY
    return ""


def _html(paper: Paper) -> str:
    numbers = '"Page " counter(page) " of " counter(pages)' if paper.page_numbers else "none"
    style = STYLE % ("landscape" if paper.landscape else "portrait", numbers)
    title = escape(paper.title)
    head = f"<h1>{title}</h1>" if paper.show_title else ""
    body = "".join(_block(block) for block in paper.blocks)
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style></head><body>{head}{body}</body></html>"
    )


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level + 1}>{escape(text)}</h{level + 1}>"
        case Paragraph(text):
            return f"<p>{escape(text)}</p>"
        case Address(lines):
            return f"<p>{'<br>'.join(escape(line) for line in lines)}</p>"
        case Box(lines):
            return f'<p class="box">{"<br>".join(escape(line) for line in lines)}</p>'
        case Points(items, numbered):
            tag = "ol" if numbered else "ul"
            return f"<{tag}>{''.join(f'<li>{escape(item)}</li>' for item in items)}</{tag}>"
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    columns = "".join(f'<col style="width:{width}cm">' for width in table.widths)
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in table.head)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in table.rows)
    return f"<table><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
