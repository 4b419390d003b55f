"""How extensions are decided for a case: what the pack says, and over it what the round or the area has set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bihuan.loop.clocks.calendar import add_workdays
from bihuan.loop.clocks.models import ExtensionRequest, ExtensionSetting

if TYPE_CHECKING:
    from bihuan.loop.cases.file import CaseFile


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """
    Who asks for an extension of one clock, how early and how often, who decides and until when.

    higher: who decides instead where it is the second (`higher_second`) or goes beyond `higher_days` days; empty for nobody else.
    own: whether the round or the area has set something.
    """

    by: tuple[str, ...]
    decided_by: tuple[str, ...]
    workdays_before: int | None
    times: int | None
    answer_workdays: int | None = None
    higher: tuple[str, ...] = ()
    higher_second: bool = False
    higher_days: int | None = None
    basis: str = ""
    own: bool = False

    def deciders(self, *, granted: int, days: int) -> tuple[str, ...]:
        """Return who decides on an application for so many more days after so many that were granted in this round."""
        second = self.higher_second and granted > 0
        long = self.higher_days is not None and days > self.higher_days
        return self.higher if self.higher and (second or long) else self.decided_by


def extension_rule(file: CaseFile, clock: str) -> ExtensionRule | None:
    """Return the rule for a clock of a case, None where its date cannot be moved."""
    declared = file.kind.clocks.get(clock)
    if declared is None or declared.extension is None:
        return None
    said = declared.extension
    rule = ExtensionRule(said.by, said.decided_by, said.asked_workdays_before, said.times)
    own = setting_of(file.case.area_id, file.case.pack, tuple(file.case.path()))
    return rule if own is None else _over(rule, own)


def setting_of(area_id: int, pack: str, path: tuple[int, ...]) -> ExtensionSetting | None:
    """Return what the nearest case of a path has set for extensions of its pack, else the area; one query."""
    rows = {row.case_id: row for row in ExtensionSetting.objects.filter(area_id=area_id, pack=pack)}
    return next((rows[case_id] for case_id in (*reversed(path), None) if case_id in rows), None)


def _over(rule: ExtensionRule, own: ExtensionSetting) -> ExtensionRule:
    return ExtensionRule(
        by=rule.by,
        decided_by=tuple(own.decided_by) or rule.decided_by,
        workdays_before=rule.workdays_before if own.workdays_before is None else own.workdays_before,
        times=rule.times if own.times is None else own.times,
        answer_workdays=own.answer_workdays,
        higher=tuple(own.higher),
        higher_second=own.higher_second,
        higher_days=own.higher_days,
        basis=own.basis,
        own=True,
    )


def answer_day(file: CaseFile, rule: ExtensionRule) -> date | None:
    """Return until when an application made on the day of the file is answered; None without such a limit."""
    if rule.answer_workdays is None:
        return None
    return add_workdays(file.day, rule.answer_workdays, calendar=file.calendar, gaps="weekends").on


def granted_before(file: CaseFile, clock: str) -> int:
    """Return how often the date of a clock was moved in this round of the case."""
    asked = ExtensionRequest.objects.filter(
        area_id=file.case.area_id, case_id=file.case.pk, turn=file.case.turn, clock=clock, granted=True
    )
    return asked.count()
