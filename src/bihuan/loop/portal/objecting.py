"""Objections of the public during a public notice: no account is needed, machines and floods are kept away as with messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import the_public
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import written
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.feedback.errors import TooOften
from bihuan.loop.feedback.guarding import (
    FormMark,
    check_human,
    check_sent_once,
    knock,
    knocked,
    read_form,
    who_is,
)
from bihuan.loop.feedback.receiving import Sending, summary_of
from bihuan.loop.portal.queries import on_notice
from bihuan.loop.portal.rules import POLICIES

MOST_A_DAY: Final = 5
LENGTHS: Final = {"objected": 3000, "writer": 60, "contact": 120}


def noticed_application(area_id: int, number: str) -> Case:
    """Return an application whose result is published now. Raises CaseNotFound for any other."""
    found = next((case for case in on_notice(area_id) if case.number == number), None)
    if found is None:
        raise CaseNotFound(number)
    return found


def object_to(*, application: Case, given: Mapping[str, str], sending: Sending, at: datetime) -> Case:
    """
    Take an objection of the public and return its case.

    given: objected, and as the writer likes writer and contact.
    Raises Refused with a sentence for every field that is wrong; Doubtful when a question has to be answered first; TooOften.
    """
    area_id = application.area_id
    mark, who = read_form(sending.mark, area_id, at), who_is(sending.address, at)
    if knocked(area_id, "object", who, at, minutes=1440) >= MOST_A_DAY:
        raise TooOften(
            gettext("Too many objections came from this network address today. Please write again tomorrow, or call.")
        )
    texts = {name: written(given.get(name, "")) for name in LENGTHS}
    wrong = {
        name: gettext("At most %(most)d characters.") % {"most": most}
        for name, most in LENGTHS.items()
        if len(texts[name]) > most
    }
    if len(texts["objected"]) < 5:
        wrong["objected"] = gettext("Say what is wrong, and why.")
    if wrong:
        raise Refused(gettext("Some of what you typed cannot be kept; see the fields."), fields=wrong)
    check_human(
        area_id, texts["objected"], mark, sending.hidden, at, sum_mark=sending.sum_mark, answer=sending.sum_answer
    )
    case = _open(application, texts, mark, at)
    knock(area_id, "object", who, at, minutes=1440)
    knock(area_id, "send", "*", at, minutes=60)  # from many addresses at once: then everybody is asked the sum
    return case


@transaction.atomic
def _open(application: Case, texts: Mapping[str, str], mark: FormMark, at: datetime) -> Case:
    check_sent_once(application.area_id, mark, at)
    given: dict[str, object] = {name: text for name, text in texts.items() if text}
    if application.responsible is not None:
        given["responsible"] = application.responsible
    return open_case(
        pack=POLICIES,
        kind="objection",
        subject=summary_of(texts["objected"]),
        parent=application,
        given=given,
        by=the_public(application.area_id),
        at=at,
    )
