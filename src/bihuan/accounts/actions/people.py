"""People: added with a one-time password, changed, stopped from signing in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from bihuan.accounts.actions.posts import end_or_withdraw
from bihuan.accounts.actions.units import locked_area
from bihuan.accounts.audit import Verb, changed, record
from bihuan.accounts.errors import Refused, WrongInput
from bihuan.accounts.models import Person, Post
from bihuan.accounts.names import problem_of_length, problem_of_name, problem_of_username, tidy
from bihuan.accounts.passwords import hash_of_generated, one_time_password, problem_of_password
from bihuan.accounts.pinyin import typed_forms_of_person
from bihuan.accounts.queries import Actor
from bihuan.accounts.rules import (
    check_in_area,
    check_is_oneself,
    check_leaves_an_administrator,
    check_may_manage_organisation,
)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person who was just entered. password: to be shown once and then forgotten; empty if the person chose it."""

    person: Person
    password: str


@transaction.atomic
def add_person(
    *,
    by: Actor,
    at: datetime,
    username: str,
    name: str,
    phone: str = "",
    email: str = "",
    language: str = "",
    password: str = "",
) -> NewPerson:
    """
    Enter a person of the actor's area, with a generated one-time password unless one is given.

    username: unique over all areas, any case. password: one the person has chosen, within the rules for passwords.
    Raises NotAllowed; WrongInput with a sentence for each field.
    """
    check_may_manage_organisation(by)
    person = Person(
        area_id=by.area_id, username=tidy(username), name=tidy(name), phone=tidy(phone), email=email.strip()
    )
    person.language = language
    check_person(person, password=password)
    generated = give_first_password(person, password)
    write_new_person(person)
    record(
        Verb.PERSON_ADDED,
        by=by,
        at=at,
        subject="person",
        subject_id=person.pk,
        name=person.name,
        after=facts_of_person(person),
    )
    return NewPerson(person, generated)


@transaction.atomic
def change_person(
    *,
    person: Person,
    by: Actor,
    at: datetime,
    username: str | None = None,
    name: str | None = None,
    phone: str | None = None,
    email: str | None = None,
) -> Person:
    """
    Change what is given of a person and return them as they now are; None leaves a value as it was.

    Raises NotAllowed, NotInArea; WrongInput with a sentence for each field.
    """
    check_may_manage_organisation(by)
    check_in_area(by, person)
    person = _locked(person)
    before = facts_of_person(person)
    for field, value in {"username": username, "name": name, "phone": phone, "email": email}.items():
        if value is not None:
            setattr(person, field, tidy(value))
    check_person(person)
    person.pinyin = typed_forms_of_person(person.name, limit=200)
    person.save(update_fields=["username", "name", "phone", "email", "pinyin"])
    _record_change(person, before, by, at)
    return person


@transaction.atomic
def set_password(*, person: Person, by: Actor, at: datetime) -> str:
    """
    Give a person a new one-time password and return it, to be shown once; every session of theirs ends.

    Raises NotAllowed, NotInArea.
    """
    check_may_manage_organisation(by)
    check_in_area(by, person)
    person = _locked(person)
    password = give_first_password(person, "")
    person.save(update_fields=["password", "password_is_initial"])
    record(Verb.PASSWORD_SET, by=by, at=at, subject="person", subject_id=person.pk, name=person.name)
    return password


@transaction.atomic
def deactivate(*, person: Person, by: Actor, at: datetime) -> Person:
    """
    Stop a person from signing in and end their posts today; what they did keeps their name.

    Raises NotAllowed, NotInArea; Refused for oneself and for the last administrator.
    """
    check_may_manage_organisation(by)
    check_in_area(by, person)
    locked_area(by.area_id)
    if person.pk == by.person_id:
        raise Refused(_("You cannot stop yourself from signing in. Another administrator can."))
    person, today = _locked(person), localdate(at)
    check_leaves_an_administrator(by.area_id, on=today, without=Q(person_id=person.pk))
    posts = Post.objects.filter(area_id=by.area_id, person=person).filter(Q(to_on__isnull=True) | Q(to_on__gt=today))
    for post in posts.select_related("person", "unit"):
        end_or_withdraw(post, by=by, at=at, on=today)
    person.is_active = False
    person.save(update_fields=["is_active"])
    record(Verb.PERSON_DEACTIVATED, by=by, at=at, subject="person", subject_id=person.pk, name=person.name)
    return person


