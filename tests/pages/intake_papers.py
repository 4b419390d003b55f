"""Invented documents for the pages of import, and a draft made of one."""

from __future__ import annotations

from bihuan.accounts.models import Person
from bihuan.loop.intake.actions import bring_in
from bihuan.loop.intake.models import IntakeDraft
from tests.people import NOW, actor

REPORT = """中共云湖新区工作委员会关于市委巡察整改进展情况的通报
根据市委统一部署，2026年3月2日至5月29日，市委第三巡察组对云湖新区开展了巡察。2026年7月24日，市委巡察组反馈了巡察意见。现将整改进展情况予以公布。
一、关于“惠企政策兑现周期长”问题的整改情况
（一）压缩办理时限。住建局牵头修订办法，从受理到拨付不超过二十个工作日。逾期的逐件说明原因。
（二）公开办理进度。企业可以自己查询。
二、关于“工地扬尘反复”问题的整改情况
（一）开展拉网排查。由住建局、发改局逐个工地检查。
下一步，将持续推进整改。
中共云湖新区工作委员会
2026年11月1日
"""
PLAN = """云湖新区关于市委巡察反馈意见的整改方案
为做好整改工作，特制定本方案。
一、关于“台账不全”问题
（一）建立台账。牵头单位：住建局。整改时限：2026年12月底前。
"""
BLANK_FORM = """整改情况登记表（样式）
单位：____________　填表人：____________
问题：____________
措施：____________
填表说明：本表一式两份。
"""


def bring(person: Person, text: str = REPORT, name: str = "通报.txt") -> IntakeDraft:
    """Bring a text in as this person and return its draft."""
    return bring_in(name=name, data=text.encode(), by=actor(person), at=NOW)


def drafts_of(person: Person) -> list[IntakeDraft]:
    """Return the drafts of the person's area, oldest first."""
    return list(IntakeDraft.objects.filter(area_id=actor(person).area_id).order_by("pk"))


def now(draft: IntakeDraft) -> IntakeDraft:
    """Return a draft as it is stored now."""
    return IntakeDraft.objects.get(area_id=draft.area_id, pk=draft.pk)
