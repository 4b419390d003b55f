"""Finding cases: one case with the right to see it, and the cases somebody may see."""

from __future__ import annotations

from typing import Final

from django.db import connection
from django.db.models import Count, Q, QuerySet

from bihuan.accounts.queries import Actor, units_below
from bihuan.accounts.roles import Permission
from bihuan.loop.cases.models import Case, CaseParty, Category, DeskHolder, Watch
from bihuan.loop.cases.walls import named_by_walls
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
    return (
        Q(person_id=actor.stands_for) | Q(unit_id__in=units, heads_only=False) | Q(unit_id__in=heads, heads_only=True)
    )


def holds_area_desk(actor: Actor, pack: str, desk: str) -> bool:
    """Return whether the actor holds a desk of a pack for the whole area."""
    desks = DeskHolder.objects.filter(area_id=actor.area_id, case__isnull=True, pack=pack, desk=desk)
    return desks.filter(_held_by(actor)).exists()


def own_and_upper_units(actor: Actor) -> set[int]:
    """Return the ids of the units for which the actor acts: who works in a section works for the bureau, who works in a station does not."""
    return {unit for post in actor.posts for unit in post.acts_for}


def visible_to(actor: Actor) -> QuerySet[Case]:
    """
    Return the cases the actor may see.

    Everybody sees cases in which the own unit, a unit below it, or the person takes part; and the cases above those. A case
    behind a wall is seen by those alone whom its parties, desks and moves name, whatever their role.
    """
    return _in_reach(actor)[0].filter(_shown(actor))


def counted_for(actor: Actor) -> QuerySet[Case]:
    """
    Return the cases that figures count for the actor, of which no row may be shown: what the actor sees, and for those who see
    a whole pack how many of its cases stand behind walls.
    """
    cases, packs = _in_reach(actor)
    return cases if packs is None else cases.filter(_shown(actor) | Q(pack__in=packs))


def counted_only(actor: Actor, *, walls: bool = False) -> frozenset[int]:
    """Return the ids of the cases that are counted for the actor and not shown. walls: also of those behind walls that name the actor."""
    behind = counted_for(actor).filter(wall__isnull=False)
    ids = set(behind.values_list("pk", flat=True))
    if walls or not ids:
        return frozenset(ids)
    return frozenset(ids - set(visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)))


def _shown(actor: Actor) -> Q:
    named = named_by_walls(actor, units=own_and_upper_units(actor))
    return Q(wall__isnull=True) | Q(pk__in=named)


def _in_reach(actor: Actor) -> tuple[QuerySet[Case], set[str] | None]:
    """Return the cases that the actor might see were there no walls, and the packs of which all are among them, None for every pack."""
    cases = Case.objects.filter(area_id=actor.area_id)
    if Permission.SEE_AREA in actor.permissions:
        return cases, None
    desks, in_use = _desks_of(actor)
    packs = {pack for pack, case_id in desks if case_id is None}
    if packs and packs == in_use:
        return cases, packs
    units = {
        *units_below(actor.area_id, tuple(post.unit_path for post in actor.posts)),
        *own_and_upper_units(actor),
    }
    parties = CaseParty.objects.filter(area_id=actor.area_id)
    parts = (
        parties.filter(unit_id__in=units).values("case_id"),
        parties.filter(person_id=actor.stands_for).values("case_id"),
        Case.objects.filter(area_id=actor.area_id, opener_id=actor.stands_for).values("pk"),
    )
    # One list of cases, each part off its own index, and not one condition or another: an “or” reads whole tables.
    condition = Q(pk__in=parts[0].union(*parts[1:], all=True))
    if packs:
        condition |= Q(pack__in=packs)
    tops = [case_id for _, case_id in desks if case_id is not None]
    if tops:
        under = Q(parent_id__in=tops) | Q(parent__parent_id__in=tops) | Q(parent__parent__parent_id__in=tops)
        condition |= Q(pk__in=tops) | Q(root_id__in=tops) | under
    return cases.filter(condition), packs


def meant_sql(actor: Actor) -> tuple[str, list[int]]:
    """
    Return the condition and its values that a row with person_id, unit_id and heads_only means the actor, as plain SQL.

    Every page asks several tables this; building the same statement from objects each time was a quarter of a page.
    """
    units = sorted(own_and_upper_units(actor))
    heads = sorted({post.unit_id for post in actor.posts if post.heads})
    lists = [", ".join(["%s"] * len(ids)) or "NULL" for ids in (units, heads)]
    sql = "(person_id = %s OR (NOT heads_only AND unit_id IN ({0})) OR (heads_only AND unit_id IN ({1})))"
    return sql.format(*lists), [actor.stands_for, *units, *heads]


