"""Scores of a sheet, as sentences of the trail."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.scorecards.telling import PREFIX
from bihuan.loop.trail.history import Happening
from bihuan.loop.trail.verbs import Verb
from bihuan.web.case.trail_told import Told


def _items(event: Happening) -> str:
    names = [name for name in event.body.get("changes", {}) if name.startswith(PREFIX)]
    changed = {name.removeprefix(PREFIX).partition(".")[0] for name in names}
    return ngettext("%(n)d item", "%(n)d items", len(changed)) % {"n": len(changed)}


def _itself(_file: CaseFile, event: Happening) -> Told:
    return Told(_("Self-score"), _items(event))


def _scored(_file: CaseFile, event: Happening) -> Told:
    return Told(_("Items scored"), _items(event))


def _adjusted(_file: CaseFile, event: Happening) -> Told:
    what = _("%(item)s, after appeal %(appeal)s") % {
        "item": pgettext("between things", ", ").join(map(str, event.body.get("items", ()))),
        "appeal": event.body.get("appeal", ""),
    }
    return Told(_("Score changed"), what, str(event.body.get("reason", "")), key=True)


SCORE_PRESENTERS: dict[Verb, Callable[[CaseFile, Happening], Told]] = {
    Verb.SCORED_ITSELF: _itself,
    Verb.ITEMS_SCORED: _scored,
    Verb.SCORE_ADJUSTED: _adjusted,
}
