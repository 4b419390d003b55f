"""How much a file may hold before it is refused, so that one upload cannot stop the machine."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """
    The bounds of one reading; the defaults are far above any real report.

    file_bytes: size of the file as it lies on the disk.
    zip_entries, zip_bytes: entries of a zip, and bytes of all of them together after inflating.
    zip_ratio: inflated bytes for each packed byte, looked at only above `zip_ratio_from` inflated bytes.
    xml_depth: nesting of tags.
    blocks, characters: what may come out.
    rows: rows of tables among them.
    cells: cells a sheet of a workbook may span, from its first to its last.
    pages, page_characters: pages of a PDF or OFD, and characters of one page.
    page_lines: lines drawn on a page above which no tables are looked for on it.
    seconds: time for one file, looked at between pages and parts.
    """

    file_bytes: int = 64 * MEGABYTE
    zip_entries: int = 4_000
    zip_bytes: int = 256 * MEGABYTE
    zip_ratio: int = 150
    zip_ratio_from: int = 8 * MEGABYTE
    xml_depth: int = 250
    blocks: int = 200_000
    characters: int = 20_000_000
    pages: int = 2_000
    page_characters: int = 200_000
    page_lines: int = 4_000
    seconds: float = 60.0
    cells: int = 8_000_000
    rows: int = 200_000


DEFAULT = Limits()
