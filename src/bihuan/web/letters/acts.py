"""What is done on the page of a letter: from the form to one call into the room, and the sentence that says it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from bihuan.loop.letters.actions import issue_prepared, withdraw_letter
from bihuan.loop.letters.answering import Brought, answer_reply, receive_letter, reply_to_letter
from bihuan.loop.letters.escalating import TalkGiven, record_talk
from bihuan.loop.letters.models import Letter
from bihuan.web.request import Request, actor

Act = Callable[[Request, Letter], str]


def _issue(request: Request, letter: Letter) -> str:
    issued = issue_prepared(letter=letter, by=actor(request), at=request.received_at)
    return _("The letter is issued as %(number)s.") % {"number": issued.number}


def _receive(request: Request, letter: Letter) -> str:
    receive_letter(letter=letter, by=actor(request), at=request.received_at)
    return _("You have signed for the letter.")


def _reply(request: Request, letter: Letter) -> str:
    files = [Brought(one.name or "", one.file) for one in request.FILES.getlist("files") if one.file]
    text = request.POST.get("text", "")
    reply_to_letter(letter=letter, text=text, brought=files, by=actor(request), at=request.received_at)
    return _("The reply is sent to the office.")


def _answer(request: Request, letter: Letter) -> str:
    accepted = request.POST.get("accepted") == "yes"
    answer = request.POST.get("answer", "")
    answer_reply(letter=letter, accepted=accepted, answer=answer, by=actor(request), at=request.received_at)
    return _("The reply is accepted; the letter is settled.") if accepted else _("The reply is returned.")


def _withdraw(request: Request, letter: Letter) -> str:
    withdraw_letter(letter=letter, reason=request.POST.get("reason", ""), by=actor(request), at=request.received_at)
    return _("The letter is withdrawn.")


def _talk(request: Request, letter: Letter) -> str:
    names = ("held_on", "place", "by_names", "with_names", "demanded", "promised", "next_on")
    given = TalkGiven(**{name: request.POST.get(name, "").strip() for name in names})
    record_talk(letter=letter, given=given, by=actor(request), at=request.received_at)
    return _("The talk is recorded.")


ACTS: Mapping[str, Act] = {
    "issue": _issue,
    "receive": _receive,
    "reply": _reply,
    "answer": _answer,
    "withdraw": _withdraw,
    "talk": _talk,
}
