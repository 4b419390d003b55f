"""Pieces of WordprocessingML: texts, runs, paragraphs."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from bihuan.documents.layout.cells import clean

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TWIPS_A_POINT = 20


def twips(millimetres: float) -> int:
    """Return millimetres in twentieths of a point, in which Word measures."""
    return round(millimetres / 25.4 * 1440)


def run(text: str, properties: str = "") -> str:
    """Return a run; line feeds become line breaks, tabs tabs."""
    inside = re.sub(
        r"[^\n\t]+|\n|\t",
        lambda match: {"\n": "<w:br/>", "\t": "<w:tab/>"}.get(
            match[0], f'<w:t xml:space="preserve">{escape(match[0])}</w:t>'
        ),
        clean(text),
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inside}</w:r>"


def paragraph(style: str, *runs: str, properties: str = "") -> str:
    """Return a paragraph in a style; `properties` is XML that goes into its w:pPr, in the order of the schema."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{"".join(runs)}</w:p>'


def attribute(text: str) -> str:
    """Return a text for use inside double quotes."""
    return escape(clean(text), {'"': "&quot;", "\n": " "})


def field(code: str, properties: str = "") -> str:
    """Return a field that the reading program fills in, such as PAGE."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    marks = [
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ]
    return "".join(f"<w:r>{inner}{mark}</w:r>" for mark in marks)


def fonts(name: str) -> str:
    """Return the property that sets all characters in one font, Latin letters and figures too."""
    return f'<w:rFonts w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}" w:cs="{name}" w:hint="eastAsia"/>'
