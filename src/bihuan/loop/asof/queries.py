"""Cases as they stood at the end of any day: today straight from the rows, a past day from the trail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from bihuan.accounts.queries import Actor
from bihuan.loop.asof.beside import Chunk
from bihuan.loop.asof.errors import DayToCome
from bihuan.loop.asof.matching import matching, units_of
from bihuan.loop.asof.names import Names, names_of_area
from bihuan.loop.asof.past import Past, end_of_day
from bihuan.loop.asof.rows import LEVELS, Key, Row, in_chunks, in_tree_order, parties_of, points_of, standing
from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.asof.withdrawn import withdrawn_since
from bihuan.loop.cases.ledger import LedgerFilter, filtered
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import below, visible_to
from bihuan.loop.clocks.light import light_kind
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.lifecycle.packs import pack_known
from bihuan.packspec.model import Pack


def cases_at(
    actor: Actor,
    *,
    pack: str,
    kinds: Sequence[str],
    asof: date,
    today: date,
    root: Case | None = None,
    units: Sequence[int] = (),
    wanted: LedgerFilter | None = None,
    among: QuerySet[Case] | None = None,
    points: bool = True,
) -> Iterator[CaseAt]:
    """
    Return the cases of some kinds as they stood at the end of a local day, in tree order, a chunk in memory at a time.

    Only what the actor may see now. asof, today: local days; a case opened later than `asof` is not there.
    root: only this case and those below it. units: ids of responsible units as they were then, each with the units that
    stand below it now. wanted: the filter of a ledger, in whose kind alone cases are looked for. among: what the actor may
    see, where that is known already. points: also the points of the
    standards; today without them costs a query less for each thousand cases.

    Raises DayToCome at once, not when the first case is asked for; PackNotFound.
    """
    check_day(asof, today)
    declared = pack_known(actor.area_id, pack)
    rows = (visible_to(actor) if among is None else among).filter(pack=pack, kind__in=kinds)
    if root is not None:
        rows = rows.filter(below(root) | Q(pk=root.pk))
    if wanted is not None and asof == today:
        rows = rows.filter(pk__in=filtered(actor, wanted, today).values("pk")) if wanted.pack == pack else rows.none()
    if units and asof == today:
        rows = rows.filter(responsible_id__in=units_of(actor.area_id, units))
    if asof == today:
        return _of_today(actor.area_id, _sorted(rows, declared, kinds), today, points=points)
    if wanted is not None:
        # What never changes of a case is asked of the rows; all else of what it was then.
        rows = rows.filter(pack=wanted.pack, kind=wanted.kind)
        rows = rows if wanted.root is None else rows.filter(root_id=wanted.root)
        rows = rows if wanted.parent is None else rows.filter(parent_id=wanted.parent)
    levels = _levels(declared, kinds)
    end = end_of_day(asof)
    gone = withdrawn_since(actor, pack=declared, kinds=kinds, end=end, root=root, levels=levels)
    found = _of_past(actor.area_id, _sorted(rows, declared, kinds), asof, gone)
    if units:
        responsible = units_of(actor.area_id, units)
        found = (case for case in found if case.responsible is not None and case.responsible.id in responsible)
    if wanted is not None:
        asked = matching(actor.area_id, wanted)
        found = (case for case in found if asked.fits(case))
    return found


def case_at(actor: Actor, case: Case, asof: date, today: date) -> CaseAt:
    """
    Return one case as it stood at the end of a local day.

    Raises DayToCome; CaseNotFound if the actor may not see it, or it was not opened yet.
    """
    check_day(asof, today)
    rows = visible_to(actor).filter(pk=case.pk).order_by("pk")
    found = _of_today(actor.area_id, rows, today) if asof == today else _of_past(actor.area_id, rows, asof)
    for one in found:
        return one
    raise CaseNotFound(case.number)


def check_day(asof: date, today: date) -> None:
    """Raise DayToCome for a day after today."""
    if asof > today:
        raise DayToCome(asof)


def _sorted(rows: QuerySet[Case], pack: Pack, kinds: Iterable[str]) -> QuerySet[Case]:
    return in_tree_order(rows, list(pack.kinds), _levels(pack, kinds))


def _levels(pack: Pack, kinds: Iterable[str]) -> int:
    deepest = max((_depth(pack, kind) for kind in kinds if kind in pack.kinds), default=LEVELS)
    return min(deepest, LEVELS)


def _depth(pack: Pack, kind: str, seen: frozenset[str] = frozenset()) -> int:
    above = [one for one in pack.kinds[kind].parents if one not in seen and one in pack.kinds]
    return 1 + max(_depth(pack, one, seen | {kind}) for one in above) if above else 0


def _of_today(area_id: int, rows: QuerySet[Case], today: date, *, points: bool = True) -> Iterator[CaseAt]:
    names = names_of_area(area_id)
    for chunk in in_chunks(rows, area_id):
        yield from _standing_today(area_id, chunk, today, names, points=points)


def _standing_today(area_id: int, rows: list[Row], today: date, names: Names, *, points: bool = False) -> list[CaseAt]:
    ids = [row.pk for row in rows]
    parties, found = parties_of(area_id, ids), points_of(area_id, ids) if points else {}
    beside = Chunk(area_id, rows, None, lambda above: _standing_today(area_id, above, today, names))
    return [
        standing(row, light_kind(row, today), names, parties.get(row.pk, {}), found.get(row.pk, ()), beside=beside)
        for row in rows
    ]


def _of_past(area_id: int, rows: QuerySet[Case], asof: date, gone: Sequence[tuple[Key, Row]] = ()) -> Iterator[CaseAt]:
    past = Past(area_id, asof)
    for chunk in in_chunks(rows.filter(opened_at__lt=end_of_day(asof)), area_id, gone):
        yield from past.cases(chunk)
