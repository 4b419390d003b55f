"""Cases that tell somebody something, by the real actions."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.relations import Holder
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.notices.telling import tell
from tests.people import NOW, PACK, SmallArea, actor


def happen_at(at: datetime) -> None:
    """Let the stories happen at another instant: for processes and benchmarks, whose workers read the clock of the machine."""
    global NOW  # noqa: PLW0603
    NOW = at


def opened_round(small: SmallArea) -> Case:
    release_packs(at=NOW)
    given = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 7, 24), "responsible": small.units.administration}
    by = actor(small.people.office)
    return open_case(pack=PACK, kind="round", subject="2026年市委巡察", given=given, by=by, at=NOW)


def handed_out(small: SmallArea, subject: str = "惠企政策兑现周期长", round_: Case | None = None) -> Case:
    """A finding handed out to 住建局, which is told of it: a message of the kind that waits."""
    office = actor(small.people.office)
    given = {"aspect": "履职尽责", "lead": small.units.planning}
    case = open_case(
        pack=PACK,
        kind="finding",
        parent=round_ or opened_round(small),
        subject=subject,
        given=given,
        standard=["办结"],
        by=office,
        at=NOW,
    )
    handed = {"responsible": small.units.housing, "nature": "by_date", "due": date(2026, 12, 20)}
    return move_case(case=case, move="hand_out", given=handed, by=office, at=NOW)


def told(case: Case, *, kind: str, unit: int | None = None, person: int | None = None, heads: bool = False) -> None:
    """Tell a unit or a person of the case's newest event."""
    tell(case=case, to=[Holder(unit, person, heads)], kind=kind, at=NOW)
