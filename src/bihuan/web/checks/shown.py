"""What the page of a case says of checks: those that looked at it, and where a check or a plan is worked on."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import words
from bihuan.loop.sampling.checking import is_check
from bihuan.loop.sampling.queries import checks_of
from bihuan.web.case.marks import stage_of
from bihuan.web.checks.listing import refutes
from bihuan.web.checks.words import check_url, plan_url, verdict_of
from bihuan.web.dates import full_day
from bihuan.web.shapes import Link, Stage


@dataclass(frozen=True, slots=True)
class CheckShown:
    """One check of the case: which, how far, with what verdict."""

    link: Link
    stage: Stage
    verdict: str
    statement: str
    untrue: bool


@dataclass(frozen=True, slots=True)
class ChecksShown:
    """The part of the page of a case. work: where this very case, a check or a plan, is worked on."""

    rows: tuple[CheckShown, ...]
    work: Link | None


def checks_shown(file: CaseFile, actor: Actor) -> ChecksShown | None:
    """Return what the page of a case says of checks, None where there is nothing to say."""
    work = None
    if is_check(file):
        work = Link(_("Fill in on site"), check_url(file.case), "checks")
    elif file.kind.samples:
        work = Link(_("Sample and results"), plan_url(file.case), "checks")
    rows = tuple(
        CheckShown(
            Link(
                f"{words(CaseFile(check, file.day).kind.title)} {check.number}",
                check_url(check),
                note=full_day(check.closed_on) if check.closed_on is not None else "",
            ),
            stage_of(check, file.pack),
            verdict_of(check),
            check.statement,
            refutes(check, file.day),
        )
        for check in (checks_of(file.case, actor) if not (is_check(file) or file.kind.samples) else ())
    )
    return ChecksShown(rows, work) if rows or work is not None else None
