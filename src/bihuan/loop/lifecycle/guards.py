"""The guards a pack may name: each returns what is missing, one line each."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, CaseParty, Category
from bihuan.loop.cases.values import words
from bihuan.loop.cases.walls import HIDDEN
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.models import Evidence, StandardPoint
from bihuan.loop.meetings.guards import attendance_missing, minutes_missing
from bihuan.loop.sampling.avoiding import conflicts_of
from bihuan.loop.sampling.checking import missing_in
from bihuan.loop.scorecards.queries import scores_missing
from bihuan.loop.writing.agreeing import documents_missing
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
    return _named(rows)


def others_of_applicant(file: CaseFile) -> list[str]:
    """
    Return the other cases of this kind and applicant beside the case that are under way or granted.

    What is closed counts where no move leads out of it any more: a refusal that may be appealed against was not granted.
    """
    case = file.case
    who = Q()
    for row in file.parties:
        if row.party == "applicant":
            who |= Q(unit_id=row.unit_id) if row.unit_id is not None else Q(person_id=row.person_id)
    if not who:
        return []
    granted = [state for state in file.lifecycle.states if not file.lifecycle.moves_from(state)]
    applied = CaseParty.objects.filter(who, area_id=case.area_id, party="applicant").values("case_id")
    others = Case.objects.filter(
        Q(category__in=[Category.OPEN, Category.REVIEW]) | Q(category=Category.CLOSED, state__in=granted),
        area_id=case.area_id,
        pack=case.pack,
        kind=case.kind,
        parent_id=case.parent_id,
        pk__in=applied,
    )
    rows = others.exclude(pk=case.pk).order_by("id")
    return _named(rows)


def _named(rows: QuerySet[Case]) -> list[str]:
    """Return what cases are called in a refusal, which somebody may read who does not see them."""
    return [
        f"{number} {subject}" if wall is None else words(HIDDEN)
        for number, subject, wall in rows.values_list("number", "subject", "wall")
    ]


GUARDS: dict[str, Callable[[CaseFile], list[str]]] = {
    "standard_set": standard_missing,
    "points_proved": points_unproved,
    "children_closed": children_open,
    "checks_filled": missing_in,
    "attendance_filled": attendance_missing,
    "minutes_filed": minutes_missing,
    "documents_agree": documents_missing,
    "scores_filled": scores_missing,
    "only_one": others_of_applicant,
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
