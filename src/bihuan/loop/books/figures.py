"""Every figure by rows: what is counted of the rows today equals what the chains alone say of the same day."""

from __future__ import annotations

from datetime import date, timedelta

from bihuan.accounts.queries import by_itself
from bihuan.loop.asof.counting import figures_at, kinds_counted
from bihuan.loop.asof.queries import cases_at
from bihuan.loop.books.account import Account
from bihuan.loop.cases.figures import Where, figure_values, recorded_values
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.packs import pack_known
from bihuan.packspec.bilingual import Text


def figures(area_id: int, day: date) -> Account:
    """
    Return whether every figure of every pack of an area says the same counted from rows and from the trail.

    day: the last local day on which something happened; the trail is read as on the day after it.
    """
    account = Account("figures", Text("各项指标与留痕一致", "figures agree with the trail"))
    packs = Case.objects.filter(area_id=area_id).order_by("pack").values_list("pack", flat=True).distinct()
    everything = Case.objects.filter(area_id=area_id)
    for id_ in packs:
        pack = pack_known(area_id, id_)
        kinds = kinds_counted(pack)
        told = cases_at(
            by_itself(area_id), pack=id_, kinds=kinds, asof=day, today=day + timedelta(days=1), among=everything
        )
        by_trail = figures_at(pack, told, day, recorded=recorded_values(pack, Where(area_id, day)), once=True)
        by_rows = figure_values(pack, area_id=area_id, day=day, among=everything)
        for name in pack.figures:
            if name in by_trail and name in by_rows:
                same = by_trail[name] == by_rows[name]
                account.look(f"{id_}.{name}", () if same else (f"{by_rows[name]} ≠ {by_trail[name]}",))
    return account
