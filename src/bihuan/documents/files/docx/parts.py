"""The parts of a Word document and how they are found."""

from __future__ import annotations

import posixpath

from lxml import etree

from bihuan.documents.blocks import Block
from bihuan.documents.files.archive import Archive
from bihuan.documents.files.docx.body import Body
from bihuan.documents.files.docx.numbering import Numbering
from bihuan.documents.files.docx.styles import Styles
from bihuan.documents.files.limits import Limits
from bihuan.documents.files.markup import parse_part
from bihuan.documents.files.page import Page
from bihuan.documents.files.refusals import refuse

RELATIONSHIPS = "_rels/.rels"
USUAL = "word/document.xml"
STYLE, STYLE_END, OF_TABLE = b"<w:style ", b"</w:style>", b'w:type="table"'


def read_parts(data: bytes, limits: Limits) -> tuple[Block, ...]:
    """Return the blocks of a Word document; raise Unreadable if a part that is needed is missing or damaged."""
    archive = Archive(data, limits)
    main = _main_part(archive, limits)
    folder = posixpath.dirname(main)
    document = parse_part(archive.read(main), main, limits)
    styles = Styles(_styles(archive, f"{folder}/styles.xml", limits))
    numbering = Numbering(_optional(archive, f"{folder}/numbering.xml", limits), styles)
    page = Page(limits)
    try:
        Body(page, styles, numbering).read(document)
    except RecursionError:
        # The parser bounds the depth; should a later one allow more than our stack, it is still a sentence.
        raise refuse("too_deep", place=main, depth=limits.xml_depth) from None
    return page.text_blocks(pictures=any(name.startswith(f"{folder}/media/") for name in archive.names))


def _main_part(archive: Archive, limits: Limits) -> str:
    """Return the name of the main text: what the package says, else the usual name."""
    root = _optional(archive, RELATIONSHIPS, limits)
    for relation in root if root is not None else ():
        target = relation.get("Target", "").lstrip("/")
        if relation.get("Type", "").endswith("/officeDocument") and target in archive.names:
            return target
    if USUAL in archive.names:
        return USUAL
    raise refuse("no_document", place=USUAL)


def _styles(archive: Archive, name: str, limits: Limits) -> etree._Element | None:
    if name not in archive.names:
        return None
    return parse_part(_without_table_styles(archive.read(name)), name, limits)


def _without_table_styles(data: bytes) -> bytes:
    """Leave out nine tenths of the styles that come with Word: the styles of tables say nothing about the text."""
    before, *styles = data.split(STYLE)
    kept = [
        style.partition(STYLE_END)[2] if style.startswith(OF_TABLE) and STYLE_END in style else STYLE + style
        for style in styles
    ]
    return before + b"".join(kept)


def _optional(archive: Archive, name: str, limits: Limits) -> etree._Element | None:
    return parse_part(archive.read(name), name, limits) if name in archive.names else None
