"""Acting for somebody who is away: given by the person or by an administrator, ended by either, over by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.accounts.actions.units import locked_area
from bihuan.accounts.audit import Verb, record
from bihuan.accounts.errors import NotAllowed, NotInArea, WrongInput
from bihuan.accounts.models import Delegation, Person, Post
from bihuan.accounts.names import problem_of_length, tidy
from bihuan.accounts.queries import Actor
from bihuan.accounts.rules import can_manage_organisation

LONGEST_REASON = 200


@transaction.atomic
def give_delegation(
    *,
    person: Person,
    to: Person,
    from_on: date,
    to_on: date,
    reason: str,
    by: Actor,
    at: datetime,
    today: date,
    posts: Sequence[int] = (),
) -> Delegation:
    """
    Let `to` act for `person` from one day to another, both included, and return the delegation.

    posts: ids of the posts of `person` that it covers; all by default. today: a delegation that is over already helps nobody.
    Raises NotAllowed, NotInArea; WrongInput with a sentence for each of to, from_on, to_on, posts, reason.
    """
    _check_may(by, person.pk)
    locked_area(by.area_id)
    if person.area_id != by.area_id or to.area_id != by.area_id:
        raise NotInArea(_("This does not exist in your area."))
    given = Delegation(
        area_id=by.area_id,
        person=person,
        to=to,
        from_on=from_on,
        to_on=to_on,
        posts=sorted(set(posts)),
        reason=tidy(reason),
        made_by_id=by.person_id,
        made_at=at,
    )
    _check(given, today)
    given.save(force_insert=True)
    facts = _facts(given)
    record(Verb.DELEGATION_GIVEN, by=by, at=at, subject="person", subject_id=person.pk, name=person.name, after=facts)
    return given


@transaction.atomic
def end_delegation(*, delegation: Delegation, by: Actor, at: datetime, today: date) -> None:
    """
    End a delegation now: from this moment nobody acts by it any more. Who is away, who stands in and an administrator may.

    Raises NotAllowed, NotInArea; WrongInput if it is over.
    """
    if delegation.area_id != by.area_id:
        raise NotInArea(_("This does not exist in your area."))
    if by.on_behalf is None and by.person_id == delegation.to_id:
        pass  # nobody has to stand in against the own will
    else:
        _check_may(by, delegation.person_id)
    rows = Delegation.objects.filter(area_id=by.area_id, pk=delegation.pk, to_on__gte=today)
    if not rows.filter(Q(ended_on__isnull=True)).update(ended_on=today):
        raise WrongInput({"on": _("This delegation is over already.")})
    record(
        Verb.DELEGATION_ENDED,
        by=by,
        at=at,
        subject="person",
        subject_id=delegation.person_id,
        name=delegation.person.name,
        before=_facts(delegation),
        after={"ended_on": today.isoformat()},
    )


def _check_may(by: Actor, person_id: int) -> None:
    if by.on_behalf is not None:
        raise NotAllowed(_("Whoever stands in for somebody does not hand that on. Act for yourself again first."))
    if by.person_id != person_id and not can_manage_organisation(by):
        raise NotAllowed(_("Only the person concerned or an administrator lets somebody stand in."))


def _check(given: Delegation, today: date) -> None:
    problems = {
        "to": _problem_of_deputy(given),
        "from_on": _problem_of_time(given),
        "to_on": _problem_of_end(given, today),
        "posts": _problem_of_posts(given),
        "reason": problem_of_length(given.reason, LONGEST_REASON) or ("" if given.reason else _("Say the reason.")),
    }
    found = {field: sentence for field, sentence in problems.items() if sentence}
    if found:
        raise WrongInput(found)


def _problem_of_deputy(given: Delegation) -> str:
    if given.to_id == given.person_id:
        return _("Somebody else stands in, not the person concerned.")
    if not given.to.is_active:
        return _("%(person)s may not sign in any more.") % {"person": given.to.name}
    return ""


def _problem_of_end(given: Delegation, today: date) -> str:
    if given.to_on < given.from_on:
        return _("The last day must not come before the first.")
    return _("The last day must not lie in the past.") if given.to_on < today else ""


def _problem_of_time(given: Delegation) -> str:
    """A post is looked after by one person at a time: two who stand in for the same post would not know of one another."""
    others = Delegation.objects.filter(
        area_id=given.area_id, person_id=given.person_id, from_on__lte=given.to_on, to_on__gte=given.from_on
    ).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=given.from_on))
    for other in others.select_related("to"):
        if not other.posts or not given.posts or set(other.posts) & set(given.posts):
            return _("%(who)s stands in already from %(first)s to %(last)s. End that first.") % {
                "who": other.to.name,
                "first": other.from_on,
                "last": other.to_on,
            }
    return ""


def _problem_of_posts(given: Delegation) -> str:
    held = Post.objects.filter(area_id=given.area_id, person_id=given.person_id, from_on__lte=given.to_on)
    held = held.filter(Q(to_on__isnull=True) | Q(to_on__gte=given.from_on))
    own = set(held.values_list("pk", flat=True))
    if not own:
        return _("%(person)s holds no post in that time.") % {"person": given.person.name}
    return "" if set(given.posts) <= own else _("Choose among the posts that are held in that time.")


def _facts(given: Delegation) -> dict[str, Any]:
    posts = Post.objects.filter(area_id=given.area_id, pk__in=given.posts).select_related("unit")
    return {
        "to": given.to.name,
        "from_on": given.from_on.isoformat(),
        "to_on": given.to_on.isoformat(),
        "posts": [f"{post.unit.name} {post.title or post.role}".strip() for post in posts],
        "reason": given.reason,
    }
