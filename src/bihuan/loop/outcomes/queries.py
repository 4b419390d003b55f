"""Finding outcomes, and adding them up as they stood at the end of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet

from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import below
from bihuan.loop.clocks.days import LEGAL_ZONE
from bihuan.loop.outcomes.models import Outcome, Sort
from bihuan.loop.outcomes.vocabulary import CLASSES, INSTRUMENTS, RECOVERIES


@dataclass(frozen=True, slots=True)
class People:
    """How many people, and how many times: one person with two decisions is one person and two person-times (人数、人次)."""

    persons: int = 0
    times: int = 0


@dataclass(frozen=True, slots=True)
class OutcomeTotals:
    """
    What a rectification led to at the end of a day.

    dispositions: class → kind → people, every class and kind of the vocabulary, with zeros. by_class: class → people. people: all.
    recoveries: kind → yuan; money: all of it. instruments: "made", "revised", "repealed" → how many; rules: all of them.
    """

    asof: date
    dispositions: Mapping[str, Mapping[str, People]] = field(default_factory=dict)
    by_class: Mapping[str, People] = field(default_factory=dict)
    people: People = People()
    recoveries: Mapping[str, Decimal] = field(default_factory=dict)
    money: Decimal = Decimal(0)
    instruments: Mapping[str, int] = field(default_factory=dict)
    rules: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing was recorded."""
        return not (self.people.times or self.money or self.rules)


def outcomes_of(case: Case) -> QuerySet[Outcome]:
    """Return the outcomes of one case that stand, oldest first."""
    rows = Outcome.objects.filter(area_id=case.area_id, case_id=case.pk, withdrawn_at__isnull=True)
    return rows.select_related("added_by").order_by("sort", "id")


def outcomes_under(top: Case, asof: date) -> QuerySet[Outcome]:
    """Return the outcomes of a case and of all below it as they stood at the end of a local day."""
    end = datetime.combine(asof + timedelta(days=1), time(), LEGAL_ZONE)
    there = Q(added_at__lt=end, on__lte=asof) & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=end))
    cases = Case.objects.filter(area_id=top.area_id).filter(below(top) | Q(pk=top.pk)).values("pk")
    return Outcome.objects.filter(there, area_id=top.area_id, case_id__in=cases).order_by("id")


def totals_at(top: Case, asof: date) -> OutcomeTotals:
    """
    Return what a case and all below it led to at the end of a local day, in one query.

    A person counts once over all rows that name the same person of the same unit; unnamed people count as often as they are told.
    """
    rows = list(outcomes_under(top, asof).values_list("sort", "group", "kind", "persons", "who", "who_unit", "amount"))
    decided = [row for row in rows if row[0] == Sort.DISPOSITION]
    money = {
        kind: sum((row[6] or Decimal(0) for row in rows if row[0] == Sort.RECOVERY and row[2] == kind), Decimal(0))
        for kind in RECOVERIES
    }
    rules = {kind: sum(1 for row in rows if row[0] == Sort.INSTRUMENT and row[2] == kind) for kind in INSTRUMENTS}
    return OutcomeTotals(
        asof=asof,
        dispositions={
            group: {kind: _people(row for row in decided if row[1:3] == (group, kind)) for kind in kinds}
            for group, (_, kinds) in CLASSES.items()
        },
        by_class={group: _people(row for row in decided if row[1] == group) for group in CLASSES},
        people=_people(decided),
        recoveries=money,
        money=sum(money.values(), Decimal(0)),
        instruments=rules,
        rules=sum(rules.values()),
    )


def _people(rows: Iterable[tuple[str, str, str, int, str, str, Decimal | None]]) -> People:
    named: set[tuple[str, str]] = set()
    unnamed = times = 0
    for _, _, _, persons, who, unit, _ in rows:
        times += persons
        if who:
            named.add((who, unit))
        else:
            unnamed += persons
    return People(len(named) + unnamed, times)
