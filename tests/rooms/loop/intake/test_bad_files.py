"""Files that are broken, hostile or not what they say: a sentence, and nothing is kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from bihuan.loop.cases.models import Case
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.models import StoredFile
from bihuan.loop.intake.actions import LIMITS, bring_in
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.lifecycle.packs import release_packs
from tests.people import NOW, SmallArea, actor

REPORT = """关于巡察整改情况的通报
一、关于“惠企政策兑现周期长”问题的整改情况
（一）压缩办理时限。住建局牵头修订办法。
"""
ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
OFFICE_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def docx(document: str | bytes, *, name: str = "word/document.xml") -> bytes:
    """Return a zip that calls itself a Word document."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(name, document)
    return made.getvalue()


def bomb() -> bytes:
    return docx(b"<a>" + b" " * 40_000_000 + b"</a>")


BROKEN: dict[str, tuple[str, bytes | Callable[[], bytes]]] = {
    "nothing": ("通报.txt", b""),
    "only spaces": ("通报.txt", " \u3000\n".encode() * 50),
    "no text": ("通报.txt", bytes(range(256)) * 40),
    "unknown ending": ("通报.exe", b"MZ" + bytes(200)),
    "no ending": ("通报", b"\x7fELF" + bytes(200)),
    "a picture called pdf": ("通报.pdf", b"\x89PNG\r\n\x1a\n" + bytes(300)),
    "a pdf cut off": ("通报.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Cat"),
    "not a zip": ("通报.docx", b"PK\x03\x04" + bytes(100)),
    "a zip of something else": ("通报.docx", docx("<a/>", name="photos/a.xml")),
    "a locked office file": ("通报.docx", OFFICE_LOCKED),
    "xml cut off": ("通报.docx", docx("<w:document><w:body>")),
    "xml with entities": ("通报.docx", docx(ENTITIES)),
    "a bomb": ("通报.docx", bomb),
}


@pytest.fixture
def ready(small_area: SmallArea) -> SmallArea:
    release_packs(at=NOW)
    return small_area


@pytest.mark.parametrize("kind", BROKEN)
def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_kept(ready: SmallArea, home: Path, kind: str) -> None:
    name, data = BROKEN[kind]
    with pytest.raises(Refused) as refused:
        bring_in(name=name, data=data if isinstance(data, bytes) else data(), by=actor(ready.people.office), at=NOW)
    assert refused.value.sentence.strip()
    assert not IntakeDraft.objects.filter(area=ready.area).exists()
    assert not StoredFile.objects.filter(area=ready.area).exists()
    assert not Case.objects.filter(area=ready.area).exists()
    assert [path for path in home.rglob("*") if path.is_file() and "files" in path.parts] == []


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_other_encodings_are_read(ready: SmallArea, encoding: str) -> None:
    draft = bring_in(name="通报.txt", data=REPORT.encode(encoding), by=actor(ready.people.office), at=NOW)
    assert [finding["title"] for finding in draft.lines["findings"]] == ["惠企政策兑现周期长"]


def test_a_name_with_folders_and_no_end_is_only_a_name(ready: SmallArea, home: Path) -> None:
    name = "../../../etc/" + "很长" * 300 + ".txt"
    draft = bring_in(name=name, data=REPORT.encode(), by=actor(ready.people.office), at=NOW)
    assert len(draft.name) <= 200
    kept = [path for path in home.rglob("*") if path.is_file() and "files" in path.parts]
    assert len(kept) == 1


def test_characters_no_database_keeps_do_not_stop_a_report(ready: SmallArea) -> None:
    text = REPORT.replace("修订", "修\x00订\x07")
    try:
        draft = bring_in(name="通报.txt", data=text.encode(), by=actor(ready.people.office), at=NOW)
    except Refused:
        return  # said to be no text: that is an answer too
    assert "\x00" not in str(IntakeDraft.objects.get(area=ready.area, pk=draft.pk).lines)


def ledger_of(rows: int) -> str:
    """Return a table of separated values with so many rows below its head."""
    return "序号,反馈问题,整改措施\n" + "".join(f"{n},第{n}项工作推进缓慢,修订办法{n}\n" for n in range(1, rows + 1))


def workbook_of(rows: int) -> bytes:
    """Return a workbook with so many rows below its head."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(ledger_of(rows).splitlines()):
            sheet.write_row(number, 0, line.split(","))
    return made.getvalue()


@pytest.mark.parametrize("name", ["台账.csv", "台账.xlsx"])
def test_a_ledger_of_thousands_of_rows_is_led_to_where_ledgers_are_brought_in(ready: SmallArea, name: str) -> None:
    data = ledger_of(LIMITS.rows).encode() if name.endswith("csv") else workbook_of(LIMITS.rows)
    with pytest.raises(Refused, match="台账导入与下发"):
        bring_in(name=name, data=data, by=actor(ready.people.office), at=NOW)
    assert not IntakeDraft.objects.filter(area=ready.area).exists()


@pytest.mark.parametrize("name", ["台账.csv", "台账.xlsx"])
def test_a_small_ledger_is_brought_in_as_a_document(ready: SmallArea, name: str) -> None:
    data = ledger_of(12).encode() if name.endswith("csv") else workbook_of(12)
    draft = bring_in(name=name, data=data, by=actor(ready.people.office), at=NOW)
    assert len(draft.lines["findings"]) == 12
    assert not draft.file.media_type.startswith("application/octet")
