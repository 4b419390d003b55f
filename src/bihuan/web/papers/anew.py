"""The form from which a draft is written anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.loop.cases.values import BadValue, parse_date, words
from bihuan.loop.errors import Refused
from bihuan.loop.writing.models import Writing
from bihuan.loop.writing.queries import document_of
from bihuan.web.papers.listing import round_crumbs
from bihuan.web.papers.starting import LONG, AskedRow, StartPage
from bihuan.web.shapes import Head, Link


def anew_page(writing: Writing, today: date, typed: Mapping[str, str] | None, refusal: Refused | None) -> StartPage:
    """Return the form with the day of today and the answers given so far, or with what was typed."""
    wrong = refusal.fields if refusal is not None else {}
    given = typed if typed is not None else {f"ask-{name}": text for name, text in writing.asked.items()}
    hint = _("The document tells the ledger as it stood at the end of this day.")
    rows = [AskedRow("asof", _("As of"), given.get("asof") or today.isoformat(), wrong.get("asof", ""), hint, "date")]
    for name, title in document_of(writing).asks.items():
        rows.append(AskedRow(f"ask-{name}", words(title), given.get(f"ask-{name}", ""), lines=name in LONG))
    back = reverse("paper", args=[writing.pk])
    crumbs = (*round_crumbs(writing.round), Link(writing.title, back), Link(_("Write anew")))
    head = Head(_("Write anew"), crumbs=crumbs, facts=writing.title)
    return StartPage(head, tuple(rows), back, refusal.sentence if refusal is not None else "", version=writing.version)


def anew_typed(writing: Writing, typed: Mapping[str, str]) -> tuple[date, dict[str, str]]:
    """Return the day and the answers that were typed. Raises Refused for what is no day."""
    try:
        asof = parse_date(typed.get("asof") or "")
    except BadValue as bad:
        raise Refused(str(bad), fields={"asof": str(bad)}) from bad
    return asof, {name: typed.get(f"ask-{name}", "") for name in document_of(writing).asks}
