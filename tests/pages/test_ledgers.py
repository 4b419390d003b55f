"""The pages of a round's ledgers: template, upload, mapping, preview, taking, taking back; all without JavaScript."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bihuan.loop.ledger_in.models import ImportState, LedgerImport
from tests.people import SmallArea, browser_of
from tests.rooms.loop.ledger_in.rooms import Cells, Story, changed, set_cell, story, workbook


@pytest.fixture
def told(small_area: SmallArea) -> Story:
    return story(small_area)


def base(told: Story) -> str:
    return f"/rounds/{told.round.pack}/{told.round.number}/ledgers/"


def upload(client: Client, told: Story, data: bytes, name: str = "台账.xlsx", **more: str) -> str:
    """Bring a file in and return where the page leads."""
    answer = client.post(base(told), {"ledger": SimpleUploadedFile(name, data), **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def test_a_unit_takes_its_template_fills_it_in_and_sees_what_will_change(told: Story) -> None:
    clerk = browser_of(told.area.people.clerk)
    page = clerk.get(base(told)).content.decode()
    assert "下载进展填报模板" in page
    assert "空白模板" not in page, "registering is for the office"
    template = clerk.post(base(told) + "template/", {"form": "progress"})
    assert template.headers["Content-Type"].endswith("sheet")

    def fill(name: str, cells: Cells) -> None:
        if name == "整改措施":
            set_cell(cells, told.measures[0].number, "进展情况", "办法已印发")
            set_cell(cells, told.measures[1].number, "经办人", "查无此人")

    url = upload(clerk, told, changed(template.content, fill))
    preview = clerk.get(url).content.decode()
    assert "没有名为“查无此人”的人员" in preview
    assert "办法已印发" in clerk.get(f"{url}?does=change").content.decode()
    refused = clerk.get(f"{url}refused/")
    assert refused.content[:2] == b"PK"
    assert clerk.post(f"{url}take/").status_code == 302
    done = clerk.get(url).content.decode()
    assert "已写入1行" in done
    assert told.fresh(told.measures[0]).statement == "办法已印发"
    clerk.post(f"{url}undo/")
    assert "导入已撤销" in clerk.get(url).content.decode()
    assert told.fresh(told.measures[0]).statement == ""


def test_the_office_maps_columns_and_may_name_another_head(told: Story) -> None:
    office = browser_of(told.area.people.office)
    data = workbook([["台账"], ["编号", "牵头事宜"], [told.findings[0].number, "三日内办结"]])
    url = upload(office, told, data, form="register")
    page = office.get(url).content.decode()
    assert "核对列对应" in page
    assert "三日内办结" in page, "values are shown beside the heading"
    answer = office.post(
        f"{url}columns/",
        {"s0use": "on", "s0kind": "finding", "s0first": "2", "s0last": "2", "s0c1": "finding.requirement"},
    )
    assert answer.status_code == 302
    assert "三日内办结" in office.get(url).content.decode()


def test_a_wrong_file_is_refused_on_the_same_page(told: Story) -> None:
    office = browser_of(told.area.people.office)
    answer = office.post(base(told), {"ledger": SimpleUploadedFile("坏.xlsx", b"PK\x03\x04 no")})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert office.post(base(told)).status_code == 422


def test_a_ledger_is_put_away_and_others_do_not_see_it(told: Story) -> None:
    office, clerk = browser_of(told.area.people.office), browser_of(told.area.people.clerk)
    url = upload(office, told, workbook([["编号", "整改要求"], [told.findings[0].number, "甲"]]), form="register")
    assert clerk.get(url).status_code == 404
    assert browser_of(told.area.people.stranger).get(base(told)).status_code == 404
    office.post(f"{url}drop/")
    assert LedgerImport.objects.get(area_id=told.round.area_id).state == ImportState.DROPPED
    assert "已放弃" in office.get(base(told)).content.decode()


def test_a_template_for_one_unit_holds_that_unit_only(told: Story) -> None:
    import python_calamine

    office = browser_of(told.area.people.office)
    unit = str(told.area.units.planning.pk)
    data = office.post(base(told) + "template/", {"form": "progress", "unit": unit}).content
    book = python_calamine.load_workbook(BytesIO(data))
    text = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names[:-1]])
    assert told.findings[1].number in text
    assert told.findings[0].number not in text
