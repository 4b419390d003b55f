"""The wall of a confidential case: whom its kind names, kept on the case so that one condition of a query answers who may see it."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Kind, Pack

BETWEEN: Final = "|"
HIDDEN: Final = Text("涉密事项，不予显示", "Confidential, not shown")  # that there is a case, and nothing of it


def wall_of(kind: Kind, pack: Pack, parent: Case | None = None) -> str | None:
    """
    Return the wall of a new case of a kind: every relation that its moves, reviews and extensions name; None for a kind without a wall.

    What stands below a case behind a wall stands behind a wall too.
    """
    if not kind.walled and (parent is None or parent.wall is None):
        return None
    named = {relation for relation in kind.opened_by if relation.startswith("desk.")}
    for move in kind.lifecycle_of(pack).moves.values():
        named.update(move.by)
    for review in kind.review.values():
        for step in review.steps:
            named.update(step.signed_by)
    for clock in kind.clocks.values():
        if clock.extension is not None:
            named.update((*clock.extension.by, *clock.extension.decided_by))
    return BETWEEN + "".join(f"{relation}{BETWEEN}" for relation in sorted(named))


def outside_walls(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return those of these cases that no wall hides: all that a file, a mail, a hook or somebody else's page may ever name."""
    return cases.filter(wall__isnull=True)


def named_by_walls(actor: Actor, *, units: set[int]) -> RawSQL:
    """
    Return the ids of the cases behind walls that name the actor: as a party, at a desk or in a relation that their moves name.

    units: ids of the units for which the actor acts; a unit above a party is not a party. Plain SQL, because every page asks it.
    """
    heads = {post.unit_id for post in actor.posts if post.heads}
    own, led = (", ".join(map(str, sorted(ids))) or "NULL" for ids in (units, heads))
    sql = _NAMED.format(own=own, led=led)
    area, me = actor.area_id, actor.stands_for
    return RawSQL(sql, [area, area, me, area, me, area, area, me])  # noqa: S611 - what is put in are ids of our own


_DESK: Final = "length(replace(w.wall, '|desk.' || d.desk || '|', '')) < length(w.wall)"
_ABOVE: Final = "(w.id, w.parent_id, w.root_id, (SELECT a.parent_id FROM loop_case a WHERE a.area_id = w.area_id AND a.id = w.parent_id))"
# The holder of a desk who is named nearest above the case counts; a desk of the area counts where none is nearer.
_NAMED: Final = f"""
SELECT w.id FROM loop_case w WHERE w.area_id = %s AND w.wall IS NOT NULL AND (
 EXISTS (SELECT 1 FROM loop_caseparty p WHERE p.area_id = %s AND p.case_id = w.id AND p.party <> 'below'
  AND (p.person_id = %s OR p.unit_id IN ({{own}})))
 OR EXISTS (SELECT 1 FROM loop_deskholder d WHERE d.area_id = %s AND d.pack = w.pack AND {_DESK}
  AND (d.person_id = %s OR (NOT d.heads_only AND d.unit_id IN ({{own}})) OR (d.heads_only AND d.unit_id IN ({{led}})))
  AND (d.case_id IN {_ABOVE} OR (d.case_id IS NULL AND NOT EXISTS (
   SELECT 1 FROM loop_deskholder n WHERE n.area_id = %s AND n.pack = d.pack AND n.desk = d.desk AND n.case_id IN {_ABOVE}))))
 OR (w.wall LIKE '%%|superior|%%' AND EXISTS (
  SELECT 1 FROM accounts_unit u WHERE u.area_id = %s AND u.id = w.responsible_id AND u.parent_id IN ({{led}})))
 OR (w.wall LIKE '%%|opener|%%' AND w.opener_id = %s))
"""  # noqa: S608 - no value in it
