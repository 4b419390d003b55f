"""Areas above and below on pages: comparison, an area's figures, handing down and taking over, packages in and out."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from bihuan.accounts.actions import FirstAdministrator, add_person, add_unit, give_post, set_up_area
from bihuan.accounts.models import Area, Person
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.rollup.models import AreaFigure
from bihuan.loop.rollup.queries import key_of
from tests.people import NOW, PACK, PASSWORD, PAST, SmallArea, actor, browser_of
from tests.rooms.loop.rollup.test_rollup import opened_round


@pytest.fixture
def county(small_area: SmallArea, tmp_path: Path, settings: Settings) -> Person:
    """The administrator of a county that stands below the small area."""
    settings.BIHUAN_HOME = tmp_path
    release_packs(at=NOW)
    first = FirstAdministrator(username="jiang.yi", name="江一", unit_name="县整改办", password=PASSWORD)
    made = set_up_area(
        name="云河县", code="yunhe", administrator=first, at=NOW, by=actor(small_area.people.administrator)
    )
    by = actor(made.administrator)
    set_desk_holder(pack=PACK, desk="office", unit=made.administrator.posts.get().unit, by=by, at=NOW)
    opened_round(by)
    answer = browser_of(made.administrator).post(
        reverse("areas_exchange"), {"do": "superior", "superior": "yunhu"}, follow=True
    )
    assert "云湖新区" in answer.text
    return made.administrator


def test_areas_are_compared_and_lead_to_their_figures(small_area: SmallArea, county: Person) -> None:
    browser = browser_of(small_area.people.leader)
    assert reverse("areas") in browser.get(reverse("home")).text
    page = browser.get(reverse("areas"), {"sort": "all.late"}).text
    assert "云河县" in page
    assert "第1位" in page
    assert "兑现周期" not in page
    of_pack = browser.get(reverse("areas"), {"pack": PACK})
    assert of_pack.status_code == 200
    page = browser.get(reverse("area", args=["yunhe"])).text
    assert "巡视巡察整改" in page
    assert "专项检查" not in page  # numbers, never rows


def test_a_figure_below_its_target_is_not_called_overdue(small_area: SmallArea, county: Person) -> None:
    below = Area.objects.get(code="yunhe")
    rows = AreaFigure.objects.filter(area_id=below.pk, pack=PACK, target__isnull=False)
    rows.filter(pk=rows.order_by("order")[0].pk).update(value=50, target=100, colour="red")
    AreaFigure.objects.filter(area_id=below.pk, figure="all.late").update(value=1, colour="red")
    page = browser_of(small_area.people.leader).get(reverse("area", args=["yunhe"])).text
    assert page.count("未达到") == 1
    assert "超期" in page


def test_who_does_not_see_the_area_sees_no_other(small_area: SmallArea, county: Person) -> None:
    clerk = browser_of(small_area.people.clerk)
    assert clerk.get(reverse("areas")).status_code == 404
    assert browser_of(county).get(reverse("area", args=["yunhu"])).status_code == 404
    assert browser_of(small_area.people.office).get(reverse("areas_exchange")).status_code == 404


def test_an_inspection_is_handed_down_and_taken_over(small_area: SmallArea, county: Person) -> None:
    round_ = opened_round(actor(small_area.people.office), "全区专项检查")
    browser, address = browser_of(small_area.people.office), reverse("areas_hand", args=[round_.pack, round_.number])
    assert address in browser.get(reverse("round", args=[round_.pack, round_.number])).text
    assert browser.post(address, {"note": "十日内办结"}).status_code == 422  # no area was chosen
    done = browser.post(address, {"to": "yunhe", "note": "十日内办结", "due": "2026-12-01"}, follow=True)
    assert (done.status_code, done.redirect_chain) == (200, [(address, 302)])
    assert "十日内办结" in done.text
    below = browser_of(county)
    page = below.get(reverse("areas_above")).text
    assert "全区专项检查" in page
    assert "十日内办结" in page
    line = page.split('name="line" value="')[1].split('"')[0]
    taken = Case.objects.filter(area_id=county.area_id or 0, subject="全区专项检查")
    assert below.post(reverse("areas_take"), {"line": line}).status_code == 302
    assert taken.count() == 1
    below.post(reverse("areas_take"), {"line": line})
    assert taken.count() == 1
    handed = browser_of(small_area.people.leader).get(reverse("areas_handed")).text
    assert "共0件，已办结0件，超期0件" in handed


def test_what_came_from_above_is_read_by_who_sees_its_system(small_area: SmallArea, county: Person) -> None:
    round_ = opened_round(actor(small_area.people.office), "全区专项检查")
    address = reverse("areas_hand", args=[round_.pack, round_.number])
    browser_of(small_area.people.office).post(address, {"to": "yunhe", "note": "十日内办结"})
    by = actor(county)
    unit = add_unit(by=by, at=NOW, name="村镇办")
    clerk = add_person(by=by, at=NOW, name="方远山", username="fang.yuanshan", password=PASSWORD).person
    give_post(person=clerk, unit=unit, role="member", by=by, at=NOW, from_on=PAST)
    page = browser_of(clerk).get(reverse("areas_above"))
    assert page.status_code == 200
    assert "全区专项检查" not in page.text
    assert reverse("areas_above") not in browser_of(clerk).get(reverse("home")).text
    assert reverse("areas_above") in browser_of(county).get(reverse("home")).text


def exchanged(browser: Client, **form: object) -> str:
    return browser.post(reverse("areas_exchange"), form, follow=True).text


def test_an_area_below_is_let_go_with_a_button(small_area: SmallArea, county: Person) -> None:
    above = browser_of(small_area.people.administrator)
    assert 'value="go"' in above.get(reverse("areas_exchange")).text
    assert "云河县已不再归本地区" in exchanged(above, do="go", code="yunhe")
    assert reverse("area", args=["yunhe"]) not in above.get(reverse("areas")).text


def test_a_package_travels_from_page_to_page(small_area: SmallArea, county: Person) -> None:
    above, below = browser_of(small_area.people.administrator), browser_of(county)
    assert "请先生成密钥" in below.post(reverse("areas_out"), {"to": "yunhu"}).text
    exchanged(below, do="key")
    answer = below.post(reverse("areas_out"), {"to": "yunhu"})
    data = answer.content
    assert answer.headers["Content-Disposition"].endswith('"yunhe-yunhu-00001.bihuan"')
    page = exchanged(above, do="take", package=SimpleUploadedFile("a.bihuan", data))
    assert "请电话核对指纹" in page
    key = key_of(county.area_id or 0)
    assert key is not None
    assert key.public in page
    exchanged(above, do="trust", code="yunhe", public=key.public)
    damaged = data.replace(b"yunhe", b"yunha", 1)
    assert "签名后被改动" in exchanged(above, do="take", package=SimpleUploadedFile("a.bihuan", damaged))
    assert "已接收" in exchanged(above, do="take", package=SimpleUploadedFile("a.bihuan", data))
    assert "没有变化" in exchanged(above, do="take", package=SimpleUploadedFile("a.bihuan", data))
