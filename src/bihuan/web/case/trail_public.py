"""What the public and leaders said about a case, as the trail tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import words
from bihuan.loop.trail.history import Happening
from bihuan.loop.trail.verbs import Verb
from bihuan.web.case.trail_told import Told


def _given(file: CaseFile, event: Happening) -> Told:
    said: Mapping[str, Any] = event.body.get("instruction", {})
    names = pgettext("between things", ", ").join(str(one.get("name", "")) for one in said.get("to", ()))
    what = _("to %(who)s, answer by %(day)s") % {"who": names, "day": said.get("due", "")}
    leader = str(said.get("by", {}).get("name", ""))
    verb = _("Instructed") if leader == event.who else _("%(leader)s instructed") % {"leader": leader}
    return Told(verb, what, str(said.get("text", "")), key=True)


def _received(file: CaseFile, event: Happening) -> Told:
    return Told(_("Signed for an instruction"), str(event.body.get("for", "")))


def _answered(file: CaseFile, event: Happening) -> Told:
    rows = event.body.get("evidence", ())
    count = (
        ngettext("%(n)d piece of material", "%(n)d pieces of material", len(rows)) % {"n": len(rows)} if rows else ""
    )
    late = _("after the date") if event.body.get("late") else ""
    what = pgettext("between clauses", "; ").join(
        part for part in (str(event.body.get("for", "")), late, count) if part
    )
    return Told(_("Answered an instruction"), what, str(event.body.get("answer", "")), key=True)


def _closed(file: CaseFile, event: Happening) -> Told:
    verb = _("Instruction withdrawn") if event.body.get("instruction", {}).get("called_off") else _("Instruction ended")
    return Told(verb, quote=str(event.body.get("opinion", "")), key=True)


def _published(file: CaseFile, event: Happening) -> Told:
    return Told(_("Answer published"), quote=str(event.body.get("answer", "")), key=True)


def _unpublished(file: CaseFile, event: Happening) -> Told:
    return Told(_("Published answer taken down"), quote=str(event.body.get("reason", "")), key=True)


def _complained(file: CaseFile, event: Happening) -> Told:
    late = int(event.body.get("days_late", 0))
    return Told(_("The writer reminded"), ngettext("%(n)d day late", "%(n)d days late", late) % {"n": late})


def _enterprises_told(file: CaseFile, event: Happening) -> Told:
    count = int(event.body.get("enterprises", 0))
    return Told(ngettext("%(n)d enterprise was told.", "%(n)d enterprises were told.", count) % {"n": count})


def _seen(file: CaseFile, event: Happening) -> Told:
    titles = [words(file.kind.fields[name].title) for name in event.body.get("seen", ()) if name in file.kind.fields]
    return Told(_("Looked at personal data"), pgettext("between things", ", ").join(titles))


def _viewed(file: CaseFile, event: Happening) -> Told:
    parts = {
        "page": _("the case"),
        "trail": _("the trail"),
        "attachment": _("an attachment"),
        "list": _("its row in a list"),
    }
    return Told(_("Looked at"), parts.get(str(event.body.get("viewed", "")), _("another part of it")))


PUBLIC_PRESENTERS: dict[Verb, Callable[[CaseFile, Happening], Told]] = {
    Verb.INSTRUCTION_GIVEN: _given,
    Verb.INSTRUCTION_RECEIVED: _received,
    Verb.INSTRUCTION_ANSWERED: _answered,
    Verb.INSTRUCTION_CLOSED: _closed,
    Verb.FEEDBACK_PUBLISHED: _published,
    Verb.FEEDBACK_UNPUBLISHED: _unpublished,
    Verb.FEEDBACK_COMPLAINED: _complained,
    Verb.ENTERPRISES_TOLD: _enterprises_told,
    Verb.PERSONAL_SEEN: _seen,
    Verb.VIEWED: _viewed,
}
