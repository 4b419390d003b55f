"""The guards a pack may name: each returns what is missing, one line each."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.values import words
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.models import Evidence, StandardPoint
from bihuan.loop.meetings.guards import attendance_missing, minutes_missing
from bihuan.loop.sampling.avoiding import conflicts_of
from bihuan.loop.sampling.checking import missing_in
from bihuan.packspec import vocabulary


def standard_missing(file: CaseFile) -> list[str]:
    """Return a line when the case has no completion standard yet."""
    exists = StandardPoint.objects.filter(area_id=file.case.area_id, case_id=file.case.pk).exists()
    return [] if exists else [gettext("The completion standard has no point yet.")]


def points_unproved(file: CaseFile) -> list[str]:
    """Return the points of the standard that have no evidence in this turn."""
    case = file.case
    proved = set(
        Evidence.objects.filter(
            area_id=case.area_id, case_id=case.pk, turn=case.turn, point__isnull=False, withdrawn_at__isnull=True
        ).values_list("point_id", flat=True)
    )
    points = StandardPoint.objects.filter(area_id=case.area_id, case_id=case.pk).order_by("number")
    return [
        gettext("Point %(number)s: %(text)s") % {"number": point.number, "text": point.text}
        for point in points
        if point.pk not in proved
    ]


def children_open(file: CaseFile) -> list[str]:
    """Return the cases directly below that are not closed."""
    rows = (
        Case.objects.filter(area_id=file.case.area_id, parent_id=file.case.pk)
        .exclude(category=Category.CLOSED)
        .order_by("order", "id")
    )
    return [f"{number} {subject}" for number, subject in rows.values_list("number", "subject")]


GUARDS: dict[str, Callable[[CaseFile], list[str]]] = {
    "standard_set": standard_missing,
    "points_proved": points_unproved,
    "children_closed": children_open,
    "checks_filled": missing_in,
    "attendance_filled": attendance_missing,
    "minutes_filed": minutes_missing,
}


def check_guards(file: CaseFile, names: tuple[str, ...], by: Actor | None = None) -> None:
    """
    Raise Refused with the sentence of the first guard that does not hold, and what it found missing.

    by: who acts, for the guard that looks at people.
    """
    for name in names:
        missing = [str(one) for one in conflicts_of(file, by)] if name == "no_conflict" else GUARDS[name](file)
        if missing:
            raise Refused(words(vocabulary.GUARDS[name]), missing=tuple(missing))
