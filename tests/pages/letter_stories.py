"""Letters about a finding that was handed out, for the pages of letters."""

from __future__ import annotations

from bihuan.loop.cases.models import Case
from bihuan.loop.letters.actions import issue_letter
from bihuan.loop.letters.models import Letter
from tests.pages.stories import clock, handed_out
from tests.people import SmallArea, actor


def supervised(area: SmallArea, case: Case | None = None) -> Letter:
    """Return a supervision notice that was issued today and waits for its receipt."""
    by = actor(area.people.office)
    return issue_letter(case=case or handed_out(area), letter="supervision", by=by, at=clock(), because="逾期未报")
