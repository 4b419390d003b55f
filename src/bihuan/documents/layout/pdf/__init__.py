"""
Official documents as PDF, set by typst.

    write_pdf(paper, fonts=[Path("/srv/fonts")])

The text goes to the template as data, so nothing in it can be taken for markup; nothing is fetched from anywhere.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from bihuan.documents.layout.cells import clean
from bihuan.documents.layout.paper import Paper
from bihuan.documents.layout.pdf.fonts import NoChineseFont, faces, folders
from bihuan.documents.layout.pdf.given import given

__all__ = ["NoChineseFont", "write_pdf"]

MADE = datetime(2000, 1, 1, tzinfo=UTC)
ONE_AT_A_TIME = threading.Lock()


def write_pdf(paper: Paper, *, fonts: Sequence[Path] = ()) -> bytes:
    """
    Return a paper as a PDF file in the layout of official documents; the same paper gives the same bytes.

    fonts: folders with fonts, besides those of the system and Debian's Fandol.
    The first call loads the fonts (about half a second), later ones take a few hundredths.
    Raises NoChineseFont if no font has Chinese characters.
    Source: GB/T 9704-2012.
    """
    compiler, template, chosen = _compiler(tuple(fonts))
    data = {"title": clean(paper.title), "author": clean(paper.signature), "fonts": chosen, **given(paper)}
    day = paper.dated
    stamp = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else MADE
    with ONE_AT_A_TIME:
        written: bytes = compiler.compile(
            template, format="pdf", sys_inputs={"paper": json.dumps(data, ensure_ascii=False)}, timestamp=stamp
        )
    return written


@cache
def _compiler(given_folders: tuple[Path, ...]) -> tuple[Any, bytes, dict[str, list[str]]]:
    """Return a compiler that keeps the fonts in memory, the template, and the families there are."""
    import typst  # a library of 80 MB that only who writes a PDF needs

    found = typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=folders(given_folders))
    chosen = faces(found.families())
    template = files(__package__).joinpath("official.typ").read_bytes()
    return typst.Compiler(font_paths=found), template, chosen
