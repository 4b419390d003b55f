"""What the checks remark on an imported document stands above its draft, each remark with the way to its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.lifecycle.packs import release_packs
from tests.documents.checks import papers
from tests.pages.intake_papers import REPORT, bring
from tests.people import NOW, People, actor, browser_of

FAULTY = REPORT.replace(
    "下一步，将持续推进整改。",
    "（二）给予党纪处分5人（警告2人，严重警告2人）。\n（三）举报人李建国（手机13812345678）反映的问题，走访企业100家，其中规上企业50家、高新企业40家。",
)


@pytest.fixture(autouse=True)
def _ready(db: None, tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path
    release_packs(at=NOW)


def page_of(browser: Client, draft: IntakeDraft, language: str = "zh-hans") -> str:
    browser.cookies["django_language"] = language
    return browser.get(reverse("intake_draft", args=[draft.pk])).text


def remarks_in(page: str) -> str:
    found = re.search(r'<details class="round-facts remarks".*?</details>', page, re.S)
    return found[0] if found else ""


def test_a_sound_document_shows_no_remarks(people: People) -> None:
    assert remarks_in(page_of(browser_of(people.office), bring(people.office))) == ""


def test_remarks_are_grouped_the_gravest_first_and_unfolded(people: People) -> None:
    shown = remarks_in(page_of(browser_of(people.office), bring(people.office, FAULTY)))
    assert re.findall(r"<h2[^>]*>([^<]*)</h2>", shown) == ["公开前必须处理", "请核对", "请确认"]
    assert shown.startswith('<details class="round-facts remarks" id="remarks" open>')
    assert "公开前必须处理 2 · 请核对 1 · 请确认 1" in shown


def test_a_remark_leads_to_its_line_and_quotes_it(people: People) -> None:
    draft = bring(people.office, FAULTY)
    page = page_of(browser_of(people.office), draft)
    shown = remarks_in(page)
    assert '<a href="#p8">第8行</a>' in shown
    assert 'id="p8"' in page
    assert "5人（警告2人，严重警告2人" in shown
    assert '<mark class="warn"' in page


def test_remarks_hand_out_no_personal_data(people: People) -> None:
    shown = remarks_in(page_of(browser_of(people.office), bring(people.office, FAULTY)))
    assert "138****5678" in shown
    assert "13812345678" not in shown


def test_remarks_speak_the_readers_language(people: People) -> None:
    shown = remarks_in(page_of(browser_of(people.office), bring(people.office, FAULTY), "en"))
    assert "Must not be published as it is" in shown
    assert "A mobile number; mask it before publication" in shown


def test_questions_alone_stay_folded(people: People) -> None:
    asked = REPORT.replace("（二）公开办理进度。", "（二）走访企业100家，其中规上企业50家、高新企业40家。")
    shown = remarks_in(page_of(browser_of(people.office), bring(people.office, asked)))
    assert shown.startswith('<details class="round-facts remarks" id="remarks">')


def test_the_layout_of_a_document_from_others_is_theirs(people: People) -> None:
    from bihuan.loop.intake.actions import bring_in

    data = papers.official(papers.FAULTS["text in Songti"][1])
    draft = bring_in(name="通报.docx", data=data, by=actor(people.office), at=NOW)
    assert draft.read["remarks"] == []


def test_a_draft_from_before_there_were_checks_is_shown_as_it_was(people: People) -> None:
    draft = bring(people.office, FAULTY)
    read = {key: value for key, value in draft.read.items() if key != "remarks"}
    IntakeDraft.objects.filter(area_id=draft.area_id, pk=draft.pk).update(read=read)
    assert remarks_in(page_of(browser_of(people.office), draft)) == ""
