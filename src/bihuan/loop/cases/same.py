"""
Cases that are the same problem (同一问题): written down in several ledgers, counted once, each shown with the state of the others.

All of them link to one case, the head, which speaks for them: a link to a case that links on is kept as a link to its head.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.values import BadValue


def head_of(file: CaseFile, linked: Any) -> Any:
    """
    Return the id of the case that a link of a case is kept as: the one linked to, or the one that stands for that already.

    linked: id of the case that was chosen, None for none. Raises BadValue for a case itself, and where others are linked to this case.
    """
    if linked is None:
        return None
    others = Case.objects.filter(area_id=file.case.area_id)
    if file.case.pk is not None:
        follower = others.filter(same_id=file.case.pk).order_by("id").first()
        if follower is not None:
            sentence = gettext("%(number)s is kept as the same problem as this case; link it to the other one first.")
            raise BadValue(sentence % {"number": follower.number})
    head = others.filter(pk=linked).values_list("same_id", flat=True).first() or linked
    if head == file.case.pk:
        raise BadValue(gettext("A case cannot be the same problem as itself."))
    return head


def same_cases(actor: Actor, cases: list[Case], *, among: QuerySet[Case] | None = None) -> dict[int, list[Case]]:
    """
    Return the other cases that are the same problem as each of these, by id, as far as the actor may see them; one query.

    among: what the actor may see, where the caller has asked for it already.
    """
    heads = {case.pk: case.same_id or case.pk for case in cases}
    if not heads:
        return {}
    named = {case.same_id for case in cases if case.same_id is not None}
    alike = Q(same_id__in=set(heads.values())) | Q(pk__in=named)
    found = list(
        (visible_to(actor) if among is None else among).filter(alike).select_related("responsible").order_by("id")
    )
    return {
        pk: [one for one in found if one.pk != pk and (one.same_id or one.pk) == head] for pk, head in heads.items()
    }
