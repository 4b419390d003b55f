"""A list of a round: which rows, which cells, which totals, for whom, on which day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bihuan.accounts.models import Person
from bihuan.documents.layout.sheet import Cell
from bihuan.loop.asof.errors import DayToCome
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.figures import figure_value
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.lists.errors import ListNotFound
from bihuan.loop.lists.listing import Listing, counts_of, listing_of
from bihuan.loop.lists.queries import lists_of, pack_of_lists
from bihuan.packspec.model import Pack
from tests.pages.board_stories import Board, accept, board, hand_out, measure, overdue, submit
from tests.pages.stories import clock
from tests.people import PACK, SmallArea, actor


def today() -> date:
    return local_day(clock())


def shown(
    person: Person,
    round_: Case,
    list_id: str,
    *,
    asof: date | None = None,
    seen: date | None = None,
    language: str = "zh",
) -> Listing:
    day = today()
    return listing_of(
        actor(person),
        round_,
        list_id,
        asof=asof or day,
        today=seen or day,
        language="en" if language == "en" else "zh-hans",
    )


def column(listing: Listing, path: str) -> list[Cell]:
    place = [one.id for one in listing.columns].index(path)
    return [cells[place] for _, cells in listing.rows()]


@pytest.fixture
def round_board(small_area: SmallArea) -> Board:
    return board(small_area)


def test_a_list_shows_facts_parties_dates_and_what_stands_above(small_area: SmallArea, round_board: Board) -> None:
    tasks = shown(small_area.people.office, round_board.round, "tasks")
    assert column(tasks, "subject") == ["清点积压申请", "公示兑付清单", "压缩兑付时限", "印发兑付办法", "设立兑付专窗"]
    assert set(column(tasks, "finding.subject")) == {"惠企政策兑现周期长"}
    assert column(tasks, "responsible")[1] == "发展和改革局"
    assert column(tasks, "state") == ["待交办", "待签收", "办理中", "审核中", "已完成"]
    assert column(tasks, "due")[2] == round_board.working.due
    assert column(tasks, "light")[2] == "正常"
    assert tasks.count == 5


def test_the_words_of_a_list_are_in_the_language_that_is_asked_for(small_area: SmallArea, round_board: Board) -> None:
    tasks = shown(small_area.people.office, round_board.round, "tasks", language="en")
    assert column(tasks, "state") == ["To hand out", "Awaiting receipt", "Under way", "Under review", "Done"]
    assert tasks.title == "Tasks: 2026年市委巡察"
    assert tasks.asof_line.startswith("As of ")
    assert [one.title for one in tasks.columns][:2] == ["Number", "The problem, in the exact words"]
    assert tasks.columns[0].bands == ("Finding",)


def test_title_and_day_stand_above_a_list(small_area: SmallArea, round_board: Board) -> None:
    one = listing_of(
        actor(small_area.people.office),
        round_board.round,
        "tasks",
        asof=today(),
        today=today(),
        unit=small_area.units.planning,
    )
    day = today()
    assert one.title == "2026年市委巡察任务清单（发展和改革局）"
    assert one.asof_line == f"截至{day.year}年{day.month}月{day.day}日"


def test_measures_of_a_case_in_point_stand_together_under_their_finding(
    small_area: SmallArea, round_board: Board
) -> None:
    by = actor(small_area.people.office)
    instance = open_case(
        pack=PACK, kind="instance", parent=round_board.finding, subject="某企业申请积压", given={}, by=by, at=clock()
    )
    below = measure(small_area, instance, "核查某企业申请")
    ledger = shown(small_area.people.office, round_board.round, "ledger")
    assert column(ledger, "number")[0] == below.number
    assert column(ledger, "finding.subject")[0] == "惠企政策兑现周期长"


def test_a_figure_of_a_row_counts_what_lies_below_it(small_area: SmallArea, round_board: Board) -> None:
    results = shown(small_area.people.office, round_board.round, "results")
    assert column(results, "measures") == [5]
    assert column(results, "measures_done") == [1]
    assert column(results, "measures_rate") == [20]


def test_a_figure_over_nothing_is_a_dash_and_never_a_division(small_area: SmallArea) -> None:
    from tests.pages.stories import worked_on

    finding = worked_on(small_area)
    round_ = Case.objects.get(area=small_area.area, pk=finding.ancestors[0])
    results = shown(small_area.people.office, round_, "results")
    assert column(results, "measures") == [0]
    assert column(results, "measures_rate") == ["—"]
    at_once = shown(small_area.people.office, round_, "at_once")
    assert at_once.count == 0
    assert at_once.totals["subject"] == "立行立改问题0个；立行立改已销号0个；立行立改率—"


def test_totals_are_the_figures_of_the_board_over_exactly_the_rows(small_area: SmallArea, round_board: Board) -> None:
    pack, by = pack_of_lists(round_board.round), actor(small_area.people.office)
    tasks = shown(small_area.people.office, round_board.round, "tasks")
    rate = figure_value(pack, "measures_rate", area_id=by.area_id, day=today(), scope=round_board.round)
    assert rate == Decimal(20)
    assert tasks.totals["finding.number"] == "合计"
    assert tasks.totals["finding.subject"] == "整改措施5条；已完成措施1条；措施完成率20%；超期未完措施0条"
    assert tasks.notes == ("口径：措施完成率＝已完成措施÷全部措施；超期未完措施＝已过完成期限、尚未完成的措施。",)


def test_a_sum_stands_below_its_column(small_area: SmallArea, round_board: Board) -> None:
    open_case(
        pack=PACK,
        kind="finding",
        parent=round_board.round,
        subject="违规发放补贴",
        given={"amount": "7132000"},
        by=actor(small_area.people.office),
        at=clock(),
    )
    problems = shown(small_area.people.office, round_board.round, "problems")
    assert column(problems, "amount") == [None, 7132000]
    # Below a column stands what its rows add up to. What is not handed out yet is no finding to be rectified: the figure says so beside it.
    assert problems.totals["amount"] == 7132000
    assert "0.00元" in str(problems.totals.values())


@pytest.mark.parametrize("list_id", ["problems", "tasks", "results", "ledger", "overdue", "published"])
def test_a_day_says_tomorrow_what_it_says_today(small_area: SmallArea, round_board: Board, list_id: str) -> None:
    day = today()
    now = shown(small_area.people.office, round_board.round, list_id)
    later = shown(small_area.people.office, round_board.round, list_id, asof=day, seen=day + timedelta(days=1))
    assert [cells for _, cells in later.rows()] == [cells for _, cells in now.rows()]
    assert (later.count, later.totals, later.notes) == (now.count, now.totals, now.notes)


def test_before_the_round_there_was_nothing(small_area: SmallArea, round_board: Board) -> None:
    long_ago = shown(small_area.people.office, round_board.round, "tasks", asof=date(2020, 1, 1))
    assert (long_ago.count, list(long_ago.rows())) == (0, [])
    assert long_ago.totals["finding.subject"] == "整改措施0条；已完成措施0条；措施完成率—；超期未完措施0条"


def test_a_day_to_come_is_refused(small_area: SmallArea, round_board: Board) -> None:
    with pytest.raises(DayToCome):
        shown(small_area.people.office, round_board.round, "tasks", asof=today() + timedelta(days=1))


def test_a_list_there_is_not_is_not_found(small_area: SmallArea, round_board: Board) -> None:
    with pytest.raises(ListNotFound):
        shown(small_area.people.office, round_board.round, "wishes")


def test_everybody_reads_only_the_rows_he_may_see(small_area: SmallArea, round_board: Board) -> None:
    people = small_area.people
    assert column(shown(people.clerk, round_board.round, "tasks"), "number") == [
        case.number for case in (round_board.draft, round_board.working, round_board.review, round_board.done)
    ]
    assert shown(people.stranger, round_board.round, "tasks").count == 0
    assert shown(people.stranger, round_board.round, "tasks").totals["finding.subject"] == (
        "整改措施0条；已完成措施0条；措施完成率—；超期未完措施0条"
    )
    assert shown(people.leader, round_board.round, "tasks").count == 5


def test_an_extract_holds_where_a_unit_is_responsible_leads_or_assists(
    small_area: SmallArea, round_board: Board
) -> None:
    by, units = actor(small_area.people.office), small_area.units
    under_station = hand_out(small_area, measure(small_area, round_board.finding, "抽检工程"), units.station)

    def numbers(unit: object, day: date) -> list[Cell]:
        one = listing_of(by, round_board.round, "tasks", asof=today(), today=day, unit=unit)  # type: ignore[arg-type]
        return column(one, "number")

    for day in (today(), today() + timedelta(days=1)):
        assert numbers(units.planning, day) == [round_board.handed.number]
        assert under_station.number in numbers(units.housing, day)
        assert numbers(units.station, day) == [under_station.number]
        assert numbers(units.archive, day) == []
    leads = listing_of(by, round_board.round, "problems", asof=today(), today=today(), unit=units.planning)
    assert column(leads, "subject") == ["惠企政策兑现周期长"]


def test_a_condition_chooses_the_rows_alike_in_the_database_and_looking_back(
    small_area: SmallArea, round_board: Board
) -> None:
    overdue(round_board.working)
    by, day = actor(small_area.people.office), today()
    now = listing_of(by, round_board.round, "overdue", asof=day, today=day)
    assert column(now, "number") == [round_board.working.number]
    assert now.totals["subject"] == "超期未销号问题0个；超期未完措施1条"


def test_counts_of_all_lists_are_those_of_each(small_area: SmallArea, round_board: Board) -> None:
    by, lists, day = actor(small_area.people.office), lists_of(round_board.round), today()
    counts = counts_of(by, round_board.round, lists, asof=day, today=day)
    looking_back = counts_of(by, round_board.round, lists, asof=day, today=day + timedelta(days=1))
    assert counts == looking_back
    assert counts == {one.id: shown(small_area.people.office, round_board.round, one.id).count for one in lists}
    assert counts["tasks"] == 5


def test_a_label_says_how_a_finding_stands_in_the_words_for_the_public(
    small_area: SmallArea, round_board: Board
) -> None:
    published = shown(small_area.people.office, round_board.round, "published")
    assert [one.id for one in published.columns] == ["number", "subject", "responsible", "label.public_status"]
    assert column(published, "label.public_status") == ["正在整改"]


def test_rows_can_be_read_page_by_page(small_area: SmallArea, round_board: Board) -> None:
    tasks = shown(small_area.people.office, round_board.round, "tasks")
    pages = [[case.number for case, _ in tasks.rows(first, 2) if case is not None] for first in (0, 2, 4)]
    assert pages == [column(tasks, "number")[at : at + 2] for at in (0, 2, 4)]


def test_every_column_that_is_offered_can_be_read(small_area: SmallArea, round_board: Board) -> None:
    from bihuan.loop.lists.actions import set_list
    from bihuan.loop.lists.queries import RoundColumn, paths_offered

    submit(small_area, accept(small_area, hand_out(small_area, measure(small_area, round_board.finding, "回访企业"))))
    pack: Pack = pack_of_lists(round_board.round)
    for one in lists_of(round_board.round):
        offered = paths_offered(pack, one.spec)
        for start in range(0, len(offered), 40):
            chosen = [RoundColumn(path) for path in offered[start : start + 40]]
            set_list(
                round_=round_board.round,
                list_id=one.id,
                name="",
                columns=chosen,
                shown=True,
                by=actor(small_area.people.office),
                at=clock(),
            )
            listing = shown(small_area.people.office, round_board.round, one.id)
            assert all(len(cells) == len(chosen) for _, cells in listing.rows())
