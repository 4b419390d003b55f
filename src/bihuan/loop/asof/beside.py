"""What lies beside a case as it stood and is asked for seldom: the cases above it, the days on which it entered its states."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from typing import Final

from bihuan.loop.asof.rows import COLUMNS, Row
from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.models import Stay

RETURNED: Final = "return"  # how a stay begins that a returned review leads to
Stays = list[tuple[int, str, str, datetime]]  # turn, state, move, entered


class Chunk:
    """
    A chunk of cases that are read together; each question is asked of the database once for all of them.

    end: the instant with which the day is over; None where the day is today. stand: turns rows of now into cases of that day.
    """

    def __init__(
        self, area_id: int, rows: Sequence[Row], end: datetime | None, stand: Callable[[list[Row]], list[CaseAt]]
    ) -> None:
        self._area_id, self._end, self._stand = area_id, end, stand
        self._ids = [row.pk for row in rows]
        self._upper = {pk for row in rows for pk in row.ancestors}
        self._above: dict[int, CaseAt] | None = None
        self._stays: dict[int, Stays] | None = None

    def above(self, case: CaseAt, kind: str) -> CaseAt | None:
        """Return the nearest case above one of the chunk that is of a kind, as it stood then."""
        if self._above is None:
            self._above = self._read_above()
        found = (self._above.get(pk) for pk in reversed(case.ancestors))
        return next((one for one in found if one is not None and one.kind == kind), None)

    def entered(self, case: CaseAt, state: str) -> date | None:
        """Return the day on which a case first entered a state in the turn it was in then."""
        entries = [at for turn, into, _, at in self._stays_of(case.id) if turn == case.turn and into == state]
        return local_day(entries[0]) if entries else None

    def returns(self, case: CaseAt) -> int:
        """Return how often a case had been sent back from a review in the turn it was in then."""
        return sum(1 for turn, _, move, _ in self._stays_of(case.id) if turn == case.turn and move == RETURNED)

    def _stays_of(self, case_id: int) -> Stays:
        if self._stays is None:
            self._stays = self._read_stays(self._ids)
        return self._stays.get(case_id, [])

    def _read_stays(self, ids: Collection[int]) -> dict[int, Stays]:
        rows = Stay.objects.filter(area_id=self._area_id, case_id__in=list(ids))
        rows = rows if self._end is None else rows.filter(entered_at__lt=self._end)
        found: dict[int, Stays] = {}
        columns = ("case_id", "turn", "state", "move", "entered_at")
        for case_id, turn, state, move, entered_at in rows.order_by("id").values_list(*columns):
            found.setdefault(case_id, []).append((turn, state, move, entered_at))
        return found

    def _read_above(self) -> dict[int, CaseAt]:
        if not self._upper:
            return {}
        rows = Case.objects.filter(area_id=self._area_id, pk__in=self._upper).order_by("pk")
        return {case.id: case for case in self._stand([Row(*values) for values in rows.values_list(*COLUMNS)])}
