"""A round with several measures on their way, for the pages that look at many cases at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.accounts.models import Unit
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.signing import sign_case
from tests.pages import stories
from tests.pages.stories import clock, paper, today
from tests.people import PACK, SmallArea, actor


@dataclass(frozen=True, slots=True)
class Board:
    """One round with one finding that is worked on, and measures below it by how far they are."""

    round: Case
    finding: Case
    draft: Case
    handed: Case
    working: Case
    review: Case
    done: Case


def board(small: SmallArea) -> Board:
    """Build a round where each stage of a measure occurs once; all of housing, the one handed out of planning."""
    finding = stories.worked_on(small)
    round_ = Case.objects.select_related("area").get(area=small.area, pk=finding.ancestors[0])
    draft = measure(small, finding, "清点积压申请")
    handed = hand_out(small, measure(small, finding, "公示兑付清单"), small.units.planning)
    working = accept(small, hand_out(small, measure(small, finding, "压缩兑付时限")))
    review = submit(small, accept(small, hand_out(small, measure(small, finding, "印发兑付办法"))))
    done = submit(small, accept(small, hand_out(small, measure(small, finding, "设立兑付专窗"))))
    done = sign_case(case=done, verdict="pass", checks=[0, 1], by=actor(small.people.office_second), at=clock())
    return Board(round_, finding, draft, handed, working, review, done)


def measure(small: SmallArea, parent: Case, subject: str) -> Case:
    by = actor(small.people.office)
    given = {"responsible": small.units.housing}
    return open_case(pack=PACK, kind="measure", parent=parent, subject=subject, given=given, by=by, at=clock())


def hand_out(small: SmallArea, case: Case, unit: Unit | None = None, *, due: date | None = None) -> Case:
    given = {
        "responsible": unit or small.units.housing,
        "nature": "by_date",
        "due": due or stories.later(60),
    }
    return move_case(case=case, move="hand_out", given=given, by=actor(small.people.office), at=clock())


def accept(small: SmallArea, case: Case) -> Case:
    return move_case(case=case, move="accept", given={}, by=actor(small.people.clerk), at=clock())


def submit(small: SmallArea, case: Case) -> Case:
    brought = [paper("佐证.pdf", kind="proof")]
    by = actor(small.people.clerk)
    return move_case(case=case, move="submit", given={"statement": "已办结"}, by=by, at=clock(), evidence=brought)


def overdue(case: Case, days: int = 30) -> Case:
    """Let the running clock of a case have ended some days ago, as time would have done."""
    ended = today() - timedelta(days=days)
    Case.objects.filter(area=case.area_id, pk=case.pk).update(runs_until=ended, soon_on=ended, urgency=ended)
    case.waiting.filter(area_id=case.area_id).update(until=ended, urgency=ended)
    return case
