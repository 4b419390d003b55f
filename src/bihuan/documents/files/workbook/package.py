"""The parts of an xlsx file, and how far its sheets reach, looked at before a library makes room for them."""

from __future__ import annotations

import posixpath
import re

from bihuan.documents.files.archive import Archive
from bihuan.documents.files.limits import Limits
from bihuan.documents.files.markup import parse_part
from bihuan.documents.files.refusals import refuse

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
SHEET = re.compile(r"xl/[^/]*sheets/[^/]*\.xml", re.IGNORECASE)
PLACE = rb"\sr\s*=\s*[\"']"
FAR_DOWN = re.compile(PLACE + rb"[A-Za-z]{0,3}(\d{6,})")
FAR_RIGHT = re.compile(PLACE + rb"([A-Za-z]{3,}|[B-Zb-z][A-Za-z])\d")
ANYWHERE = re.compile(PLACE + rb"([A-Za-z]{0,3})(\d{1,9})")
NEAR = (99_999, 52)  # rows and columns below which nothing is looked up


class Package:
    """An xlsx file opened: its parts by what they are to the workbook."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Open the zip; raise Unreadable if it is damaged, encrypted or a trap."""
        self._archive = Archive(data, limits)
        self._limits = limits

    def check_extent(self) -> None:
        """Raise Unreadable if a sheet spans more cells than the limit, though it may hold but two of them."""
        for name in self._archive.names:
            if SHEET.fullmatch(name):
                data = self._archive.read(name)
                rows = max((int(match[1]) for match in FAR_DOWN.finditer(data)), default=NEAR[0])
                columns = max((column_number(match[1]) for match in FAR_RIGHT.finditer(data)), default=NEAR[1])
                if rows * columns > self._limits.cells:
                    self._check_exactly(data, name)

    def _check_exactly(self, data: bytes, name: str) -> None:
        rows = columns = 0
        for match in ANYWHERE.finditer(data):
            rows = max(rows, int(match[2]))
            columns = max(columns, column_number(match[1]))
        if rows * columns > self._limits.cells:
            raise refuse("too_many_cells", place=name, cells=rows * columns, limit=self._limits.cells)

    def styles(self) -> bytes:
        """Return the part with the formats of cells; empty if there is none."""
        return self._archive.read("xl/styles.xml") if "xl/styles.xml" in self._archive.names else b""

    def sheets(self) -> dict[str, str]:
        """Return the parts of the sheets by their names."""
        root = parse_part(self._archive.read("xl/workbook.xml"), "xl/workbook.xml", self._limits)
        place = "xl/_rels/workbook.xml.rels"
        if place not in self._archive.names:
            return {}
        targets = {
            relation.get("Id", ""): relation.get("Target", "")
            for relation in parse_part(self._archive.read(place), place, self._limits)
        }
        found: dict[str, str] = {}
        for sheet in root.iterfind("{*}sheets/{*}sheet"):
            target = targets.get(sheet.get(RELATION) or sheet.get(STRICT_RELATION) or "", "")
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            if part in self._archive.names:
                found[sheet.get("name", "")] = part
        return found

    def sheet(self, part: str) -> bytes:
        """Return the part of a sheet as it is."""
        return self._archive.read(part)

    @property
    def limits(self) -> Limits:
        """Return the limits it is read within."""
        return self._limits


def column_number(letters: bytes) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
