"""What the page of a case says of its sign-in sheet."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.meetings.models import Presence
from bihuan.loop.meetings.names import PACK
from bihuan.loop.meetings.queries import attendance_of
from bihuan.loop.meetings.rules import has_sheet, may_keep
from bihuan.web.case.marks import case_url
from bihuan.web.shapes import Link

THERE = {Presence.PRESENT, Presence.SUBSTITUTE}


@dataclass(frozen=True, slots=True)
class AttendanceShown:
    """How many of those on the sheet came; the links are empty for who does not keep it."""

    words: str
    fill: Link | None
    paper: Link


def attendance_shown(file: CaseFile, actor: Actor) -> AttendanceShown | None:
    """Return what the page says of the sheet; None where none is kept. Meetings of a series have a page of their own."""
    if not has_sheet(file) or file.case.pack == PACK:
        return None
    rows = attendance_of(file.case)
    there = sum(1 for row in rows if row.presence in THERE)
    said = (
        _("%(there)d of %(all)d came") % {"there": there, "all": len(rows)} if rows else _("Nobody has signed in yet.")
    )
    fill = Link(_("Fill in the sign-in sheet"), case_url(file.case, "case_attendance"), "checks")
    paper = Link(_("Print a sheet to sign by hand"), case_url(file.case, "case_attendance_paper"), "printer")
    return AttendanceShown(said, fill if may_keep(file, actor) else None, paper)
