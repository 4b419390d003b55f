"""The outbox of an area: what is on its way, what does not arrive and why. For administrators, and without what it is about."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from bihuan.loop.notices.errors import NoSuchDelivery
from bihuan.loop.notices.outbox import deliveries_of, drop, health_of, note_arrival, send_again
from bihuan.loop.notices.queries import mail_is_sent
from bihuan.web.dates import moment
from bihuan.web.numbers import number_in
from bihuan.web.organisation import managers_only
from bihuan.web.outbox import health_sentence, line_of
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Link, Pager

SHOWN = 50
ACTS = {"again": send_again, "drop": drop, "arrived": note_arrival}


@managers_only
def outbox(request: Request) -> HttpResponse:
    show, before = request.GET.get("show", "trouble"), number_in(request.GET.get("before")) or 0
    rows = deliveries_of(actor(request), show=show, at=request.received_at)
    found = list((rows.filter(pk__lt=before) if before else rows)[: SHOWN + 1])
    health = health_of(actor(request).area_id, request.received_at)
    older = f"?show={show}&before={found[SHOWN - 1].pk}" if len(found) > SHOWN else ""
    context = {
        "place": "outbox",
        "head": Head(_("Outbox"), facts=health_sentence(health, request.received_at)),
        "tabs": _tabs(show, health.troubled + health.trying),
        "health": health,
        "well": health.is_well(request.received_at),
        "sends": mail_is_sent(),
        "lines": [line_of(row, moment(row.next_try_at)) for row in found[:SHOWN]],
        "pager": Pager(shown="", previous=f"?show={show}" if before else "", next=older) if before or older else None,
        "show": show,
    }
    return page(request, "outbox", context)


def _tabs(show: str, trouble: int) -> tuple[Link, ...]:
    words = {
        "trouble": _("To be looked at"),
        "waiting": _("On the way"),
        "sent": _("Sent"),
        "all": _("All of 30 days"),
    }
    tabs = [
        Link(text, f"?show={id_}", current=id_ == show, count=trouble if id_ == "trouble" else None)
        for id_, text in words.items()
    ]
    return (*tabs, Link(_("Robots and other systems"), reverse("hooks")))


@managers_only
@require_POST
def act(request: Request, delivery: int) -> HttpResponse:
    chosen = ACTS.get(request.POST.get("act", ""))
    try:
        if chosen is None:
            raise NoSuchDelivery(delivery)
        done = chosen(delivery_id=delivery, by=actor(request), at=request.received_at)
    except NoSuchDelivery:
        raise Http404 from None
    messages.success(request, ngettext("%(n)d message: done.", "%(n)d messages: done.", done) % {"n": done})
    return redirect(f"{reverse('outbox')}?show={request.POST.get('show', 'trouble')}")


urlpatterns = [path("outbox/", outbox, name="outbox"), path("outbox/<int:delivery>/", act, name="outbox_act")]
