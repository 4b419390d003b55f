"""Reading warnings: those of a case, and the register of all that somebody may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Count, Q, QuerySet

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.lifecycle.packs import packs_off
from bihuan.loop.warnings.models import Warning

COLOURS = ("blue", "green", "yellow", "orange", "red")
Standing = Literal["", "standing", "lifted"]


@dataclass(frozen=True, slots=True)
class WarningsWanted:
    """What of the register is shown: colour, responsible unit, pack, round (id of the case at the top), whether it stands, days of the warning."""

    colour: str = ""
    unit_id: int | None = None
    pack: str = ""
    round_id: int | None = None
    standing: Standing = ""
    first: date | None = None
    last: date | None = None


def warnings_of(case: Case) -> list[Warning]:
    """Return all warnings of a case, the newest first."""
    return list(Warning.objects.filter(area_id=case.area_id, case_id=case.pk).order_by("-seq"))


def warnings_seen(actor: Actor, wanted: WarningsWanted | None = None) -> QuerySet[Warning]:
    """Return the warnings of the cases that somebody may see, the newest first, each with its case and responsible unit."""
    wanted = wanted or WarningsWanted()
    rows = Warning.objects.filter(area_id=actor.area_id, case__in=in_use(actor)).filter(_wanted(wanted))
    return rows.select_related("case__responsible", "case__root").order_by("-on", "-id")


def in_use(actor: Actor) -> QuerySet[Case]:
    """Return the cases that somebody may see, without those of systems that the area turned off."""
    return visible_to(actor).exclude(pack__in=packs_off(actor.area_id))


def standing_in_area(area_id: int, colour: str) -> QuerySet[Warning, int]:
    """Return the id of a warning of a colour that stands anywhere in an area, if there is one."""
    rows = Warning.objects.filter(area_id=area_id, lifted_on__isnull=True, colour=colour).exclude(
        case__pack__in=packs_off(area_id)
    )
    return rows.order_by().values_list("pk", flat=True)[:1]


def count_standing(actor: Actor, colour: str, most: int = 100) -> int:
    """Return how many warnings of a colour stand on the cases somebody may see, counted up to `most`; one query."""
    rows = Warning.objects.filter(area_id=actor.area_id, lifted_on__isnull=True, colour=colour)
    return rows.filter(case__in=in_use(actor)).order_by()[:most].count()


def standing_by_colour(actor: Actor) -> dict[str, int]:
    """Return how many warnings stand in each colour on the cases somebody may see, the most urgent first; one query."""
    rows = Warning.objects.filter(area_id=actor.area_id, lifted_on__isnull=True, case__in=in_use(actor))
    counted = dict(rows.order_by().values_list("colour").annotate(n=Count("id")))
    return {colour: counted[colour] for colour in reversed(COLOURS) if colour in counted}


def warned_units(actor: Actor) -> list[Unit]:
    """Return the units that are responsible for cases that were warned of."""
    warned = Warning.objects.filter(area_id=actor.area_id, case__in=in_use(actor))
    ids = warned.order_by().values_list("case__responsible_id", flat=True).distinct()
    return list(Unit.objects.filter(area_id=actor.area_id, pk__in=[pk for pk in ids if pk]).order_by("order", "id"))


def warned_rounds(actor: Actor) -> list[Case]:
    """Return the cases at the top of those that were warned of, the newest first."""
    warned = Warning.objects.filter(area_id=actor.area_id, case__in=in_use(actor))
    ids = list(warned.order_by().values_list("case__root_id", flat=True).distinct())
    return list(visible_to(actor).filter(pk__in=[pk for pk in ids if pk]).order_by("-id"))


def _wanted(wanted: WarningsWanted) -> Q:
    asked = {
        "colour": wanted.colour,
        "case__responsible_id": wanted.unit_id,
        "case__pack": wanted.pack,
        "case__root_id": wanted.round_id,
        "on__gte": wanted.first,
        "on__lte": wanted.last,
    }
    found = Q(**{name: value for name, value in asked.items() if value})
    if wanted.standing:
        found &= Q(lifted_on__isnull=wanted.standing == "standing")
    return found


def standing_warnings(actor: Actor, *, colour: str = "") -> QuerySet[Warning]:
    """Return the warnings that stand on cases somebody may see; a colour alone where one is named."""
    return warnings_seen(actor, WarningsWanted(colour=colour, standing="standing"))
