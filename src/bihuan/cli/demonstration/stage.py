"""The stage of the story: acts happen in order of time, whoever is next; and what people write and bring."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import PurePath
from random import Random
from typing import Any

from django.db import transaction

from bihuan.accounts.queries import Actor
from bihuan.cli.demonstration.cast import Cast
from bihuan.cli.demonstration.days import Days, office_minutes
from bihuan.cli.demonstration.papers import paper
from bihuan.cli.demonstration.sample import quoted, tables
from bihuan.loop.cases.models import Case
from bihuan.loop.evidence.actions import NewEvidence

# A walk is the life of one case: it yields the instant of its next act, and acts when it is resumed.
Walk = Iterator[datetime]
TOPIC = 26
APART = timedelta(minutes=6)


@dataclass
class Play:
    """
    Lets walks act, always the one whose next act is the earliest; it may pause at an instant and take in more of them.

    seen: told every instant before the act. broken: takes what keeps a walk from going on, which then ends there; without it that is raised.
    """

    seen: Callable[[datetime], None] = lambda _: None
    broken: Callable[[Exception], None] | None = None
    queue: list[tuple[datetime, int, Walk]] = field(default_factory=list)
    order: int = 0

    def add(self, walks: Iterable[Walk]) -> None:
        """Take in walks; each runs up to the instant of its first act."""
        for walk in walks:
            self.order += 1
            self._queue(self.order, walk)

    def run(self, until: datetime | None = None) -> None:
        """Let them act up to an instant, or to the end."""
        while self.queue and (until is None or self.queue[0][0] < until):
            at, order, walk = heapq.heappop(self.queue)
            self.seen(at)
            self._queue(order, walk)

    def _queue(self, order: int, walk: Walk) -> None:
        at = self._next(walk)
        if at is not None:
            heapq.heappush(self.queue, (at, order, walk))

    def _next(self, walk: Walk) -> datetime | None:
        if self.broken is None:
            return next(walk, None)
        try:
            with transaction.atomic():
                return next(walk, None)
        except Exception as error:
            # On a day on which the story was never told, a limit may end before the act that was to keep it.
            self.broken(error)
            return None


@dataclass
class Scene:
    """
    One case on the stage, with its own chance and its own clock.

    sort: sort of problem, from which words and files are chosen. case: None until it is opened. now: instant of its last act.
    """

    cast: Cast
    days: Days
    rng: Random
    sort: str
    case: Case | None = None
    now: datetime | None = None

    def when(self, told: date) -> datetime:
        """Return the instant of the next act on a day of the story: in office hours and after the last one."""
        at = self.days.at(told, office_minutes(self.rng))
        self.now = at if self.now is None else max(at, self.now + APART)
        return self.now

    @property
    def at(self) -> datetime:
        """The instant of the running act."""
        if self.now is None:
            raise RuntimeError("nothing has happened yet")
        return self.now

    @property
    def here(self) -> Case:
        """The case; it is open by now."""
        if self.case is None:
            raise RuntimeError("the case is not open yet")
        return self.case

    def say(self, pool: str, **words: Any) -> str:
        """Return one of the sentences of a pool."""
        return str(self.rng.choice(tables("phrases")["texts"][pool])).format(
            topic=self.topic, number=self.rng.randint(2, 14), **words
        )

    def work(self) -> str:
        """Return a sentence about what was done for this sort of problem."""
        return str(self.rng.choice(tables("phrases")["work"][self.sort])).format(number=self.rng.randint(2, 16))

    @property
    def topic(self) -> str:
        """What the case is about in a few words."""
        head = self.here.subject.partition("。")[0]
        return quoted(head if len(head) <= TOPIC else f"{head[:TOPIC]}…")

    def statement(self, unit: str, pool: str = "done") -> str:
        """Return what a unit writes when it reports something done."""
        return self.say(pool, unit=self.cast.units[unit].name) + self.work()

    def bring(self, *, kind: str = "", point: int | None = None, name: str = "", also: int = 0) -> NewEvidence:
        """Return a file as a person brings it; `also` tells several files of one act apart."""
        names = tables("phrases")["files"][self.sort]
        name = name or names[(self.rng.randint(0, 9) + also) % len(names)]
        lines = [f"事项：{self.here.number} {self.topic}", self.work(), f"材料形成时间：{self.at:%Y年%m月%d日}"]
        if PurePath(name).suffix != ".png":
            lines.append("经核对，以上内容与原始记录一致。")
        return NewEvidence(name=name, stream=BytesIO(paper(name, lines, self.rng)), kind=kind, point=point)

    def office(self) -> Actor:
        """Return somebody of the rectification office; most work goes through the same hands."""
        return self.cast.actor(self.rng.choice(("lin.ruoxi", "lin.ruoxi", "tong.an", "bai.xu")))


def pick(pool: Sequence[str], rng: Random, share: float) -> str:
    """Return one of the texts with the given chance, else nothing."""
    return rng.choice(pool) if rng.random() < share else ""
