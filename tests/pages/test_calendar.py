"""The working days of the area: shipped years, and what the area enters."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from bihuan.loop.clocks.queries import calendar_of
from tests.people import People, browser_of

DAYS = "2027-01-01 休 元旦\n2027年2月5日 至 2027年2月11日 休 春节\n2027/2/20 班 春节"


def test_a_year_is_entered_and_counts(people: People) -> None:
    area_id = people.administrator.area_id or 0
    assert 2027 not in calendar_of(area_id).years
    browser = browser_of(people.administrator)
    assert browser.post(reverse("calendar"), {"year": "2027", "days": DAYS, "do": "enter"}).status_code == 302
    calendar = calendar_of(area_id)
    assert not calendar.is_workday(date(2027, 1, 1))
    assert not calendar.is_workday(date(2027, 2, 8))
    assert calendar.is_workday(date(2027, 2, 20))
    assert "2027-12-31" in browser.get(reverse("calendar")).text


def test_every_line_that_cannot_be_read_is_named(people: People) -> None:
    days = "2027-01-01 休 元旦\n春节放假\n2027-13-01 休\n2027-02-11 至 2027-02-05 休"
    answer = browser_of(people.administrator).post(reverse("calendar"), {"year": "2027", "days": days})
    assert answer.status_code == 400
    assert all(line in answer.text for line in ("春节放假", "2027-13-01 休", "2027-02-11 至"))
    assert 2027 not in calendar_of(people.administrator.area_id or 0).years


def test_days_that_cannot_be_are_refused(people: People) -> None:
    browser = browser_of(people.administrator)
    for days in ("2026-01-01 休 元旦", "2027-01-01 休\n2027-01-01 班", "2027-01-04 班 元旦", " "):
        assert browser.post(reverse("calendar"), {"year": "2027", "days": days}).status_code == 400
    assert browser.post(reverse("calendar"), {"year": "1999", "days": "1999-01-01 休"}).status_code == 400


def test_an_entered_year_is_removed_and_a_missing_one_is_not_there(people: People) -> None:
    browser = browser_of(people.administrator)
    browser.post(reverse("calendar"), {"year": "2027", "days": DAYS, "do": "enter"})
    url = reverse("calendar_remove", args=[2027])
    assert browser_of(people.clerk).post(url).status_code == 404
    assert "不会变动" in browser.post(url).text
    assert 2027 in calendar_of(people.administrator.area_id or 0).years
    assert browser.post(url, {"do": "remove"}).status_code == 302
    assert 2027 not in calendar_of(people.administrator.area_id or 0).years
    assert browser.post(url).status_code == 404
