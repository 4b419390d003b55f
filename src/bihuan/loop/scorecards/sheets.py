"""All sheets of a card, gathered by the time of which they speak."""

from __future__ import annotations

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.clocks.days import local_day
from bihuan.loop.scorecards.cards import card_of
from bihuan.loop.scorecards.periods import period_of_sheet
from bihuan.loop.scorecards.ranking import Ranking, ranking
from bihuan.packspec.model import Pack
from bihuan.packspec.shown import Scorecard


def sheets_by_time(pack: Pack, card: Scorecard, area_id: int) -> list[tuple[str, list[Case]]]:
    """Return the sheets of a card, newest time first, each time with its name: the case above, or the year."""
    rows = Case.objects.filter(area_id=area_id, pack=pack.id, kind=card.kind)
    groups: dict[tuple[int, int], tuple[str, list[Case]]] = {}
    fits: dict[int, bool] = {}
    for case in rows.select_related("responsible", "parent").order_by("-id"):
        file = CaseFile(case, local_day(case.opened_at))
        if case.parent_id is not None and case.parent_id in fits:
            of_card = fits[case.parent_id]
        else:
            found = card_of(file)
            of_card = found is not None and found.id == card.id
            if case.parent_id is not None:
                fits[case.parent_id] = of_card
        if not of_card:
            continue
        year = period_of_sheet(file, card).last.year if case.parent is None else 0
        title = case.parent.subject if case.parent is not None else str(year)
        groups.setdefault((case.parent_id or 0, year), (title, []))[1].append(case)
    return [(title, sorted(cases, key=lambda one: (one.order, one.pk))) for title, cases in groups.values()]


def rankings_seen(actor: Actor, pack: Pack, card: Scorecard) -> list[tuple[str, Ranking, frozenset[int]]]:
    """
    Return the rankings of a card of which the actor sees a sheet, newest first: the time, the ranking, and the ids of the sheets seen.

    Everybody reads places and scores of settled sheets; the sheet itself only who may see it.
    """
    seen = frozenset(visible_to(actor).filter(pack=pack.id, kind=card.kind).values_list("pk", flat=True))
    return [
        (title, ranking(card, [one for one in sheets if one.category == Category.CLOSED or one.pk in seen]), seen)
        for title, sheets in sheets_by_time(pack, card, actor.area_id)
        if seen & {one.pk for one in sheets}
    ]
