"""Messages of the public brought to where a page is looked at, by the real actions."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.feedback.guarding import fresh_form
from bihuan.loop.feedback.models import Message
from bihuan.loop.feedback.receiving import Receipt, Sending, send_message
from bihuan.loop.feedback.rules import PACK
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.lifecycle.signing import sign_case
from tests.pages.stories import clock
from tests.people import SmallArea, actor

SAID = "学校门口的路灯整改后又不亮了，晚上接孩子很不方便。"
WRITER, CONTACT = "方女士", "13812345678"


def open_line(small: SmallArea, at: datetime | None = None, **given: object) -> Case:
    """The office keeps the desk and has opened a line."""
    at = at or clock()
    release_packs(at=at)
    set_desk_holder(pack=PACK, desk="office", unit=small.units.office, by=actor(small.people.administrator), at=at)
    by = actor(small.people.office)
    line = open_case(
        pack=PACK, kind="line", subject="整改情况群众监督", given={"telephone": "0512-12345678", **given}, by=by, at=at
    )
    return move_case(case=line, move="begin", given={}, by=by, at=at)


def send(
    small: SmallArea,
    *,
    content: str = SAID,
    at: datetime | None = None,
    address: str = "10.0.0.8",
    files: tuple[tuple[str, bytes], ...] = (),
    **said: str,
) -> Receipt:
    """Send a message as the form does, a minute after it was drawn."""
    at = at or clock()
    mark = fresh_form(small.area.pk, at - timedelta(minutes=1))
    given = {"content": content, "writer": WRITER, "contact": CONTACT, **said}
    brought = [(name, BytesIO(data)) for name, data in files]
    return send_message(
        area_id=small.area.pk, given=given, files=brought, sending=Sending(mark, address=address), at=at
    )


def answered(
    small: SmallArea, receipt: Receipt, at: datetime | None = None, answer: str = "已更换灯具，恢复照明。"
) -> Case:
    """Hand a message out, answer it and let the office review the answer."""
    at, people = at or clock(), small.people
    case = move_case(
        case=receipt.case,
        move="hand_out",
        given={"responsible": small.units.housing, "sort": "report"},
        by=actor(people.office),
        at=at,
    )
    given = {"statement": answer, "handler": people.clerk}
    case = move_case(case=case, move="submit", given=given, by=actor(people.clerk), at=at)
    return sign_case(case=case, verdict="pass", checks=[0, 1], points={}, by=actor(people.office), at=at)


def message(receipt: Receipt) -> Message:
    """What is kept beside the case."""
    return Message.objects.select_related("case").get(area_id=receipt.case.area_id, case_id=receipt.case.pk)
