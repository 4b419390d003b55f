"""Areas form a tree: numbers go up, inspections go down, signed packages travel where there is no network."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from bihuan.accounts.actions import FirstAdministrator, set_up_area
from bihuan.accounts.actions.areas import NewArea
from bihuan.accounts.models import Area
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import CaseNotFound, NotAllowed, NotHere, Refused
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.rollup.actions import (
    add_area_below,
    count_now,
    hand_down,
    let_area_go,
    make_key,
    name_superior,
    take_over,
    trust_key,
)
from bihuan.loop.rollup.exchange import UnknownKey, take_package, write_package
from bihuan.loop.rollup.models import AreaFigure, FromAbove, Package
from bihuan.loop.rollup.package import Damaged, new_key, opened, sealed
from bihuan.loop.rollup.queries import area_below, comparison, figures_of, from_above, handed_down, key_of
from bihuan.loop.trail.verification import verify
from tests.people import NOW, PACK, PASSWORD, TODAY, SmallArea, actor


@pytest.fixture(autouse=True)
def _released(db: None, tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path
    release_packs(at=NOW)


@pytest.fixture
def county(small_area: SmallArea) -> NewArea:
    """A county below the small area, in the same installation."""
    first = FirstAdministrator(username="jiang.yi", name="江一", unit_name="县整改办", password=PASSWORD)
    made = set_up_area(
        name="云河县", code="yunhe", administrator=first, at=NOW, by=actor(small_area.people.administrator)
    )
    by = actor(made.administrator)
    unit = made.administrator.posts.get().unit
    set_desk_holder(pack=PACK, desk="office", unit=unit, heads_only=False, by=by, at=NOW)
    name_superior(code="yunhu", by=by, at=NOW)
    return NewArea(Area.objects.get(pk=made.area.pk), made.administrator, made.password)


def opened_round(by: Actor, subject: str = "专项检查") -> Case:
    given = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 7, 24)}
    return open_case(pack=PACK, kind="round", subject=subject, given=given, by=by, at=NOW)


def finding(by: Actor, round_: Case, unit: object, due: date) -> Case:
    case = open_case(pack=PACK, kind="finding", parent=round_, subject="问题", by=by, at=NOW, standard=["办结"])
    return move_case(
        case=case, move="hand_out", given={"responsible": unit, "nature": "by_date", "due": due}, by=by, at=NOW
    )


def test_numbers_and_lights_go_up_and_no_row_does(small_area: SmallArea, county: NewArea) -> None:
    by = actor(county.administrator)
    unit = county.administrator.posts.get().unit
    round_ = opened_round(by)
    finding(by, round_, unit, TODAY + timedelta(days=40))
    finding(by, round_, unit, TODAY + timedelta(days=1))
    assert count_now(by=actor(small_area.people.administrator), at=NOW) == 2
    shown = comparison(actor(small_area.people.leader))
    assert [line.area.code for line in shown.lines] == ["yunhe"]
    values = dict(zip([column.id for column in shown.columns], shown.lines[0].cells, strict=True))
    found = [values[f"all.{name}"].value for name in ("running", "late", "soon")]
    assert found == [3, 1, 1]  # the round itself has waited too long
    assert values["all.late"].colour == "red"
    assert values["all.late"].rank == 1
    of_pack = comparison(actor(small_area.people.leader), PACK)
    assert {column.id for column in of_pack.columns} > {"completion"}
    assert not hasattr(AreaFigure, "case")


def test_only_who_sees_the_whole_area_compares_and_only_what_is_below(small_area: SmallArea, county: NewArea) -> None:
    with pytest.raises(NotAllowed):
        comparison(actor(small_area.people.clerk))
    with pytest.raises(CaseNotFound):
        area_below(actor(county.administrator), "yunhu")  # nobody looks up
    with pytest.raises(CaseNotFound):
        figures_of(actor(county.administrator), small_area.area)


def test_an_area_stands_under_no_area_below_it(small_area: SmallArea, county: NewArea) -> None:
    with pytest.raises(Refused):
        name_superior(code="yunhe", by=actor(small_area.people.administrator), at=NOW)


def test_an_inspection_goes_down_once_and_its_progress_comes_up(small_area: SmallArea, county: NewArea) -> None:
    office = actor(small_area.people.office)
    above = opened_round(office, "全区专项检查")
    hand_down(case=above, to=["yunhe"], note="十日内办结", due=TODAY, by=office, at=NOW)
    with pytest.raises(Refused):
        hand_down(case=above, to=["yunhe"], by=office, at=NOW)
    with pytest.raises(NotAllowed):
        hand_down(case=above, to=["yunhe"], by=actor(small_area.people.clerk), at=NOW)
    line = from_above(actor(county.administrator))[0]
    assert (line.subject, line.note, line.from_name) == ("全区专项检查", "十日内办结", "云湖新区")
    assert handed_down(small_area.area.pk, TODAY, above)[0].progress is None
    by = actor(county.administrator)
    below = take_over(line_id=line.pk, by=by, at=NOW)
    with pytest.raises(NotHere):
        take_over(line_id=line.pk, by=by, at=NOW)
    assert below.fields["inspector"] == "市委第三巡察组"
    finding(by, below, county.administrator.posts.get().unit, TODAY + timedelta(days=9))
    progress = handed_down(small_area.area.pk, TODAY, above)[0].progress
    assert progress is not None
    assert (progress["cases"], progress["closed"], progress["category"]) == (1, 0, below.category)
    assert [str(one) for one in verify().broken] == []


@pytest.fixture
def offline(small_area: SmallArea, county: NewArea) -> NewArea:
    """The county as it works elsewhere: both made keys and compared them; what each knows of the other is a code and a key."""
    above, below = actor(small_area.people.administrator), actor(county.administrator)
    make_key(by=above, at=NOW)
    make_key(by=below, at=NOW)
    for by, code, other in ((above, "yunhe", county.area.pk), (below, "yunhu", small_area.area.pk)):
        key = key_of(other)
        assert key is not None
        trust_key(code=code, public=key.public, by=by, at=NOW)
    return county


def test_figures_travel_in_a_signed_package_and_twice_changes_nothing(small_area: SmallArea, offline: NewArea) -> None:
    above, below = actor(small_area.people.administrator), actor(offline.administrator)
    opened_round(below)
    data = write_package(to="yunhu", by=below, at=NOW).data
    AreaFigure.objects.filter(area=offline.area).delete()  # as if the county had never been here
    assert not take_package(data=data, by=above, at=NOW).again
    rows = list(AreaFigure.objects.filter(area=offline.area).order_by("id").values())
    assert {row["figure"]: row["value"] for row in rows if row["pack"] == ""}["all.running"] == Decimal(1)
    assert take_package(data=data, by=above, at=NOW).again
    assert list(AreaFigure.objects.filter(area=offline.area).order_by("id").values()) == rows
    assert Package.objects.filter(area=small_area.area, out=False).count() == 1


def test_a_package_that_is_older_than_the_last_is_refused(small_area: SmallArea, offline: NewArea) -> None:
    above, below = actor(small_area.people.administrator), actor(offline.administrator)
    first, second = (write_package(to="yunhu", by=below, at=NOW).data for _ in range(2))
    take_package(data=second, by=above, at=NOW)
    with pytest.raises(Refused, match="早于"):
        take_package(data=first, by=above, at=NOW)


def test_an_inspection_travels_down_and_its_progress_up(small_area: SmallArea, offline: NewArea) -> None:
    office, above = actor(small_area.people.office), actor(small_area.people.administrator)
    below = actor(offline.administrator)
    round_ = opened_round(office, "全区专项检查")
    hand_down(case=round_, to=["yunhe"], by=office, at=NOW)
    FromAbove.objects.filter(area=offline.area).delete()  # no network
    data = write_package(to="yunhe", by=above, at=NOW).data
    take_package(data=data, by=below, at=NOW)
    line = from_above(below)[0]
    take_over(line_id=line.pk, by=below, at=NOW)
    take_package(data=write_package(to="yunhu", by=below, at=NOW).data, by=above, at=NOW)
    FromAbove.objects.filter(area=offline.area).update(case=None)
    progress = handed_down(small_area.area.pk, TODAY, round_)[0].progress
    assert progress is not None
    assert progress["cases"] == 0


def test_packages_for_others_with_unknown_keys_or_from_strangers_are_refused(
    small_area: SmallArea, offline: NewArea
) -> None:
    above, below = actor(small_area.people.administrator), actor(offline.administrator)
    with pytest.raises(Refused):
        take_package(data=write_package(to="elsewhere", by=below, at=NOW).data, by=above, at=NOW)
    _public, private = new_key()
    head = {
        "from": {"code": "yunhe", "name": "云河县"},
        "to": "yunhu",
        "number": 9,
        "made_at": "2026-11-20T02:00:00.000000Z",
    }
    with pytest.raises(UnknownKey) as refused:
        take_package(data=sealed(head, {}, private=private), by=above, at=NOW)
    assert refused.value.public == _public
    with pytest.raises(NotAllowed):
        take_package(data=b"", by=actor(small_area.people.office), at=NOW)


def test_an_area_below_that_works_elsewhere_is_written_down_once(small_area: SmallArea) -> None:
    by = actor(small_area.people.administrator)
    add_area_below(code="shanqu", name="山区县", by=by, at=NOW)
    with pytest.raises(Refused):
        add_area_below(code="shanqu", name="山区县", by=by, at=NOW)
    assert [line.area.name for line in comparison(by).lines] == ["山区县"]


def test_an_area_that_nobody_wanted_below_is_let_go(small_area: SmallArea, county: NewArea) -> None:
    by, office = actor(small_area.people.administrator), actor(small_area.people.office)
    round_ = opened_round(office)
    hand_down(case=round_, to=["yunhe"], by=office, at=NOW)
    with pytest.raises(NotAllowed):
        let_area_go(code="yunhe", by=office, at=NOW)
    with pytest.raises(Refused):
        let_area_go(code="yunhu", by=actor(county.administrator), at=NOW)
    let_area_go(code="YunHe", by=by, at=NOW)
    assert comparison(by).lines == ()
    with pytest.raises(Refused):
        let_area_go(code="yunhe", by=by, at=NOW)
    with pytest.raises(Refused):
        hand_down(case=opened_round(office, "第二次"), to=["yunhe"], by=office, at=NOW)
    assert (
        handed_down(small_area.area.pk, TODAY, round_)[0].row.to_id == county.area.pk
    )  # what was handed down stays known
    with pytest.raises(Refused):
        add_area_below(code="yunhe", name="云河县", by=by, at=NOW)  # it works here and says itself where it stands


def test_an_area_elsewhere_that_was_let_go_comes_back_under_its_code(small_area: SmallArea) -> None:
    by = actor(small_area.people.administrator)
    first = add_area_below(code="shanqu", name="山区县", by=by, at=NOW)
    let_area_go(code="shanqu", by=by, at=NOW)
    again = add_area_below(code="shanqu", name="山区市", by=by, at=NOW)
    assert (again.pk, [line.area.name for line in comparison(by).lines]) == (first.pk, ["山区市"])


def test_an_area_that_was_let_go_comes_back_neither_elsewhere_nor_below_what_stands_below_it(
    small_area: SmallArea, county: NewArea
) -> None:
    by = actor(small_area.people.administrator)
    add_area_below(code="shanqu", name="山区县", by=by, at=NOW)
    let_area_go(code="shanqu", by=by, at=NOW)
    with pytest.raises(Refused):
        add_area_below(code="shanqu", name="山区县", by=actor(county.administrator), at=NOW)
    name_superior(code="shanqu", by=by, at=NOW)
    with pytest.raises(Refused):
        add_area_below(code="shanqu", name="山区县", by=by, at=NOW)
    assert Area.objects.get(code="shanqu").parent_id is None


KEY = new_key()
ROWS: dict[str, list[dict[str, Any]]] = {
    "figures": [{"figure": "all.late", "value": "3"}, {"figure": "all.soon", "value": None}],
    "progress": [{"uid": "1"}],
}
HEAD = {
    "from": {"code": "yunhe", "name": "云河县"},
    "to": "yunhu",
    "number": 1,
    "made_at": "2026-11-20T02:00:00.000000Z",
}
WHOLE = sealed(HEAD, ROWS, private=KEY[1])


def test_a_package_that_nobody_touched_is_read() -> None:
    found = opened(WHOLE)
    assert (found.sender, found.receiver, found.number, found.public) == ("yunhe", "yunhu", 1, KEY[0])
    assert found.parts["figures"][0]["value"] == "3"


def test_any_flipped_byte_is_refused() -> None:
    for place in range(len(WHOLE)):
        for flip in (0x01, 0x20, 0x80):
            damaged = WHOLE[:place] + bytes([WHOLE[place] ^ flip]) + WHOLE[place + 1 :]
            with pytest.raises(Damaged):
                opened(damaged)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(WHOLE)), st.integers(0, 40))
def test_whatever_is_put_in_or_taken_out_is_refused(extra: bytes, place: int, cut: int) -> None:
    changed = WHOLE[:place] + extra + WHOLE[place + cut :]
    if changed != WHOLE:
        with pytest.raises(Damaged):
            opened(changed)


@pytest.mark.parametrize("wanted", [None, TODAY + timedelta(days=9)])
def test_a_case_whose_opening_asks_for_a_due_date_is_taken_over_with_one(
    small_area: SmallArea, county: NewArea, wanted: date | None
) -> None:
    below, above = actor(county.administrator), actor(small_area.people.office)
    units = {
        actor(small_area.people.administrator): small_area.units.office,
        below: county.administrator.posts.get().unit,
    }
    for by, unit in units.items():
        set_desk_holder(pack="study", desk="office", unit=unit, heads_only=False, by=by, at=NOW)
    due = TODAY + timedelta(days=30)
    given = {"year": 2026, "themes": "理论学习", "due": due}
    plan = open_case(pack="study", kind="plan", subject="年度学习计划", given=given, by=above, at=NOW)
    hand_down(case=plan, to=["yunhe"], due=wanted, by=above, at=NOW)
    (line,) = from_above(below)
    assert take_over(line_id=line.pk, by=below, at=NOW).due == (wanted or due)
