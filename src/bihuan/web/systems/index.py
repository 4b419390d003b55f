"""All systems on one page with their lights; whoever looks drills down from here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.systems import SystemCount, systems_at, total_of
from bihuan.loop.cases.values import words
from bihuan.loop.lifecycle.packs import packs_in_use
from bihuan.packspec.model import Pack
from bihuan.web.places import place_url, system_url
from bihuan.web.shapes import Asof, Head, Link


@dataclass(frozen=True, slots=True)
class SystemRow:
    """One system. kinds: what its cases are called."""

    title: str
    url: str
    kinds: str
    count: SystemCount
    waits_url: str


@dataclass(frozen=True, slots=True)
class SystemsPage:
    """The systems with cases, what is late first; and those nobody has begun with."""

    head: Head
    rows: tuple[SystemRow, ...]
    unused: tuple[Link, ...]
    total: SystemCount


def systems_page(actor: Actor, day: date) -> SystemsPage:
    """Return the page of all systems as somebody sees them today."""
    packs, counts = packs_in_use(actor.area_id), systems_at(actor, day)
    used = [(pack, counts[pack.id]) for pack in packs if pack.id in counts]
    used.sort(key=lambda one: (-one[1].waits, -one[1].late, -one[1].live, one[0].id))
    total = total_of(actor, [count for _pack, count in used], day)
    facts = ngettext("%(n)d system in use", "%(n)d systems in use", len(packs)) % {"n": len(packs)}
    if total.late:
        late = ngettext("%(n)d case is overdue", "%(n)d cases are overdue", total.late) % {"n": total.late}
        facts = pgettext("between things", ", ").join((facts, late))
    manual = place_url("packs")
    moves = (Link(_("How each works"), manual, "list-details"), Link(_("Print"), "#print", "printer"))
    return SystemsPage(
        Head(_("Systems"), facts=facts, asof=Asof(day), moves=moves),
        tuple(_row(pack, count) for pack, count in used),
        tuple(Link(words(pack.title), system_url(pack.id)) for pack in packs if pack.id not in counts),
        total,
    )


def _row(pack: Pack, count: SystemCount) -> SystemRow:
    kinds = pgettext("between things", ", ").join(words(kind.title) for kind in pack.kinds.values())
    return SystemRow(
        words(pack.title), system_url(pack.id), kinds, count, f"{reverse('home')}?{urlencode({'system': pack.id})}"
    )
