"""Who holds the desks of a pack is named on one page."""

from __future__ import annotations

from django.urls import reverse

from bihuan.loop.cases.desks import holders_of_desks, remove_desk_holder, set_desk_holder
from bihuan.loop.lifecycle.packs import packs_in_use, release_packs
from tests.people import NOW, PACK, People, Units, actor, browser_of


def named(people: People, desk: str) -> list[str]:
    return [holder.name for holder in holders_of_desks(people.administrator.area_id or 0, PACK).get(desk, [])]


def name_holder(people: People, **form: str) -> int:
    given = {"pack": PACK, "desk": "discipline", **form}
    return browser_of(people.administrator).post(reverse("desk_name"), given).status_code


def test_desks_without_a_holder_are_named_and_counted(people: People, units: Units) -> None:
    release_packs(at=NOW)
    by = actor(people.administrator)
    browser = browser_of(people.administrator)
    for pack in packs_in_use(by.area_id):
        for desk in pack.desks.keys() - holders_of_desks(by.area_id, pack.id).keys():
            set_desk_holder(pack=pack.id, desk=desk, unit=units.office, by=by, at=NOW)
    assert "每个席位都有人" in browser.get(reverse("desks")).text
    for holder in holders_of_desks(by.area_id, PACK)["discipline"]:
        remove_desk_holder(holder_id=holder.id, by=by, at=NOW)
    assert "有 1 个席位" in browser.get(reverse("desks")).text


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
