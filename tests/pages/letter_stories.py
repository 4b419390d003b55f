"""A finding that was handed out, and letters about it, for the pages of letters."""

from __future__ import annotations

from datetime import date

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.letters.actions import issue_letter
from bihuan.loop.letters.models import Letter
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from tests.people import NOW, PACK, SmallArea, actor


def handed_out(area: SmallArea) -> Case:
    release_packs(at=NOW)
    office = actor(area.people.office)
    given = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 7, 24)}
    round_ = open_case(pack=PACK, kind="round", subject="2026年市委巡察", given=given, by=office, at=NOW)
    case = open_case(
        pack=PACK, kind="finding", parent=round_, subject="兑现周期长", by=office, at=NOW, standard=["办结"]
    )
    handed = {"responsible": area.units.housing, "nature": "by_date", "due": date(2026, 12, 20)}
    return move_case(case=case, move="hand_out", given=handed, by=office, at=NOW)


def supervised(area: SmallArea, case: Case | None = None) -> Letter:
    """Return a supervision notice that was issued and waits for its receipt."""
    return issue_letter(
        case=case or handed_out(area), letter="supervision", by=actor(area.people.office), at=NOW, because="逾期未报"
    )
