"""The steps of a case page outside rectification: the states of its own lifecycle, where it stands, and the days it came there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.web.case.way import MOST, _folded, own_loop, own_ring
from bihuan.web.ledger.page import category_word
from bihuan.web.shapes import Ring, Step
from tests.pages import stories
from tests.people import PACK, SmallArea, actor, browser_of

PACKS = Path(__file__).parents[1] / "rooms" / "loop" / "clocks" / "packs"
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(small_area: SmallArea) -> Case:
    at = stories.clock()
    release_packs(PACKS, at=at)
    by = actor(small_area.people.administrator)
    for desk, unit in (("office", small_area.units.office), ("checker", small_area.units.discipline)):
        set_desk_holder(pack="permits", desk=desk, unit=unit, by=by, at=at)
    given = {"responsible": small_area.units.housing, "fee": 100}
    office = actor(small_area.people.office)
    return open_case(pack="permits", kind="permit", subject="东街围挡", given=given, by=office, at=at)


def shown(case: Case) -> list[tuple[str, str]]:
    loop = own_loop(CaseFile(Case.objects.get(area_id=case.area_id, pk=case.pk), stories.today()))
    assert loop is not None
    return [(step.name, step.state) for step in loop.steps]


def test_a_case_shows_the_states_of_its_own_lifecycle(case: Case, small_area: SmallArea) -> None:
    assert shown(case) == [("公示中", "now"), ("办理中", "todo"), ("审核", "todo"), ("已办结", "todo")]
    assert own_ring(CaseFile(case, stories.today())) == Ring(1, 4)
    page = browser_of(small_area.people.office).get(stories.address(case)).text
    assert "办理流程共4步" in page
    for word in ("交办", "销号", "回头看"):
        assert f"<b>{word}</b>" not in page


def test_a_case_that_left_the_way_keeps_what_it_passed(case: Case, small_area: SmallArea) -> None:
    by = actor(small_area.people.office)
    move_case(case=case, move="dispute", given={}, by=by, at=stories.clock())
    assert shown(case) == [
        ("公示中", "done"), ("有异议", "now"), ("办理中", "todo"), ("审核", "todo"), ("已办结", "todo")
    ]  # fmt: skip


def test_a_long_way_is_folded_around_where_the_case_stands() -> None:
    for now in range(12):
        steps = tuple(Step(str(at), "now" if at == now else "done" if at < now else "todo") for at in range(12))
        names = [step.name for step in _folded(steps, now)]
        assert len(names) <= MOST
        assert {"0", str(now), "11"} <= set(names)


def test_stages_are_rectified_and_struck_off_only_in_rectification() -> None:
    assert [category_word(one, PACK) for one in ("open", "closed")] == ["整改中", "已销号"]
    assert [category_word(one, "permits") for one in ("open", "closed")] == ["办理中", "已办结"]
