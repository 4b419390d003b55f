"""All tables of the loop, gathered for Django; each stands in the subject it belongs to."""

from bihuan.loop.asof.models import Snapshot
from bihuan.loop.cases.models import Case, CaseParty, DeskHolder, NumberSeries, SavedView, Watch
from bihuan.loop.clocks.models import (
    CalendarDay,
    CalendarYear,
    ClockRun,
    ExtensionRequest,
    ExtensionSetting,
    LadderSetting,
    Stay,
)
from bihuan.loop.disclosure.models import Disclosure, Omission, Publication, Redaction
from bihuan.loop.evidence.models import Evidence, StandardPoint, StoredFile
from bihuan.loop.feedback.models import Knock, Message, MessageFile
from bihuan.loop.handover.models import HandOver, HandOverLine
from bihuan.loop.instructions.models import Addressee, Instruction
from bihuan.loop.intake.models import IntakeDraft, IntakeVersion
from bihuan.loop.jobs.models import Job
from bihuan.loop.ledger_in.models import ColumnMapping, LedgerImport, LedgerRow
from bihuan.loop.letters.models import Letter, LetterFile, LetterReply, LetterSetting, LetterTo, Talk
from bihuan.loop.lifecycle.models import PackChoice, PackDraft, PackRelease, Signature, Waiting
from bihuan.loop.lists.models import ListSetting
from bihuan.loop.meetings.models import AgendaItem, Attendance, MeetingPaper
from bihuan.loop.nightly.models import Night
from bihuan.loop.notices.models import Delivery, Hook, Notice, NoticeChoice, NoticeSeen, NoticeSetting
from bihuan.loop.outcomes.models import Outcome
from bihuan.loop.personal.models import PersonalValue
from bihuan.loop.portal.models import SavedForm
from bihuan.loop.repeats.models import Repeated
from bihuan.loop.rollup.models import AreaFigure, AreaKey, FromAbove, HandDown, Package, TrustedKey
from bihuan.loop.sampling.models import Avoidance, CallBack, CheckPoint, Drawn, LookbackReminder, Sample
from bihuan.loop.scorecards.models import ItemScore
from bihuan.loop.scoring.models import BoardStanding, FigureEntry, Firing, PeriodValue, RuleChoice
from bihuan.loop.seals.models import Seal, SealedHead, SealSeen
from bihuan.loop.trail.models import Event
from bihuan.loop.warnings.models import Warning
from bihuan.loop.writing.models import Writing, WritingTemplate, WritingVersion

__all__ = [
    "Addressee",
    "AgendaItem",
    "AreaFigure",
    "AreaKey",
    "Attendance",
    "Avoidance",
    "BoardStanding",
    "CalendarDay",
    "CalendarYear",
    "CallBack",
    "Case",
    "CaseParty",
    "CheckPoint",
    "ClockRun",
    "ColumnMapping",
    "Delivery",
    "DeskHolder",
    "Disclosure",
    "Drawn",
    "Event",
    "Evidence",
    "ExtensionRequest",
    "ExtensionSetting",
    "FigureEntry",
    "Firing",
    "FromAbove",
    "HandDown",
    "HandOver",
    "HandOverLine",
    "Hook",
    "Instruction",
    "IntakeDraft",
    "IntakeVersion",
    "ItemScore",
    "Job",
    "Knock",
    "LadderSetting",
    "LedgerImport",
    "LedgerRow",
    "Letter",
    "LetterFile",
    "LetterReply",
    "LetterSetting",
    "LetterTo",
    "ListSetting",
    "LookbackReminder",
    "MeetingPaper",
    "Message",
    "MessageFile",
    "Night",
    "Notice",
    "NoticeChoice",
    "NoticeSeen",
    "NoticeSetting",
    "NumberSeries",
    "Omission",
    "Outcome",
    "PackChoice",
    "PackDraft",
    "PackRelease",
    "Package",
    "PeriodValue",
    "PersonalValue",
    "Publication",
    "Redaction",
    "Repeated",
    "RuleChoice",
    "Sample",
    "SavedForm",
    "SavedView",
    "Seal",
    "SealSeen",
    "SealedHead",
    "Signature",
    "Snapshot",
    "StandardPoint",
    "Stay",
    "StoredFile",
    "Talk",
    "TrustedKey",
    "Waiting",
    "Warning",
    "Watch",
    "Writing",
    "WritingTemplate",
    "WritingVersion",
]
