"""Finding cases: one case with the right to see it, and the cases somebody may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from bihuan.accounts.queries import Actor, units_below
from bihuan.accounts.roles import Permission
from bihuan.loop.cases.models import Case, CaseParty, DeskHolder, Watch
from bihuan.loop.errors import CaseNotFound


def sees_whole_pack(actor: Actor, pack: str | None = None) -> bool:
    """Return whether the actor sees every case (of the pack): by role, or as holder of one of its area-wide desks."""
    if Permission.SEE_AREA in actor.permissions:
        return True
    desks = DeskHolder.objects.filter(area_id=actor.area_id, case__isnull=True).filter(_held_by(actor))
    return desks.filter(pack=pack).exists() if pack else desks.exists()


def _held_by(actor: Actor) -> Q:
    units = own_and_upper_units(actor)
    heads = [post.unit_id for post in actor.posts if post.heads]
    return Q(person_id=actor.person_id) | Q(unit_id__in=units, heads_only=False) | Q(unit_id__in=heads, heads_only=True)


def own_and_upper_units(actor: Actor) -> set[int]:
    """Return the ids of the actor's units and of all units above them: who works in a section works for the bureau."""
    return {int(part) for post in actor.posts for part in post.unit_path.split("/") if part}


def visible_to(actor: Actor) -> QuerySet[Case]:
    """
    Return the cases the actor may see.

    Everybody sees cases in which the own unit, a unit below it, or the person takes part; and the cases above those.
    """
    cases = Case.objects.filter(area_id=actor.area_id)
    if Permission.SEE_AREA in actor.permissions:
        return cases
    desks = list(
        DeskHolder.objects.filter(area_id=actor.area_id).filter(_held_by(actor)).values_list("pack", "case_id")
    )
    packs = {pack for pack, case_id in desks if case_id is None}
    if packs and packs == _packs_in_use(actor.area_id):
        return cases
    units = units_below(actor.area_id, tuple(post.unit_path for post in actor.posts))
    part = (
        CaseParty.objects.filter(area_id=actor.area_id)
        .filter(Q(unit_id__in=units) | Q(person_id=actor.person_id))
        .values("case_id")
    )
    condition = Q(pk__in=part) | Q(opener_id=actor.person_id)
    if packs:
        condition |= Q(pack__in=packs)
    tops = [case_id for _, case_id in desks if case_id is not None]
    if tops:
        condition |= Q(pk__in=tops) | Q(root_id__in=tops)
    return cases.filter(condition)


def _packs_in_use(area_id: int) -> set[str]:
    return set(
        DeskHolder.objects.filter(area_id=area_id, desk="office", case__isnull=True).values_list("pack", flat=True)
    )


def get_case(actor: Actor, pack: str, number: str) -> Case:
    """Return one case the actor may see. Raises CaseNotFound, the same for missing and forbidden."""
    case = (
        visible_to(actor)
        .filter(pack=pack, number=number)
        .select_related("area", "responsible", "lead", "leader", "handler", "parent")
        .first()
    )
    if case is None:
        raise CaseNotFound(number)
    return case


def children_of(case: Case) -> QuerySet[Case]:
    """Return the cases directly under a case, in order."""
    return Case.objects.filter(area_id=case.area_id, parent_id=case.pk).order_by("kind", "order", "id")


def below(case: Case) -> Q:
    """Return the condition that a case lies somewhere below `case` (its area must be asked for beside it)."""
    if case.parent_id is None:
        return Q(root_id=case.pk) & ~Q(pk=case.pk)
    return Q(parent_id=case.pk) | Q(parent__parent_id=case.pk) | Q(parent__parent__parent_id=case.pk)


def is_watched(case: Case, actor: Actor) -> bool:
    """Return whether the actor watches a case."""
    return Watch.objects.filter(area_id=case.area_id, person_id=actor.person_id, case_id=case.pk).exists()
