"""What an office sets itself: its own ladders of warnings and how extensions are decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.accounts import audit
from bihuan.accounts.queries import Actor
from bihuan.accounts.rules import can_manage_organisation
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import holds_area_desk
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.cases.values import words
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.ladders import built
from bihuan.loop.clocks.models import ExtensionSetting, LadderSetting
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.lifecycle.packs import pack_known
from bihuan.loop.lifecycle.rules import relation_titles
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.packspec.bilingual import SEPARATOR, Text
from bihuan.packspec.model import Ladder, Pack
from bihuan.packspec.presets import PresetProblem, check_ladder, relation_known

MOST_STEPS = 12


@dataclass(frozen=True, slots=True)
class LadderDraft:
    """A ladder as somebody has filled it in: title and words as `中文 | English`, steps as a setting keeps them."""

    title: str
    unit: str
    steps: tuple[Mapping[str, Any], ...]
    basis: str = ""


def ladder_steps(ladder: Ladder) -> tuple[dict[str, Any], ...]:
    """Return the steps of a ladder as a setting keeps them."""
    return tuple(
        {
            "at": rung.at,
            "colour": rung.colour,
            "word": _written(rung.word),
            "tell": list(rung.tell),
            "letter": rung.letter,
            "opens": rung.opens,
        }
        for rung in ladder.steps
    )


def _written(text: Text) -> str:
    return f"{text.zh}{SEPARATOR}{text.en}" if text.en else text.zh


def draft_of(ladder: Ladder, basis: str = "") -> LadderDraft:
    """Return a ladder as a draft, to be changed."""
    return LadderDraft(_written(ladder.title), ladder.unit, ladder_steps(ladder), basis)


def check_may_set(actor: Actor, pack: str, top: CaseFile | None) -> None:
    """Raise NotAllowed unless the actor sits in the office of the round, or for the whole area keeps the pack or the organisation."""
    if top is not None:
        if not stands_as(actor, top, "desk.office"):
            raise NotAllowed(_("Only %(who)s may do this.") % {"who": relation_titles(top, ["desk.office"])})
    elif not can_manage_organisation(actor) and not holds_area_desk(actor, pack, "office"):
        raise NotAllowed(_("Only the office or an administrator sets what holds for the whole area."))


def can_set(actor: Actor, pack: str, top: CaseFile | None) -> bool:
    """Return whether the actor may set ladders and rules of extensions for a round, or for the whole area."""
    try:
        check_may_set(actor, pack, top)
    except Refused:
        return False
    return True


def ladder_of_setting(area_id: int, pack: Pack, ladder: str, case: Case | None) -> tuple[Ladder, LadderSetting | None]:
    """Return the ladder that holds for a round (or the area), and the setting where exactly this round (or area) has one."""
    rows = {row.case_id: row for row in LadderSetting.objects.filter(area_id=area_id, pack=pack.id, ladder=ladder)}
    own = rows.get(case.pk if case is not None else None)
    used = own or rows.get(None)
    if used is None:
        return pack.ladders[ladder], None
    return built(ladder, used.title, used.unit, used.steps), own


@transaction.atomic
def set_ladder(
    *, pack: str, ladder: str, draft: LadderDraft, by: Actor, at: datetime, case: Case | None = None
) -> LadderSetting:
    """
    Give a round (or without `case` the area) its own ladder in place of the pack's: adopted from a preset or changed by hand.

    Lights and days on which cases wake follow by the job that `recount_ladder` starts.
    Raises NotAllowed; Refused with a sentence for every step that is wrong.
    """
    top = CaseFile(lock_case(case), local_day(at)) if case is not None else None
    check_may_set(by, pack, top)
    declared = _pack(by.area_id, pack, top)
    check_draft(declared, ladder, draft)
    before, own = ladder_of_setting(by.area_id, declared, ladder, case)
    old = {"title": _written(before.title), "unit": before.unit, "steps": list(ladder_steps(before))}
    new = {"title": draft.title, "unit": draft.unit, "steps": [dict(step) for step in draft.steps]}
    values = {**new, "basis": draft.basis, "set_by_id": by.person_id or None, "set_at": at}
    if own is None:
        own = LadderSetting.objects.create(
            area_id=by.area_id, case_id=case.pk if case is not None else None, pack=pack, ladder=ladder, **values
        )
    else:
        LadderSetting.objects.filter(area_id=by.area_id, pk=own.pk).update(**values)
    _tell_trail(top, pack, ladder, old, {**new, "basis": draft.basis}, by=by, at=at)
    return own


@transaction.atomic
def reset_ladder(*, pack: str, ladder: str, by: Actor, at: datetime, case: Case | None = None) -> bool:
    """Take a round's (or the area's) own ladder away, so that what stands above it counts again; whether there was one."""
    top = CaseFile(lock_case(case), local_day(at)) if case is not None else None
    check_may_set(by, pack, top)
    declared = _pack(by.area_id, pack, top)
    before, own = ladder_of_setting(by.area_id, declared, ladder, case)
    if own is None:
        return False
    LadderSetting.objects.filter(area_id=by.area_id, pk=own.pk).delete()
    after, _own = ladder_of_setting(by.area_id, declared, ladder, case)
    old, new = (
        {"title": _written(one.title), "unit": one.unit, "steps": list(ladder_steps(one))} for one in (before, after)
    )
    _tell_trail(top, pack, ladder, old, new, by=by, at=at)
    return True


def _pack(area_id: int, pack: str, top: CaseFile | None) -> Pack:
    return top.pack if top is not None else pack_known(area_id, pack)


def _tell_trail(
    top: CaseFile | None,
    pack: str,
    ladder: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> None:
    if top is not None:
        body = {"ladder": ladder, "old": dict(old), "new": dict(new)}
        record(case=top.case, verb=Verb.LADDER_SET, by=by, at=at, body=body)
        return
    audit.record(
        audit.Verb.LADDER_SET,
        by=by,
        at=at,
        subject="ladder",
        subject_id=by.area_id,
        name=f"{pack}.{ladder}",
        before=dict(old),
        after=dict(new),
    )


def check_draft(pack: Pack, ladder: str, draft: LadderDraft) -> None:
    """Raise Refused with everything that is wrong with a ladder: colour without word, wrong order, unknown relations and letters."""
    if ladder not in pack.ladders:
        raise Refused(_("The pack has no such ladder."))
    problems = check_ladder(
        draft.unit, draft.steps, desks=pack.desks, letters=pack.letters, kinds=pack.kinds, title=draft.title
    )
    if not draft.steps or len(draft.steps) > MOST_STEPS:
        problems = (*problems, PresetProblem("steps", Text("请写1至12级预警。", "Write one to twelve steps.")))
    if problems:
        fields = {problem.place: words(problem.sentence) for problem in reversed(problems)}
        raise Refused(words(problems[0].sentence), fields=fields)


EXTENSION_KEYS = (
    "workdays_before", "times", "answer_workdays", "decided_by", "higher", "higher_second", "higher_days", "basis",
)  # fmt: skip


@transaction.atomic
def set_extension_rule(
    *, pack: str, values: Mapping[str, Any], by: Actor, at: datetime, case: Case | None = None
) -> None:
    """
    Set how extensions are decided in a round (or without `case` in the area); empty `values` go back to what stands above.

    values: by EXTENSION_KEYS; None or empty keeps what the pack says. Applications that are open keep who decides on them.
    Raises NotAllowed; Refused with a sentence for each wrong value.
    """
    top = CaseFile(lock_case(case), local_day(at)) if case is not None else None
    check_may_set(by, pack, top)
    declared = _pack(by.area_id, pack, top)
    checked = _checked(declared, values) if values else {}
    rows = ExtensionSetting.objects.filter(area_id=by.area_id, pack=pack, case=case)
    before = rows.values(*EXTENSION_KEYS).first() or {}
    if not checked:
        rows.delete()
    elif not rows.update(**checked):
        ExtensionSetting.objects.create(area_id=by.area_id, pack=pack, case=case, **checked)
    if before == checked:
        return
    if top is not None:
        body = {"extensions": {"old": before, "new": checked}}
        record(case=top.case, verb=Verb.EXTENSIONS_SET, by=by, at=at, body=body)
        return
    audit.record(
        audit.Verb.EXTENSIONS_SET,
        by=by,
        at=at,
        subject="extensions",
        subject_id=by.area_id,
        name=pack,
        before=before,
        after=checked,
    )


def _checked(pack: Pack, values: Mapping[str, Any]) -> dict[str, Any]:
    wrong: dict[str, str] = {}
    found: dict[str, Any] = {"basis": str(values.get("basis") or "").strip()[:2000]}
    for key in ("workdays_before", "times", "answer_workdays", "higher_days"):
        number = values.get(key)
        if number is not None and not (isinstance(number, int) and 0 <= number <= 3660):
            wrong[key] = _("Write a whole number of days.")
        found[key] = number
    for key in ("decided_by", "higher"):
        relations: Sequence[str] = list(dict.fromkeys(values.get(key) or ()))
        unknown = [one for one in relations if not relation_known(one, pack.desks)]
        if unknown:
            wrong[key] = _("“%(relation)s” cannot decide here.") % {"relation": "、".join(unknown)}
        found[key] = relations
    found["higher_second"] = bool(values.get("higher_second"))
    if (found["higher_second"] or found["higher_days"] is not None) and not found["higher"]:
        wrong["higher"] = _("Say who decides at the higher level.")
    if wrong:
        raise Refused(next(iter(wrong.values())), fields=wrong)
    return found
