"""The page of the search box: cases by kind, then units and people; a number leads straight to its case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.directory import PersonLine, find_people
from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor, find_units
from bihuan.accounts.roles import Permission
from bihuan.loop.cases.finding import KindHits, cases_with, search_cases
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.web.case.marks import case_url, light_of, stage_of, unit_of
from bihuan.web.language import say
from bihuan.web.places import ledger_url
from bihuan.web.shapes import Empty, Head, Light, Link, Stage
from bihuan.web.shapes import Unit as UnitMark


@dataclass(frozen=True, slots=True)
class Hit:
    """One case that was found."""

    number: str
    title: str
    url: str
    unit: UnitMark
    stage: Stage
    light: Light


@dataclass(frozen=True, slots=True)
class Group:
    """The cases of one kind of one pack, whose name is `system`; `more` leads to all of them in the ledger."""

    system: str
    title: str
    count: int
    hits: tuple[Hit, ...]
    more: Link | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found; `jump` is the address of the only case with the number that was typed."""

    head: Head
    typed: str
    groups: tuple[Group, ...]
    units: tuple[Link, ...]
    people: tuple[Link, ...]
    empty: Empty | None
    jump: str = ""


def search_page(actor: Actor, typed: str, day: date) -> SearchPage:
    """Return what somebody may see that contains what was typed; nothing for nothing."""
    typed = " ".join(typed.split())[:100]
    if not typed:
        hint = Empty(_("Type what you look for."), _("A number, words of a case, the name of a unit or of a person."))
        return SearchPage(Head(_("Search")), "", (), (), (), hint)
    numbered = cases_with(actor, typed)
    if len(numbered) == 1:
        return SearchPage(Head(_("Search")), typed, (), (), (), None, jump=case_url(numbered[0]))
    groups = tuple(_group(found, typed, day) for found in search_cases(actor, typed))
    units = tuple(_unit(actor, unit) for unit in find_units(actor.area_id, typed))
    people = tuple(_person(actor, line) for line in find_people(actor.area_id, typed, on=day))
    count = sum(group.count for group in groups)
    facts = ngettext("%(n)d case contains “%(typed)s”", "%(n)d cases contain “%(typed)s”", count)
    return SearchPage(
        Head(_("Search"), facts=facts % {"n": count, "typed": typed}),
        typed,
        groups,
        units,
        people,
        None if groups or units or people else _nothing(typed),
    )


def _nothing(typed: str) -> Empty:
    title = _("Nothing that you may see contains “%(typed)s”.") % {"typed": typed}
    return Empty(title, _("Try fewer words. Cases are found by number, title and statement; each word must occur."))


def _group(found: KindHits, typed: str, day: date) -> Group:
    first = found.cases[0]
    pack = pack_of(first.pack, first.pack_version)
    more = None
    if found.count > len(found.cases):
        more = Link(_("All %(n)d in the ledger") % {"n": found.count}, ledger_url(found.kind, pack=found.pack, q=typed))
    title = words(pack.kinds[found.kind].title)
    return Group(words(pack.title), title, found.count, tuple(_hit(case, day) for case in found.cases), more)


def _hit(case: Case, day: date) -> Hit:
    pack = pack_of(case.pack, case.pack_version)
    unit = unit_of(case.responsible)
    return Hit(case.number, case.subject, case_url(case), unit, stage_of(case, pack), light_of(case, day))


def _unit(actor: Actor, unit: Unit) -> Link:
    if Permission.MANAGE_ORGANISATION in actor.permissions:
        return Link(unit.name, reverse("unit", args=[unit.pk]), note=unit.short_name)
    return Link(unit.name, ledger_url("measure", unit=unit.pk), note=_("its measures"))


def _person(actor: Actor, line: PersonLine) -> Link:
    posts = "、".join(f"{post.unit} {post.title or say(post.role)}" for post in line.posts)
    manages = Permission.MANAGE_ORGANISATION in actor.permissions
    return Link(line.name, reverse("person", args=[line.id]) if manages else "", note=posts or _("no post today"))
