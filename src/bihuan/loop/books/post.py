"""Every letter by a warning or a person, its numbers without a gap; every notice and every mail by an event."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from bihuan.loop.books.account import Account
from bihuan.loop.clocks.days import local_day
from bihuan.loop.letters.models import Letter
from bihuan.loop.notices.models import Delivery, DeliveryState, Notice
from bihuan.loop.trail.models import Event
from bihuan.loop.warnings.models import Warning
from bihuan.packspec.bilingual import Text

YEAR_AND_NUMBER = re.compile(r"〔(\d{4})〕(\d+)号")


def letters(area_id: int) -> Account:
    """Return whether every letter is explained by a warning of its case, by an earlier letter, or by who wrote it and why."""
    account = Account("letters", Text("每份督办文书均有预警或人员依据", "every letter answers a warning or somebody"))
    warnings = {row.pk: row for row in Warning.objects.filter(area_id=area_id)}
    for row in Letter.objects.filter(area_id=area_id).select_related("writing").order_by("pk"):
        account.look(row.number or f"#{row.pk}", _letter_faults(row, warnings))
    return account


def _letter_faults(row: Letter, warnings: dict[int, Warning]) -> Iterator[str]:
    if row.warning_id:
        warning = warnings.get(row.warning_id)
        if warning is None:
            yield "its warning is not there"
        elif warning.case_id != row.case_id:
            yield "its warning is of another case"
        elif warning.on > local_day(row.prepared_at):
            yield "written before its warning"
    elif row.prepared_by_id is None and row.escalated_from_id is None and not row.because:
        yield "nothing explains it"
    if row.issued_at is not None and not row.writing.final_at:
        yield "issued, and its text is not final"


def letter_numbers(area_id: int) -> Account:
    """Return whether the numbers of each kind of letter run from one without a gap in each year."""
    account = Account("numbers", Text("督办文书编号连续", "numbers of letters have no gap"))
    series: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for pack, letter, number in (
        Letter.objects.filter(area_id=area_id).exclude(number="").values_list("pack", "letter", "number")
    ):
        found = YEAR_AND_NUMBER.search(number)
        if found is not None:
            series[pack, letter, found[1]].append(int(found[2]))
    for key, numbers in sorted(series.items()):
        expected = list(range(1, len(numbers) + 1))
        account.look(" ".join(key), () if sorted(numbers) == expected else (f"{sorted(numbers)}",))
    return account


def notices(area_id: int) -> Account:
    """Return whether every notice tells of an event that is in the chain of its case."""
    account = Account("notices", Text("每条消息均有留痕依据", "every notice tells of an event"))
    rows = Notice.objects.filter(area_id=area_id).order_by("case_id", "pk").values_list("pk", "case_id", "seq")
    case, last = 0, 0
    for pk, case_id, seq in rows.iterator():
        if case_id != case:
            case, last = case_id, Event.objects.filter(area_id=area_id, case_id=case_id).count()
        account.look(f"#{pk}", () if 1 <= seq <= last else (f"{case_id}/{seq}",))
    return account


def mails(area_id: int) -> Account:
    """Return whether every mail that was sent tells a notice, after it was written; none is left in the middle."""
    account = Account("mails", Text("每封邮件均有消息依据", "every mail tells a notice"))
    rows = Delivery.objects.filter(area_id=area_id).select_related("notice").order_by("pk")
    for row in rows.iterator(chunk_size=1000):
        faults = []
        if row.state in (DeliveryState.UNCLEAR, DeliveryState.FAILED):
            faults.append(row.state)
        if row.notice is not None and row.sent_at is not None and row.sent_at < row.notice.at:
            faults.append("sent before it happened")
        account.look(f"#{row.pk}", faults)
    return account
