"""What meetings did, as sentences of the trail: of the meeting itself, and of the cases it dealt with."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.meetings.models import Presence
from bihuan.loop.trail.history import Happening
from bihuan.loop.trail.verbs import Verb
from bihuan.web.case.trail_told import Told
from bihuan.web.meetings.words import outcome_words


def _agenda_set(file: CaseFile, event: Happening) -> Told:
    items = event.body.get("agenda", ())
    said = ngettext("%(n)d item", "%(n)d items", len(items)) % {"n": len(items)}
    named = pgettext("between things", ", ").join(str(one.get("about") or one.get("subject", "")) for one in items)
    return Told(_("Set the agenda"), f"{said} {named}".strip(), key=True)


def _attendance_set(file: CaseFile, event: Happening) -> Told:
    rows = event.body.get("attendance", ())
    there = [one for one in rows if one.get("presence") in {Presence.PRESENT, Presence.SUBSTITUTE}]
    chaired = next((str(one.get("who", "")) for one in rows if one.get("chaired")), "")
    said = _("%(there)s of %(all)s there") % {"there": len(there), "all": len(rows)}
    led = _("chaired by %(who)s") % {"who": chaired} if chaired else ""
    return Told(_("Kept the sign-in sheet"), pgettext("between clauses", "; ").join(one for one in (said, led) if one))


def _concluded(file: CaseFile, event: Happening) -> Told:
    rows = event.body.get("conclusions", ())
    decided = [str(one["decision"]) for one in rows if one.get("decision")]
    said = ngettext("%(n)d item", "%(n)d items", len(rows)) % {"n": len(rows)}
    named = _("decisions %(numbers)s") % {"numbers": pgettext("between things", ", ").join(decided)} if decided else ""
    return Told(
        _("Recorded conclusions"), pgettext("between clauses", "; ").join(one for one in (said, named) if one), key=True
    )


def _discussed(file: CaseFile, event: Happening) -> Told:
    said = event.body.get("meeting", {})
    what = f"{said.get('number', '')} {said.get('subject', '')}".strip()
    did = outcome_words(str(said.get("outcome", "")))
    decision = _("decision %(number)s") % {"number": said["decision"]} if said.get("decision") else ""
    clauses = pgettext("between clauses", "; ").join(one for one in (what, did, decision) if one)
    return Told(_("Dealt with by a meeting"), clauses, str(said.get("conclusion", "")), key=True)


MEETING_PRESENTERS: dict[Verb, Callable[[CaseFile, Happening], Told]] = {
    Verb.AGENDA_SET: _agenda_set,
    Verb.ATTENDANCE_SET: _attendance_set,
    Verb.MEETING_CONCLUDED: _concluded,
    Verb.DISCUSSED: _discussed,
}
