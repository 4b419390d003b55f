"""Posts: given from a day, ended on a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.accounts.actions.units import locked_area
from bihuan.accounts.audit import Verb, record
from bihuan.accounts.errors import NotInArea, WrongInput
from bihuan.accounts.models import Person, Post, Unit
from bihuan.accounts.names import problem_of_length, tidy
from bihuan.accounts.queries import Actor
from bihuan.accounts.roles import INSIDE, OUTSIDE, ROLES, Permission
from bihuan.accounts.rules import check_in_area, check_leaves_an_administrator, check_may_manage_organisation


@transaction.atomic
def give_post(
    *,
    person: Person,
    unit: Unit,
    role: str,
    by: Actor,
    at: datetime,
    from_on: date,
    to_on: date | None = None,
    title: str = "",
) -> Post:
    """
    Give a person a role at a unit from one day to another, both included; without `to_on` until it is ended.

    role: id of one of ROLES. title: what the post is called, for example 副局长.
    Raises NotAllowed, NotInArea; WrongInput with a sentence for each of person, unit, role, title, to_on, from_on.
    """
    check_may_manage_organisation(by)
    locked_area(by.area_id)
    if person.area_id != by.area_id or unit.area_id != by.area_id:
        raise NotInArea(_("This does not exist in your area."))
    post = Post(
        area_id=by.area_id, person=person, unit=unit, role=role, title=tidy(title), from_on=from_on, to_on=to_on
    )
    check_post(post)
    post.save(force_insert=True)
    record(
        Verb.POST_GIVEN,
        by=by,
        at=at,
        subject="person",
        subject_id=person.pk,
        name=person.name,
        after=facts_of_post(post),
    )
    return post


@transaction.atomic
def end_post(*, post: Post, by: Actor, at: datetime, on: date) -> None:
    """
    End a post; `on` is its last day. A post that has not begun by then is withdrawn, as if it had not been given.

    Raises NotAllowed, NotInArea; WrongInput if it ended before; Refused if the area would have no administrator left.
    """
    check_may_manage_organisation(by)
    check_in_area(by, post)
    locked_area(by.area_id)
    post = Post.objects.select_for_update().select_related("person", "unit").get(area_id=by.area_id, pk=post.pk)
    if post.to_on is not None and post.to_on < on:
        raise WrongInput({"on": _("This post ended on %(day)s already.") % {"day": post.to_on}})
    if Permission.MANAGE_ORGANISATION in ROLES[post.role].permissions:
        check_leaves_an_administrator(by.area_id, on=on, without=Q(pk=post.pk))
    end_or_withdraw(post, by=by, at=at, on=on)


def end_or_withdraw(post: Post, *, by: Actor, at: datetime, on: date) -> None:
    """End a locked post, or delete it if it has not begun; the audit row keeps what it was."""
    facts = facts_of_post(post)
    if post.from_on > on:
        Post.objects.filter(area_id=post.area_id, pk=post.pk).delete()
        verb, before, after = Verb.POST_WITHDRAWN, facts, {}
    else:
        post.to_on = on
        post.save(update_fields=["to_on"])
        verb, before, after = Verb.POST_ENDED, facts, {"to_on": on.isoformat()}
    record(
        verb,
        by=by,
        at=at,
        subject="person",
        subject_id=post.person_id,
        name=post.person.name,
        before=before,
        after=after,
    )


def facts_of_post(post: Post) -> dict[str, Any]:
    """Return what the audit row keeps of a post."""
    return {
        "unit": post.unit.name,
        "role": post.role,
        "title": post.title,
        "from_on": post.from_on.isoformat(),
        "to_on": post.to_on.isoformat() if post.to_on else None,
    }


def check_post(post: Post) -> None:
    """Raise WrongInput if the post cannot be given as it stands."""
    problems = {
        "person": ""
        if post.person.is_active
        else _("%(person)s may not sign in any more.") % {"person": post.person.name},
        "unit": _problem_of_unit(post),
        "role": "" if _role_fits(post) else _("Choose one of the roles."),
        "title": problem_of_length(post.title, 60),
        "to_on": _("The last day must not come before the first.") if post.to_on and post.to_on < post.from_on else "",
    }
    found = {field: sentence for field, sentence in problems.items() if sentence}
    if not found and (overlap := _same_post(post)):
        found["from_on"] = _("%(person)s holds this role at %(unit)s already, since %(day)s. End that post first.") % {
            "person": post.person.name,
            "unit": post.unit.name,
            "day": overlap.from_on,
        }
    if found:
        raise WrongInput(found)


def _role_fits(post: Post) -> bool:
    """People of outside bodies hold the role for them, and nobody else does."""
    return post.role == OUTSIDE if post.unit.outside else post.role in INSIDE


def _problem_of_unit(post: Post) -> str:
    ended = post.unit.ended_on
    if ended is None:
        return ""
    return _("%(unit)s ended on %(day)s. Choose a unit that exists.") % {"unit": post.unit.name, "day": ended}


def _same_post(post: Post) -> Post | None:
    """Return a post with the same person, unit and role that shares a day with this one."""
    same = Post.objects.filter(area_id=post.area_id, person=post.person, unit=post.unit, role=post.role)
    same = same.filter(Q(to_on__isnull=True) | Q(to_on__gte=post.from_on))
    if post.to_on is not None:
        same = same.filter(from_on__lte=post.to_on)
    return same.exclude(pk=post.pk).first()
