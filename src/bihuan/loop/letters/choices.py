"""What a register can be narrowed to: the rounds, kinds and addressees that occur in what somebody sees."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.letters.models import LetterTo
from bihuan.loop.letters.queries import seen_by
from bihuan.loop.lifecycle.packs import packs_in_use, packs_known
from bihuan.packspec.bilingual import Text


@dataclass(frozen=True, slots=True)
class Choices:
    """Ids with names, in the order in which they are offered."""

    rounds: tuple[tuple[int, str], ...]
    letters: tuple[tuple[str, Text], ...]
    units: tuple[tuple[int, str], ...]


def choices_of(actor: Actor) -> Choices:
    """Return what occurs in the register as the actor sees it."""
    seen = seen_by(actor).order_by()
    rounds = Case.objects.filter(area_id=actor.area_id, pk__in=seen.values("round_id")).order_by("-id")
    to = LetterTo.objects.filter(area_id=actor.area_id, letter_id__in=seen.values("pk"), unit__isnull=False)
    units = sorted({(pk, name) for pk, name in to.order_by().values_list("unit_id", "unit__name").distinct()})
    kinds: dict[str, Text] = {}
    known = packs_known(actor.area_id)
    for pack, letter in sorted(seen.values_list("pack", "letter").distinct()):
        declared = known[pack].letters.get(letter) if pack in known else None
        kinds.setdefault(letter, declared.title if declared is not None else Text(letter))
    return Choices(
        tuple((case.pk, case.subject) for case in rounds),
        tuple(kinds.items()),
        tuple((pk, name) for pk, name in units if pk is not None),
    )


def packs_with_letters(area_id: int) -> list[str]:
    """Return the packs that the area uses and that have letters."""
    return [pack.id for pack in packs_in_use(area_id) if pack.letters]
