"""The desk of a person: what waits for them, the most urgent first, what they watch and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bihuan.accounts.queries import Actor
from bihuan.accounts.roles import Permission
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.same import same_cases
from bihuan.loop.cases.values import words
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.clocks.waiting import extensions_to_answer
from bihuan.loop.intake.waiting import drafts_to_check
from bihuan.loop.lifecycle.models import Waiting
from bihuan.loop.lifecycle.packs import pack_of, packs_known
from bihuan.loop.lifecycle.waiting import (
    SHOWN,
    due_days,
    moved_cases,
    to_hand_out,
    waiting_by_pack,
    waiting_for,
    watched_cases,
)
from bihuan.loop.trail.history import Happening, happenings
from bihuan.web.case.marks import case_url, light_of, stage_of
from bihuan.web.changes import Moved, lines_of, told_of
from bihuan.web.dates import day as written
from bihuan.web.dates import moment, weekday
from bihuan.web.home.keeping import Keeping, keeping_of
from bihuan.web.home.tasks import Others, groups_of
from bihuan.web.instructions.tasks import instruction_tasks
from bihuan.web.letters.tasks import letter_tasks
from bihuan.web.places import place_url
from bihuan.web.shapes import DueDay, DueStrip, Empty, Head, Link, TaskGroup, Watch

MOVED_READ = 40  # cases whose last change is read; acts on many cases become one line each
MOVED_SHOWN = 8
WATCHED_SHOWN = 8


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything that the desk draws. systems: the ways to what waits of one system alone, where there are several."""

    head: Head
    words: str
    systems: tuple[Link, ...]
    groups: tuple[TaskGroup, ...]
    empty: Empty | None
    strip: DueStrip | None
    due: str
    watched: tuple[Watch, ...]
    moved: tuple[Moved, ...]
    keeping: Keeping | None


def home_page(actor: Actor, day: date, pack: str = "") -> HomePage:
    """Return the desk of a person on a day; `pack`: of what waits only that of one system."""
    rows, calendar = waiting_for(actor, pack=pack), calendar_of(actor.area_id)
    systems = _systems(actor, rows, pack)
    drafts, hand_out = drafts_to_check(actor), to_hand_out(actor)
    seen = visible_to(actor)
    watched = watched_cases(actor, among=seen, limit=WATCHED_SHOWN)
    moved = moved_cases(actor, among=seen, limit=MOVED_READ)
    events = happenings({case.pk: (case, case.seq) for case in (*watched, *moved)}.values(), day)
    others = Others(
        extensions_to_answer(actor, day),
        drafts,
        hand_out,
        letter_tasks(actor, day, calendar),
        instruction_tasks(actor, day, calendar),
    )
    same = same_cases(actor, [row.case for row in rows])
    groups = groups_of(rows, others, day, calendar, same=same, pack=pack)
    manages = Permission.MANAGE_ORGANISATION in actor.permissions
    strip, due = _strip(rows, day, calendar)
    return HomePage(
        head=_head(rows, others, day) if not pack else _head_of(systems),
        words=_words(len(rows), sum(len(group.tasks) for group in groups)),
        systems=systems,
        groups=groups,
        empty=None if groups else _empty(manages and not moved) if not pack else _empty_system(),
        strip=strip if rows else None,
        due=due,
        watched=tuple(_watch(case, events, day, calendar) for case in watched),
        moved=lines_of(moved, events, day, limit=MOVED_SHOWN),
        keeping=keeping_of(actor, day, calendar) if manages else None,
    )


def _systems(actor: Actor, rows: Sequence[Waiting], pack: str) -> tuple[Link, ...]:
    """Return all and each system with what waits in it, most first; nothing where all is of one system. Counts are those of /systems/."""
    if not pack and len(rows) < SHOWN and len({row.case.pack for row in rows}) < 2:
        return ()
    found = {id_: (n, words(pack_of(id_, version).title)) for id_, (n, version) in waiting_by_pack(actor).items()}
    if pack and pack not in found:
        known = packs_known(actor.area_id).get(pack)
        found[pack] = (0, words(known.title) if known is not None else pack)
    home = reverse("home")
    each = sorted(found.items(), key=lambda one: (-one[1][0], one[0]))
    links = (
        Link(title, f"{home}?{urlencode({'system': id_})}", count=n, current=id_ == pack) for id_, (n, title) in each
    )
    return (Link(pgettext("all systems", "All"), home, current=not pack), *links)


def _head_of(systems: Sequence[Link]) -> Head:
    chosen = next(one for one in systems if one.current)
    waits = ngettext(
        "%(n)d thing of “%(system)s” waits for you.", "%(n)d things of “%(system)s” wait for you.", chosen.count or 0
    )
    return Head(_("Desk"), facts=waits % {"n": chosen.count, "system": chosen.label})


def _empty_system() -> Empty:
    return Empty(_("Nothing of this system waits for you."), _("What waits in other systems is under “All”."))


def _words(rows: int, shown: int) -> str:
    """Return how many things are listed; `rows` of them are cases, of which only the most urgent are read."""
    if not shown:
        return ""
    if rows == SHOWN:
        return _("the %(n)d most urgent") % {"n": shown}
    return ngettext("%(n)d, the most urgent first", "%(n)d, the most urgent first", shown) % {"n": shown}


def _head(rows: Sequence[Waiting], others: Others, day: date) -> Head:
    late = sum(row.until is not None and row.until < day for row in rows)
    today = sum(row.until == day for row in rows)
    sentence = _("%(day)s, %(weekday)s.") % {"day": written(day), "weekday": weekday(day)}
    if rows:
        if len(rows) < SHOWN:
            waits = ngettext("%(n)d thing waits for you", "%(n)d things wait for you", len(rows)) % {"n": len(rows)}
        else:
            waits = _("More than %(n)d things wait for you") % {"n": SHOWN - 1}
        parts = []
        if late:
            parts.append(_("%(n)d overdue") % {"n": late})
        if today:
            parts.append(_("%(n)d due today") % {"n": today})
        parted = pgettext("between things", ", ").join(parts)
        waits = (_("%(waits)s, of them %(parts)s.") if parts else _("%(waits)s.")) % {"waits": waits, "parts": parted}
        sentence = _("%(first)s %(second)s") % {"first": sentence, "second": waits}
    if beside := _beside(others):
        and_also = _("Besides: %(parts)s.") if rows else _("Waiting for you: %(parts)s.")
        sentence = _("%(first)s %(second)s") % {"first": sentence, "second": and_also % {"parts": beside}}
    imports = bool(others.drafts or others.hand_out)
    intake = place_url("intake")
    moves = (Link(_("Import a document"), intake, "file-import"),) if imports and intake else ()
    return Head(_("Desk"), facts=sentence, moves=moves)


def _beside(others: Others) -> str:
    """Return what waits beside the cases, kind by kind, so that the numbers are those of the menu."""
    instructions, letters = len(others.instructions), len(others.letters)
    asked, drafts = len(others.asked), len(others.drafts)
    parts = (
        instructions and ngettext("%(n)d instruction", "%(n)d instructions", instructions) % {"n": instructions},
        letters and ngettext("%(n)d letter", "%(n)d letters", letters) % {"n": letters},
        asked and ngettext("%(n)d extension asked for", "%(n)d extensions asked for", asked) % {"n": asked},
        drafts and ngettext("%(n)d draft to check", "%(n)d drafts to check", drafts) % {"n": drafts},
    )
    return pgettext("between things", ", ").join(part for part in parts if part)


def _empty(only_manages: bool) -> Empty:
    if only_manages:
        return Empty(
            _("You take part in no case."),
            _("As administrator you keep units, people, posts and desks; the contents of cases are not yours to see."),
        )
    return Empty(
        _("Nothing waits for you."), _("It will appear here when it is your turn to review, receive or answer.")
    )


def _strip(rows: Sequence[Waiting], day: date, calendar: WorkCalendar) -> tuple[DueStrip, str]:
    days = due_days(rows, day, calendar)
    drawn = tuple(
        DueDay(one.day, one.count, f"#until-{one.day.isoformat()}" if one.count else "", today=one.day == day)
        for one in days
    )
    total = sum(one.count for one in days)
    return DueStrip(drawn, _("Working days only; of the things that wait for you.")), (
        ngettext("%(n)d thing", "%(n)d things", total) % {"n": total}
    )


def _watch(case: Case, events: dict[tuple[int, int], Happening], day: date, calendar: WorkCalendar) -> Watch:
    event = events.get((case.pk, case.seq))
    note = ""
    if event is not None:
        told = told_of(case, event, day)
        note = f"{moment(event.at)}　{event.who} {told.verb} {told.what}".rstrip()
    return Watch(
        title=case.subject,
        url=case_url(case),
        number=case.number,
        stage=stage_of(case, pack_of(case.pack, case.pack_version)),
        light=light_of(case, day, calendar),
        note=note,
    )
