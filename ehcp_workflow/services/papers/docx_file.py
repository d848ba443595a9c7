"""A paper as a Word document: real styles, table heads that repeat, British English, no names in its properties."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from ehcp_workflow.services.papers.blocks import Address, Block, Box, Heading, Paper, Paragraph, Points, Table

FONT, LANGUAGE = "Arial", "en-GB"
A4 = (Cm(21.0), Cm(29.7))
BOX, HEAD, INK = "FFF4CC", "E8EDF1", RGBColor(0x1D, 0x1D, 0x1F)


def docx_bytes(paper: Paper, made_at: datetime) -> bytes:
    """The paper as a .docx file; equal papers made at one time are equal to the byte of their text parts."""
    document = Document()
    _style(document, paper)
    properties = document.core_properties
    properties.title, properties.language, properties.author = paper.title, LANGUAGE, ""
    properties.created = properties.modified = made_at.replace(tzinfo=None)
    properties.comments = ""
    if paper.show_title:
        document.add_heading(paper.title, level=0)
    for block in paper.blocks:
        _add(document, block)
    if paper.page_numbers:
        _number_pages(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _style(document: Any, paper: Paper) -> None:  # noqa: ANN401 - python-docx types its documents in part only
    section = document.sections[0]
    width, height = A4
    section.page_width, section.page_height = (height, width) if paper.landscape else (width, height)
    section.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.0)
    for name, size, before, after in (("Normal", 11, 0, 8), ("Title", 18, 0, 10), ("Heading 1", 12.5, 10, 4)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
        _one_font(style.element.get_or_add_rPr().get_or_add_rFonts())
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def _one_font(fonts: Any) -> None:  # noqa: ANN401 - as above
    """One font for every script: a theme's fonts would outweigh it in headings."""
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.attrib.pop(qn(f"w:{script}Theme"), None)
        fonts.set(qn(f"w:{script}"), FONT)
    fonts.attrib.pop(qn("w:cstheme"), None)


def _add(document: Any, block: Block) -> None:  # noqa: ANN401 - as above
    match block:
        case Heading(text, level):
            document.add_heading(text, level=level)
        case Paragraph(text):
            document.add_paragraph(text)
        case Address(lines):
            _add_lines(document.add_paragraph(), lines)
        case Box(lines):
            _add_box(document, lines)
        case Points(items, numbered):
            _add_points(document, items, numbered=numbered)
        case Table():
            _add_table(document, block)


def _add_points(document: Any, items: tuple[str, ...], *, numbered: bool) -> None:  # noqa: ANN401 - as above
    """The points; each numbered list begins with 1, which Word would not do by itself."""
    for number, item in enumerate(items, start=1):
        paragraph = document.add_paragraph(style="List Bullet" if not numbered else "Normal")
        paragraph.paragraph_format.space_after = Pt(3)
        if numbered:
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(0.8), Cm(-0.8)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.8))
        paragraph.add_run(f"{number}.\t{item}" if numbered else item)


def _add_lines(paragraph: Any, lines: tuple[str, ...]) -> None:  # noqa: ANN401 - as above
    for number, line in enumerate(lines):
        run = paragraph.add_run(line)
        if number < len(lines) - 1:
            run.add_break()


def _add_box(document: Any, lines: tuple[str, ...]) -> None:  # noqa: ANN401 - as above
    table = document.add_table(rows=1, cols=1)
    table.style = "Table Grid"
    cell = table.rows[0].cells[0]
    _shade(cell, BOX)
    _add_lines(cell.paragraphs[0], lines)
    document.add_paragraph()


def _add_table(document: Any, said: Table) -> None:  # noqa: ANN401 - as above
    table = document.add_table(rows=1, cols=len(said.head))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.LEFT
    for cell, text in zip(table.rows[0].cells, said.head, strict=True):
        _fill(cell, text, bold=True)
        _shade(cell, HEAD)
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001 - python-docx has no other way to it
    for row in said.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _fill(cell, text)
    if said.widths:
        table.autofit = False
        for row in table.rows:
            for cell, width in zip(row.cells, said.widths, strict=True):
                cell.width = Cm(width)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _fill(cell: Any, text: str, *, bold: bool = False) -> None:  # noqa: ANN401 - as above
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(9)


def _shade(cell: Any, colour: str) -> None:  # noqa: ANN401 - as above
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)  # noqa: SLF001 - as above


def _number_pages(document: Any) -> None:  # noqa: ANN401 - as above
    paragraph = document.sections[0].footer.paragraphs[0]
    for text, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph.add_run(text)
        simple = OxmlElement("w:fldSimple")
        simple.set(qn("w:instr"), field)
        paragraph._p.append(simple)  # noqa: SLF001 - as above
