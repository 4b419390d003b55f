"""Three campaigns: against dining at public cost, against private tills, and checks of places; their counters are sums of records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case
from bihuan.loop.outcomes.actions import record_outcome

PACK: Final = "campaigns"
DESKS: Final = {"office": "wei.cheng", "discipline": "shen.yan"}
ROWS: Final = {
    "E4": Shown(
        figures={
            "pledges": 754, "letters_sent": 10, "cases": 8, "held": 13, "batches": 27, "places": 91, "ledgers": 140,
            "talks": 60, "campaigns": 3,
        },
        lists=("proved", "campaigns", "records", "matters"),
        documents=("report", "supervision"),
        warned=("work", "verify", "report"),
    )
}  # fmt: skip
OFFICE, TEAM, JUDGE = "wei.cheng", "zhong.liye", "shen.yan"


@dataclass(frozen=True, slots=True)
class Campaign:
    """
    One campaign. records: unit, sort, subject, quantity, places, day. matters: unit, what, demand, day, how far.

    proved: unit, sort, summary, people and their measures, day.
    """

    subject: str
    topic: str
    begun: date
    due: date
    scope: str
    records: tuple[tuple[str, str, str, int, int, date], ...]
    matters: tuple[tuple[str, str, str, date, str], ...] = ()
    proved: tuple[tuple[str, str, str, tuple[tuple[str, str, str], ...], date], ...] = ()


PARTY, FORM, OTHER = "party.warning", "first_form.criticism", "first_form.admonition"
DINING: Final = Campaign(
    "违规吃喝问题专项整治", "dining", date(2026, 2, 26), date(2026, 12, 18), "全区机关、街道、国有企业党员干部和公职人员",
    (
        ("administration", "pledge", "机关部门签订承诺书", 286, 0, date(2026, 3, 6)),
        ("yunxi", "pledge", "街道、村（社区）干部签订承诺书", 92, 0, date(2026, 3, 9)),
        ("qingshan", "pledge", "街道、村（社区）干部签订承诺书", 84, 0, date(2026, 3, 9)),
        ("lanqiao", "pledge", "街道、村（社区）干部签订承诺书", 77, 0, date(2026, 3, 10)),
        ("luzhou", "pledge", "街道、村（社区）干部签订承诺书", 71, 0, date(2026, 3, 10)),
        ("construction", "pledge", "中层以上人员签订承诺书", 68, 0, date(2026, 3, 11)),
        ("industry", "pledge", "中层以上人员签订承诺书", 44, 0, date(2026, 3, 11)),
        ("tourism", "pledge", "中层以上人员签订承诺书", 32, 0, date(2026, 3, 12)),
    ),
    (
        ("tourism", "内部食堂对外承接宴请", "停止对外承接，公示食堂管理规定", date(2026, 3, 18), "done"),
        ("construction", "接待清单未附公函", "逐笔核对接待清单并补齐审批", date(2026, 3, 25), "done"),
        ("industry", "商务宴请标准偏高", "修订商务招待管理办法", date(2026, 4, 2), "returned"),
        ("qingshan", "同城接待次数偏多", "压减同城接待并按月报告", date(2026, 4, 14), "done"),
        ("lanqiao", "培训期间聚餐", "通报提醒并开展警示教育", date(2026, 4, 27), "done"),
        ("housing", "工地食堂接待监理单位聚餐", "建立工地餐饮登记制度", date(2026, 5, 20), "done"),
        ("luzhou", "以会议名义列支餐费", "清理会议费并退回超支部分", date(2026, 6, 9), "done"),
        ("agriculture", "下乡用餐未交伙食费", "补交伙食费并公示", date(2026, 7, 7), "done"),
        ("housing", "公务接待公示不及时", "按月公示公务接待情况", date(2026, 10, 26), "late"),
        ("yunxi", "村级组织零接待制度执行不严", "开展村级接待专项自查", date(2026, 11, 9), "open"),
    ),
    (
        ("tourism", "dining", "接受旅行社宴请", (("贝思远", PARTY, ""), ("归若水", FORM, "")), date(2026, 3, 20)),
        ("yunxi", "dining", "工作日午间饮酒", (("厉承平", PARTY, ""),), date(2026, 4, 8)),
        ("construction", "dining", "接受施工单位宴请", (("晏知行", PARTY, ""), ("荀立本", OTHER, "")), date(2026, 4, 29)),
        ("qingshan", "gifts", "节日期间收受购物卡", (("虞大成", OTHER, ""),), date(2026, 5, 13)),
        ("lanqiao", "dining", "公款报销同学聚餐", (("鄢小川", PARTY, ""), ("柏青云", FORM, "")), date(2026, 6, 3)),
        ("industry", "dining", "以招商名义超标准接待", (("水长流", OTHER, ""), ("那正平", FORM, "")), date(2026, 6, 24)),
        ("luzhou", "vehicle", "公车私用前往聚餐", (("戈远山", FORM, ""),), date(2026, 7, 22)),
        ("housing", "dining", "接受监理单位吃请", (("桑榆晚", PARTY, ""), ("秋实", FORM, "")), date(2026, 8, 19)),
    ),
)  # fmt: skip
TILL: Final = Campaign(
    "“小金库”问题巡回驻点监督", "till", date(2026, 4, 13), date(2026, 9, 30), "街道、国有企业和下属单位财务账户",
    (
        ("discipline", "ledger", "驻点查阅云湖城投账册", 46, 0, date(2026, 4, 24)),
        ("discipline", "ledger", "驻点查阅云湖产发账册", 38, 0, date(2026, 5, 22)),
        ("discipline", "ledger", "驻点查阅街道下属单位账册", 56, 0, date(2026, 6, 18)),
        ("discipline", "talk", "约谈国有企业财务和分管人员", 34, 0, date(2026, 6, 5)),
        ("discipline", "talk", "约谈街道下属单位负责人", 26, 0, date(2026, 7, 3)),
    ),
)  # fmt: skip
PLACES: Final = Campaign(
    "党员干部违规出入私人会所专项检查", "clubs", date(2026, 5, 11), date(2026, 10, 30), "湖区民宿、茶室、农庄和企业内部接待场所",
    (
        ("discipline", "inspection", "湖区民宿和茶室检查", 9, 34, date(2026, 5, 29)),
        ("discipline", "inspection", "农庄和山庄检查", 8, 27, date(2026, 7, 10)),
        ("discipline", "inspection", "企业内部接待场所检查", 6, 18, date(2026, 9, 11)),
        ("discipline", "inspection", "节前明察暗访", 4, 12, date(2026, 9, 30)),
    ),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Return the story: each campaign, and under it every record, letter and case on its own."""
    frames: dict[str, dict[str, Case]] = {}
    for told in (DINING, TILL, PLACES):
        frame = frames.setdefault(told.topic, {})
        yield _frame(town, told, frame)
        yield from (_recorded(town, frame, row) for row in told.records)
        yield from (_supervised(town, frame, row) for row in told.matters)
        yield from (_proved(town, frame, row) for row in told.proved)
    yield _summed_up(town, frames["till"])
    yield _waiting(town, frames["dining"])


