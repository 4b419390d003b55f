"""What the public said in the demonstration, what leaders instructed, and one major problem with its milestones; real actions only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from bihuan.accounts.queries import Actor, the_public
from bihuan.cli.demonstration.cast import ADMINISTRATOR, Cast
from bihuan.cli.demonstration.days import Days
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.evidence.actions import set_standard
from bihuan.loop.feedback.actions import publish_answer, vote
from bihuan.loop.feedback.guarding import fresh_form
from bihuan.loop.feedback.models import Message
from bihuan.loop.feedback.receiving import Sending, enter_message, send_message
from bihuan.loop.feedback.rules import PACK
from bihuan.loop.instructions.actions import answer_instruction, give_instruction, receive_instruction
from bihuan.loop.instructions.models import Addressee
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.signing import sign_case

OPENED: Final = date(2026, 10, 26)
# day it came, channel, words, place, writer, contact; answer and vote where there are any
SAID: Final = (
    (date(2026, 10, 27), "web", "惠企政策申报系统现在需要重复上传营业执照，能否改为系统自动调取。", "政务服务中心", "汪先生", "wang@yunhu.example",
     "已与数据平台对接，营业执照由系统自动调取，无需重复上传。", "excellent"),
    (date(2026, 10, 29), "telephone", "松风路整改后路灯仍有几盏不亮，晚上行走不便。", "松风路东段", "来电群众", "",
     "已更换损坏灯具，恢复照明，并列入每周巡查。", ""),
    (date(2026, 11, 9), "web", "公示的整改内容较为概括，建议附上前后对比照片。", "", "", "", "", ""),
    (date(2026, 11, 16), "letter", "工地夜间施工扰民的情况近期又有出现。", "听澜苑北侧", "听澜苑居民", "", "", ""),
)  # fmt: skip


def leave_feedback(cast: Cast, days: Days, round_: Case) -> None:
    """Let the public write, the office answer and publish, leaders instruct, and the office list one major problem."""
    at = days.at(OPENED, 9 * 60)
    desk = cast.units[_office_unit(cast)]
    set_desk_holder(pack=PACK, desk="office", unit=desk, by=cast.actor(ADMINISTRATOR), at=at)
    office = cast.actor("lin.ruoxi")
    given = {
        "telephone": "0512-60000000",
        "post_box": "云湖新区管委会3号楼整改办",
        "email": "zhenggai@yunhu.example",
        "hours": "工作日9:00至17:00",
        "public_note": "欢迎对整改情况进行监督，请尽量写明时间、地点和具体情况。",
    }
    line = open_case(pack=PACK, kind="line", subject="巡察整改群众监督", given=given, by=office, at=at)
    line = move_case(case=line, move="begin", given={}, by=office, at=at)
    for place, said in enumerate(SAID):
        _message(cast, days, line, place, said)
    _instructions(cast, days, round_)
    _major(cast, days, round_)


def _office_unit(cast: Cast) -> str:
    unit = cast.actor("lin.ruoxi").posts[0].unit_id
    return next(key for key, row in cast.units.items() if row.pk == unit)


def _message(
    cast: Cast, days: Days, line: Case, place: int, said: tuple[date, str, str, str, str, str, str, str]
) -> None:
    on, channel, content, where, writer, contact, answer, choice = said
    at, office = days.at(on, 10 * 60 + place * 7), cast.actor("lin.ruoxi")
    given = {"channel": channel, "content": content, "place": where, "writer": writer, "contact": contact}
    if channel == "web":
        sending = Sending(fresh_form(line.area_id, at - timedelta(minutes=2)), address=f"192.0.2.{place + 1}")
        receipt = send_message(area_id=line.area_id, given=given, files=(), sending=sending, at=at)
    else:
        receipt = enter_message(line=line, given=given, received_on=days.day(on), by=office, at=at)
    if not answer:
        return
    worker = cast.actor("qiu.xiaoman")
    handed = {"responsible": cast.people["qiu.xiaoman"].posts.get().unit, "sort": "suggestion" if choice else "report"}
    case = move_case(case=receipt.case, move="hand_out", given=handed, by=office, at=at + timedelta(hours=2))
    said_back = {"statement": answer, "handler": cast.people["qiu.xiaoman"]}
    case = move_case(case=case, move="submit", given=said_back, by=worker, at=at + timedelta(days=2))
    case = sign_case(case=case, verdict="pass", checks=[0, 1], points={}, by=office, at=at + timedelta(days=3))
    publish_answer(case=case, question=content, answer=answer, by=office, at=at + timedelta(days=3, minutes=10))
    if choice:
        row = Message.objects.select_related("case").get(area_id=case.area_id, case_id=case.pk)
        vote(message=row, choice=choice, note="答复及时。", by=the_public(row.area_id), at=at + timedelta(days=4))


def _working(cast: Cast, round_: Case) -> Iterator[Case]:
    """Return findings of the round that are being rectified, in their order."""
    rows = Case.objects.filter(area_id=cast.area.pk, parent_id=round_.pk, kind="finding", category=Category.OPEN)
    yield from rows.exclude(responsible=None).select_related("responsible").order_by("order")


def _instructions(cast: Cast, days: Days, round_: Case) -> None:
    """Two instructions: one answered in time, one still open."""
    leader = cast.actor("tao.jingming")
    texts = (
        "请责任单位盯紧抓实，按期办结，并举一反三建立长效机制。",
        "此问题群众关注，请每周报告进展，确需协调的及时提出。",
    )
    for place, (case, text) in enumerate(zip(_working(cast, round_), texts, strict=False)):
        at = days.at(date(2026, 11, 10), 9 * 60 + place * 30)
        unit = case.responsible
        row = give_instruction(
            case=case, text=text, due=days.day(date(2026, 11, 27)), to=[unit] if unit else (), by=leader, at=at
        )
        line = Addressee.objects.get(area_id=case.area_id, instruction_id=row.pk)
        by = _somebody_of(cast, case)
        if place == 0 and by is not None:
            receive_instruction(line=line, by=by, at=at + timedelta(hours=3))
            answer = "已召开专题会研究，明确专人负责，预计月底前办结。"
            answer_instruction(line=line, answer=answer, by=by, at=at + timedelta(days=3))


def _somebody_of(cast: Cast, case: Case) -> Actor | None:
    """Return somebody who works for the responsible unit of a case."""
    for name in cast.people:
        who = cast.actor(name)
        if any(case.responsible_id in post.acts_for for post in who.posts):
            return who
    return None


def _major(cast: Cast, days: Days, round_: Case) -> None:
    """One major problem with two milestones and a first report."""
    at, office = days.at(date(2026, 11, 11), 15 * 60), cast.actor("lin.ruoxi")
    case = next(_working(cast, round_), None)
    by = _somebody_of(cast, case) if case is not None else None
    if case is None or by is None:
        return
    given = {"grounds": ["named"], "goal": "年底前办结，并建立长效机制，防止反弹。"}
    push = open_case(pack=case.pack, kind="push", parent=case, subject=case.subject[:60], given=given, by=office, at=at)
    launch = {
        "leader": cast.people["lu.huaiyuan"],
        "responsible": case.responsible,
        "panel": [cast.people["qiu.zhiyuan"], cast.people["shen.yan"]],
        "due": days.day(date(2026, 11, 20)) + timedelta(days=40),
    }
    push = move_case(case=push, move="launch", given=launch, by=office, at=at)
    for place, subject in enumerate(("摸清底数，形成台账", "完成首批整改并现场验收"), start=1):
        _milestone(
            push,
            subject,
            at + timedelta(minutes=place),
            days.day(date(2026, 11, 20)) + timedelta(days=12 * place),
            office,
        )
    said = {"statement": "专班已召开第一次会议，底数已经摸清。", "difficulty": "部分资金需区级统筹。"}
    move_case(case=push, move="progress", given=said, by=by, at=days.at(date(2026, 11, 17), 16 * 60))


def _milestone(push: Case, subject: str, at: datetime, due: date, office: Actor) -> None:
    step = open_case(pack=push.pack, kind="milestone", parent=push, subject=subject, given={}, by=office, at=at)
    step = set_standard(case=step, points=["形成书面材料并经专班确认"], by=office, at=at)
    move_case(case=step, move="set_out", given={"responsible": push.responsible, "due": due}, by=office, at=at)
