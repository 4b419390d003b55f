"""The page of one unit: add, change, end."""

from __future__ import annotations

from django.urls import reverse

from bihuan.accounts.actions import add_unit
from bihuan.accounts.models import Unit
from bihuan.loop.cases.desks import remove_desk_holder
from bihuan.loop.cases.models import DeskHolder
from tests.people import NOW, People, Units, actor, browser_of


def test_a_unit_is_added_below_the_one_chosen_from_the_list(people: People, units: Units) -> None:
    form = {"name": "燃气科", "parent": str(units.housing.pk), "parent_text": "住房和城乡建设局", "receives": "on"}
    answer = browser_of(people.administrator).post(reverse("unit_new"), form)
    unit = Unit.objects.get(name="燃气科")
    assert answer.url == reverse("unit", args=[unit.pk])  # type: ignore[attr-defined]
    assert (unit.parent, unit.receives) == (units.housing, True)


def test_without_javascript_the_typed_name_of_the_unit_above_counts(people: People, units: Units) -> None:
    browser = browser_of(people.administrator)
    browser.post(reverse("unit_new"), {"name": "燃气科", "parent": "", "parent_text": "住建局"})
    assert Unit.objects.get(name="燃气科").parent == units.housing


def test_a_name_that_fits_several_units_is_asked_back(people: People) -> None:
    answer = browser_of(people.administrator).post(reverse("unit_new"), {"name": "燃气科", "parent_text": "整改"})
    assert answer.status_code == 400
    assert "整改工作领导小组办公室" in answer.text
    assert not Unit.objects.filter(name="燃气科").exists()


def test_what_was_typed_is_kept_when_it_is_refused(people: People) -> None:
    form = {"name": "档案馆", "short_name": "档馆", "parent_text": "没有这个单位"}
    answer = browser_of(people.administrator).post(reverse("unit_new"), form)
    assert answer.status_code == 400
    assert all(text in answer.text for text in ("档馆", "没有这个单位"))


def test_a_changed_unit_shows_what_was_before(people: People, units: Units) -> None:
    browser = browser_of(people.administrator)
    browser.post(reverse("unit_change", args=[units.archive.pk]), {"name": "档案史志馆", "receives": "on"})
    page = browser.get(reverse("unit", args=[units.archive.pk])).text
    assert "<del>档案馆</del>" in page
    assert "档案史志馆" in page


def test_a_unit_with_people_is_not_ended_and_the_page_says_who(people: People, units: Units) -> None:
    answer = browser_of(people.administrator).post(reverse("unit_end", args=[units.archive.pk]))
    assert answer.status_code == 400
    assert "叶知秋" in answer.text


def test_a_unit_that_holds_a_desk_is_not_ended(people: People, units: Units) -> None:
    by = actor(people.administrator)
    browser = browser_of(people.administrator)
    assert browser.post(reverse("unit_end", args=[units.organisation.pk])).status_code == 400
    holder = DeskHolder.objects.get(area_id=by.area_id, unit=units.organisation)
    remove_desk_holder(holder_id=holder.pk, by=by, at=NOW)
    # Now only its people stand in the way.
    assert "苏文茵" in browser.post(reverse("unit_end", args=[units.organisation.pk])).text


def test_an_empty_unit_is_ended(people: People) -> None:
    unit = add_unit(by=actor(people.administrator), at=NOW, name="临时专班")
    browser_of(people.administrator).post(reverse("unit_end", args=[unit.pk]))
    assert Unit.objects.get(pk=unit.pk).ended_on is not None
