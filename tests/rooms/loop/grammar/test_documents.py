"""A case moves on only if its newest document says what the rows say; a ledger is laid across the page."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from bihuan.documents.layout.docx import write_docx
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import Refused
from bihuan.loop.writing.actions import write_document
from bihuan.loop.writing.files import paper_for
from bihuan.loop.writing.models import Writing
from tests.people import NOW, TODAY, SmallArea, actor
from tests.rooms.loop.grammar.branches import moved, opened, released


@pytest.fixture
def branch(small_area: SmallArea) -> Case:
    released(small_area)
    branch = opened(small_area, "branch", "云山村支部", responsible=small_area.units.housing)
    for name in ("甲", "乙"):
        opened(small_area, "admission", name, branch, responsible=small_area.units.housing)
    return branch


def write(small: SmallArea, branch: Case) -> Writing:
    by = actor(small.people.office)
    return write_document(case=branch, document="state", asof=TODAY, by=by, at=NOW)


def test_without_a_document_and_with_another_number_the_case_stays(small_area: SmallArea, branch: Case) -> None:
    with pytest.raises(Refused) as none:
        moved(small_area, branch, "report")
    assert len(none.value.missing) == 1
    writing = write(small_area, branch)
    parts = [{**part, "text": str(part.get("text", "")).replace("2人", "5人")} for part in writing.parts]
    Writing.objects.filter(area_id=branch.area_id, pk=writing.pk).update(parts=parts)
    with pytest.raises(Refused) as wrong:
        moved(small_area, branch, "report")
    assert "5" in wrong.value.missing[0]
    assert "2" in wrong.value.missing[0]


def test_what_says_the_same_lets_it_pass(small_area: SmallArea, branch: Case) -> None:
    write(small_area, branch)
    assert moved(small_area, branch, "report").state == "active"


def test_a_field_called_like_a_word_of_outcomes_says_what_was_filled_in(small_area: SmallArea) -> None:
    released(small_area)
    branch = opened(small_area, "branch", "云山村支部", responsible=small_area.units.housing, persons=12)
    said = [str(part.get("text", "")) for part in write(small_area, branch).parts]
    assert any("涉及12人" in text for text in said), said


def test_a_ledger_lies_across_the_page(small_area: SmallArea, branch: Case) -> None:
    buffer = BytesIO()
    paper = paper_for(write(small_area, branch))
    write_docx(paper, buffer)
    text = ZipFile(buffer).read("word/document.xml").decode()
    assert 'w:orient="landscape"' in text
    write_docx(replace(paper, layout="report"), BytesIO())


def test_the_document_is_held_against_the_rows_of_its_own_day(small_area: SmallArea, branch: Case) -> None:
    write(small_area, branch)
    opened(small_area, "admission", "丙", branch, responsible=small_area.units.housing)
    with pytest.raises(Refused):
        moved(small_area, branch, "report")
