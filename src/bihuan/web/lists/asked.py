"""What the address of a list asks for, read leniently: a day, a unit, a language; and the round it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404
from django.utils.translation import get_language

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import get_case
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.lists.files import LANGUAGES
from bihuan.web.numbers import number_in

ROUND = "round"


@dataclass(frozen=True, slots=True)
class Asked:
    """asof: never after today. unit: None for all units. language: of the files."""

    asof: date
    today: date
    unit: Unit | None
    language: str

    @property
    def query(self) -> str:
        """The same wish as the query of an address, without what is usual."""
        values: dict[str, object] = {}
        if self.asof != self.today:
            values["asof"] = self.asof.isoformat()
        if self.unit is not None:
            values["unit"] = self.unit.pk
        return urlencode(values)

    def url(self, address: str, **more: object) -> str:
        """Return an address with the wish behind it."""
        query = "&".join(part for part in (self.query, urlencode(more)) if part)
        return f"{address}?{query}" if query else address


def asked_of(query: Mapping[str, str], area_id: int, today: date) -> Asked:
    """Return what a query asks for; what cannot be read is today, all units, Chinese."""
    number = number_in(query.get("unit"))
    unit = Unit.objects.filter(area_id=area_id, pk=number).first() if number else None
    language = query.get("language", "")
    return Asked(_day(query.get("asof", ""), today), today, unit, language if language in LANGUAGES else LANGUAGES[0])


def round_of(actor: Actor, pack: str, number: str) -> Case:
    """Return the round of an address; the page of what is missing for any other."""
    try:
        case = get_case(actor, pack, number)
    except CaseNotFound as missing:
        raise Http404 from missing
    if case.kind != ROUND:
        raise Http404
    return case


def page_language() -> str:
    """Return the language in which a list is shown on a page."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def _day(typed: str, today: date) -> date:
    try:
        return min(date.fromisoformat(typed), today)
    except ValueError:
        return today
