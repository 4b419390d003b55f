"""Who writes documents, and who reads them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, CaseParty
from bihuan.loop.cases.queries import own_and_upper_units, sees_whole_pack
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.errors import NotAllowed
from bihuan.loop.writing.models import Writing, WritingState
from bihuan.packspec.document import Document

OFFICE = "desk.office"


def is_office(actor: Actor, round_: Case, day: date) -> bool:
    """Return whether the actor keeps the ledger of this round."""
    return stands_as(actor, CaseFile(round_, day), OFFICE)


def may_write(actor: Actor, document: Document, round_: Case, unit: Unit | None, day: date) -> bool:
    """
    Return whether the actor may write this document: the office any of them, the head of a unit the one for the own unit.

    Letters are also written by themselves, when a ladder or a state asks for one.
    """
    if actor.is_system:
        return bool(document.letter)
    if is_office(actor, round_, day):
        return True
    return document.unit and unit is not None and actor.heads_unit(unit.pk)


def check_may_write(actor: Actor, document: Document, round_: Case, unit: Unit | None, day: date) -> None:
    """Raise NotAllowed unless the actor may write this document."""
    if may_write(actor, document, round_, unit, day):
        return
    if document.unit:
        raise NotAllowed(gettext("The report of a unit is written by its head or by the office."))
    raise NotAllowed(gettext("Only the office writes this document."))


def check_may_word(actor: Actor, round_: Case, day: date) -> None:
    """Raise NotAllowed unless the actor may change the words of a round's documents."""
    if not is_office(actor, round_, day):
        raise NotAllowed(gettext("Only the office changes the words of documents."))


def may_read(actor: Actor, writing: Writing, *, office: bool, letter: bool) -> bool:
    """
    Return whether the actor may read a document.

    The office everything; the head of a unit what is written for the unit; a draft nobody else. A final document: who sees the whole
    pack; of a letter also the units that take part in its case, of a unit's report those who work there.
    """
    if office or (writing.unit_id is not None and actor.heads_unit(writing.unit_id)):
        return True
    if writing.state != WritingState.FINAL:
        return False
    if sees_whole_pack(actor, writing.pack):
        return True
    units = own_and_upper_units(actor)
    if writing.unit_id is not None:
        return writing.unit_id in units
    if not letter:
        return False
    parties = CaseParty.objects.filter(area_id=actor.area_id, case_id=writing.case_id, unit_id__in=units)
    return writing.case.responsible_id in units or parties.exclude(party="below").exists()
