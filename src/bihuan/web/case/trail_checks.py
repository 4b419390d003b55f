"""Draws, checks, call-backs and avoidance, as sentences of the trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import words
from bihuan.loop.sampling.checking import AGREES, CHECK, VERDICTS, WAYS
from bihuan.loop.trail.history import Happening
from bihuan.loop.trail.verbs import Verb
from bihuan.web.case.trail_told import Told
from bihuan.web.dates import full_day


def _part(event: Happening, name: str) -> Mapping[str, Any]:
    said = event.body.get(name, {})
    return said if isinstance(said, Mapping) else {}


def _drawn(_file: CaseFile, event: Happening) -> Told:
    said = _part(event, "sample")
    comma = pgettext("between things", ", ")
    what = _("%(size)s of %(frame)s cases, seed %(seed)s: %(numbers)s") % {
        "size": said.get("size"),
        "frame": said.get("frame"),
        "seed": said.get("seed"),
        "numbers": comma.join(map(str, said.get("drawn", ()))),
    }
    return Told(_("Sample drawn"), what, str(event.body.get("reason", "")), key=True)


def _replaced(_file: CaseFile, event: Happening) -> Told:
    said = _part(event, "replaced")
    values = {"out": said.get("out"), "in": said.get("in")}
    what = _("%(in)s in place of %(out)s") if said.get("in") else _("%(out)s left out; its stratum has no other case")
    return Told(_("Sample changed"), what % values, str(event.body.get("reason", "")))


def _judged(_file: CaseFile, event: Happening) -> Told:
    changes: Mapping[str, Any] = event.body.get("changes", {})
    lines, notes = [], []
    for name, (_old, new) in changes.items():
        number, _dot, part = name.removeprefix(CHECK).partition(".")
        if part == "verdict":
            verdict = words(VERDICTS[new]) if new in VERDICTS else _("taken back")
            lines.append(_("point %(number)s: %(verdict)s") % {"number": number, "verdict": verdict})
        elif part == "note" and new:
            notes.append(f"{number}. {new}")
    return Told(_("Points checked"), pgettext("between clauses", "; ").join(lines), "\n".join(notes))


def _called(_file: CaseFile, event: Happening) -> Told:
    said = _part(event, "call")
    way, agrees = str(said.get("way", "")), str(said.get("agrees", ""))
    parts = (
        str(said.get("whom", "")),
        words(WAYS[way]) if way in WAYS else "",
        words(AGREES[agrees]) if agrees in AGREES else "",
    )
    what = pgettext("between things", ", ").join(part for part in parts if part)
    return Told(_("Call-back"), what, str(said.get("answer", "")))


def _call_withdrawn(_file: CaseFile, event: Happening) -> Told:
    return Told(_("Call-back taken back"), str(event.body.get("whom", "")), str(event.body.get("reason", "")))


def _declared(_file: CaseFile, event: Happening) -> Told:
    said = _part(event, "avoidance")
    what = _("%(person)s keeps away from %(what)s") % {
        "person": said.get("person", ""),
        "what": said.get("unit") or said.get("case") or "",
    }
    return Told(_("Avoidance declared"), what, str(said.get("reason", "")))


def _lifted(_file: CaseFile, event: Happening) -> Told:
    return Told(_("Avoidance lifted"), str(event.body.get("person", "")), str(event.body.get("reason", "")))


def _due(_file: CaseFile, event: Happening) -> Told:
    said = _part(event, "lookback")
    until = date.fromisoformat(str(said["until"])) if said.get("until") else None
    values = {"n": said.get("cases"), "until": full_day(until) if until is not None else ""}
    what = (
        _("the look-back of %(n)s cases may begin, until %(until)s")
        if said.get("what") == "opens"
        else _("the look-back of %(n)s cases ends on %(until)s and no plan names this round")
    )
    return Told(_("Look-back due"), what % values)


CHECK_PRESENTERS: dict[Verb, Callable[[CaseFile, Happening], Told]] = {
    Verb.SAMPLE_DRAWN: _drawn,
    Verb.SAMPLE_REPLACED: _replaced,
    Verb.CHECK_JUDGED: _judged,
    Verb.CALL_BACK_MADE: _called,
    Verb.CALL_BACK_WITHDRAWN: _call_withdrawn,
    Verb.AVOIDANCE_DECLARED: _declared,
    Verb.AVOIDANCE_LIFTED: _lifted,
    Verb.LOOKBACK_DUE: _due,
}
