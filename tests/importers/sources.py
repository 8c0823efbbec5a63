"""Folders and files to import, made in tests by programs of others or by hand."""

import io
from collections.abc import Mapping
from pathlib import Path

import docx
import pptx
from pptx.util import Inches

from banks.sample_bank import PNG

__all__ = ["DOCX", "PPTX", "deck", "folder", "word"]

DOCX, PPTX = "handbook.docx", "deck.pptx"


def folder(root: Path, files: Mapping[str, object]) -> Path:
    """Write files below a folder; return it."""
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        assert isinstance(data, str | bytes)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return root


def word(path: Path) -> Path:
    """Write a Word document: title, two chapters, a list, a table, a picture, a link-like text."""
    document = docx.Document()
    document.add_heading("Safe food", level=0)
    document.add_heading("Clean hands", level=1)
    paragraph = document.add_paragraph("Wash them ")
    paragraph.add_run("often").bold = True
    paragraph.add_run(" and *well*, {{ please }}.")
    for text in ("Before work", "After breaks"):
        document.add_paragraph(text, style="List Bullet")
    document.add_heading("Why", level=2)
    document.add_picture(io.BytesIO(PNG))
    document.add_heading("Cold chain", level=1)
    table = document.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, (("Food", "Degrees"), ("Milk | cream", "4")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def deck(path: Path) -> Path:
    """Write a deck: a title, bullets with notes, a table, a picture with and without words."""
    slides = pptx.Presentation()
    first = slides.slides.add_slide(slides.slide_layouts[0])
    first.shapes.title.text = "Fire safety"
    second = slides.slides.add_slide(slides.slide_layouts[1])
    second.shapes.title.text = "When it burns"
    frame = second.placeholders[1].text_frame
    frame.text = "Warn others"
    frame.add_paragraph().text = "Call 112"
    second.notes_slide.notes_text_frame.text = "Say that the lift is forbidden."
    third = slides.slides.add_slide(slides.slide_layouts[5])
    third.shapes.title.text = "Signs"
    table = third.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for at, text in enumerate(("Sign", "Means", "Green", "Exit")):
        table.cell(at // 2, at % 2).text = text
    shown = third.shapes.add_picture(io.BytesIO(PNG), Inches(1), Inches(4))
    shown._element.nvPicPr.cNvPr.set("descr", "A green sign")
    slides.save(str(path))
    return path
