"""The parts of an OFD file: which documents it holds, and their pages and templates in the order they are read."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from bihuan.documents.files.archive import Archive
from bihuan.documents.files.limits import Limits
from bihuan.documents.files.markup import parse_part
from bihuan.documents.files.ofd.places import Box, box_of
from bihuan.documents.files.refusals import refuse

ENTRANCE = "OFD.xml"
# GM/T 0099: the parts are encrypted one by one and listed here.
ENCRYPTIONS = "encryptions.xml"
A4 = Box(0, 0, 210, 297)  # millimetres


@dataclass(frozen=True, slots=True)
class PagePart:
    """One page as the document lists it: its content, its visible area, and the parts of the templates it uses."""

    content: etree._Element
    area: Box
    templates: tuple[str, ...]


class Package:
    """
    An OFD file opened.

        for document in package.documents():
            for page in package.pages(document): …
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Open the zip; raise Unreadable if it is damaged, encrypted or a trap."""
        self._archive = Archive(data, limits)
        self._limits = limits
        self._by_folded = {name.casefold(): name for name in self._archive.names}
        if any(posixpath.basename(name) == ENCRYPTIONS for name in self._by_folded):
            raise refuse("encrypted")

    def documents(self) -> list[str]:
        """Return the parts that are the roots of the documents in the file, in order."""
        entrance = self._find(ENTRANCE, "")
        if entrance is None:
            raise refuse("no_pages", place=ENTRANCE)
        roots = [
            root
            for element in self.part(entrance).iter("{*}DocRoot")
            if (root := self._find(element.text or "", entrance))
        ]
        if not roots:
            raise refuse("no_pages", place=entrance)
        return roots

    def pages(self, document: str) -> Iterator[PagePart]:
        """Yield the pages of a document in its own order."""
        root = self.part(document)
        area = _area(root, "CommonData") or A4
        templates = {
            element.get("ID", ""): element.get("BaseLoc", "")
            for element in root.iterfind("{*}CommonData/{*}TemplatePage")
        }
        for element in root.iterfind("{*}Pages/{*}Page"):
            place = self._find(element.get("BaseLoc", ""), document)
            if place is None:
                raise refuse("no_pages", place=element.get("BaseLoc", "")[:120])
            content = self.part(place)
            used = (templates.get(used.get("TemplateID", "")) for used in content.iterfind("{*}Template"))
            found = tuple(part for loc in used if loc and (part := self._find(loc, document)))
            yield PagePart(content, _area(content) or area, found)

    def part(self, name: str) -> etree._Element:
        """Return the root of a part."""
        return parse_part(self._archive.read(name), name, self._limits)

    def _find(self, location: str, base: str) -> str | None:
        """Return the part a location means: absolute, beside the part that names it, or from the top of the file."""
        location = location.strip().replace("\\", "/")
        if not location:
            return None
        beside = posixpath.normpath(posixpath.join("/", posixpath.dirname(base), location))
        top = posixpath.normpath("/" + location.lstrip("/"))
        wanted = (path.lstrip("/") for path in (beside, top))
        return next((self._by_folded[path.casefold()] for path in wanted if path.casefold() in self._by_folded), None)


def _area(root: etree._Element, *path: str) -> Box | None:
    """Return the area of a page that is seen, in millimetres."""
    for holder in ("PageArea", "Area"):
        for name in ("PhysicalBox", "ApplicationBox"):
            element = root.find("/".join("{*}" + part for part in (*path, holder, name)))
            box = box_of(element.text) if element is not None else None
            if box is not None and 0 < box.width < 5000 and 0 < box.height < 5000:
                return box
    return None
