"""What the page of a case says of its score sheet: total, grade, place, and where it is filled in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import words
from bihuan.loop.scorecards.cards import card_of
from bihuan.loop.scorecards.queries import sheet_before, sheet_of
from bihuan.loop.scorecards.ranking import beside, ranking, score_of
from bihuan.loop.scorecards.rules import can, check_may_adjust, check_may_score, check_may_score_itself
from bihuan.packspec.model import Pack
from bihuan.packspec.shown import Scorecard
from bihuan.web.case.marks import case_url
from bihuan.web.shapes import Link


@dataclass(frozen=True, slots=True)
class SheetShown:
    """The part of the page of a case. before: the total of the time before, with the difference."""

    work: Link
    score: str
    full: int
    grade: str
    place: str
    before: str
    locked: bool


def points(value: Decimal | None) -> str:
    """Return points without zeros at the end, “—” for none."""
    return "—" if value is None else f"{round(value, 2).normalize():f}"


def grade_words(pack: Pack, card: Scorecard, grade: str) -> str:
    """Return what a grade is called, empty for none."""
    title = pack.options.get(card.options, {}).get(grade)
    return words(title) if title is not None else ""


def sheet_shown(file: CaseFile, actor: Actor) -> SheetShown | None:
    """Return what the page of a case says of its score sheet, None for a case that is none."""
    card = card_of(file)
    if card is None:
        return None
    sheet = sheet_of(file)
    acts = (check_may_score_itself, check_may_score, check_may_adjust)
    label = _("Fill in the sheet") if any(can(check, file, actor) for check in acts) else _("Open the sheet")
    return SheetShown(
        work=Link(label, case_url(file.case, "case_scores"), "list-details"),
        score=points(sheet.score),
        full=card.full,
        grade=grade_words(file.pack, card, sheet.grade),
        place=place_words(file, card),
        before=before_words(file, sheet.score),
        locked=sheet.locked,
    )


def place_words(file: CaseFile, card: Scorecard) -> str:
    """Return which place a sheet has among those of its time, empty before it has a score."""
    if score_of(file.case) is None:
        return ""
    found = ranking(card, beside(file.case))
    row = next((one for one in found.rows if one.case.pk == file.case.pk), None)
    return _("place %(n)d of %(all)d") % {"n": row.place, "all": len(found.rows)} if row is not None else ""


def before_words(file: CaseFile, score: Decimal | None) -> str:
    """Return the total of the time before and by how much this one differs, empty where there is none."""
    earlier = sheet_before(file)
    was = score_of(earlier) if earlier is not None else None
    if was is None:
        return ""
    if score is None:
        return _("%(was)s last time") % {"was": points(was)}
    sign = "+" if score >= was else "−"
    return _("%(was)s last time, %(more)s") % {"was": points(was), "more": f"{sign}{points(abs(score - was))}"}
