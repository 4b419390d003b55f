"""Every day its night, once, and every case where its stays say it is."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count

from bihuan.loop.books.account import Account
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.clocks.models import Stay
from bihuan.loop.lifecycle.models import Waiting
from bihuan.loop.nightly.duties import DUTIES
from bihuan.loop.nightly.models import Night
from bihuan.packspec.bilingual import Text


def nights(area_id: int, day: date) -> Account:
    """Return whether every day from the first night up to `day` has its night, over and with every duty done."""
    account = Account("nights", Text("每日夜间办理不缺不重", "every day has its night, once"))
    rows = {night.day: night for night in Night.objects.filter(area_id=area_id)}
    if not rows:
        return account
    first = min(rows)
    for n in range((day - first).days + 1):
        night = rows.get(first + timedelta(days=n))
        faults = []
        if night is None:
            faults.append("no night")
        elif night.ended_at is None:
            faults.append("not over")
        elif missing := DUTIES.keys() - night.did.keys():
            faults.append(f"not done: {', '.join(sorted(missing))}")
        account.look((first + timedelta(days=n)).isoformat(), faults)
    return account


def stays(area_id: int) -> Account:
    """Return whether every case has one open stay, in the state in which it stands, and waits for somebody only while it is not closed."""
    account = Account("stays", Text("事项所处环节与停留记录一致", "cases stand where their stays say"))
    open_stays = dict(Stay.objects.filter(area_id=area_id, left_at__isnull=True).values_list("case_id", "state"))
    waiting = dict(Waiting.objects.filter(area_id=area_id).order_by().values_list("case_id").annotate(n=Count("pk")))
    rows = Case.objects.filter(area_id=area_id).values_list("pk", "number", "state", "category")
    for pk, number, state, category in rows.iterator():
        faults = [] if open_stays.get(pk) == state else [f"{state} ≠ {open_stays.get(pk)}"]
        if category == Category.CLOSED and pk in waiting:
            faults.append("closed, and somebody is waited for")
        account.look(number, faults)
    return account
