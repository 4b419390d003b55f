"""Letters about a case: what was written to its unit, and what the office may write."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.cases.values import words
from bihuan.loop.writing.models import WritingState
from bihuan.loop.writing.queries import letters_about
from bihuan.loop.writing.rules import OFFICE
from bihuan.web.dates import full_day
from bihuan.web.shapes import Link


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters about a case, and the addresses where the office writes one."""

    rows: tuple[Link, ...]
    write: tuple[Link, ...]


def letters_of(file: CaseFile, actor: Actor) -> Letters | None:
    """Return the letters about a case as its page shows them, None where there are none and none can be written."""
    case, office = file.case, stands_as(actor, file, OFFICE)
    letters = [one for one in file.pack.documents.values() if one.letter and file.kind.id in one.of]
    if case.parent_id is None or not letters:
        return None
    rows = tuple(
        Link(
            " ".join(part for part in (one.title, one.number) if part),
            reverse("paper", args=[one.pk]),
            note=full_day(one.asof) if one.state == WritingState.FINAL else _("draft"),
        )
        for one in letters_about(actor, case, office=office)
    )
    top = file.ancestors[0] if office else None
    write = tuple(
        Link(
            words(one.title),
            f"{reverse('paper_write', args=[case.pack, top.number, one.id])}?case={case.number}",
            "file-text",
        )
        for one in letters
        if top is not None
    )
    return Letters(rows, write) if rows or write else None
