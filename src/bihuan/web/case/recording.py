"""The pages on which what came of a case is recorded and taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import words
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.evidence.queries import evidence_of
from bihuan.loop.lifecycle.asking import Ask
from bihuan.loop.outcomes.models import Sort
from bihuan.loop.outcomes.queries import outcomes_of
from bihuan.loop.outcomes.rules import USES, check_may_record, check_may_withdraw, sees_names
from bihuan.loop.outcomes.vocabulary import CLASSES, INSTRUMENTS, RECOVERIES, title_of
from bihuan.web.case.forms import AskForm
from bihuan.web.case.outcomes import row_of, sort_title
from bihuan.web.case.page import crumbs_of, heading_of
from bihuan.web.case.plain import ActPage
from bihuan.web.shapes import Link, Say

BETWEEN = "."  # between class and kind in the value of a choice: “party.warning”


def new_page(file: CaseFile, who: Actor, sort: str, typed: QueryDict | None = None) -> ActPage:
    """Return the page on which an outcome is recorded. Raises CaseNotFound for a sort this kind does not keep."""
    if sort not in USES or USES[Sort(sort)] not in file.kind.uses:
        raise CaseNotFound(file.case.number)
    title = _("Record: %(what)s") % {"what": sort_title(sort)}
    material = tuple((str(one.pk), one.name) for one in evidence_of(file.case))
    asks = (
        *_asks(Sort(sort)),
        Ask("on", _("Date"), "date", True),
        *([Ask("evidence", _("Material that proves it"), "choice", False, options=material)] if material else []),
    )
    form = AskForm(who.area_id, asks, typed)
    shown = ActPage(heading_of(file), crumbs_of(file, Link(title)), title, form)
    if sort == Sort.DISPOSITION:
        shown.note = _(
            "A name is seen by the discipline and organisation departments and by whoever records it; everybody else sees class and kind."
            " The trail keeps a sealed digest of it. Several people without names go into one record."
        )
    return _closed(shown, lambda: check_may_record(file, who, Sort(sort)))


def _closed(shown: ActPage, check: Callable[[], None]) -> ActPage:
    """Close a page whose act is not open to the reader, with the reason."""
    try:
        check()
    except Refused as refusal:
        shown.closed = True
        shown.say = Say("no", _("“%(move)s” is closed") % {"move": shown.title}, refusal.sentence, wide=True)
    return shown


def _asks(sort: Sort) -> tuple[Ask, ...]:
    if sort == Sort.DISPOSITION:
        options = tuple(
            (f"{group}{BETWEEN}{kind}", words(title_of(sort, group, kind)))
            for group, (_title, kinds) in CLASSES.items()
            for kind in kinds
        )
        return (
            Ask("kind", _("Class and kind"), "choice", True, options=options),
            Ask("who", pgettext("person", "Name"), "text", False),
            Ask("who_unit", _("Unit of that person"), "text", False),
            Ask("persons", _("Number of people, where no name is given"), "number", False),
            Ask("document", _("Number of the decision"), "text", False),
        )
    if sort == Sort.RECOVERY:
        return (
            Ask("kind", _("How"), "choice", True, options=_options(RECOVERIES)),
            Ask("amount", _("Amount"), "money", True),
            Ask("name", _("What it was"), "text", False),
            Ask("document", _("Number of the voucher"), "text", False),
        )
    return (
        Ask("kind", _("What was done"), "choice", True, options=_options(INSTRUMENTS)),
        Ask("name", _("Title of the rule"), "text", True),
        Ask("document", _("Document number"), "text", False),
    )


def _options(offered: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((key, words(text)) for key, text in offered.items())


def given_of(form: AskForm, sort: str) -> dict[str, Any]:
    """Return what was typed as the room reads it: class and kind apart."""
    given = form.given()
    if sort == Sort.DISPOSITION:
        given["group"], _between, given["kind"] = str(given["kind"]).partition(BETWEEN)
    return given


def withdraw_page(file: CaseFile, who: Actor, outcome: int, typed: QueryDict | None = None) -> ActPage:
    """Return the page on which an outcome is taken back. Raises CaseNotFound for one that is not there."""
    row = outcomes_of(file.case).filter(pk=outcome).first()
    if row is None:
        raise CaseNotFound(file.case.number)
    title = _("Take back")
    form = AskForm(who.area_id, (Ask("reason", _("Reason"), "lines", True),), typed)
    shown = ActPage(heading_of(file), crumbs_of(file, Link(title)), title, form)
    shown.note = row_of(file, who, row, sees_names(file, who)).what
    return _closed(shown, lambda: check_may_withdraw(file, who, row))
