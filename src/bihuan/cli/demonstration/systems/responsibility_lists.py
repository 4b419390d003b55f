"""Twelve lists of responsibility of the five sorts, their half-year check, and a special inspection with what it found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK: Final = "responsibility-lists"
DESKS: Final = {"office": "organisation", "discipline": "zhong.liye"}
ROWS: Final = {
    "B4": Shown(
        figures={"charters": 12, "unsigned": 1, "checks": 12, "checks_done": 11, "checks_late": 1, "inspections": 1, "problems": 4, "corrected": 2},
        lists=("charters", "checks", "problems"),
        documents=("report",),
        warned=("sign", "check", "correct"),
    )
}  # fmt: skip
OFFICE: Final = "ding.yutong"


@dataclass(frozen=True, slots=True)
class Told:
    """One list. check: working days after its due day on which it was checked, None while it is not."""

    sort: str
    unit: str
    who: str
    post: str
    items: tuple[str, ...]
    check: int | None = -3
    done: int | None = None


DUTIES: Final = {
    "first": (
        "每半年专题研究全面从严治党工作",
        "对班子成员开展廉政谈话",
        "督促巡视巡察反馈问题整改",
        "带头落实中央八项规定精神",
    ),
    "main": ("制定年度主体责任清单", "定期分析政治生态", "领导和支持纪检监察机关履职"),
    "members": ("对分管领域开展廉政风险排查", "与分管单位负责人谈话提醒"),
    "supervision": ("开展政治监督", "每季度通报典型案例", "督促问题整改"),
    "functions": ("开展行业领域专项整治", "完善工程建设廉政风险防控制度", "每半年开展一次警示教育"),
}
STORY: Final = (
    Told("main", "leadership", "tao.jingming", "新区党工委", DUTIES["main"], -6),
    Told("members", "leadership", "rong.zhi", "党工委委员（分管建设）", DUTIES["members"]),
    Told("members", "leadership", "song.qinghe", "党工委委员（分管经济）", DUTIES["members"], -2),
    Told("supervision", "discipline", "shen.yan", "纪检监察工委书记", DUTIES["supervision"], -8),
    Told("functions", "housing", "qiu.zhiyuan", "住建局局长", DUTIES["functions"], 4, 2),
    Told("functions", "environment", "liang.jinshan", "生态环境局局长", DUTIES["functions"]),
    Told("first", "yunxi", "qi.changting", "云溪街道党工委书记", DUTIES["first"], -5),
    Told("first", "qingshan", "xiang.wanqing", "青杉街道党工委书记", DUTIES["first"], -4),
    Told("first", "lanqiao", "lu.pingzhi", "澜桥街道党工委书记", DUTIES["first"], None),
    Told("first", "luzhou", "huo.wangjin", "鹭洲街道党工委书记", DUTIES["first"], -1, 3),
    Told("first", "qinglan", "xin.yi", "晴岚街道党工委书记", DUTIES["first"]),
    Told("first", "daoxiang", "ge.tianfeng", "稻香街道党工委书记", DUTIES["first"]),
)
DUE: Final = date(2026, 9, 30)
PROBLEMS: Final = (
    ("廉政谈话记录不完整，2名班子成员无谈话记录", "yunxi", date(2026, 6, 26), date(2026, 6, 17), False),
    ("未按半年要求专题研究全面从严治党工作", "luzhou", date(2026, 6, 26), date(2026, 7, 1), True),
    ("工程领域廉政风险点更新不及时", "housing", date(2026, 10, 30), None, False),
    ("警示教育未覆盖下属单位", "environment", date(2026, 12, 11), None, False),
)


def walks(town: Town) -> Iterable[Walk]:
    """Yield the lists with their checks, the one that is not signed yet, and the inspection."""
    for place, told in enumerate(STORY):
        yield _charter(town, told, 550 + 6 * place)
    yield _unsigned(town)
    kept: dict[str, Case] = {}
    yield _inspection(town, kept)
    for place in range(len(PROBLEMS)):
        yield _problem(town, kept, place)


def _charter(town: Town, told: Told, minutes: int) -> Walk:
    on = date(2026, 1, 19)
    yield town.at(on, minutes)
    charter = town.open(
        PACK, "charter", f"{told.post}责任清单", by=OFFICE, at=town.at(on, minutes), responsible=town.unit(told.unit),
        handler=town.person(told.who), sort=told.sort, post=told.post, items="\n".join(told.items), many=len(told.items),
        check_from=town.days.day(DUE),
    )  # fmt: skip
    signed = after(on, 3 + minutes % 4)
    yield town.at(signed, minutes)
    town.move(
        charter, "sign", by=told.who, at=town.at(signed, minutes), statement="认领责任清单，严格履责。",
        brings={"signed": "签字背书责任清单.pdf"},
    )  # fmt: skip
    if told.check is None:
        return
    reported = after(DUE, told.check)
    yield town.at(reported, minutes)
    check = Case.objects.get(area_id=charter.area_id, parent_id=charter.pk, kind="check")
    done = len(told.items) if told.done is None else told.done
    given: dict[str, object] = {"done_items": done, "result": "done" if told.done is None else "partly"}
    if told.done is not None:
        given |= {"undone": "1项责任事项正在推进，计划年底前完成。", "next": "倒排时间，逐月报告进展。"}
    town.move(
        check, "report", by=told.who, at=town.at(reported, minutes), brings={"proof": "履责佐证材料.pdf"}, **given
    )
    for days, who in ((2, OFFICE), (4, "zhong.liye")):
        yield town.at(after(reported, days), minutes)
        town.sign(check, by=who, at=town.at(after(reported, days), minutes))


def _unsigned(town: Town) -> Walk:
    at = town.at(date(2026, 10, 26), 600)
    yield at
    town.open(
        PACK, "charter", "云湖城投党委书记责任清单", by=OFFICE, at=at, responsible=town.unit("construction"),
        handler=town.person("yin.zhihe"), sort="first", post="云湖城投党委书记", items="\n".join(DUTIES["first"]), many=4,
        check_from=town.days.day(date(2027, 3, 31)),
    )  # fmt: skip


INSPECTED: Final = date(2026, 5, 18)


def _inspection(town: Town, kept: dict[str, Case]) -> Walk:
    yield town.at(INSPECTED, 560)
    units = [town.unit(one) for one in ("yunxi", "luzhou", "housing", "environment")]
    kept["inspection"] = town.open(
        PACK, "inspection", "“五张责任清单”专项督查", by=OFFICE, at=town.at(INSPECTED, 560), responsible=town.unit("discipline"),
        assisting=units, panel=[town.person("zhong.liye"), town.person("wei.cheng")], scheme="云湖从严〔2026〕3号",
    )  # fmt: skip


def _problem(town: Town, kept: dict[str, Case], place: int) -> Walk:
    subject, key, due, done, returned = PROBLEMS[place]
    found = after(INSPECTED, 6) if due < date(2026, 7, 1) else date(2026, 9, 28)
    yield town.at(found, 600 + place)
    lists = Case.objects.filter(area_id=kept["inspection"].area_id, pack=PACK, kind="charter")
    problem = town.open(
        PACK, "problem", subject, by="wei.cheng", at=town.at(found, 600 + place), parent=kept["inspection"],
        responsible=town.unit(key), due=town.days.day(due), charter=lists.get(responsible_id=town.unit(key).pk).number,
    )  # fmt: skip
    if done is None:
        return
    yield town.at(done, 610)
    measures, proof = "补齐相关材料，建立台账并明确专人负责。", {"proof": "整改佐证材料.pdf"}
    town.move(
        problem, "correct", by=key, at=town.at(done, 610), measures=measures, statement="已整改到位。", brings=proof
    )
    last = done
    if returned:
        yield town.at(after(done, 1), 600)
        town.sign(problem, by=OFFICE, at=town.at(after(done, 1), 600))
        yield town.at(after(done, 2), 600)
        town.sign(
            problem,
            by="zhong.liye",
            at=town.at(after(done, 2), 600),
            verdict="return",
            opinion="研究记录缺少参会人员签字。",
        )
        last = after(done, 4)
        yield town.at(last, 600)
        town.move(problem, "correct", by=key, at=town.at(last, 600), measures=measures, statement="已补签。")
    for days, who in ((1, OFFICE), (2, "zhong.liye")):
        yield town.at(after(last, days), 620)
        town.sign(problem, by=who, at=town.at(after(last, days), 620))
