"""Discipline advice: seven letters of three forms to four subdistricts and two companies, most of them struck off after a visit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from bihuan.cli.demonstration.days import after
from bihuan.cli.demonstration.stage import Walk
from bihuan.cli.demonstration.systems.town import Shown, Town
from bihuan.loop.cases.models import Case

PACK: Final = "discipline-advice"
DESKS: Final = {"office": "wei.cheng", "commission": "shen.yan", "proposer": "discipline"}
ROWS: Final = {
    "E3": Shown(
        figures={
            "issued": 7, "subdistricts": 4, "companies": 2, "bodies": 6, "issued_supervision": 3, "issued_joint": 3,
            "issued_discipline": 1, "struck_off": 4,
        },
        lists=("ledger",),
        documents=("report", "supervision", "joint", "discipline"),
        warned=("reply", "visit"),
    )
}  # fmt: skip
OFFICE, PROPOSER, HEAD = "wei.cheng", "zhong.liye", "shen.yan"


@dataclass(frozen=True, slots=True)
class Advice:
    """One letter. far: how far it went: done, short (a visit found it wanting first), tracking, judging, late, approving."""

    subject: str
    unit: str
    body: str
    sort: str
    source: str
    facts: str
    demands: tuple[str, ...]
    on: date
    far: str = "done"


STORY: Final = (
    Advice("工程变更和签证管理", "yunxi", "subdistrict", "supervision", "case", "街道小型工程变更签证未经集体研究，事后补签较多。",
           ("完善小型工程变更审批办法", "对近三年变更签证开展自查"), date(2026, 2, 5)),
    Advice("村级资金监管", "qingshan", "subdistrict", "joint", "case", "村级专项资金支出审核流于形式，白条入账时有发生。",
           ("健全村级资金联审联签制度", "开展村级财务人员专题培训", "组织警示教育"), date(2026, 2, 26), "short"),
    Advice("公务用车管理", "lanqiao", "subdistrict", "supervision", "inspection", "公务用车派车单缺失，节假日封存制度执行不严。",
           ("修订公务用车管理办法", "安装车辆定位并按月公示"), date(2026, 3, 12)),
    Advice("征迁评估机构选定", "luzhou", "subdistrict", "joint", "rounds", "征迁评估机构选定程序不公开，长期由一家机构承接。",
           ("建立评估机构库并随机抽取", "公开选定结果"), date(2026, 4, 9)),
    Advice("招标代理机构管理", "construction", "company", "supervision", "case", "招标代理机构考核缺位，个别项目技术参数设置有倾向性。",
           ("建立招标代理机构考核退出机制", "对在建项目招标文件开展复核"), date(2026, 6, 25), "tracking"),
    Advice("党组织生活和干部教育", "industry", "company", "discipline", "inspection", "两个下属支部连续两个季度未开展党课，干部教育管理宽松。",
           ("补齐组织生活", "建立支部工作季度检查制度"), date(2026, 10, 12), "judging"),
    Advice("印章和合同管理", "yunxi", "subdistrict", "joint", "case", "印章使用登记不全，存在空白合同用印情形。",
           ("修订印章和合同管理办法", "开展用印专项检查"), date(2026, 9, 28), "late"),
    Advice("景区门票收入管理", "tourism", "company", "supervision", "inspection", "现场票款当日未缴存，对账不及时。",
           ("推行电子票务全覆盖", "每日对账并由专人复核"), date(2026, 11, 16), "approving"),
)  # fmt: skip


def walks(town: Town) -> Iterable[Walk]:
    """Return the story: every letter is a walk."""
    return [_advised(town, told) for told in STORY]


def _advised(town: Town, told: Advice) -> Walk:
    day = partial(after, told.on)
    yield town.at(day(0))
    case = town.open(
        PACK, "advice", told.subject, by=PROPOSER, at=town.at(day(0)), responsible=town.unit(told.unit),
        lead=town.unit("discipline"), sort=told.sort, body=told.body, source=told.source, facts=told.facts,
        demands="\n".join(told.demands), points=len(told.demands), visit_months=3,
    )  # fmt: skip
    town.move(case, "propose", by=PROPOSER, at=town.at(day(0), 630), brings={"draft": "建议书文稿.docx"})
    yield town.at(day(2))
    town.sign(case, by=OFFICE, at=town.at(day(2)))
    if told.far == "approving":
        return
    yield town.at(day(4))
    town.sign(case, by=HEAD, at=town.at(day(4)), opinion="同意制发。")
    yield town.at(day(5))
    town.move(case, f"send_{told.sort}", by=OFFICE, at=town.at(day(5)))
    if told.far == "late":
        return
    yield town.at(day(19))
    _reply(town, case, told, day(19), "已召开专题会议研究，逐条制定整改措施并落实到人。")
    if told.far == "judging":
        return
    yield from _judged(town, case, day(21))
    if told.far == "tracking":
        return
    visit = day(70 if told.far == "short" else 80)
    if told.far == "short":
        yield town.at(visit)
        town.move(
            case, "fall_short", by=PROPOSER, at=town.at(visit), brings={"visit": "回访记录.docx"}, effect="poor",
            visited_on=town.days.day(visit), visitors="监督检查室2人", reason="联审联签制度已出台，但两个村未实际执行。",
        )  # fmt: skip
        yield town.at(after(visit, 7))
        _reply(town, case, told, after(visit, 7), "已对未执行的两个村约谈通报，并逐笔补齐联审手续。")
        yield from _judged(town, case, after(visit, 9))
        visit = after(visit, 35)
    yield town.at(visit)
    town.move(
        case, "confirm", by=PROPOSER, at=town.at(visit), brings={"visit": "回访记录.docx"}, effect="good",
        visited_on=town.days.day(visit), visitors="监督检查室2人", statement="建议内容已逐条落实，制度执行良好。",
    )  # fmt: skip


def _reply(town: Town, case: Case, told: Advice, on: date, said: str) -> None:
    brings = {"reply": "书面答复.pdf", "proof": f"{told.subject}整改佐证.pdf"}
    handler = str(town.by(told.unit).person_id)
    town.move(case, "reply", by=told.unit, at=town.at(on), brings=brings, statement=said, handler=handler)


def _judged(town: Town, case: Case, on: date) -> Walk:
    yield town.at(on)
    town.sign(case, by=PROPOSER, at=town.at(on), opinion="答复逐条对应建议内容。")
    yield town.at(after(on, 1))
    town.sign(case, by=OFFICE, at=town.at(after(on, 1)))
