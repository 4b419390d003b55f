"""What a register can be narrowed to: the rounds, kinds and addressees that occur in what somebody sees."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.letters.models import LetterTo
from bihuan.loop.letters.queries import seen_by
from bihuan.loop.lifecycle.models import PackRelease
from bihuan.loop.lifecycle.packs import newest_pack
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
    for pack, letter in sorted(seen.values_list("pack", "letter").distinct()):
        declared = newest_pack(pack).letters.get(letter)
        kinds.setdefault(letter, declared.title if declared is not None else Text(letter))
    return Choices(
        tuple((case.pk, case.subject) for case in rounds),
        tuple(kinds.items()),
        tuple((pk, name) for pk, name in units if pk is not None),
    )


def packs_with_letters() -> list[str]:
    """Return the packs that were released here and have letters."""
    packs = sorted(PackRelease.objects.order_by().values_list("pack", flat=True).distinct())
    return [pack for pack in packs if newest_pack(pack).letters]
