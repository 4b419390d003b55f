"""Indicators, boards, the leader's page, and the rows behind every number."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse

from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.figures import figure_values
from bihuan.loop.cases.ledger import filtered
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.periods import period_of
from bihuan.loop.clocks.days import local_day
from bihuan.loop.lifecycle.packs import newest_pack, release_packs
from bihuan.loop.outcomes.actions import record_outcome
from bihuan.loop.scoring.actions import enter_figure
from bihuan.loop.scoring.keeping import keep_values
from bihuan.loop.scoring.standings import keep_board
from bihuan.loop.writing.actions import write_document
from bihuan.web.ledger.address import Address
from bihuan.web.places import figure_url
from bihuan.web.round.figures import shown
from tests.pages import stories
from tests.pages.board_stories import Board, board, overdue
from tests.people import PACK, SmallArea, actor, browser_of


def read(answer: Any) -> str:
    return html.unescape(answer.content.decode())


@pytest.fixture
def board_of_round(small_area: SmallArea) -> Board:
    """A round with measures in every state, one late, one extended, and outcomes of all three sorts."""
    made, by, at = board(small_area), actor(small_area.people.office), stories.clock()
    overdue(made.working)
    for given in (
        {"sort": "disposition", "group": "party", "kind": "warning", "persons": 3},
        {"sort": "disposition", "group": "administrative", "kind": "warning", "who": "某甲", "who_unit": "住建局"},
        {"sort": "disposition", "group": "party", "kind": "warning", "who": "某甲", "who_unit": "住建局"},
        {"sort": "recovery", "kind": "collected", "amount": "785200.00"},
        {"sort": "instrument", "kind": "made", "name": "印章管理办法"},
    ):
        sort, on = str(given.pop("sort")), stories.today()
        record_outcome(case=made.finding, sort=sort, given={**given, "on": on}, by=by, at=at)
    return made


def test_every_figure_leads_to_rows_that_make_it(small_area: SmallArea, board_of_round: Board) -> None:
    """The law: the number on a page, and the number of rows behind it, are one."""
    pack, who, browser = newest_pack(PACK), actor(small_area.people.office), browser_of(small_area.people.office)
    day = stories.today()
    for scope in (None, Case.objects.get(area=small_area.area, pk=board_of_round.round.pk)):
        values = figure_values(pack, area_id=small_area.area.pk, day=day, scope=scope)
        for name, figure in pack.figures.items():
            url = figure_url(pack, figure, root=scope.pk if scope else None)
            if url.startswith(reverse("ledger")):
                address = Address(QueryDict(url.partition("?")[2]), pack, pack.kinds[figure.of[0].partition(".")[0]])
                if figure.operator == "count":
                    assert filtered(who, address.wanted, day).count() == values[name], name
                continue
            page = read(browser.get(url))
            said = re.search(r'figure-said__value">([^<]*)<', page)
            assert said is not None, name
            assert said[1].split(" ")[0].removesuffix("万元") == shown(figure, values[name]), name
            if figure.operator == "count":
                assert f"{int(values[name] or 0)} 行" in page, name


def test_the_rows_of_people_say_how_many_and_never_who(small_area: SmallArea, board_of_round: Board) -> None:
    page = read(browser_of(small_area.people.office).get(reverse("figure_rows", args=[PACK, "party_times"])))
    assert "党纪处分 · 警告" in page
    assert "4 行" in page
    assert "某甲" not in page


def test_rows_of_a_past_day_are_those_of_then(small_area: SmallArea, board_of_round: Board) -> None:
    past = stories.today() - timedelta(days=2)
    page = read(
        browser_of(small_area.people.office).get(
            reverse("figure_rows", args=[PACK, "measures"]), {"asof": past.isoformat()}
        )
    )
    assert "0 行" in page


def test_indicators_say_value_target_and_how_they_are_counted(small_area: SmallArea, board_of_round: Board) -> None:
    page = read(browser_of(small_area.people.office).get(reverse("indicators")))
    assert "整改完成率" in page
    assert "已销号问题÷应整改问题" in page
    assert "—" in page  # nothing is kept of the period before
    assert "78.52万元" in page


def test_values_that_are_kept_do_not_change_with_the_rows(small_area: SmallArea, board_of_round: Board) -> None:
    pack, day = newest_pack(PACK), stories.today()
    before = period_of("month", day.replace(day=1) - timedelta(days=1))
    keep_values(pack, before, area_id=small_area.area.pk, today=day, at=stories.clock(), hold=lambda: None)
    page = read(browser_of(small_area.people.office).get(reverse("indicator", args=[PACK, "measures_overdue"])))
    assert "上期" in page
    assert 'id="course"' in page


def test_units_are_compared_and_those_without_work_have_no_place(small_area: SmallArea, board_of_round: Board) -> None:
    url = reverse("indicator", args=[PACK, "measures_rate"])
    page = read(browser_of(small_area.people.office).get(url, {"sort": "unit"}))
    assert "住建局" in page
    assert "档案馆" not in page
    assert "units-chart" in page


def test_the_office_enters_a_number_and_corrects_it(small_area: SmallArea) -> None:
    stories.opened_round(small_area)
    browser, url = browser_of(small_area.people.office), reverse("indicator", args=[PACK, "satisfaction"])
    first = period_of("quarter", stories.today()).first.isoformat()
    typed = {"first": first, "value": "91.5", "basis": "第三方测评报告"}
    assert browser.post(url, typed).status_code == 302
    again = browser.post(url, typed | {"value": "92"})
    assert again.status_code == 422
    assert "为何更正" in read(again)
    assert browser.post(url, typed | {"value": "92", "reason": "报告有勘误"}).status_code == 302
    page = read(browser.get(url))
    assert "92.0%" in page or "92%" in page
    assert "91.5%" in page
    assert "已被更正" in page


def test_nobody_else_enters_numbers(small_area: SmallArea) -> None:
    stories.opened_round(small_area)
    url = reverse("indicator", args=[PACK, "satisfaction"])
    typed = {"first": period_of("quarter", stories.today()).first.isoformat(), "value": "1", "basis": "x"}
    assert browser_of(small_area.people.clerk).post(url, typed).status_code == 403


def test_a_board_names_units_and_how_often_running(small_area: SmallArea, board_of_round: Board) -> None:
    pack, at = newest_pack(PACK), stories.clock()
    last = period_of("month", local_day(at))
    keep_values(pack, last, area_id=small_area.area.pk, today=last.last, at=at, hold=lambda: None)
    keep_board(pack, pack.boards["measures"], last, area_id=small_area.area.pk, at=at)
    page = read(browser_of(small_area.people.clerk).get(reverse("boards")))
    assert "红榜" in page
    assert "黄榜" in page
    assert "住房和城乡建设局" in page
    assert "数字预警" not in page  # rules are for those who see the whole area
    office = browser_of(small_area.people.office)
    assert "一事两次黄色预警" in read(office.get(reverse("boards")))
    office.post(reverse("rule_choose", args=[PACK, "two_yellow"]), {"in_use": "1", "basis": "督办办法"})
    assert "督办办法" in read(office.get(reverse("boards")))
    assert "名列红榜" in page, "a board says by which rule units stand on it"


def test_a_rule_about_days_is_told_in_words(small_area: SmallArea) -> None:
    release_packs(at=stories.clock())
    people, units = small_area.people, small_area.units
    administrator = actor(people.administrator)
    set_desk_holder(
        pack="tenders", desk="office", unit=units.office, heads_only=False, by=administrator, at=stories.clock()
    )
    office, address = browser_of(people.office), f"{reverse('boards')}?pack=tenders"
    assert "合同签订日期不晚于中标公示截止日的" in read(office.get(address))
    chosen = office.post(
        reverse("rule_choose", args=["tenders", "signed_early"]), {"in_use": "1", "basis": "执行单制度"}
    )
    assert chosen.headers["Location"] == address, "one stays with the pack whose rule was chosen"


def test_the_leader_sees_it_all_on_one_page(
    small_area: SmallArea, board_of_round: Board, django_assert_max_num_queries: Any
) -> None:
    browser = browser_of(small_area.people.leader)
    browser.get(reverse("cockpit"))
    with django_assert_max_num_queries(40):
        page = read(browser.get(reverse("cockpit")))
    for text in ("整改完成率", "压缩兑付时限", "78.52万元", "新建制度"):
        assert text in page, text


def test_a_report_is_held_against_the_rows(small_area: SmallArea, board_of_round: Board) -> None:
    day, by = stories.today(), actor(small_area.people.office)
    round_ = Case.objects.get(area=small_area.area, pk=board_of_round.round.pk)
    made = write_document(
        case=round_, document="report", asof=day, asked={"addressee": "市委"}, by=by, at=stories.clock()
    )
    browser, url = browser_of(small_area.people.office), reverse("round_reconcile", args=[PACK, round_.number])
    assert read(browser.get(url)).count("<option") >= 1
    page = read(browser.get(url, {"text": f"out.{made.pk}"}))
    assert "党纪处分" in page
    assert "政务处分" in page
    assert "相等" in page
    told = re.findall(r"<tr( class=\"is-different\")?><td>([^<]*)</td>.*?</tr>", page.split("<tbody>")[-1])
    assert [name for different, name in told if different] == [], page.split("<tbody>")[-1][:3000]


def test_a_number_nobody_entered_is_a_dash(small_area: SmallArea) -> None:
    stories.opened_round(small_area)
    values = figure_values(newest_pack(PACK), area_id=small_area.area.pk, day=stories.today())
    assert values["satisfaction"] is None
    enter_figure(
        pack=newest_pack(PACK), figure="satisfaction", first=period_of("quarter", stories.today()).first, value="88",
        basis="测评", by=actor(small_area.people.office), at=stories.clock(),
    )  # fmt: skip
    values = figure_values(newest_pack(PACK), area_id=small_area.area.pk, day=stories.today())
    assert values["satisfaction"] == Decimal(88)
