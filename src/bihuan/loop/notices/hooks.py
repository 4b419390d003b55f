"""Hooks of an area: who may keep them, entered, changed and removed. Their addresses and secrets are never shown again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from bihuan.accounts.audit import Verb, record
from bihuan.accounts.models import Person, Unit
from bihuan.accounts.queries import Actor
from bihuan.accounts.rules import check_in_area, check_may_manage_organisation
from bihuan.loop.errors import Refused
from bihuan.loop.notices.errors import BY_HAND, told
from bihuan.loop.notices.kinds import KINDS
from bihuan.loop.notices.models import Delivery, DeliveryState, Hook, HookStyle
from bihuan.loop.notices.posting import is_allowed

NAME_LIMIT = 60


def hooks_of(actor: Actor) -> QuerySet[Hook]:
    """Return the hooks of the actor's area. Raises NotAllowed for anybody but administrators."""
    check_may_manage_organisation(actor)
    return (
        Hook.objects.filter(area_id=actor.area_id, removed_at__isnull=True)
        .select_related("unit", "person")
        .order_by("name")
    )


def host_of(hook: Hook) -> str:
    """Return the host of a hook: all of its address that a page may show."""
    return urlsplit(hook.url).hostname or ""


@transaction.atomic
def save_hook(
    *,
    by: Actor,
    at: datetime,
    hook: Hook | None,
    name: str,
    style: str,
    kinds: Sequence[str],
    url: str = "",
    secret: str = "",
    unit: Unit | None = None,
    person: Person | None = None,
    is_active: bool = True,
) -> Hook:
    """
    Enter a hook, or change one.

    url, secret: empty leaves what was entered before. Raises NotAllowed; Refused with a sentence for each field.
    """
    check_may_manage_organisation(by)
    for subject in (unit, person):
        if subject is not None:
            check_in_area(by, subject)
    row = hook or Hook(area_id=by.area_id, made_at=at)
    was = _facts(row) if hook is not None else {}
    row.name, row.style, row.kinds = " ".join(name.split()), style, [kind for kind in KINDS if kind in kinds]
    row.url, row.secret = url.strip() or row.url, secret.strip() or row.secret
    row.unit, row.person, row.is_active = unit, person, is_active
    _check(row)
    if hook is None:
        row.save(force_insert=True)
    else:
        _write(row)
    now = _facts(row)
    record(
        Verb.HOOK_SET,
        by=by,
        at=at,
        subject="hook",
        subject_id=row.pk,
        name=row.name,
        before={key: value for key, value in was.items() if now.get(key) != value},
        after={key: value for key, value in now.items() if was.get(key) != value},
    )
    return row


def _write(row: Hook) -> None:
    Hook.objects.filter(area_id=row.area_id, pk=row.pk).update(
        name=row.name,
        style=row.style,
        kinds=row.kinds,
        url=row.url,
        secret=row.secret,
        unit=row.unit,
        person=row.person,
        is_active=row.is_active,
    )


@transaction.atomic
def remove_hook(*, hook: Hook, by: Actor, at: datetime) -> None:
    """Remove a hook: its address and secret are gone, what still waited for it is dropped, what was sent stays listed. Raises NotAllowed."""
    check_may_manage_organisation(by)
    Hook.objects.filter(area_id=by.area_id, pk=hook.pk).update(url="", secret="", is_active=False, removed_at=at)
    waiting = Delivery.objects.filter(area_id=by.area_id, hook_id=hook.pk, state=DeliveryState.WAITING)
    waiting.update(state=DeliveryState.DROPPED, error=told(BY_HAND, by.name))
    record(Verb.HOOK_REMOVED, by=by, at=at, subject="hook", subject_id=hook.pk, name=hook.name, before=_facts(hook))


def _check(row: Hook) -> None:
    hosts = ", ".join(settings.BIHUAN_HOOK_HOSTS)
    problems = {
        "name": gettext("Give it a name of up to %(limit)d characters.") % {"limit": NAME_LIMIT}
        if not 0 < len(row.name) <= NAME_LIMIT
        else gettext("There is one of this name already.")
        if Hook.objects.filter(area_id=row.area_id, name=row.name, removed_at__isnull=True).exclude(pk=row.pk).exists()
        else "",
        "style": "" if row.style in HookStyle.values else gettext("Choose a form."),
        "url": ""
        if len(row.url) <= 500 and is_allowed(row.url)
        else gettext(
            "Only https addresses at these hosts may be called: %(hosts)s. The setting BIHUAN_HOOK_HOSTS names them."
        )
        % {"hosts": hosts},
        "kinds": "" if row.kinds else gettext("Choose at least one kind."),
        "secret": ""
        if row.secret or row.style != HookStyle.GENERIC
        else gettext("Another system needs a secret, by which it knows that a message is ours."),
    }
    found = {name: sentence for name, sentence in problems.items() if sentence}
    if found:
        raise Refused(" ".join(found.values()), fields=found)


def _facts(row: Hook) -> dict[str, Any]:
    return {
        "name": row.name,
        "style": row.style,
        "host": host_of(row),
        "unit": str(row.unit) if row.unit is not None else "",
        "holder": str(row.person) if row.person is not None else "",
        "kinds": "、".join(KINDS[kind].zh for kind in row.kinds if kind in KINDS),
        "is_active": row.is_active,
    }
