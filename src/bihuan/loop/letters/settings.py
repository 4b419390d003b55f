"""How each kind of letter goes out when nobody asks for it by hand: at once, prepared for the office, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.letters.models import LetterSetting
from bihuan.loop.letters.rules import check_may_set
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.packspec.bilingual import Text
from bihuan.packspec.document import Letter as Declared
from bihuan.packspec.model import Pack

ISSUE: Final = "issue"
PREPARE: Final = "prepare"
NOT: Final = "not"
WAYS: Final[Mapping[str, Text]] = {
    ISSUE: Text("自动签发", "Issued by itself"),
    PREPARE: Text("拟好待签发", "Prepared for the office to issue"),
    NOT: Text("不自动拟发", "Not at all"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """How one kind of letter goes out. chosen: what was chosen here, empty where it follows `above`."""

    letter: Declared
    chosen: str
    above: str

    @property
    def how(self) -> str:
        """Return the way that holds."""
        return self.chosen or self.above


def ways_of(area_id: int, pack: Pack, round_: Case | None) -> list[Way]:
    """Return how each kind of letter of a pack goes out: chosen for the round, else for the area, else as the pack says. One query."""
    rows = LetterSetting.objects.filter(area_id=area_id, pack=pack.id).order_by("id")
    area: dict[str, str] = {}
    own: dict[str, str] = {}
    for row in rows:
        if row.round_id is None:
            area[row.letter] = row.how
        elif round_ is not None and row.round_id == round_.pk:
            own[row.letter] = row.how
    found = []
    for id_, letter in pack.letters.items():
        shipped = ISSUE if letter.by_itself else PREPARE
        chosen = area.get(id_, "") if round_ is None else own.get(id_, "")
        found.append(Way(letter, chosen, shipped if round_ is None else area.get(id_, "") or shipped))
    return found


def way_of(area_id: int, pack: Pack, round_: Case, letter: str) -> str:
    """Return how one kind of letter goes out in a round."""
    return next(way.how for way in ways_of(area_id, pack, round_) if way.letter.id == letter)


@transaction.atomic
def set_ways(*, pack: Pack, round_: Case | None, chosen: Mapping[str, str], by: Actor, at: datetime) -> int:
    """
    Choose how letters go out, and return how many kinds changed.

    round_: None sets the default of the area. chosen: letter id → key of WAYS, empty to follow what stands above.
    Raises NotAllowed; Refused for a way or a letter there is not.
    """
    case = lock_case(round_) if round_ is not None else None
    check_may_set(by, pack.id, case, local_day(at))
    changed = {}
    for way in ways_of(by.area_id, pack, case):
        how = chosen.get(way.letter.id, way.chosen)
        if how and how not in WAYS:
            raise Refused(
                gettext("Choose one of the ways."), fields={way.letter.id: gettext("Choose one of the ways.")}
            )
        if how != way.chosen:
            changed[way.letter.id] = [way.chosen, how]
    rows = [
        LetterSetting(area_id=by.area_id, pack=pack.id, round=case, letter=letter, how=how, by_id=by.person_id, at=at)
        for letter, (_, how) in changed.items()
    ]
    LetterSetting.objects.bulk_create(rows)
    if case is not None and changed:
        record(case=case, verb=Verb.LETTERS_SET, by=by, at=at, body={"ways": changed})
    return len(changed)
