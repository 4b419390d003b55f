"""Enterprises and policies brought to where a page is looked at, by the real actions."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

from bihuan.accounts.actions import add_contact, add_enterprise
from bihuan.accounts.models import Person, Unit
from bihuan.accounts.queries import actor_of
from bihuan.documents.text.credit_code import check_sign_of
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.lifecycle.signing import sign_case
from bihuan.loop.portal.fairs import FAIRS
from bihuan.loop.portal.queries import portal_of
from bihuan.loop.portal.rules import NEEDS, POLICIES, REGISTER
from tests.people import PASSWORD, SmallArea, actor

PDF = b"%PDF-1.4 enterprise"


def desks(small: SmallArea, at: datetime) -> None:
    """The office keeps the register, the policies and the needs; three others review money with it."""
    release_packs(at=at)
    by, units = actor(small.people.administrator), small.units
    held = [(REGISTER, "office", units.office), (POLICIES, "office", units.office), (NEEDS, "office", units.office)]
    held += [
        (POLICIES, "finance", units.planning),
        (POLICIES, "tax", units.discipline),
        (POLICIES, "market", units.organisation),
    ]
    for pack, desk, unit in held:
        set_desk_holder(pack=pack, desk=desk, unit=unit, heads_only=False, by=by, at=at)


def open_portal(small: SmallArea, at: datetime, **given: object) -> Case:
    """The portal of the area is open."""
    desks(small, at)
    by = actor(small.people.office)
    portal = open_case(pack=REGISTER, kind="portal", subject="云湖新区企业服务平台", given=given, by=by, at=at)
    return move_case(case=portal, move="begin", given={}, by=by, at=at)


def code_of(place: int) -> str:
    """Return a valid credit code."""
    first = f"91320599MA{place:07d}"
    return first + check_sign_of(first)


def enterprise(small: SmallArea, place: int, name: str, at: datetime, **facts: object) -> tuple[Unit, Person]:
    """An enterprise on the register, with the person who acts for it."""
    by, office = actor(small.people.administrator), actor(small.people.office)
    unit = add_enterprise(by=by, at=at, name=name, credit_code=code_of(place))
    person = add_contact(
        unit=unit,
        by=by,
        at=at,
        from_on=local_day(at),
        username=unit.credit_code,
        name=f"联系人{place}",
        password=PASSWORD,
    )
    given = {"applicant": unit, "credit_code": unit.credit_code, **facts}
    portal = portal_of(small.area.pk)
    case = open_case(pack=REGISTER, kind="enterprise", subject=name, parent=portal, given=given, by=office, at=at)
    move_case(case=case, move="confirm", given={}, by=office, at=at)
    return unit, person


def policy(small: SmallArea, at: datetime, subject: str = "技术改造奖补", **given: object) -> Case:
    """A policy that is open for applications."""
    office, day = actor(small.people.office), local_day(at)
    facts: dict[str, object] = {
        "responsible": small.units.housing,
        "sort": "industry",
        "each_at_most": 800,
        "budget": 1000,
        "opens_on": day.isoformat(),
        "ends_on": (day + timedelta(days=200)).isoformat(),
    }
    case = open_case(pack=POLICIES, kind="policy", subject=subject, given=facts | given, by=office, at=at)
    move_case(case=case, move="submit", given={}, by=office, at=at)
    return sign(case, small.people.lead_clerk, at)


def sign(case: Case, person: Person, at: datetime, verdict: str = "pass", opinion: str = "") -> Case:
    """Somebody signs the running step with all its checks ticked."""
    fresh = Case.objects.get(area_id=case.area_id, pk=case.pk)
    steps = (fresh.review or {}).get("steps", [])
    checks = tuple(range(len(steps[(fresh.review or {})["step"]]["checks"]))) if steps else ()
    by = actor_of(person, on=local_day(at))
    return sign_case(case=fresh, verdict=verdict, opinion=opinion, checks=checks, by=by, at=at)  # type: ignore[arg-type]


def paper(kind: str) -> NewEvidence:
    """A small PDF file of a kind of evidence."""
    return NewEvidence(f"{kind}.pdf", BytesIO(PDF + kind.encode()), kind=kind)


def applied(small: SmallArea, policy: Case, person: Person, amount: int, at: datetime) -> Case:
    """An application that is handed in."""
    by = actor_of(person, on=local_day(at))
    given = {"responsible": small.units.housing}
    case = open_case(
        pack=POLICIES, kind="application", subject=policy.subject, parent=policy, given=given, by=by, at=at
    )
    given = {"amount": amount, "explained": "设备更新", "bank": "云湖农商行", "account": "62170001"}  # type: ignore[dict-item]
    brought = [paper(kind) for kind in ("form", "proof")]
    return move_case(case=case, move="submit", given=given, by=by, at=at, evidence=brought)


def reviewed(small: SmallArea, case: Case, at: datetime, *, last: bool = True) -> Case:
    """An application in its joint review, all but the last signature given, or that too."""
    people = small.people
    move_case(case=case, move="accept", given={}, by=actor(people.clerk), at=at)
    for person in (people.director, people.discipline, people.organisation):
        case = sign(case, person, at)
    return sign(case, people.lead_clerk, at) if last else case


def fair(small: SmallArea, at: datetime, subject: str = "冬季消费促进展", *, announced: bool = True) -> Case:
    """A fair of the bureau for which one may sign up for a week."""
    by, office, day = actor(small.people.administrator), actor(small.people.office), local_day(at)
    set_desk_holder(pack=FAIRS, desk="office", unit=small.units.office, by=by, at=at)
    given: dict[str, object] = {
        "responsible": small.units.housing,
        "sort": "trade_fair",
        "place": "云湖文化广场",
        "begins_on": (day + timedelta(days=30)).isoformat(),
        "ends_on": (day + timedelta(days=32)).isoformat(),
        "sign_up_by": (day + timedelta(days=7)).isoformat(),
    }
    case = open_case(pack=FAIRS, kind="fair", subject=subject, given=given, by=office, at=at)
    return move_case(case=case, move="invite", given={}, by=office, at=at) if announced else case
