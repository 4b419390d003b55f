"""All tables of the loop, gathered for Django; each stands in the subject it belongs to."""

from bihuan.loop.cases.models import Case, CaseParty, DeskHolder, NumberSeries, SavedView, Watch
from bihuan.loop.clocks.models import CalendarDay, CalendarYear, ClockRun, ExtensionRequest, Stay
from bihuan.loop.evidence.models import Evidence, StandardPoint, StoredFile
from bihuan.loop.intake.models import IntakeDraft, IntakeVersion
from bihuan.loop.jobs.models import Job
from bihuan.loop.lifecycle.models import PackRelease, Signature, Waiting
from bihuan.loop.notices.models import Notice, NoticeSeen
from bihuan.loop.trail.models import Event

__all__ = [
    "CalendarDay",
    "CalendarYear",
    "Case",
    "CaseParty",
    "ClockRun",
    "DeskHolder",
    "Event",
    "Evidence",
    "ExtensionRequest",
    "IntakeDraft",
    "IntakeVersion",
    "Job",
    "Notice",
    "NoticeSeen",
    "NumberSeries",
    "PackRelease",
    "SavedView",
    "Signature",
    "StandardPoint",
    "Stay",
    "StoredFile",
    "Waiting",
    "Watch",
]
