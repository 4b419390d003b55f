"""The case page: what it shows to whom, and the whole loop walked on it by the people who act."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from bihuan.accounts.models import Person
from bihuan.loop.cases.actions import correct_case, watch_case
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.trail.verification import verify
from tests.pages import stories
from tests.pages.stories import address, drained, pdf, send
from tests.people import PACK, SmallArea, actor, browser_of


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def newest(kind: str, area_id: int) -> Case:
    return Case.objects.filter(area_id=area_id, kind=kind).order_by("-id")[0]


def stands(case: Case) -> str:
    return Case.objects.get(area_id=case.area_id, pk=case.pk).state


def test_a_finding_walks_the_whole_loop_through_the_pages(small_area: SmallArea) -> None:
    release_packs(at=stories.clock())
    people, units, area = small_area.people, small_area.units, small_area.area
    office, clerk, director = browser_of(people.office), browser_of(people.clerk), browser_of(people.director)
    top = reverse("case_open_top", kwargs={"pack": PACK, "kind": "round"})
    send(office, top, subject="2026年市委巡察", inspector="市委第三巡察组", feedback_on="2026-07-24", source="patrol")
    page = send(
        office,
        address(newest("round", area.pk), "case_open", kind="finding"),
        subject="惠企政策兑现周期长",
        aspect="履职尽责",
    )
    case = newest("finding", area.pk)
    assert "已建立" in page
    page = send(office, address(case, "case_standard"), points=["印发办法", "全部兑付", ""])
    assert "全部兑付" in page
    page = send(
        office,
        address(case, "case_move", move="hand_out"),
        responsible_text="住建局",
        lead=str(units.planning.pk),
        lead_text=units.planning.name,
        assisting=[str(units.administration.pk)],
        assisting_text="质监站",
        nature="by_date",
        due=stories.later(60).isoformat(),
    )
    assert "待签收" in page
    assert {row.unit_id for row in case.parties.filter(area=area, party="assisting")} == {
        units.administration.pk,
        units.station.pk,
    }
    send(clerk, address(case, "case_move", move="accept"), handler_text=people.clerk.name)
    for number in (1, 2):
        url = address(case, "case_point", point=number)
        page = send(
            clerk,
            url,
            answer=f"第{number}点已办",
            **{f"point-{number}": [pdf(f"{number}甲.pdf"), pdf(f"{number}乙.pdf")]},
        )
        assert f"{number}乙.pdf" in page
    page = send(
        director,
        address(case, "case_move", move="submit"),
        statement="两点都已达到",
        **{"evidence-pledge": pdf("承诺书.pdf"), "evidence-second_signature": pdf("签字.pdf")},
    )
    assert "审核中" in page
    lead = browser_of(people.lead_director)
    page = send(lead, address(case, "case_sign"), verdict="return", opinion="第2点缺凭证", **{"point-2": "returned"})
    assert "退回补正" in page
    assert stands(case) == "working"
    send(clerk, address(case, "case_point", point=2), answer="已补凭证", **{"point-2": pdf("2补.pdf")})
    send(director, address(case, "case_move", move="submit"), statement="已补")
    met = {"point-1": "met", "point-2": "met"}
    send(lead, address(case, "case_sign"), verdict="pass", checks=["0", "1"], **met)
    send(office, address(case, "case_sign"), verdict="pass", checks=["0", "1", "2"], **met)
    for person in (people.organisation, people.discipline):
        assert stands(case) == "checking"
        send(browser_of(person), address(case, "case_sign"), verdict="pass", **met)
    page = send(browser_of(people.group_leader), address(case, "case_sign"), verdict="pass", **met)
    assert "已销号" in page
    page = send(
        office,
        address(case, "case_move", move="reopen"),
        reason="回头看发现反弹",
        due=stories.later(120).isoformat(),
        **{"evidence-ground": pdf("依据.pdf")},
    )
    assert "第 2 轮" in page.replace("第2轮", "第 2 轮")
    assert verify(area.pk).sound


def test_the_page_says_what_i_may_do_and_why_not_the_rest(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    director = browser_of(small_area.people.director).get(address(case)).content.decode()
    assert "申请延期" in director
    assert "第 2 点" in director  # what is missing before it can be submitted
    clerk = browser_of(small_area.people.clerk).get(address(case)).content.decode()
    assert "责任单位主要负责人" in clerk
    assert 'class="btn btn-primary"' not in clerk.partition("moves__head")[2].partition("case__main")[0]


def test_nobody_reviews_what_they_submitted(small_area: SmallArea) -> None:
    case = stories.reviewed(small_area)
    page = browser_of(small_area.people.director).get(address(case)).content.decode()
    assert "报送和审核必须是两个人" in page


@pytest.mark.parametrize(
    ("story", "most"),
    # Among them: whether the system is switched off, and which other cases are the same problem.
    [(stories.drafted, 30), (stories.worked_on, 36), (stories.reviewed, 36), (stories.struck_off, 31)],
)
@pytest.mark.parametrize("who", ["office", "clerk", "director"])
def test_the_page_asks_the_database_no_more_than_its_parts_need(
    small_area: SmallArea,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    story: Callable[[SmallArea], Case],
    most: int,
    who: str,
) -> None:
    case = story(small_area)
    client = browser_of(small_area.people.all()[who])
    if story is not stories.drafted or who == "office":
        client.get(address(case))
        with django_assert_max_num_queries(most):
            assert client.get(address(case)).status_code == 200


def test_the_number_of_queries_does_not_grow_with_points_files_and_cases_below(
    small_area: SmallArea, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    case = stories.answered(small_area)
    client = browser_of(small_area.people.office)
    client.get(address(case))
    with CaptureQueriesContext(connection) as few:
        client.get(address(case))
        before = len(few)
    for number in range(3):
        send(client, address(case, "case_open", kind="measure"), subject=f"措施{number}")
        send(client, address(case, "case_evidence"), **{"point-1": pdf(f"再补{number}.pdf")})
    with django_assert_num_queries(before):
        client.get(address(case))


WHO_SEES = ["office", "clerk", "director", "lead_clerk", "leader", "observer", "stranger", "administrator", "postless"]
PAGES: dict[str, dict[str, object]] = {
    "case": {},
    "case_move": {"move": "progress"},
    "case_sign": {},
    "case_standard": {},
    "case_point": {"point": 1},
    "case_evidence": {},
    "case_extension": {"clock": "work"},
    "case_extension_answer": {},
    "case_correct": {},
    "case_comment": {},
    "case_trail": {},
    "case_trail_file": {},
    "case_open": {"kind": "measure"},
    "case_outcome_new": {"sort": "recovery"},
}
# On a finding that is being rectified: who may see it, and who may act on which page (others read why not, with 409).
SEES = {"office", "clerk", "director", "lead_clerk", "leader", "observer"}
OPEN_TO = {
    "case_move": {"clerk", "director"},
    "case_sign": set[str](),
    "case_standard": set[str](),
    "case_point": {"office", "clerk", "director", "lead_clerk"},
    "case_evidence": {"office", "clerk", "director", "lead_clerk"},
    "case_extension": {"director"},
    "case_extension_answer": set[str](),
    "case_correct": {"office"},
    "case_open": {"office", "clerk", "director", "lead_clerk"},
    "case_outcome_new": {"office", "clerk", "director", "lead_clerk"},
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_case_answers_every_role_as_the_table_says(small_area: SmallArea, name: str) -> None:
    case = stories.worked_on(small_area)
    url = address(case, name, **PAGES[name])
    everyone = small_area.people.all()
    for who in WHO_SEES:
        answer = browser_of(everyone[who]).get(url)
        drained(answer)
        status = answer.status_code
        allowed = OPEN_TO.get(name, SEES)
        expected = 404 if who not in SEES else 200 if who in allowed else 409
        assert (who, status) == (who, expected)
    assert Client().get(url).status_code == 302


def test_every_address_of_a_case_stands_in_the_table() -> None:
    from bihuan.web.urls import urlpatterns

    names = {getattr(pattern, "name", "") for pattern in urlpatterns if str(pattern.pattern).startswith("cases/")}
    elsewhere = {
        "case_watch",
        "case_chain",
        "case_evidence_one",
        "case_evidence_file",
        "case_evidence_page",
        "case_outcome_withdraw",
        "areas_hand",
        "case_attendance",
        "case_attendance_paper",
        "case_scores",
        "policy_enterprises",
        "case_check",
        "case_check_call",
        "case_personal",
        "instruction_answer",
        "instruction_close",
        "instruction_new",
        "instruction_receive",
        "instruction_withdraw",
        "message_file",
        "message_publish",
        "message_unpublish",
        "round_extension_rule",
        "round_ladder",
        "round_ladders",
    }  # tested by themselves
    assert names == {*PAGES, *elsewhere}


def test_what_is_missing_and_what_is_forbidden_look_the_same(small_area: SmallArea) -> None:
    case = stories.drafted(small_area)
    stranger = browser_of(small_area.people.stranger)
    forbidden = stranger.get(address(case))
    missing = stranger.get(address(case).replace(case.number, "2026-99-99"))
    assert (forbidden.status_code, missing.status_code) == (404, 404)
    pages = [
        re.sub(r'X-CSRFToken": "[^"]+|csrfmiddlewaretoken" value="[^"]+', "", one.content.decode())
        for one in (forbidden, missing)
    ]
    assert pages[0].replace(case.number, "…") == pages[1].replace("2026-99-99", "…")


def test_a_person_of_another_area_sees_nothing(small_area: SmallArea, outsider: Person) -> None:
    case = stories.worked_on(small_area)
    assert browser_of(outsider).get(address(case)).status_code == 404


def test_one_watches_a_case_and_ends_it(small_area: SmallArea) -> None:
    case = stories.drafted(small_area)
    office = browser_of(small_area.people.office)
    watch = address(case, "case_watch")
    assert "取消关注" in office.post(watch, {"watched": "yes"}, follow=True).content.decode()
    assert "取消关注" not in office.post(watch, {"watched": "no"}, follow=True).content.decode()
    assert office.get(watch).status_code == 405
    watch_case(case=case, watched=True, by=actor(small_area.people.office), at=stories.clock())


def test_the_page_stands_in_english_too(small_area: SmallArea) -> None:
    case = stories.reviewed(small_area)
    client = browser_of(small_area.people.lead_director)
    client.cookies["django_language"] = "en"
    page = client.get(address(case)).content.decode()
    assert "What I can do now" in page
    ours = re.sub(r"<[^>]+>", " ", page)
    assert "Level" in ours or "level" in ours
    assert "我现在能做的" not in ours


def test_an_amount_says_its_unit_once(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    by = actor(small_area.people.office)
    correct_case(case=case, given={"amount": "3126500"}, reason="原件如此", by=by, at=stories.clock())
    page = browser_of(small_area.people.office).get(address(case)).text
    assert re.search(r"<dt>\s*问题金额\s*</dt>\s*<dd>\s*312\.65万元", page)


def test_a_deadline_over_years_without_a_published_calendar_says_so(small_area: SmallArea) -> None:
    release_packs(at=stories.clock())
    office = browser_of(small_area.people.office)
    top = reverse("case_open_top", kwargs={"pack": PACK, "kind": "round"})
    far = date(stories.clock().year + 4, 1, 5)
    send(office, top, subject="远年轮次", inspector="巡察组", feedback_on=far.isoformat(), source="patrol")
    page = office.get(address(newest("round", small_area.area.pk))).content.decode()
    assert f"{far.year} 年放假安排未公布" in page.replace(f"{far.year}年", f"{far.year} 年")


def test_the_deadline_tells_every_change_of_its_date_with_the_reason(small_area: SmallArea) -> None:
    case, people = stories.handed_out(small_area), small_area.people
    first, new = case.due, stories.later(120)
    correct_case(case=case, given={"due": new}, reason="交办时笔误", by=actor(people.office), at=stories.clock())
    page = browser_of(people.office).get(address(case)).content.decode()
    assert "期限变更" in page
    assert "交办时笔误" in page
    assert first is not None
    assert f"{first.month}月{first.day}日" in page
