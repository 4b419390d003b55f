"""XML from strangers: no entities, no network, bounded depth."""

from __future__ import annotations

from lxml import etree

from bihuan.documents.files.archive import damaged_part
from bihuan.documents.files.limits import Limits
from bihuan.documents.files.refusals import refuse

DOCTYPE = (b"<!DOCTYPE", b"<!ENTITY")
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"


def parse_part(data: bytes, name: str, limits: Limits) -> etree._Element:
    """
    Return the root of one XML part of an office document.

    Raises Unreadable: "xml_entities" for any document type (office documents have none), "too_deep", "damaged".
    """
    if any(mark in data for mark in DOCTYPE):
        raise refuse("xml_entities", place=name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data.replace(STRICT, TRANSITIONAL), parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise refuse("too_deep", place=name, depth=limits.xml_depth) from None
        raise damaged_part(f"{name}:{error.lineno or 0}") from None
    except ValueError:
        raise damaged_part(name) from None
    # A document type in UTF-16 escapes the search above.
    if root.getroottree().docinfo.internalDTD is not None:
        raise refuse("xml_entities", place=name)
    return root
