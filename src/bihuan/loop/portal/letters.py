"""Letters that went to an enterprise: all of them, those that wait for it, and one of them."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import QuerySet

from bihuan.accounts.queries import Actor, people_of_unit
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.letters.models import Letter, LetterFile, LetterTo
from bihuan.loop.letters.queries import file_of_reply, get_letter, seen_by, to_reply, to_sign_for

MOST: Final = 200


def letters_to(actor: Actor) -> QuerySet[Letter]:
    """Return the letters that were issued to the actor's enterprise, newest first; none for anybody else."""
    to = LetterTo.objects.filter(area_id=actor.area_id, unit_id=actor.outside_unit or 0)
    rows = seen_by(actor).filter(pk__in=to.values("letter_id"), issued_at__isnull=False)
    return rows.select_related("case__parent", "round").order_by("-issued_at", "-id")


def letters_about(actor: Actor, case: Case) -> list[Letter]:
    """Return the letters about a case that went to the actor's enterprise, newest first."""
    return list(letters_to(actor).filter(case_id=case.pk)[:MOST])


def letters_to_do(actor: Actor) -> list[tuple[str, Letter]]:
    """Return the letters that wait for the actor's enterprise, each with what for: `receive` or `reply`; the oldest first."""
    if actor.outside_unit is None:
        return []
    parts = (("receive", to_sign_for(actor)), ("reply", to_reply(actor)))
    found = [(what, letter) for what, rows in parts for letter in rows.select_related("case__parent", "round")[:MOST]]
    return sorted(found, key=lambda one: one[1].pk)


def count_letters_to_do(actor: Actor) -> int:
    """Return how many letters wait for the actor's enterprise, in one query."""
    return to_sign_for(actor).order_by().values("pk").union(to_reply(actor).order_by().values("pk"), all=True).count()


def own_file(actor: Actor, letter: Letter, file_id: int) -> LetterFile:
    """Return a file that the actor's enterprise brought with a reply to a letter. Raises CaseNotFound, the same for missing and forbidden."""
    found = file_of_reply(letter, file_id)
    if found.reply.by_id not in set(people_of_unit(actor.area_id, actor.outside_unit or 0)):
        raise CaseNotFound(str(file_id))
    return found


def own_letter(actor: Actor, letter_id: int, day: date) -> Letter:
    """Return a letter that was issued to the actor's enterprise. Raises CaseNotFound, the same for missing and forbidden."""
    letter = get_letter(actor, letter_id, day)
    to = LetterTo.objects.filter(area_id=actor.area_id, letter_id=letter.pk, unit_id=actor.outside_unit or 0)
    if letter.issued_at is None or not to.exists():
        raise CaseNotFound(str(letter_id))
    return letter
