"""What came of a case, as its pages show it: people dealt with, money returned, rules made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import show_money, words
from bihuan.loop.outcomes.models import Outcome, Sort
from bihuan.loop.outcomes.queries import OutcomeTotals, outcomes_of
from bihuan.loop.outcomes.rules import USES, may_record, may_withdraw, sees_names
from bihuan.loop.outcomes.vocabulary import CLASSES, INSTRUMENTS, RECOVERIES, title_of
from bihuan.loop.outcomes.words import people_words
from bihuan.web.case.marks import case_url
from bihuan.web.shapes import Link


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One outcome. who: empty where there is no name, “*” in its place where the reader may not see it."""

    id: int
    what: str
    who: str
    detail: str
    on: date
    added_by: str
    withdraw: str


@dataclass(frozen=True, slots=True)
class OutcomeGroup:
    """The outcomes of one sort, with the address where one more is recorded."""

    sort: str
    title: str
    rows: tuple[OutcomeRow, ...]
    add: Link | None


def outcome_groups(file: CaseFile, actor: Actor) -> tuple[OutcomeGroup, ...]:
    """Return what came of a case by sort; only sorts that its kind keeps."""
    kept = [sort for sort, use in USES.items() if use in file.kind.uses]
    if not kept:
        return ()
    rows, names = list(outcomes_of(file.case)), sees_names(file, actor)
    return tuple(
        OutcomeGroup(
            sort,
            sort_title(sort),
            tuple(row_of(file, actor, row, names) for row in rows if row.sort == sort),
            Link(_("Record"), case_url(file.case, "case_outcome_new", sort=sort), "plus")
            if may_record(file, actor, sort)
            else None,
        )
        for sort in kept
    )


def sort_title(sort: str) -> str:
    """Return the title of a sort of outcomes."""
    return {
        Sort.DISPOSITION: _("People dealt with"),
        Sort.RECOVERY: _("Money returned"),
        Sort.INSTRUMENT: _("Rules made, revised, repealed"),
    }[Sort(sort)]


def row_of(file: CaseFile, actor: Actor, row: Outcome, names: bool) -> OutcomeRow:
    """Return one outcome as a row; names: whether the reader sees all names of this case."""
    own = names or row.added_by_id == actor.person_id
    who = "、".join(part for part in (row.who, row.who_unit) if part) if own else "＊" if row.who else ""
    detail = {
        Sort.DISPOSITION: people_words(row.persons),
        Sort.RECOVERY: show_money(row.amount or Decimal(0)),
        Sort.INSTRUMENT: row.name,
    }[Sort(row.sort)]
    more = [row.document, "" if row.sort == Sort.INSTRUMENT else row.name]
    withdraw = case_url(file.case, "case_outcome_withdraw", outcome=row.pk) if may_withdraw(file, actor, row) else ""
    return OutcomeRow(
        row.pk,
        words(title_of(row.sort, row.group, row.kind)),
        who,
        " ".join([detail, *(part for part in more if part)]),
        row.on,
        row.added_by.name,
        withdraw,
    )


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One line of the totals: persons and person-times of a disposition; or one value in words."""

    title: str
    first: str
    second: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class TotalsShown:
    """The totals of a round at a day."""

    people: tuple[TotalRow, ...]
    money: tuple[TotalRow, ...]
    rules: tuple[TotalRow, ...]
    case: Case


def totals_shown(case: Case, totals: OutcomeTotals, *, zeros: bool) -> TotalsShown:
    """Return the totals as tables; zeros: also the kinds of which there are none."""
    people: list[TotalRow] = []
    for group, (title, kinds) in CLASSES.items():
        whole = totals.by_class[group]
        if whole.times or zeros:
            people.append(TotalRow(words(title), str(whole.persons), str(whole.times), strong=True))
        counts = totals.dispositions[group]
        people += [
            TotalRow(words(kinds[kind]), str(counts[kind].persons), str(counts[kind].times))
            for kind in kinds
            if counts[kind].times or zeros
        ]
    people.append(TotalRow(pgettext("total", "All"), str(totals.people.persons), str(totals.people.times), strong=True))
    money = [
        TotalRow(words(title), show_money(totals.recoveries[kind]))
        for kind, title in RECOVERIES.items()
        if totals.recoveries[kind] or zeros
    ]
    rules = [
        TotalRow(words(title), str(totals.instruments[kind]))
        for kind, title in INSTRUMENTS.items()
        if totals.instruments[kind] or zeros
    ]
    return TotalsShown(
        tuple(people),
        (*money, TotalRow(pgettext("total", "All"), show_money(totals.money), strong=True)),
        (*rules, TotalRow(pgettext("total", "All"), str(totals.rules), strong=True)),
        case,
    )
