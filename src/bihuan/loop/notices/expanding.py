"""
From notices to deliveries: each new notice is worked out once, to people and to hooks.

The rows of one act are worked out together, so that somebody whom it means twice (as head of a unit and by name) gets one message.
Deliveries and the mark on the notices are one transaction: a worker that dies in the middle has done nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from bihuan.accounts.models import Area
from bihuan.loop.clocks.days import local_day
from bihuan.loop.notices.choices import Wishes, wishes_of
from bihuan.loop.notices.kinds import rank
from bihuan.loop.notices.models import Delivery, Hook, HookStyle, Notice, NoticeSetting, Way
from bihuan.loop.notices.people import Staff, reachable, stand_ins, watchers
from bihuan.loop.notices.timing import after_quiet
from bihuan.loop.trail.models import Event

AT_ONCE: Final = 500
STALE: Final = timedelta(days=3)  # older news stays in the product; nobody gets a year of it on the day mail is set up
Act = tuple[int, int, datetime]  # case, event, instant: the notices of one act share them


def expand_notices(area_id: int, *, at: datetime) -> int:
    """Work out the next notices of an area and return how many; 0 when there is none, or another worker is at it."""
    new = Notice.objects.filter(area_id=area_id, expanded_at__isnull=True)
    if not new.exists():
        return 0
    with transaction.atomic():
        # One worker at a time, so that the notices of one act stay together; on SQLite there is one writer anyway.
        if not Area.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=area_id).first():
            return 0
        rows = list(new.order_by("pk")[:AT_ONCE])
        if len(rows) == AT_ONCE:
            rows = _whole_acts(rows) or rows
        fresh = [row for row in rows if row.at > at - STALE]
        if fresh:
            _Expansion(area_id, fresh, at).write()
        Notice.objects.filter(area_id=area_id, pk__in=[row.pk for row in rows]).update(expanded_at=at)
        return len(rows)


def _act(notice: Notice) -> Act:
    return notice.case_id, notice.seq, notice.at


def _whole_acts(rows: list[Notice]) -> list[Notice]:
    """Leave out the act that the limit may have cut."""
    last = _act(rows[-1])
    return [row for row in rows if _act(row) != last]


class _Expansion:
    """The deliveries of some notices of one area."""

    def __init__(self, area_id: int, rows: Sequence[Notice], at: datetime) -> None:
        self.area_id, self.at = area_id, at
        self.acts: dict[Act, list[Notice]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: (rank(row.kind), row.pk)):
            self.acts[_act(row)].append(row)
        self.staff = Staff(area_id, [row.unit_id for row in rows if row.unit_id], local_day(at))
        self.stand_ins = stand_ins(area_id, local_day(at))
        self.doers = self._doers()
        self.watchers = watchers(area_id, [row.case_id for row in rows])
        self.hooks = list(Hook.objects.filter(area_id=area_id, is_active=True).order_by("pk"))

    def _doers(self) -> dict[Act, int]:
        """Return who did each act: nobody is written to about what they did themselves."""
        asked = Q()
        for case_id, seq, _ in self.acts:
            asked |= Q(case_id=case_id, seq=seq)
        events = Event.objects.filter(area_id=self.area_id).filter(asked)
        return {
            (row.case_id, row.seq, row.at): row.person_id for row in events.only("case_id", "seq", "at", "person_id")
        }

    def write(self) -> None:
        """Store the deliveries of all acts."""
        meant = {act: self._meant(act) for act in self.acts}
        self._tell_watchers(meant)
        rows = self._by_hook(meant)
        if settings.BIHUAN_SMTP_HOST:
            rows += self._by_mail(meant)
        # What is there already was worked out before: the constraint decides, and nothing happens twice.
        Delivery.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)

    def _meant(self, act: Act) -> dict[int, Notice]:
        """Return whom an act means, each with the notice that says it most urgently."""
        found: dict[int, Notice] = {}
        for notice in self.acts[act]:
            for person_id in self.staff.of(notice):
                for one in (person_id, *self.stand_ins.get(person_id, ())):
                    if one != self.doers.get(act):
                        found.setdefault(one, notice)
        return found

    def _tell_watchers(self, meant: dict[Act, dict[int, Notice]]) -> None:
        """Give whoever watches a case, and is not meant already, a notice of their own: the product shows it too."""
        new = [
            Notice(
                area_id=self.area_id,
                case_id=act[0],
                seq=act[1],
                person_id=person_id,
                kind="change",
                at=act[2],
                expanded_at=self.at,
            )
            for act, people in meant.items()
            for person_id in self.watchers.get(act[0], ())
            if person_id not in people and person_id != self.doers.get(act)
        ]
        for notice in Notice.objects.bulk_create(new, batch_size=500):
            meant[_act(notice)][notice.person_id or 0] = notice

    def _by_mail(self, meant: dict[Act, dict[int, Notice]]) -> list[Delivery]:
        everybody = {person_id for people in meant.values() for person_id in people}
        can_be_reached = reachable(self.area_id, everybody)
        wishes = wishes_of(self.area_id, can_be_reached)
        return [
            self._mail(notice, wishes[person_id])
            for people in meant.values()
            for person_id, notice in people.items()
            if person_id in can_be_reached and wishes[person_id].way(notice.kind) != Way.NEVER
        ]

    def _mail(self, notice: Notice, wishes: Wishes) -> Delivery:
        due = wishes.due_at(notice.kind, self.at)
        return Delivery(
            area_id=self.area_id,
            notice=notice,
            person_id=wishes.setting.person_id,
            kind=notice.kind,
            digest=wishes.way(notice.kind) == Way.DIGEST,
            made_at=self.at,
            due_at=due,
            next_try_at=due,
        )

    def _by_hook(self, meant: dict[Act, dict[int, Notice]]) -> list[Delivery]:
        return [
            self._call(notice, hook)
            for hook in self.hooks
            for act, people in meant.items()
            if (notice := self._for_hook(hook, act, people)) is not None
        ]

    def _for_hook(self, hook: Hook, act: Act, people: dict[int, Notice]) -> Notice | None:
        """Return the notice of an act for which a hook is called, None if it is called for none."""
        if hook.person_id is not None:
            notices = [people[hook.person_id]] if hook.person_id in people else []
        else:
            notices = [one for one in self.acts[act] if hook.unit_id in (None, one.unit_id)]
        return next((notice for notice in notices if notice.kind in hook.kinds), None)

    def _call(self, notice: Notice, hook: Hook) -> Delivery:
        due = self.at
        if hook.style != HookStyle.GENERIC:  # a robot speaks to people, and people sleep
            quiet = NoticeSetting()
            due = after_quiet(self.at, quiet.quiet_from, quiet.quiet_until)
        return Delivery(
            area_id=self.area_id,
            notice=notice,
            hook=hook,
            kind=notice.kind,
            digest=hook.style != HookStyle.GENERIC,
            made_at=self.at,
            due_at=due,
            next_try_at=due,
        )
