"""The world of a simulation: its area and people, the day that runs, and where what happens is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from bihuan.accounts.queries import Actor, actor_of
from bihuan.cli.demonstration.cast import Cast, build_area
from bihuan.cli.demonstration.days import LAST, TOLD_ON, Days
from bihuan.cli.demonstration.papers import paper
from bihuan.cli.demonstration.plan import make_plan
from bihuan.cli.demonstration.rounds import BROUGHT, read_round
from bihuan.cli.demonstration.sample import tables
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.loop.clocks.days import LEGAL_ZONE
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.lifecycle.packs import release_packs

FIRST = date(2026, 1, 5)  # a Monday, and the year's holidays are published
EIGHT = 8 * 60 + 30
APART = timedelta(seconds=20)
SHARES = (0.9, 0.75, 0.6, 0.45, 0.3)  # how much of what waits for them people of a unit do on a working day


@dataclass
class World:
    """
    One area that is lived in. rng: the only source of chance. done, refused: how often each act was done and each sentence read.

    The instant of an act follows from its place in the day, so that a seed gives the same year to the second.
    """

    cast: Cast
    rng: Random
    day: date
    share: dict[int, float] = field(default_factory=dict)  # unit id → its diligence
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    acts: int = 0

    @property
    def area_id(self) -> int:
        """The area."""
        return self.cast.area.pk

    @property
    def calendar(self) -> WorkCalendar:
        """The working days of the area."""
        return calendar_of(self.area_id)

    @property
    def is_workday(self) -> bool:
        """Whether people are at work today."""
        return self.calendar.is_worked_or_weekday(self.day)

    def at_night(self) -> datetime:
        """Return the instant at which the night of the day is passed."""
        return datetime.combine(self.day, time(0, 20), LEGAL_ZONE)

    def begin(self, day: date) -> None:
        """Begin a day: posts are asked again, as they begin and end on days."""
        self.day, self.acts = day, 0
        self.cast.on = day
        self.cast.known.clear()

    def next_instant(self) -> datetime:
        """Return the instant of the next act of the day."""
        self.acts += 1
        return datetime.combine(self.day, time(), LEGAL_ZONE) + timedelta(minutes=EIGHT) + APART * self.acts

    def people(self) -> list[Actor]:
        """Return everybody of the area as they are today, in the order of their sign-in names."""
        return [actor_of(self.cast.people[name], on=self.day) for name in sorted(self.cast.people)]

    def diligence(self, actor: Actor) -> float:
        """Return the share of what waits for somebody that gets done on a working day."""
        unit = actor.posts[0].unit_id if actor.posts else 0
        return self.share.get(unit, SHARES[0])

    def chance(self, share: float) -> bool:
        """Return whether something happens that happens with this share."""
        return self.rng.random() < share

    def act(self, what: str, do: Callable[..., Any], **given: Any) -> Any:
        """Do one act of the product now and return what it returned; None where it was refused, which is counted with its sentence."""
        at = self.next_instant()
        try:
            result = do(**given, at=at)
        except Refused as refusal:
            self.refused[f"{what}: {refusal.sentence}"] += 1
            return None
        self.done[what] += 1
        return result

    def say(self, pool: str, case: Case | None = None) -> str:
        """Return one of the sentences of a pool of the demonstration."""
        topic = case.subject[:26] if case is not None else "该项工作"
        text = str(self.rng.choice(tables("phrases")["texts"][pool]))
        return text.format(topic=topic, number=self.rng.randint(2, 14), unit="本单位", point=1)

    def work(self) -> str:
        """Return a sentence about what was done."""
        sort = self.rng.choice(sorted(tables("phrases")["work"]))
        return str(self.rng.choice(tables("phrases")["work"][sort])).format(number=self.rng.randint(2, 16))

    def bring(self, case: Case, *, kind: str = "", point: int | None = None, name: str = "") -> NewEvidence:
        """Return a file as a person brings it."""
        from io import BytesIO

        sort = self.rng.choice(sorted(tables("phrases")["files"]))
        name = name or self.rng.choice(tables("phrases")["files"][sort])
        lines = [f"事项：{case.number}", self.work(), f"材料形成时间：{self.day.isoformat()}"]
        return NewEvidence(name=name, stream=BytesIO(paper(name, lines, self.rng)), kind=kind, point=point)


def build_world(seed: int, first: date = FIRST) -> World:
    """Set up the area in an empty database and read its first inspection, as on the first day of the simulation."""
    rng = Random(seed)  # noqa: S311 - nothing secret comes from it
    at = datetime.combine(first - timedelta(days=3), time(9), LEGAL_ZONE)
    release_packs(at=at)
    cast = build_area(at=at, posts_from=first - timedelta(days=3))
    cast.on = first
    world = World(cast, rng, first)
    world.share = {unit.pk: rng.choice(SHARES) for _, unit in sorted(cast.units.items())}
    for key in ("office", "discipline", "organisation", "group"):
        world.share[cast.units[key].pk] = SHARES[0]
    # The story of the demonstration begins on the day its document is brought in; here that is the first day.
    days = _Shifted(first + (TOLD_ON - BROUGHT), first - BROUGHT)
    read_round(cast, days, make_plan(Random(seed)))  # noqa: S311
    world.done["round read"] += 1
    return world


@dataclass(frozen=True, slots=True)
class _Shifted(Days):
    """Days of the demonstration's story, all moved by the same number of days."""

    by: timedelta

    def day(self, told: date) -> date:
        return told + self.by

    def printed(self, told: date) -> date:
        return told + self.by


__all__ = ["FIRST", "LAST", "World", "build_world"]
