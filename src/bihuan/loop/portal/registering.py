"""Registration: an enterprise enters itself with its credit code and gets in as a contact; a person of the office confirms it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.actions import add_contact, add_enterprise
from bihuan.accounts.errors import WrongInput
from bihuan.accounts.models import Person
from bihuan.accounts.queries import the_public
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.feedback.errors import TooOften
from bihuan.loop.feedback.guarding import check_human, knock, knocked, read_form, who_is
from bihuan.loop.feedback.receiving import Sending
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.portal.queries import portal_of
from bihuan.loop.portal.rules import REGISTER

MOST_A_DAY: Final = 10  # registrations from one network address: a service hall helps several enterprises
NAMES: Final = ("name", "credit_code", "contact", "phone", "password", "again", "agreed")


@dataclass(frozen=True, slots=True)
class Registered:
    """A registration: its case and the person who may sign in with the credit code."""

    case: Case
    person: Person


def register(*, area_id: int, given: Mapping[str, str], sending: Sending, at: datetime) -> Registered:
    """
    Enter an enterprise with its first contact, and return its registration.

    given: name, credit_code, contact, phone, password, again (the password once more), agreed.
    Raises Refused with a sentence for every field that is wrong; Doubtful when a question has to be answered first; TooOften.
    """
    portal = portal_of(area_id)
    if portal is None:
        raise Refused(gettext("No enterprise can register here at present."))
    mark, who = read_form(sending.mark, area_id, at), who_is(sending.address, at)
    if knocked(area_id, "register", who, at, minutes=1440) >= MOST_A_DAY:
        raise TooOften(gettext("Too many registrations came from this network address today. Please call the hotline."))
    texts = {name: written(given.get(name, "")) for name in NAMES if name not in {"password", "again"}}
    _check(texts, given)
    check_human(area_id, texts["name"], mark, sending.hidden, at, sum_mark=sending.sum_mark, answer=sending.sum_answer)
    try:
        registered = _enter(portal, texts, given["password"], at)
    except WrongInput as wrong:
        named = {"username": "credit_code"}
        fields = {named.get(name, name): sentence for name, sentence in wrong.problems.items()}
        raise Refused(gettext("Some of what you typed cannot be kept; see the fields."), fields=fields) from wrong
    knock(area_id, "register", who, at, minutes=1440)
    return registered


def _check(texts: Mapping[str, str], given: Mapping[str, str]) -> None:
    wrong = {
        name: sentence
        for name, sentence in {
            "contact": gettext("Write your name."),
            "phone": gettext("Write a telephone number."),
            "agreed": gettext("Please agree to the agreement."),
        }.items()
        if not texts[name]
    }
    if not given.get("password"):
        wrong["password"] = gettext("Choose a password.")
    elif given.get("password") != given.get("again"):
        wrong["again"] = gettext("The two passwords are not the same.")
    if wrong:
        raise Refused(gettext("Some of what you typed cannot be kept; see the fields."), fields=wrong)


@transaction.atomic
def _enter(portal: Case, texts: Mapping[str, str], password: str, at: datetime) -> Registered:
    by = the_public(portal.area_id)
    unit = add_enterprise(by=by, at=at, name=texts["name"], credit_code=texts["credit_code"])
    try:
        person = add_contact(
            unit=unit,
            by=by,
            at=at,
            from_on=local_day(at),
            username=unit.credit_code,
            name=texts["contact"],
            phone=texts["phone"],
            password=password,
        )
    except WrongInput as wrong:
        fits = {"name": "contact"}
        raise WrongInput({fits.get(name, name): sentence for name, sentence in wrong.problems.items()}) from wrong
    given = {
        "applicant": unit,
        "credit_code": unit.credit_code,
        "contact": texts["contact"],
        "phone": texts["phone"],
    }
    case = open_case(pack=REGISTER, kind="enterprise", subject=unit.name, parent=portal, given=given, by=by, at=at)
    if portal.fields.get("at_once"):
        case = move_case(case=case, move="admit", given={}, by=by, at=at)
    return Registered(case, person)
