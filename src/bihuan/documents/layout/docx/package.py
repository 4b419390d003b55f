"""The parts of a Word file and the archive that holds them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO

from bihuan.documents.layout.docx.markup import DECLARATION, NAMESPACES, attribute, twips
from bihuan.documents.layout.docx.styles import CHARACTER, fonts_xml, styles_xml

STAMP = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes
MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26  # mm, GB/T 9704-2012, 5.2.1
FOOTER = 22.5  # mm from the edge: the figures stand 7 mm below the type area (7.5)
WIDTH = 11906 - twips(LEFT) - twips(RIGHT)
# A ledger lies across the page: columns need the room more than the standard's margins.
TURNED = 'w:w="16838" w:h="11906" w:orient="landscape"'
TURNED_MARGINS = (20.0, 20.0, 20.0, 20.0)
TURNED_WIDTH = 16838 - 2 * twips(20.0)
PITCH = 579  # twips of a line of the grid: 22 in 225 mm
SPACING = -861  # 4096ths of a point: 28 characters of 16 pt in 156 mm


@dataclass(frozen=True, slots=True)
class Parts:
    """
    What one file is made of, as XML.

    body: paragraphs and tables, with the properties of the last section; read once and written piece by piece.
    footers: by name.
    """

    body: Iterable[str]
    numbering: str
    title: str
    creator: str = ""
    created: date | None = None
    footers: Mapping[str, str] = field(default_factory=dict)


def section(
    *,
    footers: str,
    size: str = 'w:w="11906" w:h="16838"',
    margins: tuple[float, float, float, float] | None = None,
    grid: bool = True,
    first: bool = False,
) -> str:
    """Return the properties of a section. margins: top, right, bottom, left in mm. first: the first page has a footer of its own."""
    top, right, bottom, left = map(twips, margins or (TOP, RIGHT, BOTTOM, LEFT))
    lines = f'<w:docGrid w:type="linesAndChars" w:linePitch="{PITCH}" w:charSpace="{SPACING}"/>' if grid else ""
    return (
        f'<w:sectPr>{footers}<w:pgSz {size}/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="851" w:footer="{twips(FOOTER) if grid else 567}" w:gutter="0"/>{"<w:titlePg/>" if first else ""}{lines}</w:sectPr>'
    )


def save(parts: Parts, path: Path | IO[bytes]) -> None:
    """Write the archive; what failed half way leaves no file that looks whole."""
    try:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, text in _files(parts).items():
                _add(archive, name, text)
    except BaseException:
        if isinstance(path, Path):
            path.unlink(missing_ok=True)
        raise


def _add(archive: zipfile.ZipFile, name: str, text: Iterable[str]) -> None:
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(entry, "w") as target:
        for piece in text:
            target.write(piece.encode("utf-8"))


def _files(parts: Parts) -> dict[str, Iterable[str]]:
    footers = {f"word/{name}.xml": _footer(text) for name, text in parts.footers.items()}
    whole = {
        "[Content_Types].xml": _content_types(tuple(footers)),
        "_rels/.rels": _relations(
            {"rId1": (f"{OFFICE}/officeDocument", "word/document.xml")}
            | {"rId2": (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")}
            | {"rId3": (f"{OFFICE}/extended-properties", "docProps/app.xml")}
        ),
        "docProps/app.xml": f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
        "docProps/core.xml": _core(parts),
        "word/_rels/document.xml.rels": _relations(
            {"rIdStyles": (f"{OFFICE}/styles", "styles.xml"), "rIdFonts": (f"{OFFICE}/fontTable", "fontTable.xml")}
            | {"rIdNumbering": (f"{OFFICE}/numbering", "numbering.xml"), "rIdSettings": (f"{OFFICE}/settings", "settings.xml")}
            | {f"rId{name}": (f"{OFFICE}/footer", f"{name}.xml") for name in parts.footers}
        ),
        "word/styles.xml": styles_xml(),
        "word/fontTable.xml": fonts_xml(),
        "word/numbering.xml": parts.numbering,
        "word/settings.xml": _settings(),
        **footers,
    }  # fmt: skip
    found: dict[str, Iterable[str]] = {name: (text,) for name, text in whole.items()}
    return found | {"word/document.xml": _document(parts.body)}


def _document(body: Iterable[str]) -> Iterator[str]:
    yield f"{DECLARATION}<w:document {NAMESPACES}><w:body>"
    yield from body
    yield "</w:body></w:document>"


def _footer(text: str) -> str:
    return f"{DECLARATION}<w:ftr {NAMESPACES}>{text}</w:ftr>"


def _content_types(footers: tuple[str, ...]) -> str:
    kinds = {"document": "document.main", "styles": "styles", "fontTable": "fontTable", "numbering": "numbering"}
    kinds["settings"] = "settings"
    overrides = {f"/word/{name}.xml": f"{MEDIA}.{kind}+xml" for name, kind in kinds.items()}
    overrides |= {f"/{name}": f"{MEDIA}.footer+xml" for name in footers}
    overrides["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides["/docProps/app.xml"] = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, (kind, target) in targets.items()
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def _core(parts: Parts) -> str:
    day = f"{parts.created or date(2000, 1, 1)}T00:00:00Z"
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{attribute(parts.title)}</dc:title><dc:creator>{attribute(parts.creator)}</dc:creator>"
        f'<dc:language>zh-CN</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified></cp:coreProperties>'
    )


def _settings() -> str:
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:mirrorMargins/>'
        "<w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>"
        f'<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:drawingGridHorizontalSpacing w:val="{CHARACTER // 2}"/>'
        f'<w:drawingGridVerticalSpacing w:val="{PITCH}"/><w:characterSpacingControl w:val="compressPunctuation"/>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
        "<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )
