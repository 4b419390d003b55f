"""Units are added, renamed, moved and ended, and what was stays on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bihuan.accounts.actions import add_unit, add_units_from_outline, change_unit, end_post, end_unit
from bihuan.accounts.actions.units import DEEPEST
from bihuan.accounts.audit import changes_of
from bihuan.accounts.errors import NotAllowed, NotInArea, Refused, WrongInput
from bihuan.accounts.models import Area, Person, Post, Unit
from bihuan.accounts.outline import read_outline
from bihuan.accounts.queries import find_units, units_below
from tests.people import NOW, TODAY, People, Units, actor


def test_only_an_administrator_adds_a_unit(people: People) -> None:
    for name, person in people.all().items():
        if name != "administrator":
            with pytest.raises(NotAllowed):
                add_unit(by=actor(person), at=NOW, name="气象局")
    add_unit(by=actor(people.administrator), at=NOW, name="气象局")


@pytest.mark.parametrize("typed", ["气象局", "气象", "qxj", "QiXiang", "老气象站", "lqxz"])
def test_a_unit_is_found_by_any_of_its_names_and_by_pinyin(people: People, area: Area, typed: str) -> None:
    add_unit(by=actor(people.administrator), at=NOW, name="云湖气象局", short_name="气象局", former_names=["老气象站"])
    assert [unit.name for unit in find_units(area.pk, typed)] == ["云湖气象局"]


def test_a_name_in_use_is_refused_with_a_sentence(people: People) -> None:
    with pytest.raises(WrongInput) as wrong:
        add_unit(by=actor(people.administrator), at=NOW, name=" 档案馆 ")
    assert list(wrong.value.problems) == ["name"]


def test_a_renamed_unit_is_still_found_by_its_former_name(people: People, units: Units, area: Area) -> None:
    by = actor(people.administrator)
    change_unit(unit=units.housing, by=by, at=NOW, name="建设交通局", short_name="建交局")
    assert find_units(area.pk, "住房和城乡建设局")[0].name == "建设交通局"
    assert find_units(area.pk, "zfhcx")[0].name == "建设交通局"


def test_a_unit_that_takes_its_old_name_back_does_not_keep_it_as_a_former_one(people: People, units: Units) -> None:
    by = actor(people.administrator)
    change_unit(unit=units.archive, by=by, at=NOW, name="档案局")
    unit = change_unit(unit=units.archive, by=by, at=NOW, name="档案馆")
    assert unit.former_names.splitlines() == ["档案局"]


def test_a_change_is_on_record_with_what_was_before(people: People, units: Units, area: Area) -> None:
    by = actor(people.administrator)
    change_unit(unit=units.archive, by=by, at=NOW, name="档案局")
    change_unit(unit=units.archive, by=by, at=NOW, name="档案局")
    event = changes_of(area.pk, "unit", units.archive.pk)[0]
    assert (event.verb, event.person_name, event.before["name"], event.after["name"]) == (
        "unit_changed",
        "徐一帆",
        "档案馆",
        "档案局",
    )
    assert changes_of(area.pk, "unit", units.archive.pk).count() == 2  # added and changed once


def test_a_moved_unit_takes_all_below_it_along(people: People, units: Units, area: Area) -> None:
    by = actor(people.administrator)
    deep = add_unit(by=by, at=NOW, name="监督一科", parent=units.station)
    change_unit(unit=units.housing, by=by, at=NOW, parent=units.planning)
    below = units_below(area.pk, (units.planning.path,))
    assert sorted(below) == sorted([units.planning.pk, units.housing.pk, units.station.pk, deep.pk])
    change_unit(unit=units.station, by=by, at=NOW, parent=None)
    assert sorted(units_below(area.pk, (Unit.objects.get(pk=units.station.pk).path,))) == [units.station.pk, deep.pk]
    assert Unit.objects.get(pk=deep.pk).path == f"{units.station.pk:07d}/{deep.pk:07d}/"


def test_a_unit_cannot_stand_below_itself(people: People, units: Units) -> None:
    for parent in (units.housing, units.station):
        with pytest.raises(WrongInput) as wrong:
            change_unit(unit=units.housing, by=actor(people.administrator), at=NOW, parent=parent)
        assert list(wrong.value.problems) == ["parent"]


def test_the_tree_has_a_deepest_level(people: People, units: Units) -> None:
    by, unit = actor(people.administrator), units.archive
    for level in range(2, DEEPEST + 1):
        unit = add_unit(by=by, at=NOW, name=f"第{level}层", parent=unit)
    with pytest.raises(WrongInput):
        add_unit(by=by, at=NOW, name="再下一层", parent=unit)


def test_units_of_another_area_do_not_exist_here(people: People, units: Units, outsider: Person) -> None:
    by = actor(outsider)
    acts: tuple[Callable[[], object], ...] = (
        lambda: add_unit(by=by, at=NOW, name="科室", parent=units.housing),
        lambda: change_unit(unit=units.housing, by=by, at=NOW, name="科室"),
        lambda: end_unit(unit=units.housing, by=by, at=NOW, on=TODAY),
    )
    for act in acts:
        with pytest.raises(NotInArea):
            act()


def test_a_unit_where_somebody_holds_a_post_is_not_ended(people: People, units: Units) -> None:
    by = actor(people.administrator)
    with pytest.raises(Refused, match="叶知秋"):
        end_unit(unit=units.archive, by=by, at=NOW, on=TODAY)
    end_post(post=Post.objects.get(person=people.stranger), by=by, at=NOW, on=TODAY)
    assert end_unit(unit=units.archive, by=by, at=NOW, on=TODAY).ended_on == TODAY


def test_a_unit_with_units_below_it_is_not_ended(people: People) -> None:
    by = actor(people.administrator)
    above = add_unit(by=by, at=NOW, name="街道")
    below = add_unit(by=by, at=NOW, name="社区", parent=above)
    with pytest.raises(Refused, match="社区"):
        end_unit(unit=above, by=by, at=NOW, on=TODAY)
    end_unit(unit=below, by=by, at=NOW, on=TODAY)
    end_unit(unit=above, by=by, at=NOW, on=TODAY)


def test_an_ended_unit_is_not_ended_again_and_not_found_and_keeps_its_name(people: People, area: Area) -> None:
    by = actor(people.administrator)
    unit = add_unit(by=by, at=NOW, name="临时专班")
    end_unit(unit=unit, by=by, at=NOW, on=TODAY - timedelta(days=1))
    with pytest.raises(Refused):
        end_unit(unit=unit, by=by, at=NOW, on=TODAY)
    with pytest.raises(WrongInput):
        add_unit(by=by, at=NOW, name="临时专班")
    assert find_units(area.pk, "临时专班") == []


PASTED = """
经济发展局
    投资科
\t统计科
　　企业服务科
社会事业局
  教育科
    学前教育组
 卫健科
"""


def test_a_pasted_list_becomes_a_tree(people: People, area: Area) -> None:
    added = add_units_from_outline(lines=read_outline(PASTED), by=actor(people.administrator), at=NOW)
    above = {unit.name: unit.parent.name if unit.parent else None for unit in added}
    assert above == {
        "经济发展局": None,
        "投资科": "经济发展局",
        "统计科": "经济发展局",
        "企业服务科": "经济发展局",
        "社会事业局": None,
        "教育科": "社会事业局",
        "学前教育组": "教育科",
        "卫健科": "社会事业局",
    }


def test_a_pasted_list_puts_new_units_below_those_that_exist(people: People, units: Units) -> None:
    added = add_units_from_outline(lines=read_outline("档案馆\n  编研科"), by=actor(people.administrator), at=NOW)
    assert [(unit.name, unit.parent) for unit in added] == [("编研科", units.archive)]


def test_a_pasted_list_with_a_bad_line_adds_nothing_and_names_every_bad_line(people: People, area: Area) -> None:
    before = Unit.objects.filter(area=area).count()
    with pytest.raises(WrongInput) as wrong:
        add_units_from_outline(
            lines=read_outline(f"好单位\n{'长' * 101}\n\n{'远' * 102}"), by=actor(people.administrator), at=NOW
        )
    assert list(wrong.value.problems) == ["line 2", "line 4"]
    assert Unit.objects.filter(area=area).count() == before
