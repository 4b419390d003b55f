"""What the checks remark on the text of a draft, grouped by severity, each with the way to its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.documents.checks.catalogue import BY_ID
from bihuan.loop.cases.values import words
from bihuan.loop.intake.queries import DraftRemark
from bihuan.web.shapes import Link

SHOWN_ALSO = 6
WORDS = 60


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """One remark: the name of its check, the sentence, what stands there, and the lines it speaks of."""

    check: str
    sentence: str
    words: str
    place: Link | None
    also: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class RemarkGroup:
    """All remarks of one severity."""

    severity: str
    title: str
    rows: tuple[RemarkRow, ...]


def remark_groups(remarks: Sequence[DraftRemark]) -> list[RemarkGroup]:
    """Return the remarks of each severity that has any, the gravest first."""
    titles = {
        "error": _("Must not be published as it is"),
        "warning": _("Probably wrong"),
        "question": _("To be answered"),
    }
    groups = [
        RemarkGroup(severity, title, tuple(_row(one) for one in remarks if one.severity == severity))
        for severity, title in titles.items()
    ]
    return [group for group in groups if group.rows]


def _row(remark: DraftRemark) -> RemarkRow:
    check = BY_ID.get(remark.check)
    shown = remark.words if len(remark.words) <= WORDS else f"{remark.words[:WORDS]}…"
    return RemarkRow(
        words(check.title) if check is not None else remark.check,
        remark.sentence,
        shown,
        _line(remark.paragraph) if remark.paragraph is not None else None,
        tuple(_line(number) for number in remark.also[:SHOWN_ALSO]),
    )


def _line(number: int) -> Link:
    return Link(_("line %(n)s") % {"n": number}, f"#p{number}")