def _frame(town: Town, told: Campaign, frame: dict[str, Case]) -> Walk:
    yield town.at(told.begun, 540)
    frame["case"] = town.open(
        PACK, "campaign", told.subject, by=OFFICE, at=town.at(told.begun, 540), responsible=town.unit("discipline"),
        assisting=[town.unit(row[0]) for row in told.records if row[0] != "discipline"], leader=town.person("tao.jingming"),
        panel=[town.person(TEAM)], topic=told.topic, begun_on=town.days.day(told.begun), scope=told.scope,
    )  # fmt: skip
    town.move(
        frame["case"], "launch", by=OFFICE, at=town.at(told.begun, 550), brings={"plan": f"{told.subject}工作方案.docx"},
        due=town.days.day(told.due),
    )  # fmt: skip


def _recorded(town: Town, frame: dict[str, Case], row: tuple[str, str, str, int, int, date]) -> Walk:
    unit, sort, subject, quantity, places, on = row
    by = TEAM if unit == "discipline" else unit
    yield town.at(after(on, 1))
    seen = f"检查场所{places}处，发现的苗头性问题当场提醒并记录在案。"
    given: dict[str, Any] = {"place_count": places, "found": seen} if places else {}
    case = town.open(
        PACK, "record", subject, by=by, at=town.at(after(on, 1)), parent=frame["case"], responsible=town.unit(unit),
        record=sort, held_on=town.days.day(on), quantity=quantity, **given,
    )  # fmt: skip
    town.move(case, "report", by=by, at=town.at(after(on, 1), 660), brings={"proof": f"{subject}.pdf"})
    yield town.at(after(on, 3))
    town.sign(case, by=OFFICE, at=town.at(after(on, 3)), opinion="数量与原始材料一致。")


