"""What LibreOffice makes of the files: opened, saved again, printed."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from bihuan.documents.layout.docx import write_docx
from bihuan.documents.layout.mark import mark_of
from bihuan.documents.layout.sheet import Book
from bihuan.documents.layout.xlsx import write_xlsx
from tests.documents.layout.papers import FULL, bare, paragraphs, sheet

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice (soffice), which is not installed here")


def converted(file: Path, form: str) -> Path:
    """Return the file as LibreOffice saves it in another form, under a profile of this test."""
    target = file.parent / "out"
    words = [str(SOFFICE), f"-env:UserInstallation=file://{file.parent}/profile", "--headless"]
    words += ["--convert-to", form, "--outdir", str(target), str(file)]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    return target / f"{file.stem}.{form}"


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_ledger_saved_again_keeps_its_mark_and_its_cells(tmp_path: Path, form: str) -> None:
    file = tmp_path / "ledger.xlsx"
    write_xlsx(Book((sheet(),), '{"list": 7}'), file)
    saved = converted(file, form)
    assert mark_of(saved) == mark_of(file)
    before, after = (CalamineWorkbook.from_path(one).get_sheet_by_index(0).to_python() for one in (file, saved))
    assert after == before


def test_a_paper_is_printed_with_every_paragraph_and_its_numbers(tmp_path: Path) -> None:
    file = tmp_path / "paper.docx"
    write_docx(FULL, file)
    printed = pypdfium2.PdfDocument(BytesIO(converted(file, "pdf").read_bytes()))
    text = bare("".join(page.get_textpage().get_text_range() for page in printed))
    # Cells of a table come out in an order of their own, and so does what stands in a frame.
    wanted = [
        one
        for one in paragraphs(FULL, title_broken=True)
        if one.startswith(("一、", "（二）", "1.", "（1）", "抄送", "附件"))
    ]
    assert len(wanted) == 6
    assert [one for one in wanted if one not in text] == []
