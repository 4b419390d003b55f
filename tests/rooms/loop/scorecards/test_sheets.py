"""A sheet is locked at its deadline, keeps what it was then, is ranked with the others, and shows on its page."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.urls import reverse

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import NotAllowed, NotHere, Refused
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import newest_pack, release_packs
from bihuan.loop.lists.listing import listing_of
from bihuan.loop.lists.queries import whole_pack
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.scorecards.actions import Said, score_items, score_itself
from bihuan.loop.scorecards.queries import sheet_of
from bihuan.loop.scorecards.ranking import beside, ranking
from bihuan.loop.scoring.actions import enter_figure
from bihuan.loop.trail.verification import verify
from bihuan.loop.warnings.sweeping import warn_tonight
from tests.people import NOW, SmallArea, actor, browser_of

pytestmark = pytest.mark.django_db
BEGIN = date(2026, 3, 2)


def at(day: date) -> datetime:
    return datetime.combine(day, time(2), tzinfo=UTC)


@pytest.fixture
def office(small_area: SmallArea) -> Actor:
    release_packs(at=NOW)
    by = actor(small_area.people.administrator)
    for desk, unit in (("office", small_area.units.office), ("committee", small_area.units.leadership)):
        set_desk_holder(pack="scorecards", desk=desk, unit=unit, heads_only=False, by=by, at=at(BEGIN))
    return actor(small_area.people.office)


@pytest.fixture
def sheets(office: Actor, small_area: SmallArea) -> list[Case]:
    """The safety assessment of two units, issued."""
    units = [small_area.units.housing, small_area.units.planning]
    given = {
        "assisting": units, "card": "safety", "scheme": "云湖考〔2026〕1号", "first": date(2026, 1, 1), "last": date(2026, 3, 31),
    }  # fmt: skip
    case = open_case(pack="scorecards", kind="assessment", subject="平安考核", given=given, by=office, at=at(BEGIN))
    rule = (NewEvidence("办法", statement="见附件", kind="rule"),)
    move_case(case=case, move="issue", given={}, evidence=rule, by=office, at=at(BEGIN))
    for unit, value in zip(units, ("90", "95"), strict=True):
        enter(office, "safety_index", value, unit)
    return list(Case.objects.filter(area_id=case.area_id, kind="sheet").order_by("id"))


def enter(office: Actor, figure: str, value: str, unit: object, reason: str = "") -> None:
    enter_figure(
        pack=newest_pack("scorecards"), figure=figure, first=date(2026, 1, 1), value=value, basis="通报", by=office,
        at=at(BEGIN), unit=unit, reason=reason,  # type: ignore[arg-type]
    )  # fmt: skip


def fresh(case: Case) -> CaseFile:
    return CaseFile(Case.objects.get(area_id=case.area_id, pk=case.pk), date(2026, 3, 20))


def lock_by_the_clock(small_area: SmallArea) -> None:
    day = date(2026, 3, 17)
    warn_tonight(Tonight(small_area.area.pk, day, at(day), lambda: None))


def index_of(case: Case) -> Decimal | None:
    return next(one.score for one in sheet_of(fresh(case)).items if one.item.id == "index")


def test_the_safety_index_is_sixty_points_of_a_hundred(office: Actor) -> None:
    assert newest_pack("scorecards").scorecards["safety"].items["index"].points == 60


def test_before_the_lock_a_sheet_follows_its_figures_and_after_it_nothing_changes(
    sheets: list[Case], office: Actor, small_area: SmallArea
) -> None:
    assert index_of(sheets[0]) == 54
    enter(office, "safety_index", "80", small_area.units.housing, "核定")
    assert index_of(sheets[0]) == 48
    lock_by_the_clock(small_area)
    enter(office, "safety_index", "20", small_area.units.housing, "再次核定")
    assert sheet_of(fresh(sheets[0])).locked
    assert index_of(sheets[0]) == 48


def test_the_unit_scores_itself_until_the_lock_and_nobody_else_does(sheets: list[Case], small_area: SmallArea) -> None:
    clerk, other = actor(small_area.people.clerk), actor(small_area.people.lead_clerk)
    said = {"work": Said("14", "见附件", brought=(NewEvidence("佐证", statement="见附件"),))}
    with pytest.raises(NotAllowed):
        score_itself(case=sheets[0], scores=said, by=other, at=at(BEGIN))
    with pytest.raises(Refused):
        score_itself(case=sheets[0], scores={"work": Said("14", "没有材料")}, by=clerk, at=at(BEGIN))
    score_itself(case=sheets[0], scores=said, by=clerk, at=at(BEGIN))
    lock_by_the_clock(small_area)
    with pytest.raises(NotHere):
        score_itself(case=sheets[0], scores=said, by=clerk, at=at(date(2026, 3, 18)))
    row = next(one.row for one in sheet_of(fresh(sheets[0])).items if one.item.id == "work")
    assert (row.self_score, row.score) == (Decimal(14), None)


def test_sheets_with_the_same_score_share_a_place_and_one_without_is_left_out(
    sheets: list[Case], office: Actor, small_area: SmallArea
) -> None:
    lock_by_the_clock(small_area)
    enter(office, "safety_index", "90", small_area.units.planning, "更正")
    score_items(case=sheets[1], scores={"work": Said("15", "评定")}, by=office, at=at(date(2026, 3, 18)))
    found = ranking(sheet_of(fresh(sheets[0])).card, beside(fresh(sheets[0]).case))
    assert [(row.place, row.case.pk) for row in found.rows] == [(1, sheets[1].pk)]
    assert [case.pk for case in found.left_out] == [sheets[0].pk]


def test_a_list_shows_score_grade_and_rank_best_first_and_the_trail_is_whole(
    sheets: list[Case], office: Actor, small_area: SmallArea
) -> None:
    lock_by_the_clock(small_area)
    for sheet in sheets:
        score_items(case=sheet, scores={"work": Said("12", "评定")}, by=office, at=at(date(2026, 3, 18)))
    pack, day = newest_pack("scorecards"), date(2026, 3, 20)
    listing = listing_of(office, whole_pack(small_area.area.pk, pack), "ranking", asof=day, today=day)
    cells = [str(row) for row in listing.rows()]
    assert [case.id for case, _ in listing.rows() if case is not None] == [sheets[1].pk, sheets[0].pk]
    assert all("优秀" in row or "良好" in row for row in cells), cells
    assert [str(broken) for broken in verify().broken] == []


def test_the_page_of_a_sheet_keeps_what_was_typed(sheets: list[Case], office: Actor, small_area: SmallArea) -> None:
    browser = browser_of(small_area.people.clerk)
    url = reverse("case_scores", args=["scorecards", sheets[0].number])
    assert "平安指数" in browser.get(url).content.decode()
    refused = browser.post(url, {"score-work": "99", "note-work": "机制健全"})
    assert refused.status_code == 422
    text = refused.content.decode()
    assert 'value="99"' in text
    assert "机制健全" in text
    page = browser_of(small_area.people.office).get(reverse("scorecard", args=["scorecards", "safety"]))
    assert page.status_code == 200
