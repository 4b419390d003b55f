"""The board of a round at the end of a past day: drawn as today's, from the trail; what is listed stands on today's pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.asof.board import BoardAt, board_at
from bihuan.loop.cases.board import Progress
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import get_case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.models import ClockRun
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.errors import CaseNotFound
from bihuan.web.dates import full_day
from bihuan.web.round.figures import Counts, FigureRow, figure_rows, stats_of
from bihuan.web.round.page import (
    LATE_SHOWN,
    REPORT,
    Finds,
    Late,
    LightRow,
    RoundPage,
    finds_of,
    head_of,
    late_row,
    light_rows,
    links_of,
    round_page,
)
from bihuan.web.round.tables import UnitRow, chart_of, first_day, unit_rows
from bihuan.web.shapes import Link, Say, Stat

Linked = TypeVar("Linked", Stat, LightRow, FigureRow)


def board_page(actor: Actor, pack: str, number: str, asof: date, *, today: date, only_open: bool) -> RoundPage:
    """
    Return the board of a round today, or as it stood at the end of a past day; before the round was opened, its first day.

    Raises CaseNotFound, for a case that is no round too.
    """
    if asof >= today:
        return round_page(actor, pack, number, today, only_open=only_open)
    case = get_case(actor, pack, number)
    if case.kind != "round":
        raise CaseNotFound(number)
    opened = local_day(case.opened_at)
    if opened >= today:
        return round_page(actor, pack, number, today, only_open=only_open)
    day = max(asof, opened)
    board = board_at(actor, case, day, today, late_shown=LATE_SHOWN)
    return _drawn(actor, board, day, only_open=only_open, too_early=asof < opened)


def _drawn(actor: Actor, board: BoardAt, day: date, *, only_open: bool, too_early: bool) -> RoundPage:
    case, calendar = board.round, calendar_of(actor.area_id)
    file = CaseFile(case, day)
    progress = sum((one.progress for one in board.units), Progress())
    report = _report(board)
    counts = Counts(file.pack, case, board.values, progress, board.shares.natures, board.weeks, report)
    began, chart = first_day(board.weeks), chart_of(board.weeks, day)
    total, units = unit_rows(board.units, progress, file)
    return RoundPage(
        head=head_of(file, report.due_on if report else None),
        stats=_without_links(stats_of(counts, day, calendar)),
        chart=replace(chart, today_word=_("As of")) if chart is not None else None,
        chart_words=_("running totals, from %(day)s on") % {"day": full_day(began)} if began else "",
        units=tuple(_unit(row) for row in units),
        total=_unit(total),
        late=Late(progress.late, "", tuple(late_row(one, day, calendar) for one in board.late)),
        lights=_without_links(light_rows(board.shares.lights, case)),
        live=progress.total - progress.closed,
        finds=_finds(finds_of(file, board.findings, only_open=only_open), case, day, only_open=only_open),
        figures=_without_links(figure_rows(file.pack, case, board.values)),
        links=links_of(file, is_office=False),
        add=None,
        past=_banner(case, day, too_early=too_early),
    )


def _report(board: BoardAt) -> ClockRun | None:
    found = next((one for one in board.readings if one.clock == REPORT), None)
    return None if found is None else ClockRun(due_on=found.due_on, stopped_on=found.stopped_on)


def _banner(case: Case, day: date, *, too_early: bool) -> Say:
    text = _(
        "All figures and marks are those of the end of this day, told from the trail. The cases themselves open as they are today."
    )
    if too_early:
        text = _("The round was registered on this day; there is nothing before. %(text)s") % {"text": text}
    back = Link(_("Back to today"), reverse("round", args=[case.pack, case.number]))
    return Say("warn", _("As of %(day)s") % {"day": full_day(day)}, text, action=back, wide=True)


def _without_links(rows: tuple[Linked, ...]) -> tuple[Linked, ...]:
    # The ledger lists the rows of today; a figure of then must not lead to others.
    return tuple(replace(row, url="") for row in rows)


def _unit(row: UnitRow) -> UnitRow:
    cells = tuple(replace(cell, url="") for cell in row.cells)
    late, soon = replace(row.late, url=""), replace(row.soon, url="")
    return replace(row, unit=replace(row.unit, url=""), cells=cells, late=late, soon=soon)


def _finds(finds: Finds, case: Case, day: date, *, only_open: bool) -> Finds:
    query = {"asof": day.isoformat()}
    rows = tuple(replace(row, rows_url=f"{row.rows_url}?{urlencode(query)}") for row in finds.rows)
    other = query if only_open else query | {"open": "1"}
    url = f"{reverse('round', args=[case.pack, case.number])}?{urlencode(other)}#findings"
    return replace(finds, rows=rows, toggle=replace(finds.toggle, url=url))
