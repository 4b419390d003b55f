"""What is frozen of a round: all snapshots, one of them, and two of them side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.queries import Actor
from bihuan.loop.asof.models import Snapshot
from bihuan.loop.asof.rules import can_freeze, can_see_frozen
from bihuan.loop.asof.snapshots import (
    Moved,
    compare_snapshots,
    decimals,
    due_snapshots,
    get_snapshot,
    is_untouched,
    snapshots_of,
)
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.packspec.model import Pack
from bihuan.web.case.marks import case_url
from bihuan.web.dates import full_day
from bihuan.web.round.figures import FigureRow, shown
from bihuan.web.shapes import Asof, Empty, Head, Light, Link, Say

COLUMNS = (
    "findings",
    "struck_off",
    "completion",
    "overdue",
    "measures",
    "measures_done",
)  # what the list shows of each
SHORT = 12  # characters of a digest that a person compares


@dataclass(frozen=True, slots=True)
class Line:
    """One snapshot in the list; cells: the figures of COLUMNS."""

    day: date
    url: str
    board: str
    file: str
    cells: tuple[str, ...]
    made_at: datetime
    who: str
    digest: str
    short: str


@dataclass(frozen=True, slots=True)
class SnapshotList:
    """The page of past days and snapshots. first, last: the days that can be looked at; due: ends of months not frozen yet."""

    head: Head
    titles: tuple[str, ...]
    lines: tuple[Line, ...]
    sees: bool
    freezes: bool
    due: tuple[date, ...]
    first: date
    last: date
    board: str
    compare: str
    empty: Empty
    typed: str = ""
    wrong: Say | None = None
    pair: tuple[str, str] = field(default=("", ""))


@dataclass(frozen=True, slots=True)
class SnapshotPage:
    """One snapshot with all its figures, and whether its bytes are still those the trail knows."""

    head: Head
    line: Line
    size: int
    cases: int
    sound: Say
    figures: tuple[FigureRow, ...]
    earlier: Link | None


@dataclass(frozen=True, slots=True)
class MovedFigure:
    """A figure on both days, and by how much it moved."""

    title: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A case that stands elsewhere on the second day."""

    number: str
    subject: str
    url: str
    kind: str
    before: str
    after: str
    light_before: Light | None
    light_after: Light | None


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two snapshots side by side."""

    head: Head
    first: date
    second: date
    figures: tuple[MovedFigure, ...]
    rows: tuple[MovedRow, ...]
    count: int
    more: str


def snapshot_list(
    actor: Actor, round_: Case, today: date, *, typed: str = "", wrong: Say | None = None
) -> SnapshotList:
    """Return the page of past days and snapshots. typed: the day somebody asked to freeze; wrong: why that was refused."""
    pack, sees, freezes = _pack(round_), can_see_frozen(actor, round_.pack), can_freeze(round_, actor, today)
    lines = tuple(_line(round_, pack, one) for one in snapshots_of(round_)) if sees else ()
    due = tuple(day for _case, day in due_snapshots(round_.area_id, today, round_=round_)) if freezes else ()
    text = _(
        "A snapshot keeps all cases and figures of the round at the end of a day. It never changes, whatever happens later."
    )
    return SnapshotList(
        head=Head(_("Past days and snapshots"), crumbs=_crumbs(round_), facts=round_.subject),
        titles=tuple(words(pack.figures[name].title) for name in COLUMNS if name in pack.figures),
        lines=lines,
        sees=sees,
        freezes=freezes,
        due=due,
        first=local_day(round_.opened_at),
        last=today - timedelta(days=1),
        board=reverse("round", args=[round_.pack, round_.number]),
        compare=reverse("round_compare", args=[round_.pack, round_.number]),
        empty=Empty(_("No snapshot yet."), text),
        typed=typed,
        wrong=wrong,
        pair=(lines[1].day.isoformat(), lines[0].day.isoformat()) if len(lines) > 1 else ("", ""),
    )


def snapshot_page(actor: Actor, round_: Case, day: date) -> SnapshotPage:
    """Return one snapshot. Raises CaseNotFound."""
    snapshot, pack = get_snapshot(actor, round_, day), _pack(round_)
    line = _line(round_, pack, snapshot)
    before = snapshots_of(round_).filter(day__lt=day).first()
    crumb = Link(full_day(day))
    values = decimals(snapshot.figures)
    return SnapshotPage(
        head=Head(
            _("Snapshot of %(day)s") % {"day": full_day(day)},
            crumbs=(*_crumbs(round_, linked=True), crumb),
            facts=round_.subject,
            asof=Asof(day),
            moves=(
                Link(_("Board of that day"), line.board, "layout-dashboard"),
                Link(_("JSON file"), line.file, "download"),
            ),
        ),
        line=line,
        size=snapshot.file.size,
        cases=snapshot.cases,
        sound=_sound(snapshot),
        figures=tuple(
            FigureRow(words(figure.title), shown(figure, values.get(name)), "", figure.basis)
            for name, figure in pack.figures.items()
        ),
        earlier=Link(
            _("What moved since %(day)s") % {"day": full_day(before.day)}, _compare_url(round_, before.day, day)
        )
        if before is not None
        else None,
    )


def compare_page(actor: Actor, round_: Case, days: tuple[date, date]) -> ComparePage:
    """Return what moved between two frozen days, the earlier one first. Raises CaseNotFound, store.Missing."""
    first, second = sorted(days)
    a, b = get_snapshot(actor, round_, first), get_snapshot(actor, round_, second)
    found, pack = compare_snapshots(a, b), _pack(round_)
    words_ = _("from %(first)s to %(second)s") % {"first": full_day(first), "second": full_day(second)}
    hidden, places = found.count - len(found.cases), list(pack.figures)
    moved = sorted(found.figures, key=lambda one: places.index(one[0]) if one[0] in places else len(places))
    return ComparePage(
        head=Head(_("What moved"), crumbs=(*_crumbs(round_, linked=True), Link(_("What moved"))), facts=words_),
        first=first,
        second=second,
        figures=tuple(_moved_figure(pack, *one) for one in moved),
        rows=tuple(_moved_row(pack, one) for one in found.cases),
        count=found.count,
        more=ngettext("%(n)d more case moved.", "%(n)d more cases moved.", hidden) % {"n": hidden} if hidden else "",
    )


def read_day(typed: str | None) -> date:
    """Return a day from an address. Raises CaseNotFound for what is none: there is nothing under such an address."""
    try:
        return date.fromisoformat((typed or "").strip())
    except ValueError:
        raise CaseNotFound(typed or "") from None


def _pack(round_: Case) -> Pack:
    return pack_of(round_.pack, round_.pack_version)


def _crumbs(round_: Case, *, linked: bool = False) -> tuple[Link, ...]:
    address = [round_.pack, round_.number]
    last = reverse("round_snapshots", args=address) if linked else ""
    return (
        Link(_("Rectification overview"), reverse("rounds")),
        Link(round_.subject, reverse("round", args=address)),
        Link(_("Past days and snapshots"), last),
    )


def _line(round_: Case, pack: Pack, snapshot: Snapshot) -> Line:
    address, values = [round_.pack, round_.number, snapshot.day.isoformat()], decimals(snapshot.figures)
    digest = snapshot.file.digest
    return Line(
        day=snapshot.day,
        url=reverse("round_snapshot", args=address),
        board=f"{reverse('round', args=address[:2])}?asof={snapshot.day.isoformat()}",
        file=reverse("round_snapshot_file", args=address),
        cells=tuple(shown(pack.figures[name], values.get(name)) for name in COLUMNS if name in pack.figures),
        made_at=snapshot.made_at,
        who=snapshot.made_by.name if snapshot.made_by is not None else _("by itself"),
        digest=digest,
        short=digest.partition(":")[2][:SHORT],
    )


def _sound(snapshot: Snapshot) -> Say:
    if is_untouched(snapshot):
        return Say(
            "yes",
            _("Untouched"),
            _("The file was read just now and gives the digest that the trail of the round knows."),
        )
    text = _(
        "The file is gone or was changed: it does not give the digest that the trail of the round knows. Restore it from a backup."
    )
    return Say("no", _("Damaged"), text)


def _compare_url(round_: Case, first: date, second: date) -> str:
    return f"{reverse('round_compare', args=[round_.pack, round_.number])}?first={first}&second={second}"


def _moved_figure(pack: Pack, name: str, before: Decimal | None, after: Decimal | None) -> MovedFigure:
    figure = pack.figures.get(name)
    if figure is None:
        return MovedFigure(name, str(before), str(after), "")
    difference = ""
    if before is not None and after is not None:
        sign = "+" if after > before else "−"
        difference = sign + shown(figure, abs(after - before)).removesuffix("%")
        if figure.unit == "%":
            difference = _("%(n)s points") % {"n": difference}
    return MovedFigure(words(figure.title), shown(figure, before), shown(figure, after), difference)


def _moved_row(pack: Pack, moved: Moved) -> MovedRow:
    kind = pack.kinds[moved.kind]
    states = kind.lifecycle_of(pack).states

    def title(state: str, turn: int) -> str:
        if not state:
            return _("not there")
        text = words(states[state].title) if state in states else state
        return _("%(state)s (round %(turn)d)") % {"state": text, "turn": turn} if turn > 1 else text

    return MovedRow(
        moved.number,
        moved.subject,
        case_url(Case(pack=pack.id, number=moved.number)),
        words(kind.title),
        title(moved.before, moved.turn_before),
        title(moved.after, moved.turn_after),
        Light("late") if moved.late_before else None,
        Light("late") if moved.late_after else None,
    )
