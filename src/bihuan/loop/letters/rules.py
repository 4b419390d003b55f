"""Who issues, signs for, answers and withdraws letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case, Category, DeskHolder
from bihuan.loop.cases.queries import own_and_upper_units
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.letters.models import Letter, LetterState, LetterTo
from bihuan.loop.writing.rules import is_office


def check_may_prepare(actor: Actor, case: Case, round_: Case, day: date) -> None:
    """Raise NotAllowed unless the actor may write letters about a case: the office, and the clock; Refused while the case is a draft."""
    if not (actor.is_system or is_office(actor, round_, day)):
        raise NotAllowed(gettext("Letters are prepared and issued by the office."))
    if case.category == Category.DRAFT:
        raise Refused(gettext("The case is not handed out yet; nobody can be written to about it."))


def check_may_issue(actor: Actor, letter: Letter, day: date) -> None:
    """Raise NotAllowed or Refused unless the actor may issue a prepared letter."""
    check_office(actor, letter, day, gettext("Letters are issued by the office."))
    if letter.state == LetterState.WITHDRAWN:
        raise Refused(gettext("This letter was withdrawn."))
    if letter.state != LetterState.PREPARED:
        raise Refused(gettext("This letter was issued already, as %(number)s.") % {"number": letter.number})


def check_may_withdraw(actor: Actor, letter: Letter, day: date) -> None:
    """Raise NotAllowed or Refused unless the actor may withdraw a letter: the office, as long as it is not closed."""
    check_office(actor, letter, day, gettext("Letters are withdrawn by the office."))
    if letter.state == LetterState.WITHDRAWN:
        raise Refused(gettext("This letter was withdrawn already."))
    asked = letter.receipt_due_on is not None or letter.reply_due_on is not None
    if letter.closed_at is not None and asked:  # what asks for nothing is settled as it goes out
        raise Refused(gettext("This letter is settled; it is not withdrawn any more."))
    if letter.replied_at is not None or letter.first_replied_on is not None:
        raise Refused(gettext("This letter was replied to; answer the reply instead of withdrawing the letter."))


def check_office(actor: Actor, letter: Letter, day: date, sentence: str) -> None:
    """Raise NotAllowed with the sentence unless the actor holds the office of the letter's round."""
    if not (actor.is_system or is_office(actor, letter.round, day)):
        raise NotAllowed(sentence)


def check_may_receive(actor: Actor, letter: Letter, to: Sequence[LetterTo]) -> None:
    """Raise NotAllowed or Refused unless the actor may sign for a letter: whoever works for a unit it goes to."""
    if not any(is_addressed(actor, one) for one in to):
        raise NotAllowed(gettext("A letter is signed for by the unit it goes to."))
    if letter.state == LetterState.WITHDRAWN:
        raise Refused(gettext("This letter was withdrawn."))
    if letter.issued_at is None:
        raise Refused(gettext("This letter is not issued yet."))
    if letter.received_at is not None:
        raise Refused(gettext("This letter was signed for already."))


def check_may_reply(actor: Actor, letter: Letter, to: Sequence[LetterTo]) -> None:
    """Raise NotAllowed or Refused unless the actor may reply: the head of a unit it goes to, or the person."""
    if not any(is_head_of(actor, one) for one in to):
        raise NotAllowed(gettext("A letter is replied to by the head of the unit it goes to."))
    match letter.state:
        case LetterState.WITHDRAWN:
            raise Refused(gettext("This letter was withdrawn; it needs no reply any more."))
        case LetterState.PREPARED:
            raise Refused(gettext("This letter is not issued yet."))
        case LetterState.REPLIED:
            raise Refused(gettext("This letter was replied to already; wait for the office's answer."))
        case LetterState.CLOSED:
            raise Refused(gettext("This letter is closed; it needs no reply."))
    if letter.reply_due_on is None:
        raise Refused(gettext("This letter asks for no reply."))
    if letter.received_at is None and letter.receipt_due_on is not None:
        raise Refused(gettext("Sign for the letter first."))


def is_addressed(actor: Actor, to: LetterTo) -> bool:
    """Return whether a letter goes to the actor: as a person, or for a unit for which they act."""
    if to.person_id is not None:
        return actor.stands_for == to.person_id
    if to.heads_only:
        return actor.heads_unit(to.unit_id)
    return any(to.unit_id in post.acts_for for post in actor.posts)


def is_head_of(actor: Actor, to: LetterTo) -> bool:
    """Return whether the actor answers for an addressee: its head, or the person."""
    return actor.stands_for == to.person_id if to.person_id is not None else actor.heads_unit(to.unit_id)


def may_see(actor: Actor, letter: Letter, to: Sequence[LetterTo], *, whole: bool, office: bool) -> bool:
    """Return whether the actor may see a letter: the office; once issued also who sees the whole pack, and its addressees."""
    if office:
        return True
    if letter.issued_at is None:
        return False
    return whole or any(is_addressed(actor, one) or is_head_of(actor, one) for one in to)


def holds_office(actor: Actor, pack: str) -> bool:
    """Return whether the actor holds the office of a pack for the whole area."""
    rows = DeskHolder.objects.filter(area_id=actor.area_id, pack=pack, desk="office", case__isnull=True)
    units = own_and_upper_units(actor)
    return any(
        row.person_id == actor.stands_for
        or (row.unit_id is not None and (actor.heads_unit(row.unit_id) if row.heads_only else row.unit_id in units))
        for row in rows
    )


def check_may_set(actor: Actor, pack: str, round_: Case | None, day: date) -> None:
    """Raise NotAllowed unless the actor may choose how letters go out: the office of the round, of the pack for the area."""
    allowed = is_office(actor, round_, day) if round_ is not None else holds_office(actor, pack)
    if not allowed:
        raise NotAllowed(gettext("Only the office chooses how letters go out."))
