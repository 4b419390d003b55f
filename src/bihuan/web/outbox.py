"""The outbox as administrators see it: one line a delivery, and how sending goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.loop.notices.errors import sentence_of
from bihuan.loop.notices.kinds import KINDS
from bihuan.loop.notices.models import Delivery, DeliveryState, HookStyle
from bihuan.loop.notices.outbox import Health
from bihuan.web.language import say

STATES = {
    DeliveryState.WAITING: gettext_lazy("waiting"),
    DeliveryState.SENDING: gettext_lazy("being sent"),
    DeliveryState.HANDING: gettext_lazy("being sent"),
    DeliveryState.SENT: gettext_lazy("sent"),
    DeliveryState.FAILED: gettext_lazy("given up"),
    DeliveryState.UNCLEAR: gettext_lazy("unclear"),
    DeliveryState.DROPPED: gettext_lazy("not sent"),
}
STYLES = {
    HookStyle.WECOM: gettext_lazy("WeCom robot"),
    HookStyle.DINGTALK: gettext_lazy("DingTalk robot"),
    HookStyle.GENERIC: gettext_lazy("Another system"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One delivery. said: what the other side said; acts: what may be done, as pairs of value and words."""

    id: int
    to: str
    kind: str
    made_at: datetime
    state: str
    is_bad: bool
    when: str
    error: str
    said: str
    name: str
    acts: tuple[tuple[str, str], ...]


def line_of(row: Delivery, moment: str) -> Line:
    """
    Return a delivery as its line. What it is about is not said: administrators see no cases.

    moment: the next try, as people read it.
    """
    bad = row.state in {DeliveryState.FAILED, DeliveryState.UNCLEAR}
    trying = row.state == DeliveryState.WAITING and row.tries > 0
    error, said = sentence_of(row.error)
    acts: list[tuple[str, str]] = []
    if row.state == DeliveryState.UNCLEAR:
        acts.append(("arrived", _("It arrived")))
    if bad or row.state == DeliveryState.WAITING:
        acts += [("again", _("Send now") if not bad else _("Send again")), ("drop", _("Do not send"))]
    when = ""
    if row.state == DeliveryState.WAITING:
        when = (_("tried %(n)d times, again at %(at)s") if trying else _("at %(at)s")) % {"n": row.tries, "at": moment}
    return Line(
        id=row.pk,
        to=_goal(row),
        kind=say(KINDS[row.kind]) if row.kind in KINDS else _("Check of the address"),
        made_at=row.made_at,
        state=str(STATES[DeliveryState(row.state)]),
        is_bad=bad or trying,
        when=when,
        error=say(error) if row.error else "",
        said=said,
        name=row.message_id if row.state == DeliveryState.UNCLEAR else "",
        acts=tuple(acts),
    )


def _goal(row: Delivery) -> str:
    if row.hook is not None:
        return f"{row.hook.name}（{STYLES[HookStyle(row.hook.style)]}）"
    return f"{row.person.name} {row.person.email}".strip() if row.person is not None else ""


def health_sentence(health: Health, at: datetime) -> str:
    """Return in one sentence how sending goes."""
    if health.is_well(at):
        return _("Messages leave as they should.")
    if health.unexpanded_since is not None and (at - health.unexpanded_since).total_seconds() > 900:
        return _("No worker has looked for a quarter of an hour: start `bihuan work`.")
    if health.troubled:
        return _("Some messages did not arrive and are tried no more; look at them below.")
    return _("Messages lie around that should have left; the lines below say why.")