def meant_parts(actor: Actor) -> list[tuple[str, list[int]]]:
    """Return `meant_sql` as single conditions of which each can be read off an index; none holds for the same row as another."""
    units = sorted(own_and_upper_units(actor))
    heads = sorted({post.unit_id for post in actor.posts if post.heads})
    parts = [("person_id = %s", [actor.stands_for])]
    for ids, flag in ((units, "NOT heads_only"), (heads, "heads_only")):
        parts += [(f"unit_id = %s AND {flag}", [unit]) for unit in ids]
    return parts


# The packs that have cases, from one to the next along an index: it costs as much as there are packs. A DISTINCT reads every case.
_WITH_CASES: Final = """\
WITH RECURSIVE with_cases(pack) AS (
    SELECT MIN(pack) FROM loop_case WHERE area_id = %s
    UNION ALL
    SELECT (SELECT MIN(c.pack) FROM loop_case c WHERE c.area_id = %s AND c.pack > with_cases.pack)
    FROM with_cases WHERE with_cases.pack IS NOT NULL
)"""


def _desks_of(actor: Actor) -> tuple[list[tuple[str, int | None]], set[str]]:
    """Return the desks the actor holds, as (pack, case or None), and the packs whose office somebody holds or that have cases; in one query."""
    meant, values = meant_sql(actor)
    sql = (
        f"{_WITH_CASES} SELECT pack, case_id, desk, CASE WHEN {meant} THEN 1 ELSE 0 END FROM loop_deskholder"  # noqa: S608 - no value in it
        f" WHERE area_id = %s AND ({meant} OR (desk = 'office' AND case_id IS NULL))"
        " UNION ALL SELECT pack, NULL, 'office', 0 FROM with_cases WHERE pack IS NOT NULL"
    )
    area = actor.area_id
    with connection.cursor() as cursor:
        cursor.execute(sql, [area, area, *values, area, *values])
        rows = cursor.fetchall()
    in_use = {pack for pack, case_id, desk, _ in rows if desk == "office" and case_id is None}
    return [(pack, case_id) for pack, case_id, _, held in rows if held], in_use


def get_case(actor: Actor, pack: str, number: str, *, among: QuerySet[Case] | None = None) -> Case:
    """
    Return one case the actor may see. Raises CaseNotFound, the same for missing and forbidden.

    among: what the actor may see, where the caller has asked for it already.
    """
    case = (
        (visible_to(actor) if among is None else among)
        .filter(pack=pack, number=number)
        .select_related("area", "responsible", "lead", "leader", "handler", "parent")
        .first()
    )
    if case is None:
        raise CaseNotFound(number)
    return case


def children_of(case: Case, actor: Actor, *, among: QuerySet[Case] | None = None) -> QuerySet[Case]:
    """
    Return the cases directly under a case that the actor may see, in order: who sees the way up sees no more of it.

    among: what the actor may see, where the caller has asked for it already.
    """
    return (visible_to(actor) if among is None else among).filter(parent_id=case.pk).order_by("kind", "order", "id")


def below(case: Case) -> Q:
    """Return the condition that a case lies somewhere below `case` (its area must be asked for beside it)."""
    if case.parent_id is None:
        return Q(root_id=case.pk) & ~Q(pk=case.pk)
    return Q(parent_id=case.pk) | Q(parent__parent_id=case.pk) | Q(parent__parent__parent_id=case.pk)


def is_watched(case: Case, actor: Actor) -> bool:
    """Return whether the actor watches a case."""
    return Watch.objects.filter(area_id=case.area_id, person_id=actor.person_id, case_id=case.pk).exists()


def running_by_kind(rows: QuerySet[Case]) -> dict[tuple[str, str], int]:
    """Return how many of these rows are not closed, by pack and kind."""
    live = rows.exclude(category=Category.CLOSED).order_by()
    return {(pack, kind): n for pack, kind, n in live.values_list("pack", "kind").annotate(n=Count("id"))}


def running_by_version(rows: QuerySet[Case]) -> dict[tuple[str, int], int]:
    """Return how many of these rows are not closed, by pack and version of the pack."""
    live = rows.exclude(category=Category.CLOSED).order_by()
    return {(pack, version): n for pack, version, n in live.values_list("pack", "pack_version").annotate(n=Count("id"))}
