"""What a board counts: the figures of a pack all at once, progress that adds up, and what somebody is told."""

from __future__ import annotations

from bihuan.loop.cases.board import by_finding, by_unit, progress_by_round, progress_of, rows_of, shares_of, weeks_of
from bihuan.loop.cases.figures import figure_value, figure_values
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.lifecycle.packs import newest_pack
from bihuan.loop.lifecycle.waiting import notices_of, unseen_notices
from bihuan.loop.notices.actions import see_notices
from tests.pages import board_stories, stories
from tests.people import PACK, SmallArea, actor


def test_all_figures_at_once_are_the_figures_one_by_one(small_area: SmallArea) -> None:
    board = board_stories.board(small_area)
    board_stories.overdue(board.working)
    pack, day, area = newest_pack(PACK), stories.today(), small_area.area.pk
    for scope in (None, board.round, board.finding):
        for person in (small_area.people.office, small_area.people.clerk, small_area.people.stranger):
            seen = visible_to(actor(person))
            together = figure_values(pack, area_id=area, day=day, scope=scope, among=seen)
            apart = {
                name: figure_value(pack, name, area_id=area, day=day, scope=scope, among=seen) for name in pack.figures
            }
            assert together == apart


def test_units_findings_rounds_and_weeks_count_the_same_measures(small_area: SmallArea) -> None:
    board = board_stories.board(small_area)
    office, pack, day = actor(small_area.people.office), newest_pack(PACK), stories.today()
    rows = rows_of(office, board.round, "measure")
    whole = progress_of(rows, pack, "measure", day)
    units = by_unit(rows, pack, "measure", area_id=small_area.area.pk, day=day)
    findings = by_finding(office, board.round, day)
    rounds = progress_by_round(visible_to(office), [board.round], "measure", day)
    shares = shares_of(rows, day)
    assert whole.total == 5
    assert sum(one.progress.total for one in units) == 5
    assert [one.below for one in findings] == [whole]
    assert rounds == {board.round.pk: whole}
    assert sum(shares.natures.values()) == 5
    assert sum(shares.lights.values()) == whole.total - whole.closed
    assert weeks_of(rows, day).total == 5


def test_looking_at_notices_never_goes_backwards(small_area: SmallArea) -> None:
    board_stories.board(small_area)
    clerk = actor(small_area.people.clerk)
    newest = notices_of(clerk).newest
    see_notices(up_to=newest, by=clerk, at=stories.clock())
    see_notices(up_to=1, by=clerk, at=stories.clock())
    assert unseen_notices(clerk) == 0


def test_older_notices_follow_without_a_gap(small_area: SmallArea) -> None:
    board_stories.board(small_area)
    clerk = actor(small_area.people.clerk)
    whole = [one.notice.pk for one in notices_of(clerk).rows]
    paged: list[int] = []
    before = 0
    while True:
        page = notices_of(clerk, before=before, limit=2)
        paged += [one.notice.pk for one in page.rows]
        before = page.before
        if not before:
            break
    assert paged == whole
