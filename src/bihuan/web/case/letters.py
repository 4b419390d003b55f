"""Letters about a case: what was written to its unit, and what the office may write."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import pgettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Category
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.cases.values import words
from bihuan.loop.letters.models import Letter
from bihuan.loop.letters.queries import letters_of_case
from bihuan.loop.writing.queries import pack_with_documents
from bihuan.loop.writing.rules import OFFICE
from bihuan.packspec.model import Pack
from bihuan.web.dates import day as written
from bihuan.web.letters.marks import state_words
from bihuan.web.shapes import Link


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters about a case, and the addresses where the office writes one."""

    rows: tuple[Link, ...]
    write: tuple[Link, ...]


def letters_of(file: CaseFile, actor: Actor) -> Letters | None:
    """Return the letters about a case as its page shows them, None where there are none and none can be written."""
    case = file.case
    if case.parent_id is None:
        return None
    pack = pack_with_documents(file.ancestors[0])
    kinds = [one.letter for one in pack.documents.values() if one.letter and file.kind.id in one.of]
    if not kinds:
        return None
    rows = tuple(_row(pack, one) for one in letters_of_case(actor, case))
    may = case.category != Category.DRAFT and stands_as(actor, file, OFFICE)
    write = tuple(
        Link(words(pack.letters[id_].title), reverse("letter_write", args=[case.pack, case.number, id_]), "file-text")
        for id_ in (kinds if may else ())
    )
    return Letters(rows, write) if rows or write else None


def _row(pack: Pack, letter: Letter) -> Link:
    declared = pack.letters.get(letter.letter)
    title = words(declared.title) if declared is not None else letter.title
    day = written(letter.issued_on) if letter.issued_on is not None else ""
    note = pgettext("between clauses", "; ").join(part for part in (state_words()[letter.state], day) if part)
    return Link(f"{title} {letter.number}".strip(), reverse("letter", args=[letter.pk]), note=note)
