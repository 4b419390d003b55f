"""
Invented values for every component: the area 云湖新区, 33 findings, 164 measures, as of 2026-11-20.

The names are data, so they stay Chinese in both languages, as names do in a real area.
"""

from __future__ import annotations

from datetime import date

from bihuan.web import shapes as s
from bihuan.web.examples.casefile import CHAINS, CLOCK, FACTS, LOOP, MOVE_FORM, MOVES, POINTS, THUMBS, TRAIL
from bihuan.web.examples.figures import CHART, CHIPS, HEAD, STATS
from bihuan.web.examples.lists import BULK, DUE, FINDS, LEDGER, PAGER, SUMS, TASKS, VIEWS, WATCHED
from bihuan.web.examples.marks import AT_ONCE, BY_DATE, ECONOMY, LIGHTS, STAGES, STANDING
from bihuan.web.examples.reading import CHOICES, COLOURS, COMBO, COMBO_WRONG, DRAFT, SOURCE, UPLOADS
from bihuan.web.examples.sentences import EMPTIES, SAYS

__all__ = ["CHOICES", "everything"]

VERBS = ("报送完成", "退回补正", "取消", "销号", "审核")


def everything() -> dict[str, object]:
    """Return every example by the name under which the gallery's template finds it."""
    return {
        "colours": COLOURS,
        "verbs": VERBS,
        "stages": STAGES,
        "lights": LIGHTS,
        "natures": (AT_ONCE, BY_DATE, STANDING),
        "units": (ECONOMY, s.Unit("投促中心", note="2024 年撤销")),
        "rings": tuple(s.Ring(now) for now in range(1, 9)),
        "bars": (s.Bar(10, 3, 7, 1), s.Bar(4, 1, 2, 1, whole=21), s.Bar(0, 0, 0, 0)),
        "head": HEAD,
        "chips": CHIPS,
        "asof": s.Asof(date(2026, 11, 20)),
        "stats": STATS,
        "chart": CHART,
        "tasks": TASKS,
        "due": DUE,
        "watched": WATCHED,
        "finds": FINDS,
        "views": VIEWS,
        "sums": SUMS,
        "ledger": LEDGER,
        "bulk": BULK,
        "pager": PAGER,
        "loop": LOOP,
        "points": POINTS,
        "thumbs": THUMBS,
        "moves": MOVES,
        "move_form": MOVE_FORM,
        "clock": CLOCK,
        "facts": FACTS,
        "trail": TRAIL,
        "chains": CHAINS,
        "says": SAYS,
        "empties": EMPTIES,
        "source": SOURCE,
        "draft": DRAFT,
        "combo": COMBO,
        "combo_wrong": COMBO_WRONG,
        "uploads": UPLOADS,
    }
