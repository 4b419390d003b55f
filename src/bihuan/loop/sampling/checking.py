"""The check list and the call-backs of one check: what they are made of, what is missing, what is in doubt, told in a sentence."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext, pgettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words, written
from bihuan.loop.evidence.models import StandardPoint
from bihuan.loop.sampling.models import CallBack, CheckPoint, Verdict
from bihuan.loop.sampling.terms import target_id, term, whole
from bihuan.packspec.bilingual import Text

USES: Final = "checks"  # the capability of the pack
CHECK: Final = "check."  # of attributes in the trail: check.<n>.text, .verdict, .note
VERDICTS: Final[dict[str, Text]] = {
    Verdict.TRUE: Text("属实", "True"),
    Verdict.PARTLY: Text("部分属实", "Partly true"),
    Verdict.UNTRUE: Text("不属实", "Untrue"),
}
WAYS: Final[dict[str, Text]] = {
    "phone": Text("电话回访", "By telephone"),
    "visit": Text("上门回访", "On a visit"),
    "letter": Text("书面回访", "In writing"),
}
AGREES: Final[dict[str, Text]] = {
    "yes": Text("与台账一致", "Agrees with the ledger"),
    "no": Text("与台账不一致", "Does not agree with the ledger"),
    "unclear": Text("无法确认", "Cannot be settled"),
}


def is_check(file: CaseFile) -> bool:
    """Return whether a case is a check with a list of points and call-backs."""
    return USES in file.kind.uses


def begin_check_list(file: CaseFile) -> dict[str, list[Any]]:
    """Write the points of a check that is being opened and return the changes for the trail: the standard first, then the plan's own."""
    case, target = file.case, target_id(file)
    texts: list[tuple[str, str, int | None]] = []
    if target is not None:
        points = StandardPoint.objects.filter(area_id=case.area_id, case_id=target).order_by("number")
        texts += [(text, "standard", number) for number, text in points.values_list("number", "text")]
    own = str(term(file, "check_list") or "")
    texts += [(line, "plan", None) for text in own.splitlines() if (line := written(text))]
    rows = [
        CheckPoint(area_id=case.area_id, case=case, number=n, text=text, source=source, of_point=of_point)
        for n, (text, source, of_point) in enumerate(texts, start=1)
    ]
    CheckPoint.objects.bulk_create(rows)
    return {f"{CHECK}{row.number}.text": [None, row.text] for row in rows}


def check_points(case: Case) -> list[CheckPoint]:
    """Return the points of a check in order, with who judged them."""
    rows = CheckPoint.objects.filter(area_id=case.area_id, case_id=case.pk)
    return list(rows.select_related("judged_by").order_by("number"))


def call_backs(case: Case) -> list[CallBack]:
    """Return the call-backs of a check that were not withdrawn, oldest first."""
    rows = CallBack.objects.filter(area_id=case.area_id, case_id=case.pk, withdrawn_at__isnull=True)
    return list(rows.select_related("made_by").order_by("id"))


def missing_in(file: CaseFile) -> list[str]:
    """Return what a check still lacks, one line each: points without a verdict, call-backs not made."""
    found = [
        gettext("Point %(number)s: %(text)s") % {"number": point.number, "text": point.text}
        for point in check_points(file.case)
        if not point.verdict
    ]
    made, least = len(call_backs(file.case)), whole(file, "calls_least")
    if made < least:
        found.append(gettext("%(made)d of at least %(least)d call-backs made") % {"made": made, "least": least})
    return found


def told(file: CaseFile, said: str = "") -> str:
    """
    Return what a check found as one paragraph, for the reason, the ground and the letter of what follows.

    said: what was written when the check was confirmed; without it what the check reported.
    """
    lines = [
        gettext("%(kind)s %(number)s of %(day)s")
        % {
            "kind": words(file.kind.title),
            "number": file.case.number,
            "day": _day(file.day),
        }
    ]
    for point in check_points(file.case):
        if point.verdict in {Verdict.PARTLY, Verdict.UNTRUE}:
            lines.append(
                gettext("point %(number)s, “%(text)s”, is %(verdict)s: %(note)s")
                % {
                    "number": point.of_point or point.number,
                    "text": point.text,
                    "verdict": words(VERDICTS[point.verdict]).lower(),
                    "note": point.note.rstrip("。．."),
                }
            )
    calls = call_backs(file.case)
    wrong = [one for one in calls if one.agrees == "no"]
    if wrong:
        lines.append(
            gettext("%(wrong)d of %(all)d call-backs do not agree with the ledger")
            % {"wrong": len(wrong), "all": len(calls)}
        )
    lines += [text for text in [written(said or file.case.statement).rstrip("。．.")] if text]
    return pgettext("between sentences", "; ").join(lines)


def _day(day: date) -> str:
    return day.isoformat()


def masked(phone: str) -> str:
    """Return a telephone number of which only the first three and the last two figures can be read; nothing else is ever stored."""
    figures = [place for place, one in enumerate(phone) if one.isdigit()]
    hidden = set(figures[3:-2] if len(figures) > 6 else figures[1:])
    return "".join("*" if place in hidden else one for place, one in enumerate(phone))
