"""What people of the demonstration keep for themselves: watched cases, views of the ledger, notices already looked at."""

from __future__ import annotations

from datetime import date

from bihuan.cli.demonstration.cast import Cast
from bihuan.cli.demonstration.days import LAST, Days
from bihuan.loop.cases.actions import watch_case
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.views import save_view
from bihuan.loop.notices.actions import see_notices
from bihuan.loop.notices.models import Notice

# person → places of the findings they watch
WATCHED = {
    "lin.ruoxi": (4, 11, 21, 26),
    "tao.jingming": (1, 7, 22, 24),
    "ji.yunshen": (5, 8, 24),
    "shen.yan": (9, 26),
    "qiu.zhiyuan": (23, 12),
    "gu.qing": (11, 25),
}
VIEWS = (
    ("lin.ruoxi", "超期措施", "kind=measure&light=late", True),
    ("lin.ruoxi", "待我审核", "kind=measure&category=review", False),
    ("lin.ruoxi", "问题总览", "kind=finding&sort=number", False),
    ("tong.an", "本周到期", "kind=measure&light=soon", True),
    ("tao.jingming", "重启问题", "kind=finding&turn=2", False),
    ("qiu.xiaoman", "本局在办", "kind=measure&category=open", False),
)
# person → the last day on which they looked at their notices; the others never did
LOOKED = {
    "lin.ruoxi": date(2026, 11, 19),
    "he.zhixing": date(2026, 11, 16),
    "qiu.xiaoman": date(2026, 11, 18),
    "qiu.zhiyuan": date(2026, 11, 12),
    "han.licheng": date(2026, 11, 13),
    "shen.yan": date(2026, 11, 17),
    "lu.huaiyuan": date(2026, 11, 10),
}


def leave_marks(cast: Cast, days: Days, round_: Case) -> None:
    """Watch cases, keep views and look at notices, each as the person whom it belongs to."""
    at = days.at(LAST, 17 * 60)
    findings = list(Case.objects.filter(area_id=cast.area.pk, parent=round_).order_by("order"))
    for username, places in WATCHED.items():
        for place in places:
            watch_case(case=findings[place - 1], watched=True, by=cast.actor(username), at=at)
    for username, name, query, shared in VIEWS:
        save_view(name=name, query=query, shared=shared, by=cast.actor(username), at=at)
    for username, told in LOOKED.items():
        looked = days.at(told, 18 * 60)
        notices = Notice.objects.filter(area_id=cast.area.pk, at__lte=looked).order_by("-id")
        up_to = notices.values_list("pk", flat=True).first()
        if up_to is not None:
            see_notices(up_to=up_to, by=cast.actor(username), at=looked)
