"""Bringing numbers of indicators as a workbook: template, preview, taking it, and who may."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan.accounts.import_files import read_sheets
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.scoring.models import FigureEntry
from tests.pages.stories import today
from tests.people import NOW, SmallArea, actor, browser_of

PACK = "key-indicators"
pytestmark = pytest.mark.django_db


@pytest.fixture
def office(small_area: SmallArea) -> Client:
    release_packs(at=NOW)
    by = actor(small_area.people.administrator)
    set_desk_holder(pack=PACK, desk="office", unit=small_area.units.office, heads_only=False, by=by, at=NOW)
    return browser_of(small_area.people.office)


def read(answer: Any) -> str:
    """Return a page as text."""
    return bytes(answer.content).decode()


def table(*rows: str) -> SimpleUploadedFile:
    text = "\n".join(("指标,所属时期,单位,数值,数据来源,更正理由", *rows))
    return SimpleUploadedFile("指标.csv", text.encode())


def packed(page: str) -> str:
    found = re.search(r'name="packed" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_table_is_looked_at_before_it_counts(office: Client, small_area: SmallArea) -> None:
    url = reverse("indicators_import", args=[PACK])
    page = read(office.post(url, {"table": table("综合保税区绩效评估名次,2026年,,23,海关评估,")}))
    assert "第23名" in page
    assert not FigureEntry.objects.filter(area=small_area.area).exists()
    done = office.post(reverse("indicators_import_take", args=[PACK]), {"packed": packed(page)})
    assert done.status_code == 200
    assert "已填报1个数" in read(done)
    assert FigureEntry.objects.filter(area=small_area.area).count() == 1


def test_rows_with_faults_are_named_and_cannot_be_taken(office: Client, small_area: SmallArea) -> None:
    url = reverse("indicators_import", args=[PACK])
    page = read(office.post(url, {"table": table("绿色工厂,2026年,,21,名单,", "绿色工厂,二〇二五,,15,名单,")}))
    assert 'name="packed"' not in page
    assert "二〇二五" in page
    assert not FigureEntry.objects.filter(area=small_area.area).exists()


def test_the_rank_says_how_many_places_it_rose(office: Client) -> None:
    url = reverse("indicators_import", args=[PACK])
    page = read(office.post(url, {"table": table("bonded_rank,2026,,23,评估,", "bonded_rank,2025,,53,评估,")}))
    office.post(reverse("indicators_import_take", args=[PACK]), {"packed": packed(page)})
    whole = read(office.get(reverse("indicators"), {"pack": PACK}))
    assert "第23名" in whole
    assert "前移30位" in whole


def test_the_template_is_a_workbook(office: Client) -> None:
    answer = office.get(reverse("indicators_template", args=[PACK]))
    assert answer.status_code == 200
    assert BytesIO(answer.content).read(2) == b"PK"


def test_nobody_else_brings_numbers(office: Client, small_area: SmallArea) -> None:
    clerk = browser_of(small_area.people.clerk)
    assert clerk.get(reverse("indicators_import", args=[PACK])).status_code == 404
    assert clerk.post(reverse("indicators_import_take", args=[PACK]), {"packed": "x"}).status_code == 404


def test_what_was_not_signed_here_is_not_taken(office: Client) -> None:
    assert office.post(reverse("indicators_import_take", args=[PACK]), {"packed": "made:up"}).status_code == 404


def test_all_indicators_stand_on_one_page_over_the_packs(office: Client) -> None:
    page = read(office.get(reverse("indicators_all")))
    assert "主要指标监测" in page
    assert "招商项目全生命周期" in page


def test_the_table_of_indicators_goes_out_as_a_workbook_with_its_past(office: Client) -> None:
    url, year = reverse("indicators_import", args=[PACK]), today().year
    lines = (f"bonded_rank,{year},,23,评估,", f"bonded_rank,{year - 1},,53,评估,")
    page = read(office.post(url, {"table": table(*lines)}))
    office.post(reverse("indicators_import_take", args=[PACK]), {"packed": packed(page)})
    assert reverse("indicators_file") in read(office.get(reverse("indicators"), {"pack": PACK}))
    answer = office.get(reverse("indicators_file"), {"pack": PACK})
    assert answer.status_code == 200
    now, past = read_sheets(answer.content, "指标.xlsx")[:2]
    rank = next(row for row in now.rows if "综合保税区绩效评估名次" in row)
    assert (rank[4], rank[5], rank[6], rank[7], rank[8]) == ("23", "30", "达到", "53", "-30")
    ranks = [(row[3], row[4]) for row in past.rows if "综合保税区绩效评估名次" in row]
    assert ranks == [(f"{year - 1}年", "53"), (f"{year}年（至今）", "23")], "a number of a period that runs says so"
    assert office.get(reverse("indicators_file"), {"pack": "nothing"}).status_code == 404
