"""The levels of a review as a form: who signs each, what must be checked, within how many working days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import words
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.lifecycle.review import CHAIN_FIELD, LIMIT_UNITS, PLEDGE_FIELD
from bihuan.loop.lifecycle.rules import RELATION_TITLES
from bihuan.packspec.bilingual import SEPARATOR, Text
from bihuan.packspec.model import Step
from bihuan.web.case.forms import AskForm
from bihuan.web.case.page import crumbs_of, heading_of
from bihuan.web.case.plain import ActPage, close_unless_offered
from bihuan.web.numbers import number_in
from bihuan.web.shapes import Link

LEVELS = 5
SIGNERS = ("lead_head", "lead", "superior", "leader")


@dataclass(frozen=True, slots=True)
class Signer:
    value: str
    title: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Unit:
    value: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Level:
    number: int
    signers: tuple[Signer, ...]
    checks: str
    amount: str
    units: tuple[Unit, ...]
    ladders: tuple[Unit, ...] = ()
    on_site: bool = False


@dataclass(frozen=True, slots=True)
class ChainPage:
    """`own`: the round has set levels of its own, and may go back to those of the pack. pledge: the truth pledge, empty for none."""

    act: ActPage
    levels: tuple[Level, ...]
    own: bool
    pledge: str = ""

    def context(self) -> dict[str, object]:
        """Return what the template draws."""
        return {"place": "ledger", "act": self.act, "levels": self.levels, "own": self.own, "pledge": self.pledge}


def chain_page(file: CaseFile, who: Actor, kind: str, state: str, typed: QueryDict | None = None) -> ChainPage:
    """
    Return the page of the levels of a review that this case sets for those below it.

    Raises CaseNotFound for a review that is not set here.
    """
    declared = file.pack.kinds.get(kind)
    review = declared.review.get(state) if declared is not None else None
    if declared is None or review is None or review.set_by != file.kind.id:
        raise CaseNotFound(file.case.number)
    own = file.case.fields.get(CHAIN_FIELD.format(kind=kind, state=state))
    steps = own or [_written(file, step) for step in review.steps]
    title = _("Levels of review: %(kind)s") % {"kind": words(declared.title)}
    act = ActPage(
        heading_of(file),
        crumbs_of(file, Link(title)),
        title,
        AskForm(who.area_id, ()),
        note=_("One to five levels, in order. Reviews that run keep the levels they began with."),
        kept=typed is not None,
    )
    close_unless_offered(act, file, who, "chain", f"{kind}.{state}")
    levels = tuple(_level(file, number, steps, typed) for number in range(1, LEVELS + 1))
    kept = str(file.case.fields.get(PLEDGE_FIELD.format(kind=kind, state=state)) or "")
    return ChainPage(act, levels, bool(own or kept), typed.get("pledge", "") if typed is not None else kept)


def _written(file: CaseFile, step: Step) -> dict[str, Any]:
    """Return a step of the pack as the form shows it; a limit that stands in a field of this case is read from it."""
    limit, amount = step.limit, None
    if limit is not None:
        amount = limit.amount if limit.amount is not None else file.case.fields.get(limit.path.rpartition(".")[2])
    return {
        "signed_by": list(step.signed_by),
        "checks": [f"{check.zh}{SEPARATOR}{check.en}" if check.en else check.zh for check in step.checks],
        "limit": {"unit": limit.unit, "amount": amount} if limit is not None and amount else None,
    }


def _level(file: CaseFile, number: int, steps: list[Mapping[str, Any]], typed: QueryDict | None) -> Level:
    step: Mapping[str, Any] = steps[number - 1] if number <= len(steps) else {}
    chosen = list(step.get("signed_by", ()))
    checks = "\n".join(step.get("checks", ()))
    limit = step.get("limit") or {}
    amount, unit = str(limit.get("amount", "")), str(limit.get("unit", "workdays"))
    if typed is not None:
        chosen = typed.getlist(f"signers-{number}")
        checks, amount = typed.get(f"checks-{number}", ""), typed.get(f"limit-{number}", "")
        unit = typed.get(f"unit-{number}", unit)
    ladder, on_site = str(step.get("ladder") or ""), bool(step.get("on_site"))
    if typed is not None:
        ladder, on_site = typed.get(f"ladder-{number}", ""), bool(typed.get(f"on_site-{number}"))
    titles = {name: words(RELATION_TITLES[name]) for name in SIGNERS}
    titles |= {f"desk.{desk}": words(text) for desk, text in file.pack.desks.items()}
    for name in chosen:
        if name in RELATION_TITLES:
            titles.setdefault(name, words(RELATION_TITLES[name]))
    signers = tuple(Signer(value, title, value in chosen) for value, title in titles.items())
    names = {"workdays": _("working days"), "days": _("days"), "months": _("months")}
    units = tuple(Unit(value, names[value], value == unit) for value in LIMIT_UNITS)
    ladders = tuple(Unit(one.id, words(one.title), one.id == ladder) for one in file.pack.ladders.values())
    return Level(number, signers, checks, amount, units, ladders, on_site)


def steps_typed(typed: QueryDict) -> list[dict[str, Any]]:
    """
    Return the levels that were typed; levels without signers are left out. Raises Refused for a limit that is no number.

    A check is written `中文 | English`, or in one language.
    """
    steps = []
    for number in range(1, LEVELS + 1):
        signed_by = typed.getlist(f"signers-{number}")
        if not signed_by:
            continue
        amount = typed.get(f"limit-{number}", "").strip()
        if amount and not 0 < (number_in(amount) or 0) < 1000:
            sentence = _("Level %(number)d: write the limit as a whole number.") % {"number": number}
            raise Refused(sentence, fields={f"limit-{number}": sentence})
        unit = typed.get(f"unit-{number}", "workdays")
        limit = {"unit": unit, "amount": int(amount)} if amount else None
        step = {"signed_by": signed_by, "checks": _checks(typed.get(f"checks-{number}", "")), "limit": limit}
        steps.append(
            {**step, "ladder": typed.get(f"ladder-{number}", ""), "on_site": bool(typed.get(f"on_site-{number}"))}
        )
    return steps


def _checks(written: str) -> list[str]:
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    for line in lines:
        try:
            Text.parse(line)
        except ValueError:
            sentence = _("Write a check as “Chinese | English”, or in one language: %(line)s") % {"line": line}
            raise Refused(sentence, fields={"checks": sentence}) from None
    return lines
