"""Outside bodies and their people: enterprises that apply and answer through the portal, never in the tree of the area's units."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.accounts.actions.people import check_person, facts_of_person, give_first_password, write_new_person
from bihuan.accounts.actions.posts import facts_of_post
from bihuan.accounts.actions.units import facts_of, locked_area, pinyin_of, write_new_unit
from bihuan.accounts.audit import Verb, changed, record
from bihuan.accounts.errors import NotInArea, WrongInput
from bihuan.accounts.models import Person, Post, Unit
from bihuan.accounts.names import problem_of_length, problem_of_name, tidy
from bihuan.accounts.queries import Actor
from bihuan.accounts.roles import OUTSIDE
from bihuan.documents.text.credit_code import LENGTH, is_credit_code, tidy_credit_code

ENTERPRISE: Final = "enterprise"


@transaction.atomic
def add_enterprise(*, by: Actor, at: datetime, name: str, credit_code: str, short_name: str = "") -> Unit:
    """
    Add an enterprise as an outside body of the actor's area and return it.

    Knows nothing of who keeps the register of enterprises: whoever calls it asks first.
    Raises WrongInput with a sentence for each of name, short_name, credit_code.
    """
    area = locked_area(by.area_id)
    unit = Unit(area=area, name=tidy(name), short_name=tidy(short_name), outside=ENTERPRISE, receives=False)
    unit.credit_code = tidy_credit_code(credit_code)
    _check(unit)
    write_new_unit(unit)
    record(Verb.UNIT_ADDED, by=by, at=at, subject="unit", subject_id=unit.pk, name=unit.name, after=facts_of(unit))
    return unit


@transaction.atomic
def rename_enterprise(*, unit: Unit, by: Actor, at: datetime, name: str) -> Unit:
    """Give an enterprise another name and return it; the old one stays among its former names. Raises WrongInput, NotInArea."""
    locked_area(by.area_id)
    found = Unit.objects.select_for_update().filter(area_id=by.area_id, pk=unit.pk, outside=ENTERPRISE).first()
    if found is None:
        raise NotInArea(_("This does not exist in your area."))
    before, old = facts_of(found), found.name
    found.name = tidy(name)
    if found.name == old:
        return found
    found.former_names = "\n".join(dict.fromkeys([old, *found.former_names.splitlines()]))
    _check(found)
    found.pinyin = pinyin_of(found)
    found.save(update_fields=["name", "former_names", "pinyin"])
    was, now = changed(before, facts_of(found))
    record(Verb.UNIT_CHANGED, by=by, at=at, subject="unit", subject_id=found.pk, name=found.name, before=was, after=now)
    return found


@transaction.atomic
def add_contact(
    *,
    unit: Unit,
    by: Actor,
    at: datetime,
    from_on: date,
    username: str,
    name: str,
    password: str,
    phone: str = "",
    email: str = "",
) -> Person:
    """
    Enter a person who acts for an outside body in the portal, with a password of their own, and return them.

    Raises NotInArea for a unit of the area's own; WrongInput with a sentence for each field.
    """
    if unit.area_id != by.area_id or not unit.outside:
        raise NotInArea(_("This does not exist in your area."))
    person = Person(
        area_id=by.area_id, username=tidy(username), name=tidy(name), phone=tidy(phone), email=email.strip()
    )
    check_person(person, password=password)
    give_first_password(person, password)
    write_new_person(person)
    facts = facts_of_person(person)
    record(Verb.PERSON_ADDED, by=by, at=at, subject="person", subject_id=person.pk, name=person.name, after=facts)
    post = Post.objects.create(area_id=by.area_id, person=person, unit=unit, role=OUTSIDE, from_on=from_on)
    record(
        Verb.POST_GIVEN,
        by=by,
        at=at,
        subject="person",
        subject_id=person.pk,
        name=person.name,
        after=facts_of_post(post),
    )
    return person


def problem_of_credit_code(code: str) -> str:
    """
    Return the sentence that says why a tidied code is no unified social credit code, empty if it is one.

    Source: GB 32100-2015.
    """
    if not code:
        return _("Write the unified social credit code.")
    if len(code) != LENGTH:
        return _("A unified social credit code has 18 characters, this has %(n)d.") % {"n": len(code)}
    return "" if is_credit_code(code) else _("This is no valid code: compare it with the business licence.")


def _check(unit: Unit) -> None:
    others = Unit.objects.filter(area_id=unit.area_id).exclude(pk=unit.pk)
    taken = _("There is a unit of this name already.") if others.filter(name=unit.name).exists() else ""
    known = others.filter(credit_code=unit.credit_code).exists() if unit.credit_code else False
    problems = {
        "name": problem_of_name(unit.name, 100) or taken,
        "short_name": problem_of_length(unit.short_name, 40),
        "credit_code": problem_of_credit_code(unit.credit_code)
        or (_("An enterprise with this code is registered already.") if known else ""),
    }
    found = {field: sentence for field, sentence in problems.items() if sentence}
    if found:
        raise WrongInput(found)
