"""All tables of the loop, gathered for Django; each stands in the subject it belongs to."""

from bihuan.loop.asof.models import Snapshot
from bihuan.loop.cases.models import Case, CaseParty, DeskHolder, NumberSeries, SavedView, Watch
from bihuan.loop.clocks.models import CalendarDay, CalendarYear, ClockRun, ExtensionRequest, Stay
from bihuan.loop.disclosure.models import Disclosure, Omission, Publication, Redaction
from bihuan.loop.evidence.models import Evidence, StandardPoint, StoredFile
from bihuan.loop.intake.models import IntakeDraft, IntakeVersion
from bihuan.loop.jobs.models import Job
from bihuan.loop.ledger_in.models import ColumnMapping, LedgerImport, LedgerRow
from bihuan.loop.lifecycle.models import PackRelease, Signature, Waiting
from bihuan.loop.lists.models import ListSetting
from bihuan.loop.nightly.models import Night
from bihuan.loop.notices.models import Notice, NoticeSeen
from bihuan.loop.outcomes.models import Outcome
from bihuan.loop.trail.models import Event
from bihuan.loop.writing.models import Writing, WritingTemplate, WritingVersion

__all__ = [
    "CalendarDay",
    "CalendarYear",
    "Case",
    "CaseParty",
    "ClockRun",
    "ColumnMapping",
    "DeskHolder",
    "Disclosure",
    "Event",
    "Evidence",
    "ExtensionRequest",
    "IntakeDraft",
    "IntakeVersion",
    "Job",
    "LedgerImport",
    "LedgerRow",
    "ListSetting",
    "Night",
    "Notice",
    "NoticeSeen",
    "NumberSeries",
    "Omission",
    "Outcome",
    "PackRelease",
    "Publication",
    "Redaction",
    "SavedView",
    "Signature",
    "Snapshot",
    "StandardPoint",
    "Stay",
    "StoredFile",
    "Waiting",
    "Watch",
    "Writing",
    "WritingTemplate",
    "WritingVersion",
]
