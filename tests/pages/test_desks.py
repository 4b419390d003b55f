"""Who holds the desks of a pack is named on one page."""

from __future__ import annotations

import re

from django.urls import reverse

from bihuan.loop.cases.desks import desk_lists, holders_of_desks, remove_desk_holder, set_desk_holder
from bihuan.loop.lifecycle.packs import release_packs
from tests.people import NOW, PACK, People, Units, actor, browser_of


def named(people: People, desk: str) -> list[str]:
    return [holder.name for holder in holders_of_desks(people.administrator.area_id or 0, PACK).get(desk, [])]


def name_holder(people: People, **form: str) -> int:
    given = {"pack": PACK, "desk": "discipline", **form}
    return browser_of(people.administrator).post(reverse("desk_name"), given).status_code


def hold_everything(people: People, units: Units) -> None:
    """Name the archive at every desk that nobody holds."""
    by = actor(people.administrator)
    for pack in desk_lists(by.area_id):
        for desk in pack.free:
            set_desk_holder(pack=pack.id, desk=desk.id, unit=units.archive, by=by, at=NOW)


def test_desks_without_a_holder_are_named_and_counted(people: People, units: Units) -> None:
    release_packs(at=NOW)
    by = actor(people.administrator)
    browser = browser_of(people.administrator)
    hold_everything(people, units)
    assert "每个席位都有人" in browser.get(reverse("desks")).text
    for holder in holders_of_desks(by.area_id, PACK)["discipline"]:
        remove_desk_holder(holder_id=holder.id, by=by, at=NOW)
    assert "有 1 个席位" in browser.get(reverse("desks")).text
    free = browser.get(reverse("desks"), {"show": "free"}).text
    assert 'id="h-rectification"' in free
    assert 'id="h-feedback"' not in free


def test_packs_that_have_begun_and_lack_somebody_stand_first(people: People, units: Units) -> None:
    release_packs(at=NOW)
    by = actor(people.administrator)
    for holder in holders_of_desks(by.area_id, PACK)["discipline"]:
        remove_desk_holder(holder_id=holder.id, by=by, at=NOW)
    packs = desk_lists(by.area_id)
    assert packs[0].id == PACK
    assert [desk.id for desk in packs[0].free] == ["discipline"]
    assert [pack.has_begun for pack in packs] == sorted((pack.has_begun for pack in packs), reverse=True)


def test_one_unit_becomes_the_office_of_several_packs_at_once(people: People, units: Units) -> None:
    release_packs(at=NOW)
    browser, area_id = browser_of(people.administrator), people.administrator.area_id or 0
    form = {"unit": units.office.pk, "pack": ["study", "directives"]}
    assert browser.post(reverse("desk_offices"), form).status_code == 302
    for pack in ("study", "directives"):
        assert [holder.name for holder in holders_of_desks(area_id, pack)["office"]] == [units.office.name]
    assert "projects" not in {pack.id for pack in desk_lists(area_id) if pack.has_begun}


def test_an_office_of_several_packs_needs_a_unit_and_a_pack(people: People, units: Units) -> None:
    release_packs(at=NOW)
    browser, url = browser_of(people.administrator), reverse("desk_offices")
    for form in ({"unit": units.office.pk}, {"pack": ["study"]}, {"unit": units.office.pk, "pack": ["no_such"]}):
        assert browser.post(url, form).status_code == 400
    assert browser_of(people.clerk).post(url, {"unit": units.office.pk, "pack": ["study"]}).status_code == 404
    assert holders_of_desks(people.administrator.area_id or 0, "study") == {}


def test_a_unit_or_a_person_is_named_from_the_list(people: People, units: Units) -> None:
    field = f"holder_{PACK}_discipline"
    assert name_holder(people, **{field: f"unit:{units.archive.pk}"}) == 302
    assert name_holder(people, **{field: f"person:{people.observer.pk}"}) == 302
    assert named(people, "discipline") == ["纪检监察工作委员会", "档案馆", "顾青"]


def test_without_javascript_the_typed_name_counts(people: People) -> None:
    field = f"holder_{PACK}_discipline_text"
    assert name_holder(people, **{field: "档案馆"}) == 302
    assert name_holder(people, **{field: "顾青"}) == 302
    assert named(people, "discipline") == ["纪检监察工作委员会", "档案馆", "顾青"]


def test_nobody_chosen_and_nobody_known_are_refused_beside_the_desk(people: People) -> None:
    release_packs(at=NOW)
    field = f"holder_{PACK}_discipline_text"
    assert name_holder(people) == 400
    assert name_holder(people, **{field: "没有这个人"}) == 400
    assert name_holder(people, desk="no_such_desk", **{field: "档案馆"}) == 400
    assert named(people, "discipline") == ["纪检监察工作委员会"]


def unfolded(text: str) -> list[str]:
    return re.findall(r'id="h-(\w+)" open', text)


def test_systems_are_folded_until_one_is_worked_on_or_looked_for(people: People, units: Units) -> None:
    release_packs(at=NOW)
    browser, url = browser_of(people.administrator), reverse("desks")
    assert unfolded(browser.get(url).text) == []
    form = {"pack": PACK, "desk": "discipline", f"holder_{PACK}_discipline": f"unit:{units.archive.pk}"}
    assert unfolded(browser.post(reverse("desk_name"), form, follow=True).text) == [PACK]
    assert unfolded(browser.get(url, {"q": "档案馆"}).text) == [PACK]
    assert 'id="h-study"' not in browser.get(url, {"q": "档案馆"}).text
    assert "没有符合的席位" in browser.get(url, {"q": "没有这个"}).text


def test_only_the_head_signs_where_it_was_said(people: People, units: Units) -> None:
    field = f"holder_{PACK}_discipline"
    name_holder(people, heads_only="1", **{field: f"unit:{units.discipline.pk}"})
    holders = holders_of_desks(people.administrator.area_id or 0, PACK)["discipline"]
    assert [(holder.name, holder.heads_only) for holder in holders] == [("纪检监察工作委员会", True)]


def test_a_desk_is_taken_from_its_holder(people: People) -> None:
    holder = holders_of_desks(people.administrator.area_id or 0, PACK)["office"][0]
    url = reverse("desk_remove", args=[holder.id])
    assert browser_of(people.clerk).post(url).status_code == 404
    browser_of(people.administrator).post(url)
    assert named(people, "office") == []
    assert browser_of(people.administrator).post(url).status_code == 404
