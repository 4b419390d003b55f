"""Outcomes in words, in the language that is active."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.loop.cases.values import show_money, words
from bihuan.loop.outcomes.models import Sort
from bihuan.loop.outcomes.vocabulary import title_of


def outcome_words(told: Mapping[str, Any]) -> str:
    """Return what an outcome is, from its reference in the trail: class and kind, and how many people or how much money."""
    sort = str(told.get("sort", ""))
    try:
        title = words(title_of(sort, str(told.get("group", "")), str(told.get("kind", ""))))
    except KeyError:
        return str(told.get("kind", ""))
    if sort == Sort.DISPOSITION:
        persons = int(told.get("persons") or 0)
        return _("%(what)s, %(people)s") % {"what": title, "people": people_words(persons)}
    if sort == Sort.RECOVERY:
        return _("%(what)s, %(people)s") % {"what": title, "people": show_money(Decimal(str(told.get("amount") or 0)))}
    return _("%(what)s rule") % {"what": title}


def people_words(persons: int) -> str:
    """Return a number of people in words."""
    return ngettext("%(n)d person", "%(n)d persons", persons) % {"n": persons}
