"""The layout of a docx against GB/T 9704: silent on documents that keep it, one remark for each kind of deviation."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest

from bihuan.documents.checks import CHECKS, check_document
from bihuan.documents.checks.remark import Remark
from bihuan.documents.files import read_file
from bihuan.documents.layout.docx import write_docx
from bihuan.documents.layout.paper import Heading, Layout, Paper, Paragraph
from tests.documents.checks import papers
from tests.documents.files import makers


def remarks(data: bytes) -> tuple[Remark, ...]:
    return check_document(read_file(data, "通报.docx"), data=data)


def test_a_document_with_styles_of_the_standard_is_in_order() -> None:
    assert remarks(papers.official()) == ()


def test_a_document_formatted_by_hand_is_in_order() -> None:
    assert remarks(papers.typed()) == ()


@pytest.mark.parametrize(("check", "change"), papers.FAULTS.values(), ids=papers.FAULTS.keys())
def test_one_deviation_is_one_remark(check: str, change: papers.Change) -> None:
    (remark,) = remarks(papers.official(change))
    assert remark.check == check
    assert remark.place is not None or remark.where


def test_every_layout_check_has_a_faulty_document() -> None:
    assert {check.id for check in CHECKS if check.layout} == {check for check, _ in papers.FAULTS.values()}


def test_a_deviation_of_many_paragraphs_is_said_once_with_their_places() -> None:
    data = papers.official(papers.FAULTS["text in Songti"][1])
    (remark,) = remarks(data)
    source = read_file(data, "通报.docx")
    places = [remark.place, *remark.also]
    assert [source.block(place.paragraph).text[:4] for place in places if place] == [
        "根据市委",
        "局党组先",
        "1.开展",
        "1.新增",
    ]
    assert "4段" in remark.sentence.zh
    assert "宋体16磅" in remark.sentence.zh


def test_the_layout_is_left_alone_without_the_bytes() -> None:
    data = makers.word()
    source = read_file(data, "通报.docx")
    assert any(one.check.startswith("layout_") for one in check_document(source, data=data))
    assert not any(one.check.startswith("layout_") for one in check_document(source))


def test_a_document_of_the_default_template_deviates_in_every_way() -> None:
    found = {one.check for one in remarks(makers.word())}
    assert {"layout_paper", "layout_title", "layout_body", "layout_lines", "layout_indent"} <= found


@pytest.mark.parametrize("layout", ["report", "letter", "notice", "minutes"])
def test_what_the_project_writes_itself_keeps_the_standard(layout: Layout) -> None:
    parts = (
        Paragraph(papers.LINES[0]),
        Heading(1, "整改总体情况"),
        Paragraph(papers.LINES[2]),
        Heading(2, "关于“储备粮轮换监管不严”问题的整改情况"),
        Paragraph(papers.LINES[5]),
    )
    paper = Paper(
        layout, papers.TITLE, parts, addressee="市委巡察办", signature=papers.SIGNED[0], dated=date(2025, 2, 18)
    )
    file = BytesIO()
    write_docx(paper, file)
    assert remarks(file.getvalue()) == ()