@transaction.atomic
def activate(*, person: Person, by: Actor, at: datetime) -> Person:
    """
    Let a person sign in again; posts have to be given anew.

    Raises NotAllowed, NotInArea.
    """
    check_may_manage_organisation(by)
    check_in_area(by, person)
    person = _locked(person)
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(Verb.PERSON_ACTIVATED, by=by, at=at, subject="person", subject_id=person.pk, name=person.name)
    return person


@transaction.atomic
def change_own_language(*, person: Person, by: Actor, at: datetime, language: str) -> Person:
    """
    Keep the language in which a person wants to read; empty is the language of the product.

    Raises NotAllowed for anybody else; WrongInput for a language that does not exist here.
    """
    check_is_oneself(by, person)
    if language and language not in dict(settings.LANGUAGES):
        raise WrongInput({"language": _("Choose one of the languages.")})
    person = _locked(person)
    before = facts_of_person(person)
    person.language = language
    person.save(update_fields=["language"])
    _record_change(person, before, by, at)
    return person


@transaction.atomic
def change_own_email(*, person: Person, by: Actor, at: datetime, email: str) -> Person:
    """
    Keep the mail address that a person entered themselves and that answered a check.

    Raises NotAllowed for anybody else; WrongInput for what is no address.
    """
    check_is_oneself(by, person)
    person = _locked(person)
    before = facts_of_person(person)
    person.email = email.strip()
    check_person(person)
    person.save(update_fields=["email"])
    _record_change(person, before, by, at)
    return person


@transaction.atomic
def change_own_password(*, person: Person, by: Actor, at: datetime, old: str, new: str) -> Person:
    """
    Replace one's own password; other sessions end.

    Raises NotAllowed for anybody else; WrongInput for `old` or `new`.
    """
    check_is_oneself(by, person)
    person = _locked(person)
    problems = {
        "old": "" if person.check_password(old) else _("This is not your present password."),
        "new": _("Choose another password than the present one.") if old == new else problem_of_password(new, person),
    }
    found = {field: sentence for field, sentence in problems.items() if sentence}
    if found:
        raise WrongInput(found)
    person.set_password(new)
    person.password_is_initial = False
    person.save(update_fields=["password", "password_is_initial"])
    record(Verb.PASSWORD_SET, by=by, at=at, subject="person", subject_id=person.pk, name=person.name)
    return person


def check_person(person: Person, *, password: str = "") -> None:
    """Raise WrongInput if the person cannot be stored as they stand; `password` is checked where it is given."""
    problems = {
        "username": problem_of_username(person.username) or _username_in_use(person),
        "name": problem_of_name(person.name, 60),
        "phone": problem_of_length(person.phone, 40),
        "email": _problem_of_email(person.email),
        "password": problem_of_password(password, person) if password else "",
    }
    found = {field: sentence for field, sentence in problems.items() if sentence}
    if found:
        raise WrongInput(found)


def give_first_password(person: Person, chosen: str) -> str:
    """Set the chosen password, or a generated one, which is returned; nothing is stored yet."""
    person.password_is_initial = not chosen
    if chosen:
        person.set_password(chosen)
        return ""
    generated = one_time_password()
    person.password = hash_of_generated(generated)
    return generated


def write_new_person(person: Person) -> None:
    """Store a checked person."""
    person.pinyin = typed_forms_of_person(person.name, limit=200)
    person.save(force_insert=True)


def facts_of_person(person: Person) -> dict[str, Any]:
    """Return what the audit row keeps of a person."""
    fields = ("username", "name", "phone", "email", "language")
    return {field: getattr(person, field) for field in fields}


def _record_change(person: Person, before: dict[str, Any], by: Actor, at: datetime) -> None:
    was, now = changed(before, facts_of_person(person))
    if now:
        record(
            Verb.PERSON_CHANGED,
            by=by,
            at=at,
            subject="person",
            subject_id=person.pk,
            name=person.name,
            before=was,
            after=now,
        )


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update().get(pk=person.pk)


def _username_in_use(person: Person) -> str:
    if Person.objects.filter(username__iexact=person.username).exclude(pk=person.pk).exists():
        return _("Somebody signs in with this name already.")
    return ""


def _problem_of_email(email: str) -> str:
    if not email:
        return ""
    try:
        validate_email(email)
    except ValidationError:
        return _("This is no e-mail address.")
    return ""
