"""Acting for somebody who is away: the session remembers by which delegation, every request asks whether it still counts."""

from __future__ import annotations

from bihuan.accounts.delegations import delegations_to, standing_in
from bihuan.accounts.queries import Actor, actor_of
from bihuan.loop.cases.queries import get_case
from bihuan.loop.errors import CaseNotFound
from bihuan.web.request import ACTING, Request


def begin(request: Request, delegation_id: int) -> Actor | None:
    """Act by a delegation from now on and return as whom; None, and nothing changes, where it does not count today."""
    found = standing_in(request.user, delegation_id=delegation_id, on=request.today)
    if found is not None:
        request.session[ACTING] = delegation_id
        request.known_actor = found
    return found


def stop(request: Request) -> None:
    """Act for oneself again."""
    request.session.pop(ACTING, None)
    request.known_actor = actor_of(request.user, on=request.today)


def delegation_that_sees(request: Request, pack: str, number: str) -> int | None:
    """Return the delegation by which a case can be seen that the person alone does not see: a link in a message leads there."""
    if ACTING in request.session or request.user.area_id is None:
        return None
    for found in delegations_to(request.user.pk, request.user.area_id, request.today):
        who = standing_in(request.user, delegation_id=found.pk, on=request.today)
        try:
            if who is not None and get_case(who, pack, number):
                return found.pk
        except CaseNotFound:
            continue
    return None
