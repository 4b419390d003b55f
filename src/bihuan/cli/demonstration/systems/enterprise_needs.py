"""What enterprises need: a survey and visits, 205 enterprises asked; needs matched, answered and rated; 3 salons, a lecture, a talk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.enterprises import CONTACTS, code_of, firm, name_of
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.documents.text.credit_code import check_sign_of
from bihuan.loop.cases.models import Case

PACK: Final = "enterprise-needs"
OFFICE: Final = "duan.qingyang"
DESKS: Final = {"office": "economy"}
ROWS: Final = {
    "C5": Shown(
        figures={"asked_total": 205, "salons": 3, "lectures": 1, "talks": 1, "answers_asked": 45, "needs_late": 1},
        lists=("needs", "answers", "events"),
        documents=("report", "urge"),
        warned=("answer", "fill"),
    )
}
ASKED, VISITED = 45, 160
SILENT: Final = {17, 29, 38, 41}  # who did not answer the survey
# Enterprise, sort, what, unit that answers, its staff, workdays until the answer, solved, rating.
FROM_SURVEY: Final = (
    (0, "traffic", "园区班车晚间停运过早，夜班员工返程不便", "housing", "qiu.xiaoman", 6, True, "excellent"),
    (1, "talent", "急需工艺工程师，希望组织专场招聘", "talent", "shang.wan", 7, True, "good"),
    (4, "utilities", "雨季厂区外道路积水，影响原料运输", "housing", "luo.yizhou", 12, True, ""),
    (7, "finance", "流动资金紧张，希望对接信用贷款", "finance", "yu.zhiwei", 5, True, ""),
    (12, "land", "扩产需要约8000平方米标准厂房", "investment", "pan.shiyu", 8, False, ""),
    (20, "approval", "消防验收材料反复补正", "approval", "qiao.muqing", 4, True, ""),
)
SENT_IN: Final = (
    (2, "policy", "咨询研发投入补助与加计扣除能否同时享受", date(2026, 9, 14), "economy", 5),
    (0, "market", "希望参加区里组织的境外展会", date(2026, 10, 12), "investment", 8),
    (1, "utilities", "用电增容进度较慢", date(2026, 10, 26), "planning", 0),
    (2, "traffic", "厂区门口缺少公交站点", date(2026, 11, 20), "", 0),
)
EVENTS: Final = (
    ("salon", "智能制造企业沙龙", date(2026, 3, 20), "云湖产业服务中心", tuple(range(12))),
    ("lecture", "惠企政策专题讲座", date(2026, 4, 17), "云湖会议中心", tuple(range(4, 26))),
    ("salon", "生物医药企业沙龙", date(2026, 5, 22), "云湖生物医药园", tuple(range(2, 30, 3))),
    ("talk", "民营企业座谈会", date(2026, 7, 10), "区管委会2号会议室", tuple(range(0, 20, 2))),
    ("salon", "外贸企业沙龙", date(2026, 9, 18), "云湖产业服务中心", tuple(range(1, 24, 3))),
)
STAFF: Final = {"economy": OFFICE, "investment": "pan.shiyu", "planning": "han.bing"}


def walks(town: Town) -> Iterable[Walk]:
    """Return the window with its survey, the needs sent in, and the events."""
    cases: dict[str, Case] = {}
    yield _window(town, cases)
    for told in SENT_IN:
        yield _sent_in(town, cases, told)
    for event in EVENTS:
        yield _event(town, cases, event)
    yield _coming(town, cases)


def _window(town: Town, cases: dict[str, Case]) -> Walk:
    yield (at := town.at(date(2026, 2, 9)))
    window = cases["window"] = town.open(PACK, "window", "企业诉求直通窗口", by=OFFICE, at=at, hotline="0512-00001234")
    town.move(window, "begin", by=OFFICE, at=at)
    day = date(2026, 3, 2)
    yield (at := town.at(day))
    asked = [firm(town, place, at=at).pk for place in range(ASKED)]
    by = town.days.day(after(day, 10))
    survey = town.open(
        PACK, "survey", "2026年企业经营情况和诉求调查", by=OFFICE, at=at, parent=window, asked=asked, answer_by=by,
        questions="一、上半年经营预期。\n二、对政务服务的评价。\n三、需要协调解决的诉求。",
    )  # fmt: skip
    town.move(survey, "send", by=OFFICE, at=at, answer_by=by)
    answers = {case.subject: case for case in Case.objects.filter(area_id=survey.area_id, parent_id=survey.pk)}
    needs = {told[0]: told for told in FROM_SURVEY}
    for place in range(ASKED):
        if place in SILENT:
            continue
        yield (at := town.at(after(day, 2 + place % 8), 560 + place))
        answer, said = answers[name_of(place)], needs.get(place)
        given: dict[str, Any] = {
            "outlook": ("growing", "steady", "steady", "shrinking")[place % 4], "service": "good" if place % 3 else "excellent",
            "has_need": said is not None,
        }  # fmt: skip
        if said is None:
            town.move(answer, "answer", by=_contact(place), at=at, **given)
        else:
            town.move(answer, "report", by=_contact(place), at=at, **given, content=said[2])
            yield from _from_survey(town, answer, said, after(day, 3 + place % 8))
    yield (at := town.at(date(2026, 4, 3)))
    for place in sorted(SILENT):
        town.move(answers[name_of(place)], "give_up", by=OFFICE, at=at, reason="经电话提醒仍未填报")
    yield (at := town.at(date(2026, 5, 8)))
    for place in needs:
        town.move(answers[name_of(place)], "register", by=OFFICE, at=at)
    said_all = "走访企业160家，问卷回收41家，企业预期总体平稳，诉求集中在交通、人才和用地。"
    town.move(survey, "sum_up", by=OFFICE, at=at, visited=VISITED, statement=said_all)


def _from_survey(town: Town, answer: Case, told: tuple[int, str, str, str, str, int, bool, str], day: date) -> Walk:
    place, sort, what, unit, clerk, took, solved, rating = told
    yield (at := town.at(day, 650))
    need = town.open(
        PACK,
        "need",
        what,
        by=OFFICE,
        at=at,
        parent=answer,
        applicant=firm(town, place, at=at),
        channel="survey",
        content=what,
    )
    yield (at := town.at(after(day, 1), 650))
    town.move(need, "match", by=OFFICE, at=at, sort=sort, responsible=town.unit(unit))
    yield from _answer(town, need, after(day, took), clerk, solved=solved)
    if rating:
        yield (at := town.at(after(day, took + 3), 650))
        town.move(need, "rate", by=_contact(place), at=at, rating=rating)


def _answer(town: Town, need: Case, day: date, clerk: str, *, solved: bool) -> Walk:
    yield (at := town.at(day, 660))
    said = (
        "已协调解决，具体安排已与企业对接。"
        if solved
        else "暂无适合的现成厂房，已纳入明年标准厂房计划，并推荐过渡场地。"
    )
    town.move(need, "submit", by=clerk, at=at, solved=solved, statement=said, handler=town.person(clerk))
    yield (at := town.at(after(day, 1), 660))
    town.sign(need, by="economy", at=at)


def _sent_in(town: Town, cases: dict[str, Case], told: tuple[int, str, str, date, str, int]) -> Walk:
    place, sort, what, day, unit, took = told
    yield (at := town.at(day, 630))
    firm(town, place, at=at)
    need = town.open(PACK, "need", what, by=_contact(place), at=at, parent=cases["window"], content=what)
    if not unit:
        return
    yield (at := town.at(after(day, 1), 630))
    town.move(need, "match", by=OFFICE, at=at, sort=sort, responsible=town.unit(unit))
    if took:
        yield from _answer(town, need, after(day, took), STAFF[unit], solved=True)


def _event(town: Town, cases: dict[str, Case], told: tuple[str, str, date, str, tuple[int, ...]]) -> Walk:
    sort, subject, day, place, guests = told
    yield (at := town.at(after(day, -10)))
    event = town.open(
        PACK, "event", subject, by=OFFICE, at=at, parent=cases["window"], sort=sort, held_on=town.days.day(day), place=place,
        responsible=town.unit("economy"),
    )  # fmt: skip
    invited = [
        town.open(PACK, "guest", name_of(one), by=OFFICE, at=at, parent=event, applicant=firm(town, one, at=at))
        for one in guests
    ]
    yield (at := town.at(day, 1000))
    town.move(event, "hold", by=OFFICE, at=at, held_on=town.days.day(day), place=place)
    for number, guest in enumerate(invited):
        if number % 9 == 8:
            town.move(guest, "miss", by=OFFICE, at=at)
        else:
            town.move(guest, "arrive", by=OFFICE, at=at, people=1 + number % 2)
    yield (at := town.at(after(day, 3)))
    said = "现场收集意见建议，逐条答复并纳入诉求台账。"
    town.move(event, "sum_up", by=OFFICE, at=at, brings={"record": f"{subject}记录.pdf"}, result=said)


def _coming(town: Town, cases: dict[str, Case]) -> Walk:
    yield (at := town.at(date(2026, 11, 16)))
    town.open(
        PACK, "event", "年终企业家恳谈会", by=OFFICE, at=at, parent=cases["window"], sort="talk", held_on=town.days.day(date(2026, 12, 4)),
        place="区管委会1号会议室", responsible=town.unit("economy"),
    )  # fmt: skip


def _contact(place: int) -> str:
    """Return who acts for an enterprise: its contact where it has one, else the office."""
    return code_of(place) + check_sign_of(code_of(place)) if place < len(CONTACTS) else OFFICE
