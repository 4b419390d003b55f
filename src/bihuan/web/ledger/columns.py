"""The columns a ledger can show: facts and parties every kind has, and the fields of the kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import Person, Unit
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import label_of, show_field, title_of
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.loop.clocks.light import ends_on
from bihuan.packspec.model import Kind, Pack
from bihuan.web.case.marks import light_of, nature_of, stage_of, unit_of
from bihuan.web.ledger.words import verb_word
from bihuan.web.shapes import Light, Nature, Stage
from bihuan.web.shapes import Unit as UnitMark

Cell = Stage | Light | Nature | UnitMark | date | int | str | None


@dataclass(frozen=True, slots=True)
class Sight:
    """What cells are drawn with: the pack, the day, the calendar, and names of units and people by (type, id)."""

    pack: Pack
    kind: Kind
    day: date
    calendar: WorkCalendar
    names: dict[tuple[str, int], str]


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column: its id, title and cell; `sort` is the sort it offers; `mark` the id by which phones know it."""

    id: str
    title: str | Promise
    cell: Callable[[Case, Sight], Cell]
    sort: str = ""
    number: bool = False
    group: bool = False
    wrap: bool = False
    mark: str = ""


def _unit(case: Case, sight: Sight) -> Cell:
    return unit_of(case.responsible) if case.responsible else ""


def _lead(case: Case, sight: Sight) -> Cell:
    return unit_of(case.lead) if case.lead else ""


def _last(case: Case, sight: Sight) -> Cell:
    return f"{timezone.localtime(case.last_at):%m-%d} {verb_word(case.last_verb)}"


FACTS = (
    LedgerColumn("responsible", _("Responsible unit"), _unit, mark="unit"),
    LedgerColumn("lead", _("Lead unit"), _lead),
    LedgerColumn("leader", _("Leader"), lambda case, _sight: case.leader.name if case.leader else ""),
    LedgerColumn("handler", _("Handler"), lambda case, _sight: case.handler.name if case.handler else ""),
    LedgerColumn("nature", _("Nature"), lambda case, _sight: nature_of(case), group=True, mark="nature"),
    LedgerColumn("stage", _("Progress"), lambda case, sight: stage_of(case, sight.pack), mark="stage"),
    LedgerColumn(
        "light", _("Light"), lambda case, sight: light_of(case, sight.day, sight.calendar), sort="urgency", mark="light"
    ),
    LedgerColumn("due", _("Due"), lambda case, _sight: ends_on(case) or case.due, sort="urgency"),
    LedgerColumn("work_due", _("Rectification due"), lambda case, _sight: case.due, sort="due"),
    LedgerColumn("original_due", _("Original due"), lambda case, _sight: case.original_due),
    LedgerColumn("finished", _("Reported done"), lambda case, _sight: case.finished_on),
    LedgerColumn("closed", _("Closed on"), lambda case, _sight: case.closed_on),
    LedgerColumn("evidence", _("Evidence"), lambda case, _sight: case.evidence_count, number=True, group=True),
    LedgerColumn("last", _("Last change"), _last, sort="changed"),
)
USUAL = ("responsible", "leader", "nature", "stage", "light", "due", "evidence", "last")
PARTY_COLUMNS = {"lead", "leader", "handler"}


def columns_of(kind: Kind, pack: Pack) -> tuple[LedgerColumn, ...]:
    """Return every column the ledger of a kind can show; a party the kind does not have is no column, nor a nature that no move asks."""
    without = PARTY_COLUMNS - set(kind.parties)
    if not any("nature" in move.asks for move in kind.lifecycle_of(pack).moves.values()):
        without = without | {"nature"}
    facts = tuple(column for column in FACTS if column.id not in without)
    return (*facts, *(_field_column(kind, name) for name, field in kind.fields.items() if field.type != "link"))


def _field_column(kind: Kind, name: str) -> LedgerColumn:
    field = kind.fields[name]

    def cell(case: Case, sight: Sight) -> Cell:
        return show_field(field, sight.pack, case.fields.get(name), sight.names)

    return LedgerColumn(
        f"f.{name}",
        label_of(field),
        cell,
        number=field.type in {"number", "money"},
        wrap=field.type in {"lines", "text"},
    )


def chosen(columns: tuple[LedgerColumn, ...], ids: Iterable[str]) -> tuple[LedgerColumn, ...]:
    """Return the chosen columns in their own order; the usual ones when none is chosen."""
    wanted = set(ids) or set(USUAL)
    return tuple(column for column in columns if column.id in wanted)


def names_in(kind: Kind, rows: Iterable[Case], area_id: int) -> dict[tuple[str, int], str]:
    """Return the names of units, people and enterprises that fields of these rows refer to, a query for each sort."""
    wanted: dict[str, set[int]] = {"unit": set(), "person": set(), "enterprise": set()}
    for name, field in kind.fields.items():
        if field.type in wanted:
            for case in rows:
                value = case.fields.get(name)
                wanted[field.type] |= set(value if isinstance(value, list) else [value] if value else [])
    found: dict[tuple[str, int], str] = {}
    for sort in ("unit", "enterprise"):
        if wanted[sort]:
            units = Unit.objects.filter(area_id=area_id, pk__in=wanted[sort])
            found |= {(sort, unit.pk): str(unit) for unit in units}
    if wanted["person"]:
        found |= {
            ("person", one.pk): one.name for one in Person.objects.filter(area_id=area_id, pk__in=wanted["person"])
        }
    return found


def sort_title(kind: Kind) -> str:
    """Return what the second column is called: the kind's own word for its subject."""
    return title_of(kind, "subject")
