"""What an administrator keeps in order, on the desk: desks that nobody holds, units, the calendar of next year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bihuan.accounts.queries import Actor, units_of
from bihuan.loop.cases.desks import PackDesks, desk_lists
from bihuan.loop.cases.values import words
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.web.places import place_url
from bihuan.web.shapes import Link, Say

NOTICE_MONTH = 11  # next year's days off are usually announced in this month


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is missing, each with the way to mend it, and the places an administrator keeps."""

    missing: tuple[Say, ...]
    places: tuple[Link, ...]


def keeping_of(actor: Actor, day: date, calendar: WorkCalendar) -> Keeping:
    """Return what the administrator of an area should look at."""
    units = units_of(actor.area_id, on=day).count()
    places = (
        Link(_("Units"), place_url("organisation"), "building", count=units),
        Link(_("People"), place_url("people"), "users"),
        Link(_("Desks"), place_url("desks"), "key"),
        Link(_("Working days"), place_url("calendar"), "calendar-event"),
    )
    return Keeping((*_desks(actor), *_calendar(day, calendar)), tuple(one for one in places if one.url))


def _desks(actor: Actor) -> tuple[Say, ...]:
    """Return which desks nobody holds, by system; of systems in which nothing has begun yet only how many those are."""
    packs = [pack for pack in desk_lists(actor.area_id) if pack.free]
    begun = [pack for pack in packs if pack.has_begun]
    rest = sum(len(pack.free) for pack in packs if not pack.has_begun)
    listed = [_pack_line(pack) for pack in begun]
    if rest:
        more = ngettext("%(n)d desk of systems not begun yet", "%(n)d desks of systems not begun yet", rest)
        listed.append(Link(more % {"n": rest}, f"{place_url('desks')}?show=free"))
    if not begun:
        return (Say("plain", _("Desks of systems not begun yet"), items=tuple(listed), wide=True),) if rest else ()
    count = sum(len(pack.free) for pack in begun)
    title = ngettext("%(n)d desk has no holder.", "%(n)d desks have no holder.", count) % {"n": count}
    text = _("What these desks should sign or hand out waits for nobody until they have one.")
    action = Link(_("Name the holders"), f"{reverse('desks')}?show=free")
    return (Say("warn", title, text, tuple(listed), action, wide=True),)


def _pack_line(pack: PackDesks) -> Link:
    desks = pgettext("between things", ", ").join(words(desk.title) for desk in pack.free)
    return Link(f"{words(pack.title)}　{desks}", f"{place_url('desks')}#h-{pack.id}")


def _calendar(day: date, calendar: WorkCalendar) -> tuple[Say, ...]:
    if day.month < NOTICE_MONTH or day.year + 1 in calendar.years:
        return ()
    title = _("The days off of %(year)d are not entered yet.") % {"year": day.year + 1}
    text = _("Deadlines in that year count weekends only until they are.")
    return (Say("plain", title, text, action=Link(_("Working days"), place_url("calendar")), wide=True),)
