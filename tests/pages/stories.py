"""Cases brought to where a page is looked at, by the real actions of the people who take them."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.evidence.actions import NewEvidence, answer_point
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.lifecycle.signing import sign_case
from tests.people import PACK, SmallArea, actor

POINTS = ["印发兑付管理办法", "积压申请全部兑付"]
ROUND = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 7, 24)}


def clock() -> datetime:
    """The instant at which a story goes on: pages read the clock of the machine, so stories before them do too."""
    return datetime.now(UTC)


def today() -> date:
    """The day for the page: the one in Beijing, which at night is not that of the machine."""
    return local_day(clock())


def later(days: int) -> date:
    """A date that lies in the future for the page."""
    return today() + timedelta(days=days)


def paper(name: str, *, kind: str = "", point: int | None = None) -> NewEvidence:
    """A small PDF file."""
    return NewEvidence(name=name, stream=BytesIO(b"%PDF-1.4 " + name.encode()), kind=kind, point=point)


def opened_round(small: SmallArea) -> Case:
    release_packs(at=clock())
    given = {**ROUND, "responsible": small.units.administration}
    by = actor(small.people.office)
    return open_case(pack=PACK, kind="round", subject="2026年市委巡察", given=given, by=by, at=clock())


def drafted(small: SmallArea, points: list[str] | None = None) -> Case:
    """A finding that is not handed out yet."""
    return open_case(
        pack=PACK,
        kind="finding",
        parent=opened_round(small),
        subject="惠企政策兑现周期长",
        given={"aspect": "履职尽责", "lead": small.units.planning},
        standard=POINTS if points is None else points,
        by=actor(small.people.office),
        at=clock(),
    )


def handed_out(small: SmallArea) -> Case:
    given = {"responsible": small.units.housing, "nature": "by_date", "due": later(90)}
    return move_case(case=drafted(small), move="hand_out", given=given, by=actor(small.people.office), at=clock())


def worked_on(small: SmallArea) -> Case:
    given = {"handler": small.people.clerk}
    return move_case(case=handed_out(small), move="accept", given=given, by=actor(small.people.clerk), at=clock())


def answered(small: SmallArea) -> Case:
    """Both points of the standard have an answer and a file."""
    case = worked_on(small)
    for number in (1, 2):
        brought = [paper(f"第{number}点.pdf", point=number)]
        by = actor(small.people.clerk)
        case = answer_point(case=case, number=number, answer="已办", brought=brought, by=by, at=clock())
    return case


def reviewed(small: SmallArea) -> Case:
    """Submitted; the lead unit's head signs first."""
    brought = [paper("承诺书.pdf", kind="pledge"), paper("签字.pdf", kind="second_signature")]
    by = actor(small.people.director)
    given = {"statement": "两点都已达到"}
    return move_case(case=answered(small), move="submit", given=given, by=by, at=clock(), evidence=brought)


def struck_off(small: SmallArea) -> Case:
    case, people = reviewed(small), small.people
    points = {1: "met", 2: "met"}
    case = sign_case(
        case=case, verdict="pass", checks=[0, 1], points=points, by=actor(people.lead_director), at=clock()
    )
    for person, checks in (
        (people.office, [0, 1, 2]),
        (people.discipline, []),
        (people.organisation, []),
        (people.group_leader, []),
    ):
        case = sign_case(case=case, verdict="pass", checks=checks, by=actor(person), at=clock())
    return case


def address(case: Case, name: str = "case", **more: object) -> str:
    return reverse(name, kwargs={"pack": case.pack, "number": case.number, **more})


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 " + name.encode(), content_type="application/pdf")


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, f"no field {name}"
    return html.unescape(found[1])


def send(client: Client, url: str, **typed: Any) -> str:
    """Fill in a form as a person does: open it, keep its token of where the case stands, send it; return the page after."""
    page = client.get(url).content.decode()
    token = {"_standing": hidden(page, "_standing")} if "_standing" in page else {}
    answer = client.post(url, {**token, **typed}, follow=True)
    assert answer.status_code == 200, re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())[:1500]
    return answer.content.decode()


def drained(answer: Any) -> bytes:
    """The bytes of an answer; a streamed one is read to its end, which closes its file."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)
