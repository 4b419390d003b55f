"""The small pages around a plan and a check: replacing a case, declaring and lifting, taking a call-back back."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.accounts.models import Person, Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.values import BadValue, person_of, unit_of
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.asking import Ask
from bihuan.web.case.forms import AskForm
from bihuan.web.case.page import heading_of
from bihuan.web.case.plain import ActPage
from bihuan.web.checks.words import plan_url
from bihuan.web.shapes import Link


def small_page(
    file: CaseFile, who: Actor, title: str, asks: tuple[Ask, ...], typed: QueryDict | None, *, note: str = ""
) -> ActPage:
    """Return a page with one form around a plan or a check."""
    crumbs = (
        Link(_("Inspections and look-backs"), reverse("checks")),
        Link(file.case.number, plan_url(file.case) if file.kind.samples else ""),
        Link(title),
    )
    shown = ActPage(heading_of(file), crumbs, title, AskForm(who.area_id, asks, typed))
    shown.note = note
    return shown


def reason_asks() -> tuple[Ask, ...]:
    """Return the one thing that is asked where something is taken out."""
    return (Ask("reason", _("Reason"), "lines", True),)


def avoid_asks() -> tuple[Ask, ...]:
    """Return what a declaration asks."""
    sorts = (("kin", _("kinship")), ("conflict", _("conflict of interest")), ("other", _("other ground")))
    return (
        Ask("person", _("Who keeps away"), "person", True),
        Ask("unit", _("From which unit"), "unit", False),
        Ask("case", _("Or from which case (its number)"), "text", False),
        Ask("sort", _("Ground"), "choice", True, options=sorts),
        Ask("reason", _("Explanation"), "lines", False),
    )


def declared(form: AskForm, file: CaseFile, who: Actor) -> dict[str, Any]:
    """Return what was typed into a declaration as the room reads it. Raises Refused with a sentence for each that is wrong."""
    given, wrong = form.given(), {}
    found: dict[str, Person | Unit | Case | str | None] = {"sort": given["sort"], "reason": given["reason"]}
    for name, read in (("person", person_of), ("unit", unit_of)):
        try:
            found[name] = read(who.area_id, given[name]) if given[name] else None
        except BadValue as bad:
            wrong[name] = str(bad)
    if not given["person"]:
        wrong["person"] = _("Say who keeps away.")
    if not given["sort"]:
        wrong["sort"] = _("Choose one.")
    found["target"] = None
    if given["case"]:
        found["target"] = visible_to(who).filter(pack=file.case.pack, number=given["case"]).first()
        if found["target"] is None:
            wrong["case"] = _("There is no case with the number “%(typed)s”.") % {"typed": given["case"]}
    if bool(given["unit"]) == bool(given["case"]):
        wrong.setdefault("unit", _("Name a unit or a case, one of the two."))
    if wrong:
        raise Refused(next(iter(wrong.values())), fields=wrong)
    return found
