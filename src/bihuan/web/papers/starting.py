"""The form from which a document is written: the day, the unit or case, and what the document asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import get_case
from bihuan.loop.cases.values import BadValue, parse_date, words
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.writing.queries import units_concerned
from bihuan.loop.writing.rules import is_office
from bihuan.packspec.document import Document
from bihuan.web.numbers import number_in
from bihuan.web.papers.listing import round_crumbs
from bihuan.web.shapes import Head, Link

LONG = ("demands", "present", "shortcomings", "advice", "grounds")  # answers that take several lines
MOST_CASES = 400


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One thing that is asked for. options: (value, words) for a choice; lines: it takes several."""

    name: str
    label: str
    value: str = ""
    error: str = ""
    hint: str = ""
    type: str = "text"
    options: tuple[tuple[str, str], ...] = ()
    lines: bool = False


@dataclass(frozen=True, slots=True)
class StartPage:
    """The form; refused: the sentence of a refusal."""

    head: Head
    rows: tuple[AskedRow, ...]
    back: str
    refused: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Started:
    """What was typed, read: the arguments of `write_document`."""

    case: Case
    asof: date
    unit: Unit | None
    asked: Mapping[str, str]


def start_page(
    actor: Actor,
    round_: Case,
    document: Document,
    today: date,
    typed: Mapping[str, str],
    *,
    refusal: Refused | None = None,
) -> StartPage:
    """Return the form, filled with what was typed."""
    wrong = refusal.fields if refusal is not None else {}
    rows = [] if document.letter else [
        AskedRow("asof", _("As of"), typed.get("asof") or today.isoformat(), wrong.get("asof", ""),
                 _("The document tells the ledger as it stood at the end of this day."), "date")
    ]  # fmt: skip
    if document.unit:
        rows.append(
            AskedRow(
                "unit", _("Unit"), typed.get("unit", ""), wrong.get("unit", ""), options=_units(actor, round_, today)
            )
        )
    if round_.kind not in document.of:
        options = _cases(round_, document)
        rows.append(AskedRow("case", _("Case"), typed.get("case", ""), wrong.get("case", ""), options=options))
    for name, title in () if document.letter else document.asks.items():
        hint = _("May be filled in later; until then the text shows a gap.")
        rows.append(AskedRow(f"ask-{name}", words(title), typed.get(f"ask-{name}", ""), hint=hint, lines=name in LONG))
    crumbs = (*round_crumbs(round_), Link(words(document.title)))
    head = Head(_("Write: %(document)s") % {"document": words(document.title)}, crumbs=crumbs, facts=round_.subject)
    back = reverse("papers", args=[round_.pack, round_.number])
    return StartPage(head, tuple(rows), back, refusal.sentence if refusal is not None else "")


def _units(actor: Actor, round_: Case, day: date) -> tuple[tuple[str, str], ...]:
    units = units_concerned(round_)
    if not is_office(actor, round_, day):
        units = [unit for unit in units if actor.heads_unit(unit.pk)]
    return tuple((str(unit.pk), unit.name) for unit in units)


def _cases(round_: Case, document: Document) -> tuple[tuple[str, str], ...]:
    """Return the cases a letter may be about, those past their day first."""
    rows = Case.objects.filter(area_id=round_.area_id, root_id=round_.pk, kind__in=document.of)
    rows = rows.exclude(category__in=[Category.CLOSED, Category.DRAFT]).order_by("urgency", "id")
    return tuple((one.number, f"{one.number} {one.subject[:40]}") for one in rows[:MOST_CASES])


def started(actor: Actor, round_: Case, document: Document, typed: Mapping[str, str]) -> Started:
    """Return what was typed as arguments; of a letter only its case. Raises Refused with a sentence for each wrong field."""
    wrong: dict[str, str] = {}
    asof = date.min
    try:
        asof = asof if document.letter else parse_date(typed.get("asof") or "")
    except BadValue as bad:
        wrong["asof"] = str(bad)
    case = round_
    if round_.kind not in document.of:
        case = _case(actor, round_, document, typed.get("case", ""), wrong)
    unit = None
    if document.unit:
        chosen = number_in(typed.get("unit"))
        unit = next((one for one in units_concerned(round_) if one.pk == chosen), None)
        if unit is None:
            wrong["unit"] = _("Choose the unit.")
    if wrong:
        raise Refused(_("Some of what you typed cannot be used; see the fields."), fields=wrong)
    return Started(case, asof, unit, {name: typed.get(f"ask-{name}", "") for name in document.asks})


def _case(actor: Actor, round_: Case, document: Document, number: str, wrong: dict[str, str]) -> Case:
    try:
        case = get_case(actor, round_.pack, number)
    except CaseNotFound:
        wrong["case"] = _("Choose the case.")
        return round_
    if case.root_id != round_.pk or case.kind not in document.of:
        wrong["case"] = _("Choose the case.")
    return case
