"""Warnings as sentences of the trail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.trail.history import Happening
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.warnings.models import Warning
from bihuan.loop.warnings.saying import lifted_words, sentence_of, told_names
from bihuan.web.case.trail_told import Told


def _warned(file: CaseFile, event: Happening) -> Told:
    said = event.body.get("warning", {})
    if not {"clock", "at", "word", "due_on", "on"} <= said.keys():
        return Told(_("Warned: %(word)s") % {"word": said.get("word") or "—"})
    row = Warning(
        clock=said["clock"],
        at=said["at"],
        word=said["word"],
        due_on=date.fromisoformat(said["due_on"]),
        on=date.fromisoformat(said["on"]),
        told=event.body.get("told", []),
    )
    comma, clauses = pgettext("between things", ", "), pgettext("between clauses", "; ")
    told = _("told: %(who)s") % {"who": comma.join(told_names(row))} if row.told else ""
    late = _("of %(day)s, made up") % {"day": said["on"]} if said.get("made_up_on") else ""
    what = clauses.join(part for part in (sentence_of(row, file).rstrip("。."), told, late) if part)
    return Told(_("Warned: %(word)s") % {"word": row.said}, what)


def _lifted(file: CaseFile, event: Happening) -> Told:
    count = len(event.body.get("lifted", ()))
    verb = ngettext("Lifted a warning", "Lifted %(n)d warnings", count) % {"n": count}
    return Told(verb, lifted_words(Warning(lifted_because=str(event.body.get("because", "")))))


WARNING_PRESENTERS: dict[Verb, Callable[[CaseFile, Happening], Told]] = {
    Verb.WARNED: _warned,
    Verb.WARNING_LIFTED: _lifted,
}