def _supervised(town: Town, frame: dict[str, Case], row: tuple[str, str, str, date, str]) -> Walk:
    unit, subject, demand, on, far = row
    yield town.at(on)
    case = town.open(
        PACK,
        "matter",
        subject,
        by=TEAM,
        at=town.at(on),
        parent=frame["case"],
        responsible=town.unit(unit),
        demand=demand,
    )
    town.move(
        case,
        "hand_out",
        by=OFFICE,
        at=town.at(on, 630),
        due=town.days.day(after(on, 12) if far != "open" else date(2026, 11, 30)),
    )
    if far == "open":
        return
    town.move(case, "receive", by=unit, at=town.at(on, 900), handler=str(town.by(unit).person_id))
    if far == "late":
        return
    for n, place in enumerate((7, 11) if far == "returned" else (8,)):
        yield town.at(after(on, place))
        town.move(
            case, "submit", by=unit, at=town.at(after(on, place)), brings={"proof": f"督办事项办理材料{n + 1}.pdf"},
            statement=f"已按督办要求{demand}。",
        )  # fmt: skip
        yield town.at(after(on, place + 2))
        if far == "returned" and n == 0:
            town.sign(
                case,
                by=OFFICE,
                at=town.at(after(on, place + 2)),
                verdict="return",
                opinion="请附修订后的办法和宣贯记录。",
            )
        else:
            town.sign(case, by=OFFICE, at=town.at(after(on, place + 2)))


def _proved(
    town: Town, frame: dict[str, Case], row: tuple[str, str, str, tuple[tuple[str, str, str], ...], date]
) -> Walk:
    unit, sort, subject, people, on = row
    day = partial(after, on)
    yield town.at(on)
    case = town.open(
        PACK, "proved", subject, by=OFFICE, at=town.at(on), parent=frame["case"], responsible=town.unit(unit), sort=sort,
        persons="、".join(name for name, _, _ in people), happened_on=town.days.day(day(-20)),
        amount=1_280 * len(people) if sort in {"dining", "gifts", "allowance", "till"} else None,
    )  # fmt: skip
    yield town.at(day(14))
    town.move(
        case, "prove", by=OFFICE, at=town.at(day(14)), brings={"report": "核查报告.docx"},
        finding=f"经核查，反映{subject}的问题属实。",
    )  # fmt: skip
    yield town.at(day(26))
    for name, measure, _ in people:
        group, _, kind = measure.partition(".")
        given = {
            "on": town.at(day(26)).date(),
            "group": group,
            "kind": kind,
            "who": name,
            "who_unit": town.unit(unit).name,
        }
        record_outcome(case=town.fresh(case), sort="disposition", given=given, by=town.by(JUDGE), at=town.at(day(26)))
    town.move(
        case, "decide", by=OFFICE, at=town.at(day(26), 660), brings={"decision": "处理决定.pdf"},
        statement="已按管理权限作出处理，并责成所在单位开展警示教育。", noticed=len(people) > 1,
    )  # fmt: skip
    yield town.at(day(30))
    town.sign(case, by=JUDGE, at=town.at(day(30)), opinion="事实清楚，处理恰当。")


def _summed_up(town: Town, frame: dict[str, Case]) -> Walk:
    """The campaign against private tills is summed up, returned once by the leader, and ended."""
    for on, opinion in ((date(2026, 9, 21), "请补充长效机制建设情况。"), (date(2026, 9, 28), "")):
        yield town.at(on)
        case = frame["case"]
        said = "账户清理全部完成，建立银行账户年检和财务人员轮岗制度。"
        town.move(case, "submit", by=TEAM, at=town.at(on), brings={"report": "专项整治总结.docx"}, statement=said)
        yield town.at(after(on, 1))
        town.sign(case, by=JUDGE, at=town.at(after(on, 1)))
        yield town.at(after(on, 3))
        verdict = "return" if opinion else "pass"
        town.sign(case, by="tao.jingming", at=town.at(after(on, 3)), verdict=verdict, opinion=opinion)  # type: ignore[arg-type]


def _waiting(town: Town, frame: dict[str, Case]) -> Walk:
    """A record that waits to be checked, one that is late, and a report that is being looked into beyond its limit."""
    yield town.at(date(2026, 10, 12))
    campaign = frame["case"]
    at = town.at(date(2026, 10, 12))
    town.open(
        PACK,
        "proved",
        "群众反映以培训名义组织聚餐",
        by=OFFICE,
        at=at,
        parent=campaign,
        responsible=town.unit("social"),
        sort="dining",
    )
    town.open(
        PACK, "record", "新提任干部签订承诺书", by=OFFICE, at=at, parent=campaign, responsible=town.unit("organisation"),
        record="pledge", held_on=town.days.day(date(2026, 10, 9)), quantity=14,
    )  # fmt: skip
    yield town.at(date(2026, 11, 19))
    at = town.at(date(2026, 11, 19))
    case = town.open(
        PACK, "record", "新入职人员签订承诺书", by="construction", at=at, parent=campaign,
        responsible=town.unit("construction"), record="pledge", held_on=town.days.day(date(2026, 11, 17)), quantity=21,
    )  # fmt: skip
    town.move(
        case, "report", by="construction", at=town.at(date(2026, 11, 19), 660), brings={"proof": "承诺书清单.xlsx"}
    )
